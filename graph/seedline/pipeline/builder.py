"""From sources to an immutable snapshot."""

from __future__ import annotations

import hashlib
import json
import os
import time
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from itertools import chain
from pathlib import Path
from typing import Any

import seedline_ontology
from seedline.columns.builder import TotalRows, pack, save
from seedline.columns.collector import Collector
from seedline.columns.index import StoredNetwork
from seedline.document.details import Details
from seedline.errors import Finding, ValidationFailed
from seedline.model.dates import newest
from seedline.money.overview import Overview, Together
from seedline.pipeline.derive import derived_quads
from seedline.pipeline.inputs import Inputs, read_inputs
from seedline.pipeline.meta import meta_quads, tally
from seedline.pipeline.publish import fresh_folder, locked, point, publish
from seedline.search import is_written, write_index
from seedline.store import FORMAT, Home, Snapshot, Store, default_home
from seedline.store.writer import StoreWriter
from seedline.triples import DEFAULT_BASE, Names
from seedline.triples.rdf import parse_file
from seedline.validate import Found, Locate, check, check_store

Progress = Callable[[str], None]


def build(
    sources: Sequence[str] = (),
    *,
    home: Path | None = None,
    base: str = DEFAULT_BASE,
    date: str | None = None,
    progress: Progress = lambda message: None,
    wait: bool = False,
) -> Snapshot:
    """Build the sources into a snapshot of a home and make it current; equal inputs are no work at all.

    Raises:
        CaseFileError, RdfSyntaxError, InputError: a source cannot be read.
        ValidationFailed: the data break the shapes. Nothing is published, what was served still is.
        BuildLocked: another build is at work in the home (unless ``wait``).

    """
    place = Home(home or default_home())
    with locked(place, wait=wait):
        progress("reading the sources")
        inputs = read_inputs(sources)
        built = date or _epoch_date() or _collected(inputs) or "1970-01-01"
        digest = _digest(inputs, base, built)
        version = digest[:12]
        if (place.snapshots_path / version / "manifest.json").is_file():
            progress(f"snapshot {version} is there already")
            found = place.get(version)
            if not is_written(found.path):
                _index(found, progress)
            if place.current_version() != version:
                point(place, version)
            return found
        started = time.monotonic()
        names = Names(base)
        progress("writing the store")
        with fresh_folder(place, version) as folder:
            counts, seen, findings, overview = _write(folder, inputs, names, built, progress)
            manifest: dict[str, Any] = {
                "version": version,
                "digest": digest,
                "format": FORMAT,
                "base": base,
                "dates": _dates(seen, inputs, built),
                "sources": {
                    key: source.model_dump(by_alias=True, exclude_none=True)
                    for key, source in sorted(inputs.portfolio.sources().items())
                },
                "files": inputs.digests(),
                "counts": counts,
                "overview": overview.json(),
                "findings": [str(finding) for finding in findings.kept],
                "warnings": findings.warnings,
                "run": {
                    "finished": datetime.now(UTC).isoformat(timespec="seconds"),
                    "seconds": round(time.monotonic() - started, 3),
                },
            }
            text = json.dumps(manifest, indent=1, ensure_ascii=False, sort_keys=True)
            (folder / "manifest.json").write_text(text + "\n", encoding="utf-8")
            _index(Snapshot(folder), progress)
            progress("publishing")
            publish(place, folder, version)
        return place.get(version)


def find(inputs: Inputs, names: Names) -> list[Finding]:
    """Return what the shapes find in the sources by the reference, pyshacl, each with its file, line and field."""
    return check(inputs.quads(names), _locate(inputs, names))


def _locate(inputs: Inputs, names: Names) -> Locate:
    fields = inputs.portfolio.field_map(names)

    def locate(subject: str, property_: str) -> tuple[str, int, int, str]:
        found = fields.get((subject, property_)) or fields.get((subject, ""))
        if found is None and "/status/" in subject:
            found = fields.get((subject.split("/status/")[0], ""))
        if found is None:
            return subject or "(graph)", 1, 1, property_.rsplit("#", 1)[-1] or "(node)"
        file, path = found
        missing = (subject, property_) not in fields and property_
        line, column = file.place(path)
        shown = file.finding(path, "").field + (f".{property_.rsplit('#', 1)[-1]}" if missing else "")
        return file.path.name, line, column, shown

    return locate


def _write(
    folder: Path, inputs: Inputs, names: Names, built: str, progress: Progress
) -> tuple[dict[str, int], Collector, Found, Overview]:
    ontology = names.graph("ontology")
    vocabulary = chain.from_iterable(
        parse_file(file, source="ontology", graph=ontology, base=names.base) for file in _vocabulary()
    )
    seen, rows, together = Collector(), TotalRows(), Together()
    with StoreWriter(folder / "store") as writer:
        writer.load(chain(seen.watch(inputs.quads(names)), vocabulary))
        progress("checking the data against the shapes")
        findings = check_store(writer.store, _locate(inputs, names))
        if findings.violations:
            raise ValidationFailed([finding for finding in findings.kept if finding.severity == "violation"])
        progress("deriving lineages, shortcuts and totals")
        columns = pack(seen)
        network = StoredNetwork(columns)
        writer.load(derived_quads(seen, network, names, rows, together))
        save({**columns, **rows.columns()}, folder / "lineage")
        writer.add(list(meta_quads(writer.store, inputs, names, built)), copy=False)
        return _counts(writer.store), seen, findings, together.overview(network)


def _index(snapshot: Snapshot, progress: Progress) -> None:
    progress("writing the search index")
    network = StoredNetwork.open(snapshot.path / "lineage")
    write_index(snapshot.path, network, Details(snapshot.store, snapshot.base))


def _counts(store: Store) -> dict[str, int]:
    counts = {
        "quads": len(store),
        "defaultGraph": tally(store, "?s ?p ?o"),
        "graphs": len(store.graphs()),
    }
    for name in ("SeedProject", "Project", "Programme", "Product", "Step", "Commitment", "Figure", "Claim"):
        row = next(store.query(f"SELECT (COUNT(DISTINCT ?x) AS ?n) {{ ?x a sl:{name} }}").rows())
        counts[name[0].lower() + name[1:]] = int(row[0] or 0)
    return counts


def _vocabulary() -> list[Path]:
    return [seedline_ontology.ontology(), seedline_ontology.shapes(), *seedline_ontology.schemes()]


def _collected(inputs: Inputs) -> str | None:
    return newest(source.collected for source in inputs.portfolio.sources().values())


def _dates(seen: Collector, inputs: Inputs, built: str) -> dict[str, str | None]:
    # When a source as a whole was made says nothing of the facts in it.
    sources = set(seen.of_class("sl:Source").tolist())
    dated = {number for subject, number in seen.pairs("sl:asOf").tolist() if subject not in sources}
    newest_fact = newest(seen.texts[number] for number in dated)
    return {"factsAsOf": newest_fact, "collected": _collected(inputs), "built": built}


def _epoch_date() -> str | None:
    epoch = os.environ.get("SOURCE_DATE_EPOCH")
    return datetime.fromtimestamp(int(epoch), UTC).date().isoformat() if epoch and epoch.isdigit() else None


def _digest(inputs: Inputs, base: str, built: str) -> str:
    parts = {
        "format": FORMAT,
        "base": base,
        "built": built,
        "files": inputs.digests(),
        "vocabulary": [hashlib.sha256(file.read_bytes()).hexdigest() for file in _vocabulary()],
    }
    return hashlib.sha256(json.dumps(parts, sort_keys=True).encode()).hexdigest()


def build_if_empty(home: Path, *, progress: Progress = lambda message: None) -> None:
    """Build the shipped data where a home has no snapshot; of several that start together one builds, once."""
    if Home(home).current_version() is None:
        # Whoever waited for the lock finds the snapshot there, which makes its own build no work.
        build((), home=home, progress=progress, wait=True)
