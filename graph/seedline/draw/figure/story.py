"""The story of a seed in a few large cards: the seed, what carried it, what followed, who holds it.

Every line stands for steps, or for a carrier, that are in the data, in the stroke of the weakest of them: a plan never
looks done. What is not told here is counted.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from seedline.document.claims import Claims, Followed, SeedStory, decide, mood_of
from seedline.document.types import Carrier, Commitment, Document, Node, Step
from seedline.draw.figure.blocks import Content, Entry, Text
from seedline.draw.figure.signs import stroke_of, weakest
from seedline.draw.figure.ways import ways_from
from seedline.draw.figure.wording import Wording
from seedline.errors import InputError
from seedline.i18n import Words
from seedline.narrative.sentence import money_told
from seedline.vocabulary import COMMITMENT_STATUSES
from seedline.vocabulary.mood import Stroke

#: A card has at most so many rows; a story so many cards beside the seed.
ROWS, CARDS = 3, 5


@dataclass(slots=True)
class Card:
    """One card, how it is reached from the card before it, and the cards that it leads to."""

    heading: str
    content: Content
    stroke: Stroke = "solid"
    steps: tuple[Step, ...] = ()
    strong: bool = False
    #: A card that nothing in the data leads to has no line.
    linked: bool = True
    after: list[Card] = field(default_factory=list)

    @property
    def every(self) -> list[Card]:
        """Return this card and all that it leads to, from above."""
        return [self, *(card for child in self.after for card in child.every)]


@dataclass(frozen=True, slots=True)
class Story:
    """The card of the seed, which leads to the others; ``untold`` scaling steps are only counted."""

    seed: Card
    untold: int


def story(
    document: Document,
    say: Words,
    *,
    most: int = CARDS,
    level: int = 0,
    rows: int = ROWS,
    across: bool = True,
    band: bool = False,
) -> Story:
    """Return the story of the seed of a document in at most so many cards beside it, each of at most so many rows.

    ``across`` are cards that stand beside each other; with a ``band`` the seed has its facts in one line over them.

    Raises:
        InputError: the document is of no seed, or of several.

    """
    return _Teller(document, say, most, level, rows, across, band).tell()


def told_seed(document: Document) -> SeedStory:
    """Return the one seed that a document tells of.

    Raises:
        InputError: there is none, or there are several.

    """
    claims = decide(document)
    focus = document.focused
    own = [one for one in claims.stories if focus and document.of is None and one.seed.iri == focus.iri]
    found = own or list(claims.stories)
    if len(found) != 1:
        raise InputError(f"a strip tells of one seed, and this view has {len(found)}; ask for the lineage of one")
    return found[0]


def _class(mood: str) -> str:
    return "begun" if mood in {"happened", "underWay"} else mood


class _Teller:
    def __init__(
        self, document: Document, say: Words, most: int, level: int, rows: int, across: bool, band: bool
    ) -> None:
        self.document, self.say, self.most, self.level, self.rows = document, say, most, level, rows
        self.across, self.band = across, band
        self.claims: Claims = decide(document)
        self.told = told_seed(document)
        self.untold = 0
        self.words = Wording(document, say, max(1, level), document.dates.facts_as_of)
        self.nodes = {node.iri: node for node in document.nodes}
        self.into: dict[str, list[Step]] = {}
        for step in document.steps:
            if step.earlier in self.nodes and step.later in self.nodes:
                self.into.setdefault(step.later, []).append(step)
        self.ways = ways_from(document, self.told.seed.iri)
        self.counted = [item for money in document.money for item in money.commitments]
        self.paid: set[str] = set()

    def tell(self) -> Story:
        followed = [f for f in self.told.followed if f.subject.iri in self.ways]
        groups: dict[tuple[str, ...], list[Followed]] = {}
        # Of what has come equally far, first that of which more is told: it has a card of its own.
        moods = list(dict.fromkeys(_class(one.mood) for one in followed))
        for one in sorted(followed, key=lambda one: (moods.index(_class(one.mood)), not self._apart(one))):
            own = one.target.iri if self._apart(one) else ""
            stopped = "stopped" if one.mood == "stopped" else ""
            groups.setdefault((one.subject.iri, stroke_of(one.step.status), stopped, own), []).append(one)
        seed = Card(self.say("strip.seed"), self._seed(), strong=True)
        middles: dict[str, Card] = {}
        room, shown = self.most, 0
        first = next(iter(groups), None)
        for key, members in groups.items():
            source = key[0]
            needed = 1 + (source != self.told.seed.iri and source not in middles)
            if needed > room:
                continue
            room -= needed
            shown += len(members)
            parent = seed if source == self.told.seed.iri else middles.get(source)
            if parent is None:
                parent = middles[source] = self._middle(source)
                seed.after.append(parent)
            parent.after.append(self._followed(members, strong=key == first))
        room -= self._holders(seed, room)
        if self.across:
            self._beside(seed)
        told = "" if followed else self._nothing(seed)
        seed.content = self._with_money(seed.content, told)
        for number, card in enumerate(seed.every):
            # A thing may stand on two cards: what one thing became may lead on.
            card.content = replace(card.content, key=str(number))
        return Story(seed, len(self.told.followed) - shown + self.untold)

    def _apart(self, one: Followed) -> bool:
        """Return whether more than its status is told of what followed: who carries it on, or whose money it has."""
        return bool(self._carriers([one.target])) or any(item.recipient == one.target.iri for item in self.counted)

    def _seed(self) -> Content:
        seed = self.told.seed
        entry = self.words.seed(seed, band=self.band, brief=self.band and self.level > 1)
        if self.level > 1 and not self.band:
            facts = [text for text in entry.texts[1:] if not text.name and not text.glyph]
            line = Text(", ".join(text.text for text in facts), tone="seed_ink")
            kept = [text for text in entry.texts if text not in facts]
            entry = replace(entry, texts=(*kept[:2], *([line] if facts else []), *kept[2:]))
        # An amount is as large as the name, never larger: money must not be what makes a case look big.
        texts = [
            replace(text, name=True, weight=600, glyph="", above=0.5) if text.glyph == "icon:money" else text
            for text in entry.texts
        ]
        return Content(seed.iri, "seed", "seed", (replace(entry, texts=tuple(texts)),), told=self._says(seed, []))

    def _middle(self, source: str) -> Card:
        node, way = self.nodes[source], self.ways[source]
        entry = self.words.card(node, list(way[-1:]), [])
        made = {step.later for step in self.document.steps if self._made(step)}
        more = (
            [Text(self.say("strip.more", n=len(made)))] if source in made and len(made) > 1 and self.level < 2 else []
        )
        content = self._content(node, entry, more, way)
        return Card(self.say("strip.carried"), content, weakest([stroke_of(step.status) for step in way]), way)

    def _made(self, step: Step) -> bool:
        """Return whether a step says that the seed made something that is there."""
        begun = mood_of(step.status) in {"happened", "underWay"}
        return step.relation == "produced" and step.earlier == self.told.seed.iri and begun

    def _content(self, node: Node, entry: Entry, more: list[Text], steps: tuple[Step, ...]) -> Content:
        texts = [text for text in entry.texts if text.glyph != "icon:money"]
        # Where room is short the heading over a card says how it was reached.
        texts = [*texts[self.level > 1 :], *self._money([node]), *more]
        # Where room is very short, what followed stands before who carries on what carried it.
        feet = tuple(self.words.foot(carrier) for carrier in self._carriers([node])) if self.level < 4 else ()
        shape = "placeholder" if node.kind == "placeholder" else "card"
        entry = replace(entry, texts=tuple(texts))
        return Content(node.iri, node.stage, shape, (entry,), feet=feet, told=self._says(node, list(steps)))  # type: ignore[arg-type]

    def _followed(self, members: list[Followed], *, strong: bool) -> Card:
        step = members[0].step
        nodes = [one.target for one in members]
        begun = members[0].mood in {"happened", "underWay", "stopped"}
        heading = self.say("strip.followed" if begun else f"strip.{members[0].mood}")
        steps = tuple(one.step for one in members)
        stroke = stroke_of(step.status)
        if len(members) == 1:
            content = self._content(nodes[0], self.words.card(nodes[0], [step], []), [], steps)
            return Card(heading, replace(content, feet=()), stroke, steps, strong)
        rows = []
        for one in members[: self.rows]:
            row = self.words.row(one.target, one.step, [], [], [], [one.step])
            texts = [replace(text, name=False) for text in row.texts if text.glyph != "icon:money"]
            texts += self._money([one.target])
            rows.append(replace(row, texts=tuple(texts)))
        if len(members) > self.rows:
            rest = tuple(one.target.iri for one in members[self.rows :])
            rows.append(Entry("more", (Text(self.say("picture.beyond", len(rest))),), rest))
        told = {iri: text for one in members for iri, text in self._says(one.target, [one.step]).items()}
        title = (
            self.words.verb(step) if self.level < 2 and len({self.words.verb(one.step) for one in members}) == 1 else ""
        )
        content = Content(f"rows:{step.iri}", "followed", "frame", tuple(rows), title, told=told)
        return Card(heading, content, stroke, steps, strong)

    def _holders(self, seed: Card, room: int) -> int:
        """Add who holds what followed: whom a source names, else that nobody is; return how many cards that takes."""
        used, ends = 0, [card for card in seed.every if not card.after and card is not seed]
        for card in ends:
            nodes = [self.nodes[iri] for iri in card.content.iris if iri in self.nodes]
            for carrier in self._carriers(nodes)[: room - used]:
                card.after.append(self._holder(carrier))
                used += 1
        held = self._carriers(list(self.nodes.values()))
        if ends and not used and not held and room:
            entry = Entry("nobodyKnown", (Text(self.say("strip.notRecorded"), tone="third"),))
            where = next((card for card in ends if card.strong), seed)
            where.after.append(
                Card(self.say("strip.holds"), Content("nobody", "", "placeholder", (entry,)), linked=False)
            )
            used += 1
        return used

    def _holder(self, carrier: Carrier) -> Card:
        who = carrier.label or self.say.token("carrier", carrier.kind)
        texts = [
            Text(self.say.token("carrier", carrier.kind), tone="third"),
            Text(who, name=True, weight=600, tone="ink", ours=False),
        ]
        known = self.words.foot(carrier).texts[0].after
        texts += [self.words.ours(self.say("ui.ourReading"))] if carrier.inferred else []
        texts += [Text(known, tone="third")] if known else []
        texts += [Text(carrier.summary, ours=False)] if carrier.summary and self.level < 2 else []
        kind = carrier.kind if carrier.kind in {"institution", "iom", "otherFunder"} else "nobodyKnown"
        iri = carrier.agent or carrier.iri
        content = Content(
            f"carrier:{carrier.node}:{iri}", "", "card", (Entry(kind, tuple(texts), (iri,)),), told={iri: who}
        )
        return Card(self.say("strip.holds"), content)

    def _carriers(self, nodes: list[Node]) -> list[Carrier]:
        held = {node.iri for node in nodes}
        return [one for one in self.document.holders if one.node in held]

    def _beside(self, seed: Card) -> None:
        """Let what follows the seed itself stand beside each other, the furthest first."""
        leaves = [card for card in seed.after if not card.after and card.linked]
        seed.after = [card for card in seed.after if card not in leaves[1:]]
        for card in leaves[1:]:
            card.heading, card.linked = self.say("strip.fromSeed", what=card.heading), False
            leaves[0].after.append(card)

    def _nothing(self, seed: Card) -> str:
        """Say what the seed made, and that no next step is told, or that nobody looked; return which of them."""
        groups: dict[str, list[Followed]] = {}
        for step in self.document.steps:
            if step.earlier == self.told.seed.iri and step.relation == "produced" and step.later in self.nodes:
                one = Followed(step, self.told.seed, self.nodes[step.later], mood_of(step.status))
                groups.setdefault(stroke_of(step.status), []).append(one)
        drawn = list(groups.values())[: min(2, self.most - 1)]
        self.untold = sum(map(len, groups.values())) - sum(map(len, drawn))
        for members in drawn:
            card = self._followed(members, strong=False)
            card.heading = self.say.token("stage", "produced")
            card.content = replace(card.content, stage="produced")
            seed.after.append(card)
        unlooked = self.claims.money is not None and self.claims.money.outcome == "notLookedFor"
        told = self.say("outcome.notLookedFor") if unlooked else self.say("strip.none")
        content = Content("nothing", "", "placeholder", (Entry("nobodyKnown", (Text(told),)),))
        seed.after.append(Card(self.say("strip.followed"), content, linked=False))
        return told

    # ---- money ----

    def _money(self, nodes: list[Node]) -> list[Text]:
        """Return the money of things: the total large where all of it is theirs, each amount with whose it is."""
        held = {node.iri for node in nodes}
        own = [item for item in self.counted if item.recipient in held]
        texts: list[Text] = []
        if own and len(own) == len(self.counted):
            for money in self.document.money:
                if money.follow_on.amount:
                    told = self.say.amount(money.follow_on.amount, money.currency, money.follow_on.bound)
                    texts.append(Text(told, name=True, weight=600, tone="ink", above=0.5))
        self.paid |= {item.iri for item in own}
        alone = len(own) == 1 and bool(texts)
        given = self._given(own, amount=not alone)
        if self.level > 2 and len(given) > 1 and texts:
            given = [self._by_status()]
        texts += given[:ROWS]
        if len(given) > ROWS:
            texts.append(Text(self.say("picture.beyond", len(given) - ROWS)))
        for money in self.document.money:
            for out in money.left_out:
                item = out.commitment
                known = COMMITMENT_STATUSES.get(item.status) if item else None
                if item and item.recipient in held and known and known.mood == "stopped":
                    told = self.say("picture.notCounted", commitment=self.words.given(item))
                    texts.append(Text(told, tone="stop", glyph="icon:money"))
        return texts

    def _given(self, items: list[Commitment], *, amount: bool) -> list[Text]:
        """Return amounts with whose they are and by whose word; those of one funder that are told alike as its sum."""
        sums = {(money.currency, part.funder): part for money in self.document.money for part in money.by_funder}
        alike: dict[tuple[str | None, ...], list[Commitment]] = {}
        for item in items:
            alike.setdefault((item.currency, item.funder, self.words.whose(item), item.voice), []).append(item)
        texts = []
        for (currency, funder, whose, voice), those in alike.items():
            own = [item for item in self.counted if (item.currency, item.funder) == (currency, funder)]
            total = sums.get((currency, funder))
            if len(those) > 1 and total and total.amount and len(own) == len(those):
                told = [self.say.pair(self.say.amount(total.amount, currency, total.bound), str(whose))]
            else:
                told = [self.words.given(item) if amount else str(whose) for item in those]
            word = self.say("picture.by", voice=self.say.token("voice", voice)) if voice else ""
            texts += [Text(text, glyph="icon:money", after=word) for text in told]
        return texts

    def _by_status(self) -> Text:
        """Return the parts of all that counts by their status, where there is no room for whose each is."""
        parts = []
        for money in self.document.money:
            follow_on = money.follow_on
            for status, amount in follow_on.by_status.items():
                bound = follow_on.by_status_bounds.get(status, follow_on.bound)
                told = self.say.amount(amount, money.currency, bound)
                parts.append(f"{told} {self.say.token('commitment', status)}")
        return Text(", ".join(parts), glyph="icon:money")

    def _with_money(self, content: Content, told: str) -> Content:
        """Return the seed's card with what is said of money that no other card tells: ``told`` is what one does."""
        untold = [item for item in self.counted if item.iri not in self.paid]
        if self.counted and not untold:
            return content
        said = money_told(self.claims.money, self.say, 0, part=not self.claims.whole)
        if not said or said == told:
            return content
        entry = content.entries[0]
        texts = (*entry.texts, Text(said, tone="seed_ink", above=0.5))
        return replace(content, entries=(replace(entry, texts=texts),))

    def _says(self, node: Node, steps: list[Step]) -> dict[str, str]:
        names = {one.iri: one.name for one in self.document.nodes}
        return {node.iri: self.words.told(node, steps, names)}
