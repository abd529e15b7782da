"""A view as tables: every fact of the picture in rows, in the words of one language."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from seedline.document.cleaning import clean
from seedline.i18n import Words
from seedline.i18n.words import begin
from seedline.views.view import View

Json = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Table:
    """A table: its key, its title, a header and rows of text as long as the header."""

    key: str
    title: str
    header: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


def tables(view: View) -> tuple[Table, ...]:
    """Return the tables of a view: steps, things, money, sums, carriers and places, those with rows only."""
    made = (steps(view), things(view), money(view), sums(view), carriers(view), places(view))
    return tuple(table for table in made if table.rows)


def table(view: View, key: str) -> Table:
    """Return one table of a view by its key."""
    return {"steps": steps, "things": things, "money": money, "sums": sums, "carriers": carriers, "places": places}[
        key
    ](view)


def made_of(view: View, key: str, columns: Iterable[str], rows: Iterable[Iterable[Any]]) -> Table:
    """Return a table with the catalogue's title and column names, every cell cleaned."""
    say = view.words
    return Table(
        key,
        say(f"table.{key}"),
        tuple(say(f"column.{column}") for column in columns),
        tuple(tuple(clean(str(cell)) if cell is not None else "" for cell in row) for row in rows),
    )


def steps(view: View) -> Table:
    """Return a row per step."""
    say, labels = view.words, _labels(view)
    columns = "from relation to status asOf date contribution basis confidence voice dimensions summary place iri"
    rows = [
        [
            labels.get(edge["from"], edge["from"]),
            say.token("relation", edge["relation"]),
            labels.get(edge["to"], edge["to"]),
            say.token("status", edge["status"]),
            say.when(edge["statusAsOf"]),
            say.when(edge["date"]),
            say.token("contribution", edge["contribution"]) if edge.get("contribution") else "",
            say.token("basis", edge["basis"]) if edge.get("basis") else "",
            say.token("confidence", edge["confidence"]) if edge.get("confidence") else "",
            say.token("voice", edge["assertedBy"]) if edge.get("assertedBy") else "",
            ", ".join(say.token("dimension", dimension_of(entry)) for entry in edge["dimensions"]),
            edge["summary"],
            place_words(edge["evidence"], say),
            edge["iri"],
        ]
        for edge in view.document["edges"]
    ]
    return made_of(view, "steps", columns.split(), rows)


def things(view: View) -> Table:
    """Return a row per thing."""
    say = view.words
    columns = "stage kind name id start end fundingYear countries policyStage codes summary sources iri"
    rows = [
        [
            say.token("stage", node["stage"]),
            kind_words(node, say),
            node["label"],
            node["id"],
            say.when(node["start"]),
            say.when(node["end"]),
            node.get("fundingYear"),
            ", ".join(_country(country) for country in node["countries"]),
            _policy(node.get("policyStage"), say),
            ", ".join(f"{found['framework'].upper()} {found['code']}" for found in node["alignments"]),
            node["summary"],
            ", ".join(node["sources"]),
            node["iri"],
        ]
        for node in view.document["nodes"]
    ]
    return made_of(view, "things", columns.split(), rows)


def money(view: View) -> Table:
    """Return a row per commitment: the seeds, what counts, and what does not and why."""
    say, labels = view.words, _labels(view)
    columns = "funder to currency amount bound status asOf sourceType counted why voice summary place iri"
    rows = []
    for entry in view.document["money"]:
        rows += [_commitment(c, "", say("why.seed"), labels, say) for c in entry["seeds"]]
        for c in entry["commitments"]:
            told = say("why.counted", status=say.token("commitment", c["status"]))
            rows.append(_commitment(c, say("why.yes"), told, labels, say))
        for out in entry["leftOut"]:
            if out.get("commitment"):
                rows.append(
                    _commitment(out["commitment"], say("why.no"), say.again("reason", out["reason"]), labels, say)
                )
    return made_of(view, "money", columns.split(), rows)


def sums(view: View) -> Table:
    """Return a row per currency."""
    say = view.words
    rows = []
    for entry in view.document["money"]:
        seed, follow_on, currency = entry["seed"], entry["followOn"], entry["currency"]
        split = (
            f"{say.token('commitment', status)} {say.amount(amount, currency)}"
            for status, amount in follow_on["byStatus"].items()
        )
        rows.append(
            [
                currency or say("money.noCurrency"),
                say.amount(seed["amount"], currency, seed["bound"]) if seed["amount"] else "",
                say.amount(follow_on["amount"], currency, follow_on["bound"]) if follow_on["amount"] else "",
                ", ".join(split),
                _ratio(entry, say),
                say("why.sum") if follow_on["amount"] else say.again("reason", entry["leverageReason"] or ""),
            ]
        )
    return made_of(view, "sums", ("currency", "seed", "followOn", "byStatus", "ratio", "why"), rows)


def _ratio(entry: Json, say: Words) -> str:
    if not entry["leverage"]:
        return ""
    lead = say.table["boundLead"].get(entry["followOn"]["bound"], "")
    return f"{lead}{str(entry['leverage']).replace('.', say('money.point'))}"


def carriers(view: View) -> Table:
    """Return a row per claim of who carries something on."""
    say, labels = view.words, _labels(view)
    rows = [
        [
            labels.get(entry.get("node"), ""),
            entry.get("label") or say.token("carrier", entry["kind"]),
            say.token("carrier", entry["kind"]),
            say.when(entry["asOf"]) or say("ui.undated"),
            entry.get("summary"),
            place_words(entry.get("evidence", ()), say),
            entry.get("iri"),
        ]
        for entry in view.document["carriedOnBy"]
    ]
    return made_of(view, "carriers", ("thing", "agent", "kind", "asOf", "summary", "place", "iri"), rows)


def places(view: View) -> Table:
    """Return a row per place in a source, each once, in the order of the sources."""
    found = {place["iri"]: place for place in evidence_of(view.document)}
    ordered = sorted(found.values(), key=lambda p: (p.get("sourceTitle") or p["source"], p.get("start", 0), p["iri"]))
    columns = ("source", "section", "page", "lines", "url", "seen", "sha256", "iri")
    rows = [
        [
            place.get("sourceTitle") or place["source"],
            place.get("section"),
            place.get("page"),
            lines_of(place),
            place.get("url"),
            view.words.when(place.get("seen")),
            place.get("sha256"),
            place["iri"],
        ]
        for place in ordered
    ]
    return made_of(view, "places", columns, rows)


def evidence_of(document: Json) -> Iterable[Json]:
    """Yield every place that backs something shown, repeats among them."""
    for edge in document["edges"]:
        yield from edge["evidence"]
        for seen in edge.get("statuses", ()):
            yield from seen["evidence"]
    for entry in document["money"]:
        for c in (*entry["seeds"], *entry["commitments"], *(out.get("commitment") for out in entry["leftOut"])):
            yield from c["evidence"] if c else ()
    for carrier in document["carriedOnBy"]:
        yield from carrier.get("evidence", ())
    for node in document["nodes"]:
        for alignment in node["alignments"]:
            yield from alignment.get("evidence", ())
        yield from (node.get("policyStage") or {}).get("evidence", ())


def place_words(evidence: Iterable[Json], say: Words) -> str:
    """Return the places of some evidence, source by source, each with its section and lines."""
    found: dict[str, list[str]] = {}
    for place in evidence:
        parts = [place.get("section")]
        if place.get("page"):
            parts.append(f"{say('column.page').lower()} {place['page']}")
        if lines := lines_of(place):
            parts.append(f"{say('column.lines').lower()} {lines}")
        parts += [place.get("url"), place.get("name"), place.get("role")]
        where = ", ".join(str(part) for part in parts if part)
        known = found.setdefault(str(place.get("sourceTitle") or place["source"]), [])
        if where and where not in known:
            known.append(where)
    return ". ".join(f"{source}: {'; '.join(places)}" if places else source for source, places in found.items())


def lines_of(place: Json) -> str:
    """Return the lines of a place.

    >>> lines_of({"lines": [3, 5]}), lines_of({"lines": [3, 3]}), lines_of({})
    ('3–5', '3', '')
    """
    first, last = place.get("lines") or (None, None)
    return "" if first is None else str(first) if first == last else f"{first}–{last}"


def kind_words(node: Json, say: Words) -> str:
    """Return what a node is, the kind of a product rather than the word."""
    if node["kind"] == "product" and node.get("productKind"):
        return begin(say.token("product", node["productKind"]))
    return begin(say.token("kind", node["kind"]))


def dimension_of(entry: Any) -> str:
    """Return the token of a dimension, stated alone or as a reading."""
    return str(entry["dimension"]) if isinstance(entry, dict) else str(entry)


def _commitment(c: Json, counted: str, why: str, labels: dict[str, str], say: Words) -> list[Any]:
    named = c.get("funderLabel") or c.get("funderAsStated")
    private = say("money.privateSector") if c["sourceType"] == "private" else say("money.funderNotNamed")
    return [
        named or begin(private),
        labels.get(c["recipient"]) or c.get("recipientLabel") or c["recipient"],
        c["currency"],
        c["amount"],
        say.token("bound", c["bound"]),
        say.token("commitment", c["status"]),
        say.when(c["asOf"]),
        say.token("source", c["sourceType"]),
        counted,
        why,
        say.token("voice", c["assertedBy"]) if c.get("assertedBy") else "",
        c.get("summary"),
        place_words(c["evidence"], say),
        c["iri"],
    ]


def _labels(view: View) -> dict[str, str]:
    return {node["iri"]: node["label"] for node in view.document["nodes"]}


def _country(country: Json) -> str:
    return f"{country['label']} ({country['qualifier']})" if country.get("qualifier") else str(country["label"])


def _policy(stage: Json | None, say: Words) -> str:
    if not stage:
        return ""
    parts = [say.token("policyStage", stage["stage"]), say.when(stage.get("asOf")), stage.get("body") or ""]
    return ", ".join(part for part in parts if part)
