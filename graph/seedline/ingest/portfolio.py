"""Several case files as one portfolio: keys are unique, references meet, and a fact leads back to its field."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field

from seedline.errors import CaseFileError, Finding
from seedline.ingest.casefile import CaseFile
from seedline.ingest.reader import Known
from seedline.ingest.table.conversion import fold
from seedline.ingest.yaml_text import FieldPath
from seedline.model import (
    STATEMENT_SECTIONS,
    THING_SECTIONS,
    Instrument,
    Organisation,
    Prop,
    Record,
    Source,
    Stated,
)
from seedline.triples import Names
from seedline.triples.facts import OURS, prop_of


@dataclass(slots=True)
class Portfolio:
    """Case files that are read together."""

    files: list[CaseFile] = field(default_factory=list)

    def sources(self) -> dict[str, Source]:
        """Return every source that the files declare, by key."""
        return {key: source for file in self.files for key, source in file.document.sources.items()}

    def things(self) -> dict[str, tuple[CaseFile, FieldPath]]:
        """Return where each thing, organisation, instrument and place is described."""
        return {
            key: (file, (section, key))
            for file in self.files
            for section in THING_SECTIONS
            for key in getattr(file.document, section)
        }

    def known(self, of: Mapping[str, str]) -> Known:
        """Return the names, codes and keys of what the files describe; ``of`` is the thing that each record is of."""
        things: dict[str, str] = {}
        bodies: dict[str, str] = {}
        for file in self.files:
            document = file.document
            for record in document.records.values():
                key = of[f"{document.source}/{record.key}"]
                things |= {fold(code): key for code in record.identifiers.values()}
            described: list[Organisation | Instrument] = [
                *document.organisations.values(),
                *document.instruments.values(),
            ]
            for body in described:
                bodies |= {fold(name): body.key for name in (body.key, body.label, *body.alt_labels)}
        for file in self.files:
            # What a case file describes has its own key, whatever its records are called.
            for key, thing in file.document.things.items():
                things |= {fold(code.value): key for code in thing.identifiers.values()} | {fold(key): key}
        return Known(things, bodies)

    def check(self, known: Collection[str] = (), reported: Iterable[tuple[str, str, str]] = ()) -> None:
        """Raise a :class:`CaseFileError` for keys given twice and references that lead nowhere.

        ``known`` are keys of things that no file describes, since records are of them, and ``reported`` the statements
        that records make: owner, segment and key.
        """
        findings = [*self._repeated(), *self._dangling(known, reported)]
        if findings:
            raise CaseFileError(findings)

    def _repeated(self) -> Iterable[Finding]:
        seen: dict[str, str] = {}
        owners: dict[str, str] = {}
        for file in self.files:
            owner = file.document.owner
            if owner in owners:
                yield file.finding(("owner",), f"is the owner of {owners[owner]} already")
            owners[owner] = file.path.name
            for section in THING_SECTIONS:
                for key in getattr(file.document, section):
                    if key in seen:
                        yield file.finding((section, key), f"is described in {seen[key]} already; describe it once")
                    seen[key] = file.path.name

    def _dangling(self, known: Collection[str], reported: Iterable[tuple[str, str, str]]) -> Iterable[Finding]:
        things = self.things().keys() | set(known)
        sources = self.sources()
        items = {
            (file.document.owner, statement.SEGMENT, statement.key)
            for file in self.files
            for statement in file.document.statements()
        } | set(reported)
        for file in self.files:
            if file.document.source and file.document.source not in sources | {OURS: None}:
                yield file.finding(("source",), f"names {file.document.source!r}, which no file declares")
            for key, evidence in file.document.evidence.items():
                if evidence.source and evidence.source not in sources:
                    yield file.finding(
                        ("evidence", key, "source"), f"names {evidence.source!r}, which no file declares"
                    )
            for path, prop, value in _references(file):
                if prop.range == "thing" and value not in things:
                    yield file.finding(
                        path,
                        f"names {value!r}, which no file describes (`default` names the shipped ones)",
                    )
                elif prop.range.startswith("item:"):
                    parts = value.split("/")
                    owner = parts[0] if len(parts) > 1 else file.document.owner
                    segment = parts[1] if len(parts) == 3 else prop.range.removeprefix("item:")
                    found = any(
                        (owner, other, parts[-1]) in items
                        for other in ({segment} if segment != "any" else {item[1] for item in items})
                    )
                    if not found:
                        yield file.finding(path, f"names {value!r}, which is no {segment} of {owner}")

    def field_map(self, names: Names) -> dict[tuple[str, str], tuple[CaseFile, FieldPath]]:
        """Return (subject IRI, property IRI or "") → the file and field it came from."""
        from seedline.triples import term

        found: dict[tuple[str, str], tuple[CaseFile, FieldPath]] = {}
        for file in self.files:
            document = file.document
            for section in THING_SECTIONS:
                for key, thing in getattr(document, section).items():
                    subject = names.thing(key).value
                    found[subject, ""] = (file, (section, key))
                    for name, info in type(thing).model_fields.items():
                        if (prop := prop_of(info)) and getattr(thing, name):
                            path: FieldPath = (section, key, info.alias or name)
                            found.setdefault((subject, term(prop.name).value), (file, path))
                            value = getattr(thing, name)
                            entries: dict[str, FieldPath] = {"": path}
                            if isinstance(value, dict):
                                entries = {f".{entry}": (*path, entry) for entry in value}
                            for tail, place in entries.items():
                                fact = names.item(document.owner, "fact", f"{key}.{path[-1]}{tail}").value
                                found[fact, ""] = (file, place)
            for section, class_ in STATEMENT_SECTIONS.items():
                for key in getattr(document, section):
                    subject = names.item(document.owner, class_.SEGMENT, key).value
                    alias = section.replace("_", "-")
                    found[subject, ""] = (file, (alias, key))
                    for name, info in class_.model_fields.items():
                        if prop := prop_of(info):
                            found[subject, term(prop.name).value] = (file, (alias, key, info.alias or name))
            for key, record in document.records.items():
                node = names.item("record", document.source or OURS, key).value
                found[node, ""] = (file, ("records", key))
                for name in record.values():
                    found[f"{node}/fact/{name}", ""] = (file, ("records", key, name))
            for key, evidence in document.evidence.items():
                if evidence.span:
                    subject = names.evidence(evidence.source or document.source or OURS, evidence.span).value
                    found[subject, ""] = (file, ("evidence", key))
                    found[subject + "#selector", ""] = (file, ("evidence", key, "span"))
        return found


def _references(file: CaseFile) -> Iterable[tuple[FieldPath, Prop, str]]:
    """Yield every value of the file that names a thing or a statement."""

    def walk(record: Record, path: FieldPath) -> Iterable[tuple[FieldPath, Prop, str]]:
        for name, info in type(record).model_fields.items():
            prop = prop_of(info)
            value = getattr(record, name)
            here = (*path, info.alias or name)
            values = value if isinstance(value, tuple) else (value,)
            for index, single in enumerate(values):
                if isinstance(single, Record) and not isinstance(single, Stated):
                    yield from walk(single, (*here, index))
                elif prop and single and (prop.range == "thing" or prop.range.startswith("item:")):
                    yield here, prop, single

    document = file.document
    for section in (*THING_SECTIONS, *STATEMENT_SECTIONS):
        for key, record in getattr(document, section).items():
            yield from walk(record, (section.replace("_", "-"), key))
