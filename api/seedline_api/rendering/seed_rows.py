"""A seed in one row: what it produced, what followed and how far that has come, who carries it on, with what money."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass, replace

from seedline.document.claims import helped, mood_of, telling, told_before
from seedline.document.types import Beyond, Document, Node, Step
from seedline.draw.figure.signs import icon_of
from seedline.formats.cells import moment
from seedline.i18n.words import Words
from seedline.lineage.furthest import Furthest, furthest
from seedline.narrative.sentence import carrier_named, dated_status
from seedline.vocabulary import MOODS, RELATIONS

_BEFORE = {"before", "seed"}


@dataclass(frozen=True, slots=True)
class Followed:
    """One thing that followed or was produced, with the step that tells how far it has come.

    ``stated`` is what a source states of the same link, where the step told last is our reading of a later report.
    """

    node: Node
    step: Step
    stated: Step | None = None

    @property
    def mood(self) -> str:
        """Return its mood; that of what a source states, which a reading of ours stands beside and does not change."""
        return mood_of((self.stated or self.step).status)

    @property
    def sign(self) -> str:
        """Return its sign: of its mood; a text that was written, and is in draft or in preparation, has its own."""
        drafted = self.node.policy_stage is not None and self.node.policy_stage.stage in {"draft", "inPreparation"}
        return "draft" if drafted and self.mood == "happened" else self.mood

    @property
    def ours(self) -> bool:
        """Return whether no source states that it followed."""
        return self.step.inferred and self.stated is None

    def status(self, say: Words) -> str:
        """Return how far it has come, with dates; a reading of a later report stands beside what a source states.

        How far a policy has come is its stage, wherever that is told.
        """
        if (seen := self.node.policy_stage) and seen.stage:
            stage = say.token("policyStage", seen.stage)
            if isinstance(seen.on, str):
                return say("picture.happened", status=stage, date=say.when(seen.on))
            return say("explore.knownBy", status=stage, date=say.when(seen.as_of)) if seen.as_of else stage
        told = status_text(self.step, say)
        return say("explore.readLater", stated=status_text(self.stated, say), later=told) if self.stated else told

    @property
    def icon(self) -> str:
        """Return the icon of what kind of thing it is."""
        return icon_of(self.node)


@dataclass(frozen=True, slots=True)
class SeedRow:
    """What a row says of the lineage of a seed."""

    document: Document
    seed: Node
    furthest: Furthest
    produced: tuple[Followed, ...]
    followed: tuple[Followed, ...]
    built_on: tuple[Beyond, ...]
    voices: tuple[str, ...]
    read: bool

    @property
    def unfollowed(self) -> str:
        """Return what is said where nothing followed; where nobody looked, whether outputs are named."""
        if self.furthest != "notLookedFor":
            return "outputs"
        return "outputsOnly" if self.produced else "notLookedFor"

    @property
    def begun_read(self) -> bool:
        """Return whether it is our reading, and no source's word, that the seed was followed by something begun."""
        scaling = (one for one in self.followed if RELATIONS[one.step.relation].scaling)
        told = [step for one in scaling for step in (one.step, one.stated) if step]
        begun = [step for step in told if MOODS[mood_of(step.status)].begun]
        return bool(begun) and all(step.inferred or step.status_read for step in begun)

    def outputs(self) -> list[tuple[str, int]]:
        """Return how many things were produced, by their sign, the furthest first."""
        counts = Counter(thing.sign for thing in self.produced)
        return sorted(counts.items(), key=lambda item: -sign_rank(item[0]))

    @property
    def contributed(self) -> int:
        """Return to how many of the things produced the seed only contributed."""
        return sum(thing.step.earlier == self.seed.iri and helped(thing.step) for thing in self.produced)

    @property
    def of_outputs(self) -> int:
        """Return how many of the things produced came of another output and not of the seed itself."""
        return sum(thing.step.earlier != self.seed.iri for thing in self.produced)


def seed_row(document: Document) -> SeedRow:
    """Return the row of a seed's lineage: each thing once, by the step that tells how far it has come."""
    focus = document.focused
    assert focus is not None
    nodes = {node.iri: node for node in document.nodes}
    after = [step for step in document.steps if nodes[step.later].stage not in _BEFORE]
    into: dict[str, list[Step]] = defaultdict(list)
    for step in after:
        into[step.later].append(step)
    told = [
        Followed(nodes[iri], main, told_before(main, steps)) for iri, steps in into.items() if (main := telling(steps))
    ]
    told.sort(key=lambda thing: (-_rank(thing.step), thing.node.id))
    own = {focus.iri, *into}
    return SeedRow(
        document,
        focus,
        furthest(after, focus.follow_on_known),
        tuple(thing for thing in told if thing.node.stage == "produced"),
        tuple(thing for thing in told if thing.node.stage != "produced"),
        # What another seed's products became is another seed's row.
        tuple(b for b in document.omitted.next if b.earlier in own and b.relation != "produced"),
        tuple(sorted(document.voices - {"seedline"})),
        "seedline" in document.voices,
    )


def sign_rank(sign: str) -> float:
    """Return how far along what has a sign is; a draft is short of what is done."""
    return (MOODS["happened"].rank or 0) - 0.5 if sign == "draft" else MOODS[sign].rank or 0


def _rank(step: Step) -> int:
    rank = MOODS[mood_of(step.status)].rank
    return -1 if rank is None else rank


HEADER = (
    "code",
    "name",
    "printed",
    "year",
    "amount",
    "country",
    "furthest",
    "followed",
    "carried",
    "followOn",
    "voice",
)
"""Columns of the table, as keys of the catalogue's group ``explore``."""
SHOWN = ("name", "country", "year", "amount", "furthest")
"""Columns that a page has room for: the code stands under the name, the rest is opened under the row."""


def cells(row: SeedRow, say: Words) -> list[str]:
    """Return a row of the table as text, in the order of :data:`HEADER`."""
    document, seed = row.document, row.seed
    money = document.money
    return [
        seed.id,
        seed.label,
        seed.title or "",
        moment(seed.funding_year, say),
        say.apart(seed_amounts(row, say)),
        say.apart(seed_countries(seed, say)),
        say(f"explore.furthest.{row.furthest}"),
        say.apart(f"{thing.node.label} ({thing.status(say)})" for thing in row.followed),
        say.apart(dict.fromkeys(carrier_named(carrier, say) for carrier in document.carriers)),
        say.apart(say.amount(m.follow_on.amount, m.currency, m.follow_on.bound) for m in money if m.follow_on.amount),
        say.apart(spoken_by(row, say)),
    ]


def in_brief(row: SeedRow, say: Words) -> tuple[dict[str, str], list[tuple[str, str]]]:
    """Return the cells of a row that a page shows, by column, and what else is known of it, each with its name."""
    told = dict(zip(HEADER, cells(row, say), strict=True))
    more = [(say(f"explore.{name}"), told[name]) for name in HEADER if name not in {"code", *SHOWN} and told[name]]
    return told, more


def spoken_by(row: SeedRow, say: Words) -> list[str]:
    """Return by whose word the steps are told: the Fund's alone only where no reading of ours is among them."""
    if row.voices == ("fund",) and not row.read:
        return [say("start.fundOnly")]
    return [*(say.token("voice", voice) for voice in row.voices), *([say("ui.ourReading")] if row.read else [])]


def seed_amounts(row: SeedRow, say: Words) -> list[str]:
    """Return what the seed was given, each currency for itself."""
    return [say.amount(m.seed.amount, m.currency, m.seed.bound) for m in row.document.money if m.seed.amount]


def seed_countries(seed: Node, say: Words) -> list[str]:
    """Return the names of a seed's countries, each with what its source says of it, as "in brackets"."""
    return [
        replace(country, qualifier=country.qualifier and say.token("qualifier", country.qualifier)).called(say.language)
        for country in seed.countries
    ]


def status_text(step: Step, say: Words) -> str:
    """Return the latest status of a step: when it came about, else the date as of which it is told."""
    if step.date or isinstance(step.on, str):
        return dated_status(step, say)
    status = say.token("status", step.status)
    told = say("explore.knownBy", status=status, date=say.when(step.as_of)) if step.as_of else status
    return say("told.byReading", status=told) if step.status_read else told
