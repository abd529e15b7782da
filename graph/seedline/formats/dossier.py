"""The dossier of a view: every link, claim and sum a line, with where it says so and why it counts or not."""

from __future__ import annotations

from collections.abc import Iterator

from seedline.formats.brief import told_more
from seedline.formats.cells import moment
from seedline.formats.paper import Paper, PaperTable
from seedline.formats.paper import pdf as set_pdf
from seedline.formats.pdf import ROWS, SIZES, on_paper
from seedline.formats.spreadsheet import workbook
from seedline.formats.tables import Table, commitments_of, made_of, place_words, places, table, things
from seedline.narrative import notes
from seedline.narrative.reasons import sum_told
from seedline.narrative.sentence import relation_told
from seedline.views.view import View
from seedline.vocabulary import RELATIONS, STATUSES

_COLUMNS = ("record", "claim", "status", "asOf", "basis", "voice", "counted", "why", "place", "iri")
# Classes of what is said about a thing, in the order of the dossier.
_SAID = (
    "Claim", "Figure", "Event", "Ownership", "CharacteristicStatement", "Recommendation", "Evaluation", "CarriedOn",
    "Reading",
)  # fmt: skip


def rows(view: View) -> Table:
    """Return every link, commitment, sum and claim of a view as a row."""
    found = [*_links(view), *_money(view), *_claims(view)]
    made = made_of(view, "steps", _COLUMNS, found)
    return Table("dossier", view.words("dossier.rows"), made.header, made.rows)


def xlsx(view: View) -> bytes:
    """Return the dossier as a workbook, signed by version on its first sheet."""
    said = made_of(view, "notes", ["note"], [[text] for text in (*_front(view), *_back(view))])
    sheets = (said, rows(view), table(view, "money"), table(view, "sums"), things(view), places(view))
    kept = [made for made in sheets if made.rows]
    return workbook(_title(view), kept, built=view.document.dates.built, paper=view.look.paper)


def pdf(view: View) -> bytes:
    """Return the dossier as a PDF, signed by version on each page."""
    say = view.words
    made = rows(view)
    index = {name: number for number, name in enumerate(_COLUMNS)}
    groups = (("record",), ("claim",), ("status", "asOf"), ("place",))
    beside = (("basis", "voice"), ("counted", "why"))
    header = tuple(say(f"column.{group[0]}") for group in groups)

    def told(row: tuple[str, ...], group: tuple[str, ...]) -> str:
        return ", ".join(cell for name in group if (cell := row[index[name]]))

    body = tuple(tuple(told(row, group) for group in groups) for row in made.rows[:ROWS])
    under = tuple(
        told_more([(say(f"column.{group[0]}"), text) for group in beside if (text := told(row, group))], say)
        for row in made.rows[:ROWS]
    )
    more = len(made.rows) - ROWS
    note = say("paper.more", more) if more > 0 else ""
    sheet = table(view, "sums")
    tables = [PaperTable(made.title, header, body, note, under)]
    if sheet.rows:
        tables.insert(0, on_paper(view, sheet))
    return set_pdf(
        Paper(
            title=_title(view),
            subtitle=notes.subtitle(view.document),
            lead=f"{notes.story(view.document, view.words)} {say('ui.dossierLead')}",
            lang=say.language,
            size=SIZES[view.look.paper],
            tables=tuple(tables),
            parts=((say("ui.notes"), tuple(notes.notes(view.document, view.words))), (say("ui.source"), _back(view))),
            imprint=f"{say('ui.dataVersion', version=view.version)} · {notes.licence(view.document, say)}",
        )
    )


def _title(view: View) -> str:
    return view.words("ui.dossierOf", title=notes.title(view.document, view.words))


def _front(view: View) -> tuple[str, ...]:
    return (
        _title(view),
        view.words("ui.dossierLead"),
        notes.story(view.document, view.words),
        *notes.money(view.document, view.words),
        *notes.notes(view.document, view.words),
    )


def _back(view: View) -> tuple[str, ...]:
    document = view.document
    signed = view.words("ui.signed", version=document.version, edition=view.edition, address=view.pinned)
    return (
        notes.source(view.document, view.words),
        notes.dates(view.document, view.words),
        signed,
        notes.licence(view.document, view.words),
    )


def _links(view: View) -> Iterator[list[str]]:
    say = view.words
    labels = {node.iri: node.label for node in view.document.nodes}
    for step in view.document.steps:
        scaling = RELATIONS[step.relation].scaling
        happened = STATUSES[step.status].scaled
        why = "why.scaling" if scaling and happened else "why.scalingOpen" if scaling else "why.notScaling"
        told = f"{labels[step.earlier]} › {relation_told(step, say)} › {labels[step.later]}"
        yield [
            say("record.link"),
            f"{told}. {step.summary or ''}".strip(),
            say.token("status", step.status),
            moment(step.as_of, say),
            say.token("basis", step.basis) if step.basis else "",
            say.token("voice", step.voice) if step.voice else "",
            say("why.yes") if scaling and happened else say("why.no"),
            say(why),
            place_words(step.evidence, say),
            step.iri,
        ]


def _money(view: View) -> Iterator[list[str]]:
    say = view.words
    made = table(view, "money")
    column = {name: made.header.index(say(f"column.{name}")) for name in
              ("funder", "to", "status", "asOf", "counted", "why", "voice", "place", "iri", "summary")}  # fmt: skip
    commitments = {c.iri: c for c in commitments_of(view.document)}
    for row in made.rows:
        cell = {name: row[number] for name, number in column.items()}
        c = commitments.get(cell["iri"])
        amount = say.amount(c.amount, c.currency, c.bound) if c else ""
        basis = view.details.token(cell["iri"], "sl:basis") if view.details and c else ""
        given = say.pair(f"{cell['funder']} › {cell['to']}", amount)
        yield [
            say("record.commitment"),
            f"{given}. {cell['summary']}".strip(),
            cell["status"],
            cell["asOf"],
            say.token("basis", basis) if basis else "",
            cell["voice"],
            cell["counted"],
            cell["why"],
            cell["place"],
            cell["iri"],
        ]
    for entry in view.document.money:
        seed, follow_on, currency = entry.seed, entry.follow_on, entry.currency
        if not (seed.amount or follow_on.amount):
            continue
        parts = []
        if seed.amount:
            parts.append(say.pair(say("column.seed"), say.amount(seed.amount, currency, seed.bound)))
        if follow_on.amount:
            told = say.amount(follow_on.amount, currency, follow_on.bound)
            parts.append(say.pair(say("column.followOn"), told))
        if entry.ratio:
            lead = say.table["boundLead"].get(follow_on.bound, "")
            parts.append(say.pair(say("column.ratio"), f"{lead}{entry.ratio.replace('.', say('money.point'))}"))
        why = sum_told(entry, say) if follow_on.amount else say("dossier.noSum")
        yield [say("record.sum"), say.apart(parts), "", "", "", "", "", why, "", ""]


def _claims(view: View) -> Iterator[list[str]]:
    read = view.details
    if read is None:
        return
    say = view.words
    things_ = {node.iri: node.label for node in view.document.nodes}
    found: dict[str, tuple[str, str]] = {}
    about = [(iri, "sl:about", label) for iri, label in things_.items()]
    about += [(step.iri, "sl:aboutStep", "") for step in view.document.steps]
    for iri, property_, label in about:
        for statement in read.subjects(property_, iri):
            kinds = {value.rsplit("#", 1)[-1] for value in read.values(statement, "rdf:type")}
            kind = next((name for name in _SAID if name in kinds), None)
            if kind and view.holds(statement):
                found[statement] = (kind, label)
    conflicts = {c for statement in found for c in read.subjects("sl:between", statement)}
    found |= dict.fromkeys(conflicts, ("Conflict", ""))
    order = (*_SAID, "Conflict")
    for iri, (kind, label) in sorted(found.items(), key=lambda item: (order.index(item[1][0]), item[0])):
        ours = kind == "Reading"
        why = "dossier.reading" if ours else "dossier.figure" if kind == "Figure" else "dossier.claim"
        status, basis, voice = (read.token(iri, f"sl:{name}") for name in ("status", "basis", "assertedBy"))
        yield [
            say(f"record.{kind}"),
            f"{f'{label}: ' if label else ''}{_said(view, iri, kind)}",
            say.token("status", status) if status else "",
            moment(read.value(iri, "sl:asOf"), say),
            say.token("basis", basis) if basis else "",
            say.token("voice", voice) if voice else "",
            say("why.no"),
            say(why),
            place_words(read.evidence(iri), say),
            iri,
        ]


def _said(view: View, iri: str, kind: str) -> str:
    """Return what a statement says: a figure's number and what it counts, a reading's concept, our words."""
    read, say = view.details, view.words
    assert read is not None
    parts = []
    if kind == "Figure":
        bound = say.table["boundLead"].get(read.token(iri, "sl:bound") or "exact", "")
        parts.append(f"{bound}{read.value(iri, 'sl:value') or ''} {read.value(iri, 'sl:counts') or ''}".strip())
    for name in ("dimension", "theme", "innovationArea", "characteristic", "agent", "carrier"):
        parts += [read.label(value, say.language) for value in read.values(iri, f"sl:{name}")]
    parts += [read.value(iri, "sl:summary") or "", read.value(iri, "sl:note") or ""]
    return ". ".join(part.rstrip(".") for part in parts if part)
