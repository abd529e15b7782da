"""What the boxes of a figure say: tokens, dates and amounts in words, and which of it is our reading."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import cached_property

from seedline.document.claims import mood_of, telling, told_before
from seedline.document.types import Carrier, Commitment, Document, Node, On, Step
from seedline.draw.figure.blocks import Entry, Text
from seedline.draw.figure.signs import SIGNS, icon_of, sign_of
from seedline.i18n import Words
from seedline.i18n.words import amount_of, begin
from seedline.lineage.furthest import told_last
from seedline.narrative.reasons import reason_told
from seedline.narrative.sentence import carrier_named, verb
from seedline.vocabulary import COMMITMENT_STATUSES, RELATIONS, STATUSES

#: How much is left out so that a figure fits: 0 nothing; 1 what explains; 2 the boxes of outputs of which more is told:
#: they become rows; 3 outputs themselves, which become one row a family, and steps inside a stage; 4 all of a card but
#: how it was reached, its name, its status, its amounts and who carries it on; 5 whose amounts they are, and when
#: statuses were known; 6 the cards of what followed in one way: they become rows, with the status behind the name.
Level = int


def known_to_most(document: Document) -> str | None:
    """Return the date at which most statuses of steps were known, of several such dates the newest.

    >>> known_to_most(Document()) is None
    True
    """
    dates = Counter(step.as_of for step in document.steps if step.as_of)
    return max(dates, key=lambda date: (dates[date], date), default=None)


def known_by(document: Document, say: Words, level: Level = 0) -> str:
    """Return what a figure says once of when its statuses were known; where no box says it, the first and last date.

    >>> from seedline.i18n import words
    >>> known_by(Document(), words("en"))
    ''
    """
    most = known_to_most(document)
    if not most:
        return ""
    dates = sorted({step.as_of for step in document.steps if step.as_of})
    if level < 5:
        return say("draw.knownAll", date=say.when(most))
    if len(dates) == 1:
        return say("draw.knownOnce", date=say.when(most))
    return say("draw.knownFrom", first=say.when(dates[0]), last=say.when(dates[-1]))


def counted(told: str, count: int, say: Words) -> str:
    """Return how many are so; the number never begins a line."""
    return "\N{NO-BREAK SPACE}".join(say.pair(told, str(count)).rsplit(" ", 1))


def stage_name(stage: str, say: Words) -> str:
    """Return the head of a stage in a figure."""
    return say("draw.carried") if stage == "carried on" else say.token("stage", stage)


@dataclass(frozen=True)
class Wording:
    """Words the things and steps of one document in one language."""

    document: Document
    say: Words
    level: Level = 0
    #: The date that is said once for all boxes: none repeats it.
    shared: str | None = None

    @cached_property
    def _into(self) -> dict[str, list[Step]]:
        into: dict[str, list[Step]] = {}
        for step in self.document.steps:
            into.setdefault(step.later, []).append(step)
        return into

    def main(self, node: Node) -> Step | None:
        """Return the step that tells how far a thing has come, of all that lead to it."""
        return telling(self._into.get(node.iri, ()))

    def before(self, node: Node) -> Step | None:
        """Return what a source states of the step that tells how far a thing has come, where that is our reading."""
        step = self.main(node)
        staged = node.policy_stage is not None and node.policy_stage.stage
        return told_before(step, self._into[node.iri]) if step and not staged else None

    def kind(self, node: Node) -> str:
        """Return what a thing is."""
        if node.kind in {"product", "policy"} and node.product_kind:
            return self.say.token("product", node.product_kind)
        return self.say.token("kind", node.kind)

    def verb(self, step: Step) -> str:
        """Return the verb of a step along its arrow, in the mood of its status."""
        return verb(step.relation, mood_of(step.status), self.say)

    def arriving(self, step: Step, source: Node) -> str:
        """Return what a thing says of a step that leads to it from a thing that it is told beside."""
        known = STATUSES.get(step.status)
        if step.relation in RELATIONS and known and known.scaled:
            return self.say.pair(self.say(RELATIONS[step.relation].inverse), source.name)
        return self.say("draw.arriving", source=source.name, verb=self.verb(step))

    def came(self, step: Step, source: Node) -> Text:
        """Return what :meth:`arriving` returns as a text of its own, one that is our reading with its mark."""
        told = self.arriving(step, source)
        text = self.ours(f"{told} ({self.say('told.ours')})") if step.inferred else Text(told)
        return replace(text, to=f"step:{step.iri}")

    def arrived(self, steps: list[Step], nodes: dict[str, Node]) -> list[str]:
        """Return what a thing says of several steps that lead to it: a relation once, with all that it is told of."""
        told: dict[str, list[str]] = {}
        for step in steps:
            source = nodes[step.earlier]
            text = self.arriving(step, source)
            head = text.removesuffix(source.name)
            told.setdefault(head, []).append(source.name if head != text else "")
        return [head + ", ".join(names) for head, names in told.items()]

    def status(self, node: Node, step: Step | None) -> tuple[str, str, str]:
        """Return the sign of how far a thing has come, its words with the date of the event, and when it was known.

        The two clocks never look alike: when something happened is part of the status, when it was told is not.
        """
        if node.policy_stage and node.policy_stage.stage:
            stage = node.policy_stage
            told = self.say.token("policyStage", stage.stage)
            sign = (
                "drafted" if stage.stage in {"draft", "inPreparation"} else sign_of(step.status if step else "achieved")
            )
            return sign, self._happened(told, stage.on), self._known(stage.as_of, stage.on)
        return ("", "", "") if step is None else self.of_step(step)

    def of_step(self, step: Step) -> tuple[str, str, str]:
        """Return what :meth:`status` returns, of one step."""
        told = self.say.token("status", step.status)
        if step.date:
            launched = step.relation in {"scaledInto", "nextPhase"}
            dated = self.say("picture.launched" if launched else "picture.dated", date=self.say.when(step.date))
            told = dated if launched and step.status == "launched" else f"{told}, {dated}"
        else:
            told = self._happened(told, step.on)
        if step.old and STATUSES.get(step.status) and STATUSES[step.status].lapses and self.level < 5:
            told = self.say("picture.statusOld", status=told)
        if step.status_read and not step.inferred:
            told = self.say("told.byReading", status=told)
        return (
            sign_of(step.status),
            told,
            "" if step.as_of == step.date else self._known(step.as_of, step.on),
        )

    def _happened(self, told: str, on: On | None) -> str:
        """Return a status with when it came about, where a source says so."""
        if isinstance(on, str):
            return self.say("picture.happened", status=told, date=self.say.when(on))
        if on is None:
            return told
        key = "onBetween" if on.after and on.before else "onAfter" if on.after else "onBefore"
        bounds = self.say(f"draw.{key}", after=self.say.when(on.after), before=self.say.when(on.before))
        return f"{told}, {bounds}" if on.after or on.before else told

    def both(self, node: Node, *, brief: bool = False) -> tuple[str, str]:
        """Return the sign of how far a thing has come and its words; beside what a source states, what we read.

        Where both are told ``brief`` leaves their dates out.
        """
        step = self.main(node)
        sign, told, _ = self.status(node, step)
        if not step or not step.inferred or (node.policy_stage and node.policy_stage.stage):
            return sign, told
        stated = self.before(node)
        if stated is None:
            return sign, self.say("told.byReading", status=told)
        first, read = self.of_step(stated)[1], told
        if brief:
            first, read = (self.say.token("status", one.status) for one in (stated, step))
        return sign_of(stated.status), self.say.apart([first, self.say("told.byReading", status=read)])

    def _two_words(self, stated: Step, told: str, known: str) -> tuple[Text, Text]:
        """Return what a source states of a step, and behind it what we read of it."""
        sign, first, when = self.of_step(stated)
        read = self.say("told.byReading", status=told)
        return (
            Text(first, weight=600, tone=SIGNS[sign], glyph=f"sign:{sign}", after=when, to=f"step:{stated.iri}"),
            replace(self.ours(read), after=known),
        )

    def _known(self, as_of: str | None, on: On | None = None) -> str:
        """Return by when something was told, where no date of its own says as much."""
        dated = isinstance(on, str) or (on is not None and on.before == as_of)
        if not as_of or dated or as_of == self.shared or self.level >= 5:
            return ""
        return self.say("draw.knownBy", date=self.say.when(as_of))

    def differing(self, node: Node) -> list[Text]:
        """Return the values on which sources differ: the one that is taken, and the others, marked."""
        keys = {"start": "started", "end": "ended", "fundingYear": "fundingYear"}
        taken = {"start": node.start, "end": node.end, "fundingYear": node.funding_year}
        texts = []
        for of in dict.fromkeys(other.of for other in node.contested or ()):
            values = [self.say.when(other.value) for other in node.contested or () if other.of == of]
            name = self.say(f"differ.{keys[of]}") if of in keys else of
            also = self.say("differ.also", value=", ".join(values))
            texts.append(Text(self.say.pair(name, f"{self.say.when(taken.get(of))} ({also})"), glyph="sign:differ"))
        return texts

    def card(self, node: Node, steps: list[Step], beside: list[Text]) -> Entry:
        """Return the texts of a card: by which steps it was reached, what it is, how far it has come, whose money."""
        main = self.main(node)
        last = sorted(told_last(steps), key=lambda step: step is not main)
        verbs = list(dict.fromkeys(self.verb(step).rstrip(",") for step in last))
        kind = self.kind(node) if not node.code else f"{self.kind(node)} {node.code}"
        # After a verb a kind begins small, unless it is an abbreviation.
        kind = kind[:1].lower() + kind[1:] if verbs and not kind[:2].isupper() else begin(kind)
        if self.level >= 4:
            scaled = main is not None and main.relation in RELATIONS and RELATIONS[main.relation].scaling
            head = [self.verb(main).rstrip(",")] if main and scaled else verbs[:1] or [kind]
        else:
            head = [*verbs[:2], kind]
        texts = [Text(" · ".join(head), tone="third")]
        texts.append(Text(node.name, name=True, weight=600, tone="ink", ours=False))
        sign, told, known = self.status(node, main)
        if stated := self.before(node):
            texts += self._two_words(stated, told, known)
        elif told and main and main.status_read:
            texts.append(replace(self.ours(told), after=known))
        elif told:
            texts.append(Text(told, weight=600, tone=SIGNS[sign], glyph=f"sign:{sign}", after=known))
        elif main is None:
            # Of what stands before all else the step that leads on tells it.
            texts += [self.ours(self.of_step(step)[1]) for step in last if step.status_read][:1]
        inferred = any(step.inferred and not (stated and step is main) for step in steps)
        if node.draft:
            texts.append(Text(self.say("picture.draftMark"), weight=600, tone="intent"))
        if self.level >= 4:
            ours = [self.ours(self.say("draw.stepIsOurs"))] if inferred else []
            ours += self._contribution(main)
            texts += [self.ours(", ".join(text.text for text in ours))] if ours else []
            return Entry(icon_of(node), (*texts, *self._amounts(node)), (node.iri,))
        texts += beside
        if inferred:
            texts.append(self.ours(self.say("draw.stepIsOurs")))
        if self.level == 0 and node.policy_stage and node.policy_stage.body:
            texts.append(Text(self.say("picture.byBody", body=node.policy_stage.body)))
        texts += self._contribution(main)
        texts += [*self.differing(node), *self.money(node)]
        names = list(dict.fromkeys(each.dimension for step in steps for each in step.dimensions))
        if names and self.level == 0:
            texts.append(self.ours(", ".join(self.say.token("dimension", name) for name in names)))
        return Entry(icon_of(node), tuple(texts), (node.iri,))

    def row(
        self,
        node: Node,
        step: Step | None,
        others: list[str],
        beside: list[Text],
        carriers: list[Carrier],
        ways: Iterable[Step],
    ) -> Entry:
        """Return the texts of a row of a frame: ``others`` are told in its line, ``beside`` each in its own.

        ``ways`` are the steps that row and frame tell: where one of them is our reading, the row says so.
        """
        sign, told, known = self.status(node, step)
        read: list[Text] = []
        if stated := self.before(node) if step is self.main(node) else None:
            read = [self._two_words(stated, told, known)[1]]
            sign, told, known = self.of_step(stated)
        elif told and step and step.status_read:
            read, told, known = [replace(self.ours(told), after=known)], "", ""
        told = f"{told}, {known}" if known else told
        under = " · ".join([*([told] if told else []), *others]) or ("" if beside or read else begin(self.kind(node)))
        name = Text(node.name, name=True, weight=600, tone="ink", ours=False)
        ours = [self.ours(self.say("draw.stepIsOurs"))]
        ours = ours if any(way.inferred and not (read and way is step) for way in ways) else []
        ours += self._contribution(step)
        if self.level >= 6 and not stated:
            texts = [replace(name, after=under), *beside]
            ours = [*read, *ours]
            texts += [self.ours(", ".join(text.text for text in ours))] if ours else []
        else:
            texts = [name, *([Text(under, to=f"step:{stated.iri}" if stated else "")] if under else [])]
            texts += [*read, *beside, *ours]
        texts += [*self.differing(node), *self.money(node)]
        texts += [replace(self.foot(carrier).texts[0], weight=400) for carrier in carriers]
        return Entry(icon_of(node), tuple(texts), (node.iri,), sign)

    def folded(self, title: str, members: list[Node], ways: Iterable[Step]) -> Entry:
        """Return one row for several things, with their counts by status; ``ways`` as in :meth:`row`."""
        counts: Counter[str] = Counter()
        for node in members:
            known = self.status(node, self.main(node))[2]
            counts[", ".join(filter(None, (self.both(node)[1], known))) or self.say.token("status", "notStated")] += 1
        under = " · ".join(counted(told, count, self.say) for told, count in counts.items())
        name = counted(title, len(members), self.say)
        texts = [Text(name, name=True, weight=600, tone="ink", after=under if self.level >= 6 else "")]
        texts += [Text(under)] if self.level < 6 else []
        if any(way.inferred for way in ways):
            texts.append(self.ours(self.say("draw.stepIsOurs")))
        return Entry(icon_of(members[0]), tuple(texts), tuple(node.iri for node in members))

    def seed(self, node: Node, *, band: bool, brief: bool = False) -> Entry:
        """Return the texts of the card of a seed: in one line of facts for a ``band``, by its code where ``brief``."""
        kind = "" if node.code and (brief or self.level >= 5) else self.say.token("kind", node.kind)
        head = " · ".join(part for part in (kind, node.code) if part)
        year = self.say("picture.fundingYear", year=node.funding_year) if node.funding_year else ""
        where = ", ".join(country.called(self.say.language) for country in node.countries)
        amounts = self._seed_amounts(node)
        name = Text(node.name, name=True, weight=600, tone="seed_ink", ours=False)
        if band:
            facts = " · ".join(part for part in (head, year, where, *map(_held, amounts)) if part)
            texts = [Text(facts, tone="seed_ink"), name]
        else:
            texts = [Text(head, tone="seed_ink"), name]
            texts += [Text(part, tone="seed_ink") for part in (year, where) if part]
            texts += [Text(part, weight=600, tone="seed_ink", glyph="icon:money") for part in amounts]
        texts += [replace(text, tone="seed_ink") for text in self.differing(node) if self.level < 4]
        if node.draft:
            texts.append(Text(self.say("picture.draft"), weight=600, tone="seed_ink"))
        return Entry("seedProject", tuple(texts), (node.iri,))

    def _seed_amounts(self, node: Node) -> list[str]:
        made = []
        alone = sum(other.stage == "seed" for other in self.document.nodes) == 1
        for money in self.document.money:
            own = [item for item in money.seeds if item.recipient == node.iri]
            told = [self.say.amount(item.amount, item.currency, item.bound) for item in own]
            if not money.seeds and money.seed.amount and alone:
                told = [self.say.amount(money.seed.amount, money.currency, money.seed.bound)]
            made += [self.say("picture.seed", amount=text) for text in told]
        return made

    def money(self, node: Node) -> list[Text]:
        """Return the entries of the money that goes to a thing: counted ones first, then others with the reason."""
        texts: list[Text] = []
        for money in self.document.money:
            counted = [item for item in money.commitments if item.recipient == node.iri]
            for item in sorted(
                counted, key=lambda item: (item.bound != "exact", -(amount_of(item.amount or "") or 0), item.iri)
            ):
                told = self.whose(item)
                texts.append(Text(self._amount(item), weight=600, tone="ink", glyph="icon:money", after=told))
            for out in money.left_out:
                apart = out.commitment
                if apart is None or apart.recipient != node.iri:
                    continue
                status = COMMITMENT_STATUSES.get(apart.status)
                tone = "stop" if status and status.mood == "stopped" else "second"
                told = self.say.pair(self.whose(apart), self._amount(apart))
                why = reason_told(out.why, self.document, self.say)
                texts.append(Text(self.say("picture.notCounted", commitment=told), tone=tone, glyph="icon:money"))
                if self.level == 0 and why and why != self.say.token("commitment", apart.status):
                    texts.append(Text(why, inset=True))
        return texts

    def _amounts(self, node: Node) -> list[Text]:
        """Return the money that goes to a thing in two texts: what counts with whose it is, and what does not.

        Where all that counts in a currency goes to it, that is the sum with its bound.
        """
        texts: list[Text] = []
        for money in self.document.money:
            counted = [item for item in money.commitments if item.recipient == node.iri]
            if counted:
                told = [self._amount(item) for item in counted]
                if len(counted) == len(money.commitments) and money.follow_on.amount:
                    told = [self.say.amount(money.follow_on.amount, money.currency, money.follow_on.bound)]
                whose = ", ".join(dict.fromkeys(item.named for item in counted if item.named))
                after = whose if self.level < 5 else ""
                texts.append(Text(self._listed(told), weight=600, tone="ink", glyph="icon:money", after=after))
        apart = [out.commitment for money in self.document.money for out in money.left_out]
        told = [self._amount(item) for item in apart if item and item.recipient == node.iri]
        if told:
            texts.append(Text(self.say("picture.notCounted", commitment=self._listed(told)), glyph="icon:money"))
        return texts

    def _listed(self, amounts: list[str]) -> str:
        return self.say.listed([_held(amount) for amount in dict.fromkeys(amounts)])

    def given(self, item: Commitment, *, known_by: bool = True) -> str:
        """Return an amount with whose it is."""
        return self.say.pair(self._amount(item), self.whose(item, known_by=known_by))

    def _amount(self, item: Commitment) -> str:
        return self.say.amount(item.amount, item.currency, item.bound)

    def whose(self, item: Commitment, *, known_by: bool = True) -> str:
        """Return whose an amount is, its status, and when that came about or was known."""
        unnamed = self.say("money.privateSector" if item.source_type == "private" else "money.funderNotNamed")
        status = self._happened(self.say.token("commitment", item.status), item.on or item.decided_on)
        told = f"{item.named or unnamed}, {status}"
        known = "" if item.decided_on or not known_by else self._known(item.as_of, item.on)
        return f"{told}, {known}" if known else told

    def foot(self, carrier: Carrier) -> Entry:
        """Return the foot of a card that somebody is said to carry on."""
        told = self.say("picture.carriedBy", who=carrier_named(carrier, self.say))
        text = self.ours(told) if carrier.inferred else Text(told, tone="ink")
        # Where room is short, that it is a reading stands before by when its source was known.
        known = "" if carrier.inferred and self.level > 1 else self._known(carrier.as_of)
        texts = [replace(text, weight=600, after=known)]
        if self.level == 0 and carrier.summary:
            texts.append(Text(carrier.summary, ours=False))
        return Entry(
            carrier.kind if carrier.kind in {"institution", "iom", "otherFunder"} else "nobodyKnown", tuple(texts)
        )

    def _contribution(self, step: Step | None) -> list[Text]:
        told = step.contribution if step else None
        # That the seed made what it produced is said by the arrow.
        return [self.ours(self.say(f"draw.{told}"))] if told in {"contributedTo", "inspired"} else []

    def ours(self, text: str) -> Text:
        """Return a text with the mark of our reading."""
        return Text(text, tone="ours", italic=True, glyph="hatch")

    def told(self, node: Node, steps: list[Step], names: dict[str, str]) -> str:
        """Return what a box says of a thing to who cannot see it."""
        parts = [self.say.pair(begin(self.kind(node)), node.name)]
        for step in steps:
            reached = f"{names.get(step.earlier, '')} {self.verb(step).rstrip(',')}"
            parts.append(self.say.pair(reached, self.say.token("status", step.status)))
        parts += [text.text for text in self.money(node)]
        return ". ".join(part.strip() for part in parts if part)


def _held(text: str) -> str:
    """Return a text that is not broken between its words."""
    return text.replace(" ", "\N{NO-BREAK SPACE}")
