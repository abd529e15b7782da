"""Documentation that is made from the code is current, and what the README promises is there."""

from __future__ import annotations

import ast
import os
import re
import sys
import tomllib
from pathlib import Path
from xml.etree import ElementTree

from seedline.formats.reference import vocabulary_reference
from seedline.store import Snapshot
from seedline.views.tracer import Tracer
from tests.bench.gallery import ours, shown

ROOT = Path(__file__).parent.parent
SVG = "{http://www.w3.org/2000/svg}"


def test_the_ontology_reference_is_current() -> None:
    assert (ROOT / "docs" / "ontology.md").read_text("utf-8") == vocabulary_reference(), "run: make docs"


def test_links_between_documents_lead_somewhere() -> None:
    for path in [*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md")]:
        for target in re.findall(r"\]\(([^)#]+)(?:#[^)]*)?\)", path.read_text("utf-8")):
            if "://" not in target:
                assert (path.parent / target).exists(), f"{path.name}: {target}"


def _said(picture: str) -> str:
    """Return all that a picture says but the day and the version of the data it was drawn of."""
    told = " ".join("".join(text.itertext()) for text in ElementTree.fromstring(picture).iter(f"{SVG}text"))
    return re.sub(r"(data built|Data version) .*", "", told)


def test_the_pictures_of_the_documentation_say_what_the_data_say(shipped: Tracer) -> None:
    for name, document in shown(shipped).items():
        for file, picture in ours(name, document).items():
            kept = (ROOT / "docs" / "images" / file).read_text("utf-8")
            assert _said(kept) == _said(picture), f"{file} is old; run: make gallery"


def test_every_dependency_is_pinned() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    wanted = [*project["dependencies"], *(x for extra in project["optional-dependencies"].values() for x in extra)]
    names = {re.split(r"[<>=\[ ]", line)[0].lower().replace("_", "-") for line in wanted}
    pinned = {
        line.split("==")[0].lower().replace("_", "-")
        for line in (ROOT / "constraints.txt").read_text().split("\n")
        if line
    }
    assert names <= pinned, names - pinned


def test_every_foreign_import_is_declared() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    declared = {
        re.split(r"[<>=\[ ]", line)[0].lower().replace("-", "_")
        for line in [
            *project["dependencies"],
            *(x for e in ("notebook", "mcp") for x in project["optional-dependencies"][e]),
        ]
    }
    names = {
        "yaml": "pyyaml",
        "mimeparse": "python_mimeparse",
        "fontTools": "fonttools",
        "starlette": "fastapi",
        "pydantic_core": "pydantic",
        "docx": "python_docx",
        "markupsafe": "jinja2",
    }
    ours = {"seedline", "seedline_api", "seedline_data", "seedline_ontology"}
    found = set()
    for path in [path for folder in ("api", "graph", "data", "ontology") for path in (ROOT / folder).rglob("*.py")]:
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            modules = (
                [node.module]
                if isinstance(node, ast.ImportFrom)
                else [a.name for a in node.names]
                if isinstance(node, ast.Import)
                else []
            )
            found |= {module.split(".")[0] for module in modules if module}
    foreign = {name for name in found if name not in sys.stdlib_module_names and name not in ours}
    assert {names.get(name, name).lower() for name in foreign} <= declared


def test_the_counts_in_the_data_documentation_are_the_datas(snapshot: Snapshot) -> None:
    rows = ["| what | how many |", "|---|---|"]
    for label, name in DATA_COUNTS.items():
        found = next(snapshot.store.query(f"SELECT (COUNT(DISTINCT ?x) AS ?n) {{ ?x a sl:{name} }}").rows())
        rows.append(f"| {label} | {found[0]} |")
    path = ROOT / "docs" / "data.md"
    text = path.read_text("utf-8")
    before, _, rest = text.partition(rows[0])
    expected = before + "\n".join(rows) + rest[rest.index("\n\n") :]
    if os.environ.get("SEEDLINE_UPDATE_GOLDEN"):
        path.write_text(expected, "utf-8")
    assert path.read_text("utf-8") == expected


DATA_COUNTS = {
    "seed projects": "SeedProject",
    "programmes": "Programme",
    "products": "Product",
    "of these policies": "Policy",
    "undertakings without a name": "Placeholder",
    "shared instruments": "SharedInstrument",
    "steps": "Step",
    "commitments of money or means": "Commitment",
    "figures": "Figure",
    "claims": "Claim",
    "dated events": "Event",
    "sites and points of entry": "Place",
    "conflicts and tensions": "Conflict",
    "alignments to SDG, MiGOF and M&SD": "Alignment",
    "participations of organisations": "Participation",
    "facts of national ownership": "Ownership",
    "statements on the Fund's characteristics": "CharacteristicStatement",
    "evaluations": "Evaluation",
    "recommendations": "Recommendation",
    "rules of the Fund": "FundingRule",
    "readings of ours": "Reading",
    "values that the booklet does not state": "NotStated",
    "passages of the booklet": "TextSpan",
}


def _stable(what: str) -> set[str]:
    """Return what docs/stability.md lists of a kind."""
    paragraph = re.search(rf"(?ms)^{what}: (.*?)\n\n", (ROOT / "docs" / "stability.md").read_text("utf-8"))
    assert paragraph
    return set(re.findall(r"`([^`]+)`", paragraph[1]))


def test_what_is_called_stable_is_there() -> None:
    import typer

    import seedline
    from seedline_api.cli import command_line
    from seedline_api.http.problems import KINDS

    assert _stable("Python") == set(seedline.__all__)
    assert _stable("Commands") == set(typer.main.get_command(command_line()).commands)
    told = re.search(r"(?s)Exit codes: (.*?)\n\n", (ROOT / "docs" / "stability.md").read_text("utf-8"))
    assert told and {kind.exit_code for kind in KINDS.values()} | {0, 1, 3} == {
        int(n) for n in re.findall(r"\b\d\b", told[1])
    }


def test_stable_addresses_are_answered(server: str) -> None:
    import httpx

    given = {"{name}": "money-by-funder", "{key}": "CT.0921", "{path}": "theme"}
    for path in sorted(_stable("Addresses")):
        address = path
        for hole, value in given.items():
            address = address.replace(hole, value)
        address = {
            "/download/money-by-funder": "/download/seedline.nq.gz",
            "/graph/theme": "/graph/source/booklet",
            "/compare": "/compare?seeds=CT.0921,CE.0411",
            "/view/paths": "/view/paths?from=CT.0921&to=crest",
            "/view": "/view?select=CT.0921",
            "/api/paths": "/api/paths?from=CT.0921&to=crest",
            "/api/select": "/api/select?select=CT.0921",
            "/view/lineage": "/view/lineage/CT.0921",
            "/api/lineage": "/api/lineage/CT.0921",
            "/view/component": "/view/component/CT.0921",
            "/oembed": f"/oembed?url={server}/view/lineage/CT.0921",
            "/api/search": "/api/search?q=crest",
            "/api/suggest": "/api/suggest?q=crest",
            "/sparql": "/sparql?query=ASK%7B%7D",
            "/embed": "/embed?select=CT.0921",
        }.get(address, address)
        answer = httpx.get(server + address, follow_redirects=True)
        # No skolem IRI stands in the shipped data.
        assert answer.status_code == (404 if path.startswith("/skolem") else 200), (address, answer.text[:200])
