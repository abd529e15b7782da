"""What is frozen: nine lineages in three languages and every form, and 300 other views as JSON and text."""

from __future__ import annotations

import hashlib
import io
import zipfile
from collections.abc import Iterator
from itertools import chain
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlencode

from tests.freeze.seedline_names import (
    FORMS,
    Choice,
    Home,
    Look,
    SeedlineError,
    Snapshot,
    Subject,
    Tracer,
    View,
    build,
    lineage_text,
    write,
)

SITE = "https://seedline.example"
LANGUAGES = ("en", "fr", "es")
SELECTIONS = 300
HASHES = Path(__file__).with_name("hashes.txt")
#: Looks in which a lineage is frozen once, beside every form in every language.
LOOKS: tuple[tuple[str, dict[str, Any]], ...] = (
    ("svg", {"theme": "dark"}),
    ("svg", {"theme": "print"}),
    ("png", {"width": 320}),
    ("dossier.pdf", {"paper": "letter"}),
    *(("csv", {"table": table}) for table in ("things", "money", "sums", "carriers", "places")),
)
Asked = dict[str, str]
Frozen = tuple[str, bytes]


def traced(folder: Path) -> Tracer:
    """Return the nine cases, built into a folder; version and date are fixed, so that only what is said counts."""
    home = Home(folder)
    made = build(["default:booklet"], home=folder, date="2026-01-01")
    # The version is the hash of all that went in: another case would change every byte of the other eight.
    made.path.rename(home.snapshots_path / "TEST")
    return Tracer.of(Snapshot(home.snapshots_path / "TEST"))


def seeds(tracer: Tracer) -> list[str]:
    """Return the codes of the shipped seeds."""
    return sorted(tracer.details.id(iri) for iri, kind in tracer.network.kinds.items() if kind == "seedProject")


def of_lineage(tracer: Tracer, code: str) -> Iterator[Frozen]:
    """Yield all that is frozen of one lineage: name and bytes."""
    for lang in LANGUAGES:
        view = View.of(tracer, code, look=Look(lang=lang), site=SITE)
        for ending in FORMS:
            yield f"lineage/{code}.{ending}?lang={lang}", write(view, ending)
    view = View.of(tracer, code, site=SITE)
    for ending, look in LOOKS:
        yield f"lineage/{code}.{ending}?{urlencode(look)}", write(view.with_look(**look), ending)
    yield f"trace/{code}", lineage_text(view.document).encode()


def of_selection(tracer: Tracer, asked: Asked) -> Iterator[Frozen]:
    """Yield what is frozen of another view: its document; caption, notes and description; the words of its labels."""
    name = urlencode(asked, quote_via=quote, safe="+@:,/")
    for lang in LANGUAGES:
        view = viewed(tracer, asked, lang)
        if lang == LANGUAGES[0]:
            yield f"view.json?{name}", write(view, "json")
        yield f"view.txt?{name}&lang={lang}", write(view, "txt")
        yield f"view.mmd?{name}&lang={lang}", write(view, "mmd")


def viewed(tracer: Tracer, asked: Asked, lang: str) -> View:
    """Return the view of some parameters."""
    of: dict[str, Any] = {key: asked[key] for key in ("thing", "select", "exclude", "start", "end") if key in asked}
    part: dict[str, Any] = {key: value for key, value in asked.items() if key not in {*of, "component"}}
    part |= {key: int(part[key]) for key in ("up", "down") if key in part}
    subject = Subject.asked(**of, component="component" in asked)
    return View.of(tracer, subject, choice=Choice.of(**part), look=Look(lang=lang), site=SITE)


def selections(tracer: Tracer) -> list[Asked]:
    """Return the other views: every kind of question about what there is in the data, 300 that are answered.

    Each group gives its share; within one the order is that of hashes, so that a new case moves few.
    """
    found: list[Asked] = []
    groups = _groups(tracer)
    for number, group in enumerate(groups):
        share = len(found) + (SELECTIONS - len(found)) // (len(groups) - number)
        for asked in sorted(group, key=lambda asked: hash16(repr(asked).encode())):
            if len(found) < share and asked not in found and _answered(tracer, asked):
                found.append(asked)
    return found


def _answered(tracer: Tracer, asked: Asked) -> bool:
    """Return whether there is something to see: nothing in a selection, or between two things, looks always the same."""
    try:
        document = viewed(tracer, asked, "en").document
    except SeedlineError:
        return False
    return bool(document.nodes and (document.steps or "start" not in asked))


def _groups(tracer: Tracer) -> list[list[Asked]]:
    codes = seeds(tracer)
    documents = {code: View.of(tracer, code).document for code in codes}
    values = {code: _values(tracer, document.json()) for code, document in documents.items()}
    every = sorted(set(chain.from_iterable(values.values())))
    things = sorted(tracer.details.id(iri) for iri in tracer.network.kinds)
    select = [{"select": value} for value in every]
    around = [
        {"select": shape.format(code)}
        for code in codes
        for shape in ("{}", "+{}", "{}+", "+{}+", "@{}", "{}+1", "1+{}", "2+{}+2")
    ]
    within = [{"select": f"@{code},{value}"} for code in codes for value in sorted(values[code])]
    both = [
        {"select": f"{first},{second}"}
        for code in codes
        for first in sorted(values[code])
        for second in sorted(values[code])
        if first < second
    ]
    either = [{"select": f"{first} {second}+"} for first in every for second in codes]
    without = [{"select": f"+{code}+", "exclude": value} for code in codes for value in sorted(values[code])]
    whole = [{"select": " ".join(codes)}, {"select": " ".join(f"@{code}" for code in codes)}]
    parts: list[Asked] = [
        {"as_of": "2016"}, {"as_of": "2019-06"}, {"as_of": "2021-09-30"}, {"as_of": "2021-10"}, {"source": "booklet"},
        {"source": "seedline"}, {"source": "booklet", "as_of": "2020"}, {"basis": "stated"}, {"basis": "inferred"},
        {"status": "achieved,completed"}, {"status": "ongoing"}, {"status": "planned"}, {"relation": "produced"},
        {"relation": "scaledInto,nextPhase"}, {"up": "0"}, {"down": "1"}, {"up": "1", "down": "2", "as_of": "2021"},
    ]  # fmt: skip
    lineages = [{"thing": thing} for thing in things]
    components = [{"thing": thing, "component": "1"} for thing in things]
    ways = [
        {"start": thing, "end": node["id"]}
        for thing in things
        for node in View.of(tracer, thing, choice=Choice(up=0)).document.json()["nodes"]
        if node["id"] != thing
    ]
    limited = [
        {**asked, **part}
        for asked in (*({"thing": code} for code in codes), *around, *select, *lineages, *components, *whole)
        for part in parts
        if not ({"up", "down"} & part.keys() and "select" in asked)
    ]
    return [whole, select, around, within, both, either, without, lineages, components, ways, limited]


def _values(tracer: Tracer, document: dict[str, Any]) -> set[str]:
    """Return what a document's things can be chosen by."""
    nodes, edges = document["nodes"], document["edges"]
    given = [c for entry in document["money"] for c in (*entry["seeds"], *entry["commitments"])]
    found = {f"kind:{node['kind']}" for node in nodes}
    found |= {f"country:{country['code']}" for node in nodes for country in node["countries"]}
    aligned = [to for node in nodes for to in node["alignments"] if to["framework"] in {"sdg", "migof"}]
    found |= {f"{to['framework']}:{to['code']}" for to in aligned}
    found |= {f"year:{year}" for item in given if (year := item["fundingYear"])}
    found |= {f"funder:{tracer.details.id(item['funder'])}" for item in given if item["funder"]}
    return found | {f"{key}:{edge[key]}" for edge in edges for key in ("status", "relation")}


def plain(data: bytes) -> dict[str, bytes]:
    """Return the members of an archive, which another zlib packs otherwise, or nothing where it is none."""
    if not data.startswith(b"PK\x03\x04"):
        return {}
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def hash16(data: bytes) -> str:
    """Return sixteen digits of the sha256 of what is in some bytes."""
    members = plain(data)
    told = b"".join(f"{name} {len(body)}\n".encode() + body for name, body in members.items()) if members else data
    return hashlib.sha256(told).hexdigest()[:16]


def everything(tracer: Tracer) -> Iterator[Frozen]:
    """Yield all that is frozen."""
    yield from chain.from_iterable(of_lineage(tracer, code) for code in seeds(tracer))
    yield from chain.from_iterable(of_selection(tracer, asked) for asked in selections(tracer))


def kept() -> dict[str, str]:
    """Return name → hash as kept."""
    lines = (line.split("  ", 1) for line in HASHES.read_text("utf-8").splitlines())
    return {name: value for value, name in lines}


def differences(found: dict[str, str], wanted: dict[str, str]) -> list[str]:
    """Return a line for each name whose bytes differ, are new or are gone."""
    told = {True: "differs", False: "is gone"}
    gone = [f"{told[name in found]}: {name}" for name, value in wanted.items() if found.get(name) != value]
    return sorted([*gone, *(f"is new: {name}" for name in found.keys() - wanted.keys())])
