"""A view as tables: every fact of the picture in rows, in the words of one language."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from seedline.document.cleaning import clean
from seedline.document.types import Commitment, Document, Money, Node, Place, StageSeen
from seedline.formats.cells import Cell, Told, moment, number
from seedline.i18n import Words
from seedline.i18n.words import begin
from seedline.narrative.reasons import reason_told, sum_told
from seedline.narrative.sentence import relation_told
from seedline.views.view import View


@dataclass(frozen=True, slots=True)
class Table:
    """A table: its key, its title, a header and cells; a number or a date among them is a ``Cell``."""

    key: str
    title: str
    header: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    #: The columns by their keys of the catalogue.
    columns: tuple[str, ...] = ()


def tables(view: View) -> tuple[Table, ...]:
    """Return the tables of a view: steps, things, money, sums, carriers and places, those with rows only."""
    made = (steps(view), things(view), money(view), sums(view), carriers(view), places(view))
    return tuple(table for table in made if table.rows)


def table(view: View, key: str) -> Table:
    """Return one table of a view by its key."""
    return {"steps": steps, "things": things, "money": money, "sums": sums, "carriers": carriers, "places": places}[
        key
    ](view)


def made_of(view: View, key: str, columns: Iterable[str], rows: Iterable[Iterable[str | None]]) -> Table:
    """Return a table with the catalogue's title and column names, every cell cleaned."""
    say, columns = view.words, tuple(columns)
    return Table(
        key,
        say(f"table.{key}"),
        tuple(say(f"column.{column}") for column in columns),
        tuple(tuple(cell if isinstance(cell, Cell | Told) else clean(cell or "") for cell in row) for row in rows),
        columns,
    )


def steps(view: View) -> Table:
    """Return a row per step."""
    say, labels = view.words, _labels(view)
    columns = "from relation to status asOf date contribution basis confidence voice dimensions summary place iri"
    rows = [
        [
            labels.get(step.earlier, step.earlier),
            # A plan is not read as done; what programs group by is one name.
            Told(say.token("relation", step.relation), relation_told(step, say)),
            labels.get(step.later, step.later),
            say.token("status", step.status),
            moment(step.as_of, say),
            moment(step.date, say),
            say.token("contribution", step.contribution) if step.contribution else "",
            say.token("basis", step.basis) if step.basis else "",
            say.token("confidence", step.confidence) if step.confidence else "",
            say.token("voice", step.voice) if step.voice else "",
            ", ".join(say.token("dimension", reading.dimension) for reading in step.dimensions),
            step.summary,
            place_words(step.evidence, say),
            step.iri,
        ]
        for step in view.document.steps
    ]
    return made_of(view, "steps", columns.split(), rows)


def things(view: View) -> Table:
    """Return a row per thing."""
    say = view.words
    columns = "stage kind name id start end fundingYear countries policyStage codes summary sources iri"
    titles = {one.key: one.title or one.key for one in view.document.named_sources}
    rows = [
        [
            say.token("stage", node.stage),
            kind_words(node, say),
            node.label,
            node.id,
            _dated(node, "start", node.start, say),
            _dated(node, "end", node.end, say),
            _dated(node, "fundingYear", node.funding_year, say),
            ", ".join(country.called(say.language) for country in node.countries),
            _policy(node.policy_stage, say),
            ", ".join(f"{say(f'framework.{found.framework}')} {found.code}" for found in node.alignments),
            node.summary,
            Told(", ".join(node.sources), say.apart([titles.get(key, key) for key in node.sources])),
            node.iri,
        ]
        for node in view.document.nodes
    ]
    return made_of(view, "things", columns.split(), rows)


def _dated(node: Node, name: str, value: str | None, say: Words) -> str:
    """Return a date of a thing, with what else is said of it."""
    also = say.listed([say.when(other) for other in node.also(name)])
    return moment(value, say, also=say("differ.also", value=also) if also else "")


def money(view: View) -> Table:
    """Return a row per commitment: the seeds, what counts, and what does not and why."""
    say, labels = view.words, _labels(view)
    columns = "funder to currency amount bound status asOf sourceType counted why voice summary place iri"
    rows = []
    for entry in view.document.money:
        rows += [_commitment(c, "", say("why.seed"), labels, say) for c in entry.seeds]
        for c in entry.commitments:
            told = say("why.counted", status=say.token("commitment", c.status))
            rows.append(_commitment(c, say("why.yes"), told, labels, say))
        for out in entry.left_out:
            if out.commitment:
                rows.append(
                    _commitment(out.commitment, say("why.no"), reason_told(out.why, view.document, say), labels, say)
                )
    return made_of(view, "money", columns.split(), rows)


def sums(view: View) -> Table:
    """Return a row per currency in which something is added up; the bound of what followed is also the ratio's."""
    say = view.words
    rows = []
    for entry in view.document.money:
        seed, follow_on, currency = entry.seed, entry.follow_on, entry.currency
        if not (seed.amount or follow_on.amount):
            continue
        split = (
            f"{say.token('commitment', status)} {say.amount(amount, currency, follow_on.by_status_bounds.get(status))}"
            for status, amount in follow_on.by_status.items()
        )
        rows.append(
            [
                currency,
                number(seed.amount),
                say.token("bound", seed.bound) if seed.amount else "",
                number(follow_on.amount),
                _bound(entry, say),
                ", ".join(split),
                number(entry.ratio),
                sum_told(entry, say) if follow_on.amount else reason_told(entry.why_no_ratio, view.document, say),
            ]
        )
    columns = ("currency", "seed", "seedBound", "followOn", "bound", "byStatus", "ratio", "why")
    return made_of(view, "sums", columns, rows)


def _bound(entry: Money, say: Words) -> str:
    """Return the bound of a sum; one of amounts of several dates holds of each at its own."""
    if not entry.follow_on.amount:
        return ""
    told = say.token("bound", entry.follow_on.bound)
    return Told(told, say("note.eachAtItsDate", bound=told)) if len(entry.as_of) > 1 else told


def carriers(view: View) -> Table:
    """Return a row per claim of who carries something on."""
    say, labels = view.words, _labels(view)
    rows = [
        [
            labels.get(carrier.node, ""),
            carrier.label or say.token("carrier", carrier.kind),
            say.token("carrier", carrier.kind),
            say.token("basis", carrier.basis) if carrier.basis else "",
            moment(carrier.as_of, say) or say("ui.undated"),
            carrier.summary,
            place_words(carrier.evidence, say),
            carrier.iri,
        ]
        for carrier in view.document.carriers
    ]
    return made_of(view, "carriers", ("thing", "agent", "kind", "basis", "asOf", "summary", "place", "iri"), rows)


def places(view: View) -> Table:
    """Return a row per place in a source, each once, in the order of the sources."""
    found = {place.iri: place for place in evidence_of(view.document)}
    ordered = sorted(found.values(), key=lambda place: (place.title, place.start or 0, place.iri))
    columns = ("source", "section", "page", "lines", "begins", "ends", "url", "seen", "sha256", "iri")
    rows = [
        [
            place.title,
            place.section,
            place.page,
            lines_of(place),
            place.begins,
            place.ends,
            place.url,
            moment(place.seen, view.words),
            place.sha256,
            place.iri,
        ]
        for place in ordered
    ]
    return made_of(view, "places", columns, rows)


def commitments_of(document: Document) -> Iterable[Commitment]:
    """Yield every commitment: of each currency the seeds, what counts, and what does not."""
    for entry in document.money:
        yield from (*entry.seeds, *entry.commitments)
        yield from (out.commitment for out in entry.left_out if out.commitment)


def evidence_of(document: Document) -> Iterable[Place]:
    """Yield every place that backs something shown, repeats among them."""
    for step in document.steps:
        yield from step.evidence
        for seen in step.statuses:
            yield from seen.evidence
    for c in commitments_of(document):
        yield from c.evidence
    for carrier in document.carriers:
        yield from carrier.evidence
    for node in document.nodes:
        for alignment in node.alignments:
            yield from alignment.evidence
        if node.policy_stage:
            yield from node.policy_stage.evidence


def place_words(evidence: Iterable[Place], say: Words) -> str:
    """Return the places of some evidence, source by source, each with its section and lines."""
    found: dict[str, list[str]] = {}
    for place in evidence:
        where = ", ".join(filter(None, place_parts(place, say)))
        known = found.setdefault(place.title, [])
        if where and where not in known:
            known.append(where)
    return ". ".join(say.pair(source, say.apart(places)) if places else source for source, places in found.items())


def place_parts(place: Place, say: Words) -> list[str]:
    """Return where a place is in its source, part by part, some of them empty.

    >>> from seedline.i18n import words
    >>> place_parts(Place("urn:a", lines=(3, 3), begins="A", ends="b"), words("es"))
    ['', '', 'línea 3', '«A … b»', '', '', '']
    """
    lines = place.lines or ()
    return [
        place.section or "",
        say("place.page", page=place.page) if place.page else "",
        say("place.line", lines[-1] - lines[0] + 1, lines=lines_of(place)) if lines else "",
        say("place.quoted", text=place.anchor[1:-1]) if place.anchor else "",
        place.url or "",
        place.name or "",
        place.role or "",
    ]


def lines_of(place: Place) -> str:
    """Return the lines of a place.

    >>> lines_of(Place("urn:a", lines=(3, 5))), lines_of(Place("urn:a", lines=(3, 3))), lines_of(Place("urn:a"))
    ('3–5', '3', '')
    """
    return "–".join(map(str, dict.fromkeys(place.lines or ())))


def kind_words(node: Node, say: Words) -> str:
    """Return what a node is, the kind of a product rather than the word."""
    if node.kind == "product" and node.product_kind:
        return begin(say.token("product", node.product_kind))
    return begin(say.token("kind", node.kind))


def _commitment(c: Commitment, counted: str, why: str, labels: dict[str, str], say: Words) -> list[str | None]:
    unnamed = say("money.privateSector") if c.source_type == "private" else say("money.funderNotNamed")
    return [
        c.named or begin(unnamed),
        labels.get(c.recipient) or c.recipient_label or c.recipient,
        c.currency,
        number(c.amount),
        say.token("bound", c.bound) if c.bound else say("money.noAmount"),
        say.token("commitment", c.status),
        moment(c.as_of, say),
        say.token("source", c.source_type),
        counted,
        why,
        say.token("voice", c.voice) if c.voice else "",
        c.summary,
        place_words(c.evidence, say),
        c.iri,
    ]


def _labels(view: View) -> dict[str, str]:
    return {node.iri: node.label for node in view.document.nodes}


def _policy(seen: StageSeen | None, say: Words) -> str:
    if not seen:
        return ""
    parts = (say.token("policyStage", seen.stage), say.when(seen.as_of), seen.body)
    return ", ".join(part for part in parts if part)
