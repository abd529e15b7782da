"""Two states of one lineage, by version, sources or dates, on one layout: what is new, gone or changed."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import asdict, dataclass, replace
from typing import TYPE_CHECKING, Literal

from seedline.document.types import Document, Evidence, Node, Place, Step
from seedline.draw.drawing import EDITION
from seedline.draw.figure.ink import darkening
from seedline.draw.figure.sheet import Captions, svg
from seedline.errors import InputError, NotFound
from seedline.formats.spreadsheet import csv_text
from seedline.i18n import words
from seedline.i18n.words import Words
from seedline.narrative.reasons import reason_told
from seedline.narrative.sentence import carrier_named, relation_told
from seedline.views.choice import Choice

if TYPE_CHECKING:
    from seedline_api.rendering.tasks import Made, Renderer

Mark = Literal["new", "gone", "changed"]
SIGNS: dict[Mark, str] = {"new": "+", "gone": "−", "changed": "~"}
SHOWN = ("both", "before", "after")
#: Things of a picture that can be taken in; of more the table alone is shown.
_MOST = 60


@dataclass(frozen=True, slots=True)
class Change:
    """One line: what it is about, what it was and what it is, and where the later one, or the gone one, is said."""

    mark: Mark | Literal["same"]
    kind: str
    iri: str
    name: str
    before: str
    after: str
    places: tuple[Place, ...] = ()


@dataclass(frozen=True, slots=True)
class State:
    """One side: how an address names it, and the lineage in it, nothing where it does not hold the thing."""

    asked: str
    version: str
    document: Document | None


@dataclass(frozen=True, slots=True)
class _Said:
    kind: str
    name: str
    text: str
    evidence: Evidence = ()


def state_of(renderer: Renderer, name: str, asked: str) -> State:
    """Return a lineage in a state: a version, ``source:KEY``, ``told_by:DATE`` or ``as_of:DATE``, commas between.

    Raises:
        InputError: a part of it is none of these.
        Gone: the version is not kept here.

    """
    version = ""
    given: dict[str, str] = {}
    for part in filter(None, asked.split(",")):
        key, colon, value = part.partition(":")
        if colon and key in {"source", "told_by", "as_of"} and value:
            given[key] = f"{given[key]},{value}" if key in given else value
        elif not colon:
            version = key
        else:
            raise InputError(f"{part}: a side is a version, source:KEY, told_by:DATE or as_of:DATE, commas between")
    tracer = renderer.tracer_of(version)
    choice = Choice.of(source=given.get("source"), told_by=given.get("told_by"), as_of=given.get("as_of"))
    seen = tracer.view(as_of=choice.as_of, told_by=choice.told_by, sources=choice.source)
    try:
        return State(asked, tracer.snapshot.version, seen.lineage(name))
    except NotFound:
        return State(asked, tracer.snapshot.version, None)


def changes(before: Document, after: Document, say: Words) -> list[Change]:
    """Return a line for everything that two states say, the same ones too, by what it is."""
    old, new = dict(_told(before, say)), dict(_told(after, say))
    made = []
    for iri in dict.fromkeys([*new, *old]):
        was, now = old.get(iri), new.get(iri)
        told = now or was
        assert told is not None
        mark: Mark | Literal["same"] = (
            "new" if was is None else "gone" if now is None else "same" if was.text == now.text else "changed"
        )
        made.append(
            Change(mark, told.kind, iri, told.name, was.text if was else "", now.text if now else "", told.evidence)
        )
    order = ("thing", "step", "money", "carrier", "sum")
    return sorted(made, key=lambda change: order.index(change.kind))


def _told(document: Document, say: Words) -> Iterator[tuple[str, _Said]]:
    labels = {node.iri: node.label for node in document.nodes}
    for node in document.nodes:
        yield node.iri, _Said("thing", node.label, _thing(node, say))
    for step in document.steps:
        name = f"{labels[step.earlier]} → {labels[step.later]}"
        yield step.iri, _Said("step", name, _step(step, say), step.evidence)
    for entry in document.money:
        currency = entry.currency or ""
        why = {out.iri: reason_told(out.why, document, say) for out in entry.left_out}
        for given in (*entry.seeds, *entry.commitments, *(o.commitment for o in entry.left_out if o.commitment)):
            who = f"{given.named or say('money.funderNotNamed')} → {given.recipient_label}"
            status = say.token("commitment", given.status)
            seen = say("explore.knownBy", status=status, date=say.when(given.as_of)) if given.as_of else status
            amount = say.amount(given.amount, given.currency or currency, given.bound)
            yield (
                given.iri,
                _Said("money", who, say.apart(filter(None, (amount, seen, why.get(given.iri)))), given.evidence),
            )
        if entry.follow_on.amount:
            total = say.amount(entry.follow_on.amount, currency, entry.follow_on.bound)
            yield f"sum {currency}", _Said("sum", f"{say('compare.row.followOn')}, {currency}", total)
    for carrier in document.carriers:
        who = carrier_named(carrier, say)
        yield carrier.iri, _Said("carrier", labels.get(carrier.node, ""), who, carrier.evidence)


def _thing(node: Node, say: Words) -> str:
    stage = node.policy_stage
    parts = [
        node.label, node.funding_year, say.when(node.start), say.when(node.end),
        ", ".join(country.called(say.language) for country in node.countries),
        say.token("policyStage", stage.stage) if stage else "", say.token("stage", node.stage),
    ]  # fmt: skip
    return say.apart(filter(None, parts))


def _step(step: Step, say: Words) -> str:
    status = say.token("status", step.status)
    seen = say("explore.knownBy", status=status, date=say.when(step.as_of)) if step.as_of else status
    parts = [relation_told(step, say), seen, say("ui.ourReading") if step.inferred else ""]
    return say.apart(filter(None, parts))


def union(before: Document, after: Document, found: list[Change]) -> Document:
    """Return all that two states hold as one document, so that each block has one place; marked things say so."""
    marks: dict[str, Mark] = {change.iri: change.mark for change in found if change.mark != "same"}
    nodes = {node.iri: node for node in (*before.nodes, *after.nodes)}
    steps = {step.iri: step for step in (*before.steps, *after.steps)}
    for step in steps.values():
        # A picture has no room beside a line: what changed in it stands at its end.
        if step.iri in marks:
            marks.setdefault(step.later, "changed")
    for document in (before, after):
        for entry in document.money:
            for given in (*entry.seeds, *entry.commitments):
                if given.iri in marks:
                    marks.setdefault(given.recipient, "changed")
    told = tuple(
        replace(node, label=f"{SIGNS[marks[iri]]} {node.label}" if iri in marks else node.label)
        for iri, node in nodes.items()
    )
    carriers = {carrier.iri: carrier for carrier in (*before.carriers, *after.carriers)}
    return replace(after, nodes=told, steps=tuple(steps.values()), carriers=tuple(carriers.values()))


def diff(renderer: Renderer, thing: str, a: str, b: str, show: str, form: str, lang: str) -> Made:
    """Return what differs between two states of a lineage, as a page, as ``json`` or as ``csv``.

    Raises:
        InputError: a side, or what is to be shown, is none that there is.
        NotFound: neither side holds such a thing.

    """
    if show not in SHOWN:
        raise InputError(f"show={show}: there are {', '.join(SHOWN)}")
    say = words(lang)
    before, after = state_of(renderer, thing, a), state_of(renderer, thing, b)
    documents = [state.document for state in (before, after) if state.document is not None]
    if not documents:
        raise NotFound(f"no project, product or programme here is called {thing!r}")
    focus = documents[-1].focused
    assert focus is not None
    empty = Document(focus=focus.iri)
    old, new = before.document or empty, after.document or empty
    found = changes(old, new, say)
    if form == "json":
        told = {
            "lineage": focus.id,
            "before": {"asked": a, "version": before.version}, "after": {"asked": b, "version": after.version},
            "changes": [
                {**asdict(replace(change, places=())), "places": [place.json() for place in change.places]}
                for change in found
                if change.mark != "same"
            ],
        }  # fmt: skip
        return json.dumps(told, ensure_ascii=False).encode(), {}
    if form == "csv":
        header = [say(f"diff.{key}") for key in ("mark", "what", "of", "before", "after")]
        rows = [
            [say(f"diff.{change.mark}"), say(f"diff.kind.{change.kind}"), change.name, change.before, change.after]
            for change in found
            if change.mark != "same"
        ]
        return csv_text(header, rows).encode(), {}
    title = say("diff.title", name=focus.label)
    told_of = Captions(title=title, alt=f"{title}. {say('diff.layout')}")
    drawn = union(old, new, found) if len(old.nodes) + len(new.nodes) <= 2 * _MOST else None
    picture = (
        svg(drawn, say, target="page", edition=EDITION, link=renderer.site.doc, prefix="d", captions=told_of)
        if drawn
        else ""
    )
    hidden = {"before": "new", "after": "gone"}.get(show, "")
    page = renderer.site.page(
        "diff.html", lang=lang, at=f"/diff/{focus.id}?a={a}&b={b}" + (f"&show={show}" if show != "both" else ""),
        focus=focus, before=before, after=after, found=found, picture=picture, darkening=darkening(), show=show,
        shown=SHOWN, signs=SIGNS, hidden=[change.iri for change in found if hidden and change.mark == hidden],
        counts={mark: sum(change.mark == mark for change in found) for mark in ("new", "gone", "changed", "same")},
        kept=[snapshot.version for snapshot in renderer.home.list()],
        sources=sorted(renderer.tracer.snapshot.manifest["sources"]),
    )  # fmt: skip
    return page, {}
