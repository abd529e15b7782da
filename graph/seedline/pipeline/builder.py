"""From sources to an immutable snapshot."""

from __future__ import annotations

import hashlib
import json
import os
import time
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import asdict
from datetime import UTC, datetime
from datetime import date as day
from functools import cache, partial
from itertools import chain
from pathlib import Path
from typing import Any

import seedline_ontology
from seedline.columns.builder import TotalRows, pack, save
from seedline.columns.collector import Collector
from seedline.columns.index import StoredNetwork
from seedline.document.details import Details
from seedline.errors import Finding, InputError, OtherFormat, ValidationFailed
from seedline.identity import COMPARED, doubtful_bodies, keep_candidates, open_candidates
from seedline.ingest.rdf import RdfOptions
from seedline.model.dates import newest
from seedline.money.overview import Together
from seedline.pipeline.derive import derived_quads
from seedline.pipeline.digest import inputs_digest, quads_digest
from seedline.pipeline.dump import FOLDER, FORMATS, MOST, dump
from seedline.pipeline.examples import example_quads
from seedline.pipeline.inputs import DEFAULT, Inputs, read_inputs
from seedline.pipeline.labels import rival_labels
from seedline.pipeline.meta import meta_quads, tally
from seedline.pipeline.publish import (
    complete,
    fresh_folder,
    locked,
    point,
    publish,
    remember,
    remembered,
    unwritable,
)
from seedline.pipeline.speaking import borrowed_voices
from seedline.queries import about_here, asked_here
from seedline.search import write_index
from seedline.store import FORMAT, Home, Snapshot, Store, default_home
from seedline.store.integrity import MANIFEST, record, version_digest
from seedline.store.writer import StoreWriter
from seedline.triples import DEFAULT_BASE, NamedNode, Names, Quad
from seedline.triples.facts import OURS
from seedline.triples.rdf import parse_file
from seedline.validate import Locate, check, check_store
from seedline_data import whose

Progress = Callable[[str], None]


def build(
    sources: Sequence[str] = (),
    *,
    home: Path | None = None,
    base: str = DEFAULT_BASE,
    date: str | None = None,
    progress: Progress = lambda message: None,
    wait: bool = False,
    again: bool = False,
    options: RdfOptions | None = None,
    allow_empty: bool = False,
) -> Snapshot:
    """Build the sources into a snapshot of a home and make it current; equal inputs are no work at all.

    ``again`` builds even where equal inputs were built before. What comes out equal is the same version, whatever
    it was made from. ``options`` say how RDF is read; ``allow_empty`` publishes even where nothing was read.

    Raises:
        CaseFileError, RdfSyntaxError, InputError: a source cannot be read, or there is nothing in any.
        ValidationFailed: the data break the shapes. Nothing is published, what was served still is.
        BuildLocked: another build is at work in the home (unless ``wait``).
        HomeError: the home cannot be written. Nothing is published, what was served still is.

    """
    place = Home(home or default_home())
    _check_base(base)
    # Before the lock is taken: a source may be slow, or far away.
    progress("reading the sources")
    inputs = read_inputs(sources, options or RdfOptions())
    for report in inputs.reports:
        progress(str(report))
    built = _day(date) or _epoch_date() or _collected(inputs)
    files = inputs.digests()
    vocabulary = {f"vocabulary/{path.name}": hashlib.sha256(path.read_bytes()).hexdigest() for path in _vocabulary()}
    made_from = inputs_digest(files | vocabulary, base=base, built=built or "")
    with locked(place, wait=wait):
        version = None if again else remembered(place, made_from)
        try:
            if version is not None and complete(place, version):
                progress(f"snapshot {version} is there already")
                point(place, version)
            else:
                version = _publish(place, inputs, Names(base), built, made_from, progress, allow_empty=allow_empty)
        except OSError as error:
            raise unwritable(place, error) from error
        return place.get(version)


def _publish(
    place: Home,
    inputs: Inputs,
    names: Names,
    built: str | None,
    made_from: str,
    progress: Progress,
    *,
    allow_empty: bool,
) -> str:
    """Return the version of what the inputs make, once it is current."""
    started = time.monotonic()
    progress("writing the store")
    with fresh_folder(place) as folder:
        manifest: dict[str, Any] = _write(folder, inputs, names, built, progress, allow_empty=allow_empty)
        inputs.check_unchanged()
        manifest |= {
            "format": FORMAT,
            "base": names.base,
            "sources": {
                key: source.model_dump(by_alias=True, exclude_none=True)
                for key, source in sorted(inputs.portfolio.sources().items())
            },
            "inputs": inputs.digests(),
            "loaded": inputs.loaded(names),
            "read": [report.json() for report in [*inputs.reports, *inputs.spoken()]],
            "inputsDigest": made_from,
            "replaced": {other: cluster.key for cluster in inputs.records.clusters for other in cluster.others},
            "files": record(folder),
        }
        digest = version_digest(manifest)
        version = digest[:12]
        manifest |= {
            "version": version,
            "digest": digest,
            "run": {
                "finished": datetime.now(UTC).isoformat(timespec="seconds"),
                "seconds": round(time.monotonic() - started, 3),
            },
        }
        text = json.dumps(manifest, indent=1, ensure_ascii=False, sort_keys=True)
        (folder / MANIFEST).write_text(text + "\n", encoding="utf-8")
        progress("publishing")
        publish(place, folder, version)
        remember(place, made_from, version)
    return version


def find(inputs: Inputs, names: Names) -> list[Finding]:
    """Return what the shapes find in the sources by the reference, pyshacl, and bodies in doubt, each with place."""
    graphs: dict[tuple[str, str], str] = {}
    file_of = cache(inputs.file_of)

    def watched() -> Iterator[Quad]:
        for quad in inputs.quads(names):
            if isinstance(quad.subject, NamedNode) and isinstance(quad.graph_name, NamedNode):
                graph = quad.graph_name.value
                graphs[quad.subject.value, ""] = graph
                if file_of(graph):
                    graphs[quad.subject.value, quad.predicate.value] = graph
            yield quad

    def graphs_of(subject: str, property_: str) -> list[str]:
        return [graphs[subject, property_]] if (subject, property_) in graphs else []

    found = check(watched(), _locate(inputs, names, graphs_of))
    return [*found, *doubtful_bodies(inputs.portfolio)]


def _locate(inputs: Inputs, names: Names, graphs_of: Callable[[str, str], Iterable[str]]) -> Locate:
    """Return what finds the place of a finding; ``graphs_of`` says where a subject has a property, or any ("")."""
    fields = inputs.portfolio.field_map(names)

    def files(subject: str, property_: str, only: Collection[str] | None = None) -> Iterator[str]:
        for graph in graphs_of(subject, property_):
            if (only is None or graph in only) and (name := inputs.file_of(graph)):
                yield name

    def locate(subject: str, property_: str) -> tuple[str, int, int, str]:
        shown = f"<{subject}> {property_.rsplit('#', 1)[-1]}".rstrip()
        # A loaded file is told of what it says of others' things; which graphs are loaded is known once all is read.
        if property_ and (theirs := next(files(subject, property_, inputs.loaded(names)), None)):
            return theirs, 0, 0, shown
        found = fields.get((subject, property_)) or fields.get((subject, ""))
        if found is None and "/status/" in subject:
            found = fields.get((subject.split("/status/")[0], ""))
        if found is None:
            return next(files(subject, ""), "(no file)"), 0, 0, shown
        file, path = found
        missing = (subject, property_) not in fields and property_
        line, column = file.place(path)
        told = file.finding(path, "")
        shown = told.field + (f".{property_.rsplit('#', 1)[-1]}" if missing else "")
        return told.file, line, column, shown

    return locate


def _write(
    folder: Path, inputs: Inputs, names: Names, built: str | None, progress: Progress, *, allow_empty: bool
) -> dict[str, Any]:
    """Write store and columns into a folder, and return what the manifest says of them."""
    ontology = names.graph("ontology")
    vocabulary = chain.from_iterable(
        parse_file(file, source=f"ontology/{file.stem}", graph=ontology, base=names.base) for file in _vocabulary()
    )
    seen, rows, together = Collector(), TotalRows(), Together()
    with StoreWriter(folder / "store") as writer:
        writer.load(chain(seen.watch(inputs.quads(names)), vocabulary))
        for report in inputs.spoken():
            progress(str(report))
        if not (inputs.stated or allow_empty):
            files = "".join(f"\n{file.report}" for file in inputs.rdf)
            raise InputError(
                f"nothing was read, so nothing is published (--allow-empty publishes it all the same):{files}"
            )
        loaded = frozenset(inputs.loaded(names))
        progress("checking the data against the shapes")
        findings = check_store(writer.store, _locate(inputs, names, partial(_graphs_of, writer.store)))
        named_twice = [*rival_labels(writer.store, inputs, names), *doubtful_bodies(inputs.portfolio)]
        borrowed = list(borrowed_voices(writer.store, inputs, names))
        if findings.violations or borrowed:
            raise ValidationFailed([*(each for each in findings.kept if each.severity == "violation"), *borrowed])
        progress("deriving lineages, shortcuts and totals")
        seen.last = loaded
        columns = pack(seen)
        network = StoredNetwork(columns)
        writer.load(derived_quads(seen, network, names, rows, together))
        save({**columns, **rows.columns()}, folder / "lineage")
        writer.add(inputs.described(names))
        # What Seedline brings has rows for every question.
        others = whose(inputs.portfolio.sources(), loaded) == "others"
        asked = asked_here(writer.store, names.base) if others else None
        writer.add(list(example_quads(names, about_here(asked, names.base))))
        writer.add(meta_quads(writer.store, inputs, names, built))
        told: dict[str, Any] = {
            "dates": _dates(seen, inputs, built),
            "quads": quads_digest(writer.store),
            "counts": _counts(writer.store),
            "overview": together.overview(network).json(),
            "here": _here(writer.store, sorted(loaded)),
            "findings": [asdict(finding) for finding in [*findings.kept, *named_twice]],
            "warnings": findings.warnings + len(named_twice),
            "questions": asked,
        }
    # Read from the closed store: what still held the writer's would let it compact its files after they were recorded.
    store = Store.open(folder / "store")
    if told["counts"]["quads"] <= MOST:
        progress("writing the whole data as files")
        (folder / FOLDER).mkdir()
        for ending in FORMATS:
            dump(store, folder / FOLDER / f"seedline.{ending}.gz")
    progress("writing the search index")
    details = Details(store, names.base, loaded=loaded)
    write_index(folder, network, details)
    few = len(inputs.records.clusters) + len(inputs.portfolio.things()) <= COMPARED
    found = open_candidates(inputs.portfolio, inputs.records, inputs.judgements) if few else []
    keep_candidates(folder, found, lambda key: names.thing(key).value)
    return told


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


def _graphs_of(store: Store, subject: str, property_: str) -> list[str]:
    if not subject:
        return []
    quads = store.everywhere(NamedNode(subject), NamedNode(property_) if property_ else None)
    return [quad.graph_name.value for quad in quads if isinstance(quad.graph_name, NamedNode)]


def _here(store: Store, loaded: Sequence[str]) -> list[list[Any]]:
    """Return how many things of each class loaded files describe, the largest first, at most 200 classes."""
    found: dict[str, int] = {}
    for graph in loaded:
        query = (
            f"SELECT ?c (COUNT(DISTINCT ?s) AS ?n) {{ GRAPH <{graph}> {{ ?s a ?c }} FILTER(ISIRI(?c)) }} GROUP BY ?c"
        )
        for class_, count in store.query(query).rows():
            found[str(class_)] = found.get(str(class_), 0) + int(count or 0)
    return [[class_, count] for class_, count in sorted(found.items(), key=lambda each: (-each[1], each[0]))[:200]]


def _vocabulary() -> list[Path]:
    words = seedline_ontology
    return [words.ontology(), words.shapes(), words.borrowed(), *words.schemes()]


def _collected(inputs: Inputs, *, but: str = "") -> str | None:
    return newest(source.collected for key, source in inputs.portfolio.sources().items() if key != but)


def _dates(seen: Collector, inputs: Inputs, built: str | None) -> dict[str, str | None]:
    # When a source as a whole was made says nothing of the facts in it.
    sources = set(seen.of_class("sl:Source").tolist())
    dated = {number for subject, number in seen.pairs("sl:asOf").tolist() if subject not in sources}
    newest_fact = newest(seen.texts[number] for number in dated)
    # When we wrote our own words down is not when a source was collected.
    return {"factsAsOf": newest_fact, "collected": _collected(inputs, but=OURS), "built": built}


def _day(given: str | None) -> str | None:
    try:
        if given and day.fromisoformat(given).isoformat() != given:
            raise ValueError
    except ValueError as error:
        raise InputError(f"the date of a build is a day, as 2026-11-24; found {given!r}") from error
    return given


def _epoch_date() -> str | None:
    epoch = os.environ.get("SOURCE_DATE_EPOCH")
    try:
        return datetime.fromtimestamp(int(epoch), UTC).date().isoformat() if epoch else None
    except (ValueError, OverflowError, OSError) as error:
        raise InputError(f"SOURCE_DATE_EPOCH is a number of seconds since 1970; found {epoch!r}") from error


def _check_base(base: str) -> None:
    try:
        Names(base).graph("meta")
    except ValueError as error:
        raise InputError(f"the base IRI cannot be {base!r}: {error}") from error
    if not base.endswith(("/", "#", ":")):
        raise InputError(f"the base IRI ends in /, # or :, as https://example.org/id/; found {base!r}")


def prepare(home: Path, *, progress: Progress = lambda message: None) -> None:
    """Make sure that a home has a snapshot that can be served; of several that start together one builds, once.

    The shipped data are built where the home is empty, and again where another edition of Seedline built them and
    nothing else.

    Raises:
        OtherFormat: another edition built other data, which only their owner can build again.

    """
    place = Home(home)
    # Whoever waited for the lock finds the snapshot there, which makes its own build no work.
    if place.current_version() is None:
        build((), home=home, progress=progress, wait=True)
        return
    try:
        place.current()
    except OtherFormat as error:
        if other := _other_inputs(place):
            raise OtherFormat(
                f"{error}: {home} holds data of your own ({other}), so run `seedline build` with the same sources"
            ) from error
        progress(f"{error}: building the shipped data")
        build((), home=home, base=place.find(str(place.current_version())).base, progress=progress, wait=True)


def _other_inputs(place: Home) -> str | None:
    """Return a file that a snapshot of a home was built from and that is not shipped."""
    for snapshot in place.folders():
        # Format 3 and older ones called the inputs files.
        manifest = snapshot.manifest
        names = manifest["inputs"] if "inputs" in manifest else manifest.get("files", {"unknown": ""})
        for name in names:
            if not name.startswith(f"{DEFAULT}/"):
                return str(name)
    return None
