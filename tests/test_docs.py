"""Documentation that is made from the code is current, and what the README promises is there."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

from seedline.export.reference import vocabulary_reference

ROOT = Path(__file__).parent.parent


def test_the_ontology_reference_is_current() -> None:
    assert (ROOT / "docs" / "ontology.md").read_text("utf-8") == vocabulary_reference(), "run: make docs"


def test_links_between_documents_lead_somewhere() -> None:
    for path in [*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md")]:
        for target in re.findall(r"\]\(([^)#]+)(?:#[^)]*)?\)", path.read_text("utf-8")):
            if "://" not in target:
                assert (path.parent / target).exists(), f"{path.name}: {target}"


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
