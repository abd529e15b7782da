"""What is checked, made by the product: documents, texts, files, and a dump. The one module here that imports it."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import seedline_ontology
from seedline.errors import SeedlineError
from seedline.formats import write
from seedline.i18n import words
from seedline.narrative import notes
from seedline.store import Snapshot
from seedline.views import Choice, Subject, Tracer, View

LANGUAGES = ("en", "fr", "es")
Json = dict[str, Any]


@dataclass
class Made:
    """A view: its class, how it is asked for, its document, and its texts by language and name."""

    kind: str
    address: str
    document: Json
    texts: dict[str, dict[str, str]] = field(default_factory=dict)


def schemes() -> list[Path]:
    """Return the files from which the rules are read."""
    wanted = {"relation", "status", "commitment-status", "mood", "policy-stage", "currency"}
    return [path for path in seedline_ontology.schemes() if path.stem in wanted]


def dump(snapshot: Snapshot) -> bytes:
    """Return a snapshot as N-Quads."""
    return "".join(f"{quad} .\n" for quad in snapshot.store.everywhere(None, None, None)).encode()


def totals(snapshot: Snapshot) -> dict[str, tuple[str, str, str]]:
    """Return the totals of all seeds by currency: their own money, the follow-on and its bound; empty where none."""
    rows = snapshot.store.query(
        """PREFIX sl: <https://w3id.org/seedline/ontology#>
        SELECT (REPLACE(STR(?of), ".*/", "") AS ?currency) ?seed ?followOn (REPLACE(STR(?told), ".*/", "") AS ?bound) {
          ?total a sl:PortfolioTotal ; sl:currency ?of .
          OPTIONAL { ?total sl:allSeedAmount ?seed }
          OPTIONAL { ?total sl:allFollowOnAmount ?followOn ; sl:allFollowOnBound ?told }
        }"""
    )
    return {str(currency): (seed or "", more or "", bound or "") for currency, seed, more, bound in rows.rows()}


class Maker:
    """Makes views of one snapshot."""

    def __init__(self, snapshot: Snapshot) -> None:
        self.tracer = Tracer.of(snapshot)
        self.network = self.tracer.network
        self.things = sorted(self.network.kinds)
        self.names = {iri: self.tracer.details.id(iri) for iri in self.things}
        self.seeds = [iri for iri in self.things if self.network.is_seed(iri)]

    def made(self, kind: str, subject: Subject, choice: Choice | None = None) -> Made | None:
        """Return a view with its texts, nothing where the product says that there is none."""
        try:
            view = View.of(self.tracer, subject, choice=choice)
        except SeedlineError:
            return None
        address = f"{subject.kind} {subject.first} {view.parameters()}".rstrip()
        texts = {}
        for lang in LANGUAGES:
            say = words(lang)
            texts[lang] = {
                "summary": notes.story(view.document, say),
                "caption": notes.caption(view.document, say),
                "notes": "\n".join(notes.notes(view.document, say)),
                "alt": notes.description(view.document, say),
                "dates": notes.dates(view.document, say),
            }
        return Made(kind, address, view.document.json(), texts)

    def lineages(self) -> Iterator[Made | None]:
        """Yield every lineage and every component."""
        for iri in self.things:
            yield self.made("lineage", Subject.asked(self.names[iri]))
            yield self.made("component", Subject.asked(self.names[iri], component=True))

    def parts(self, things: list[str] | None = None) -> Iterator[Made | None]:
        """Yield every kind of part of lineages."""
        network = self.network
        statuses = sorted({step.status for step in network.steps_with()})
        relations = sorted({step.relation for step in network.steps_with()})
        choices: list[tuple[str, Json]] = [("part.depth", {way: n}) for way in ("up", "down") for n in (0, 1, 2)]
        choices += [("part.status", {"status": status}) for status in statuses]
        choices += [("part.relation", {"relation": relation}) for relation in relations]
        choices += [("part.basis", {"basis": basis}) for basis in ("stated", "inferred")]
        choices += [
            ("part.asOf", {"as_of": date}) for date in ("2015", "2017", "2017-10-01", "2019-06", "2021-09", "2021-10")
        ]
        choices += [("part.toldBy", {"told_by": date}) for date in ("2019-06", "2021-09", "2021-10")]
        choices += [("part.clocks", {"as_of": "2017-12", "told_by": "2021-10"})]
        choices += [("part.source", {"source": source}) for source in self.sources()]
        for iri in self.seeds if things is None else things:
            for kind, given in choices:
                yield self.made(kind, Subject.asked(self.names[iri]), Choice.of(**given))

    def sources(self) -> list[str]:
        """Return the keys of the sources."""
        graphs = (graph.rsplit("/", 1)[-1] for graph in self.tracer.snapshot.store.graphs() if "/source/" in graph)
        return sorted(set(graphs))

    def ways(self) -> Iterator[Made | None]:
        """Yield all ways between two things."""
        for start in self.things:
            for end in sorted(self.network.closure([start], back=False)):
                if end != start:
                    yield self.made("way", Subject.asked(start=self.names[start], end=self.names[end]))

    def selections(self, count: int, seed: int = 20211001) -> Iterator[Made | None]:
        """Yield generated selections, the same ones each time."""
        draw = random.Random(seed)
        network, read = self.network, self.tracer.details
        given = [c for commitments in map(network.commitments.get, self.things) for c in commitments or ()]
        nodes = {iri: self.tracer.lineage(iri, up=0, down=0).json()["nodes"][0] for iri in self.things}
        methods = sorted(
            {f"status:{step.status}" for step in network.steps_with()}
            | {f"relation:{step.relation}" for step in network.steps_with()}
            | {f"kind:{kind}" for kind in network.kinds.values()}
            | {f"year:{c.year}" for c in given if c.year}
            | {f"funder:{read.id(c.funder)}" for c in given if c.funder}
            | {f"country:{country['code']}" for node in nodes.values() for country in node["countries"]}
            | {
                f"{a['framework']}:{a['code']}"
                for n in nodes.values()
                for a in n["alignments"]
                if a["framework"] in {"sdg", "migof"}
            }
        )

        def atom() -> str:
            if draw.random() < 0.45:
                return draw.choice(methods)
            name = self.names[draw.choice(self.seeds if draw.random() < 0.5 else self.things)]
            return draw.choice(["{}", "{}", "+{}", "{}+", "+{}+", "@{}", "{}+1", "{}+2", "1+{}"]).format(name)

        alone = [self.made("selection", Subject.asked(select=text)) for text in (*methods, *self.names.values())]
        yield from alone
        missing = count - sum(made is not None for made in alone)
        while missing > 0:
            terms = [",".join(atom() for _ in range(draw.choice([1, 1, 2]))) for _ in range(draw.choice([1, 1, 2, 3]))]
            exclude = atom() if draw.random() < 0.2 else ""
            made = self.made("selection", Subject.asked(select=" ".join(terms), exclude=exclude))
            missing -= made is not None
            yield made

    def document(self, subject: Subject) -> Json:
        """Return the document of a view."""
        return View.of(self.tracer, subject).document.json()

    def sampled(self, count: int) -> Iterator[Subject]:
        """Yield the lineage of each seed, and some views of every other kind."""
        draw = random.Random(count)
        yield from (Subject.asked(self.names[seed]) for seed in self.seeds)
        names = [self.names[iri] for iri in self.things]
        each = count // 3
        yield from (Subject.asked(name) for name in draw.sample(names, each))
        yield from (Subject.asked(name, component=True) for name in draw.sample(names, each))
        chosen = [f"{name}+" for name in draw.sample(names, each - 4)]
        yield from (
            Subject.asked(select=text)
            for text in ["kind:seedProject", "status:planned", "funder:sweden", "crest", *chosen]
        )


def files(maker: Maker, subject: Subject, lang: str, endings: tuple[str, ...]) -> dict[str, bytes]:
    """Return a view in some forms; ``sheet`` is the picture of its documents, whose text no tag of a PDF has."""
    view = View.of(maker.tracer, subject).with_look(lang=lang)
    return {ending: sheet(view) if ending == "sheet" else write(view, ending) for ending in endings}


def sheet(view: View) -> bytes:
    """Return the pictures that stand in a view's documents."""
    return "\n".join(view.pages(target="sheet", parts=("graph", "legend"))).encode()
