"""What the boxes of a figure say: tokens, dates and amounts in words, and which of it is our reading."""

from __future__ import annotations

from dataclasses import dataclass, replace

from seedline.document.types import Carrier, Commitment, Document, Node, On, Step
from seedline.draw.figure.blocks import Entry, Text
from seedline.draw.figure.signs import SIGNS, icon_of, sign_of
from seedline.i18n import Words
from seedline.i18n.words import amount_of, begin
from seedline.narrative.reasons import reason_told
from seedline.vocabulary import COMMITMENT_STATUSES, RELATIONS, STATUSES

#: How much is left out so that a figure fits: 0 nothing; 1 what explains; 2 the boxes of outputs of which more is told:
#: they become rows; 3 outputs themselves, which become one row a family, and steps inside a stage.
Level = int


@dataclass(frozen=True)
class Wording:
    """Words the things and steps of one document in one language."""

    document: Document
    say: Words
    level: Level = 0

    def kind(self, node: Node) -> str:
        """Return what a thing is."""
        if node.kind in {"product", "policy"} and node.product_kind:
            return self.say.token("product", node.product_kind)
        return self.say.token("kind", node.kind)

    def verb(self, step: Step) -> str:
        """Return the verb of a step along its arrow, in the mood of its status."""
        known = STATUSES.get(step.status)
        if step.relation not in RELATIONS:
            return self.say.token("relation", step.relation or "followedBy")
        return self.say(RELATIONS[step.relation].verb(known.mood if known else "notStated"))

    def arriving(self, step: Step, source: Node) -> str:
        """Return what a thing says of a step that leads to it from a thing that it is told beside."""
        known = STATUSES.get(step.status)
        if step.relation in RELATIONS and known and known.scaled:
            return f"{self.say(RELATIONS[step.relation].inverse)}: {source.name}"
        return self.say("draw.arriving", source=source.name, verb=self.verb(step))

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
            return sign, self._happened(told, stage.on), "" if isinstance(stage.on, str) else self._known(stage.as_of)
        if step is None:
            return "", "", ""
        told = self.say.token("status", step.status)
        if step.date:
            launched = step.relation in {"scaledInto", "nextPhase"}
            dated = self.say("picture.launched" if launched else "picture.dated", date=self.say.when(step.date))
            told = dated if launched and step.status == "launched" else f"{told}, {dated}"
        else:
            told = self._happened(told, step.on)
        if step.old and STATUSES.get(step.status) and STATUSES[step.status].lapses:
            told = self.say("picture.statusOld", status=told)
        return (
            sign_of(step.status),
            told,
            "" if isinstance(step.on, str) or step.as_of == step.date else self._known(step.as_of),
        )

    def _happened(self, told: str, on: On | None) -> str:
        """Return a status with when it came about, where a source says so."""
        if isinstance(on, str):
            return f"{told} {self.say.when(on)}"
        if on is None:
            return told
        key = "onBetween" if on.after and on.before else "onAfter" if on.after else "onBefore"
        bounds = self.say(f"draw.{key}", after=self.say.when(on.after), before=self.say.when(on.before))
        return f"{told}, {bounds}" if on.after or on.before else told

    def _known(self, as_of: str | None) -> str:
        # The date that most statuses share is said once, under the figure.
        if not as_of or as_of == self.document.dates.facts_as_of:
            return ""
        return self.say("draw.knownBy", date=self.say.when(as_of))

    def card(self, node: Node, steps: list[Step], beside: list[Text]) -> Entry:
        """Return the texts of a card: by which steps it was reached, what it is, how far it has come, whose money."""
        main = _main(steps)
        verbs = list(dict.fromkeys(self.verb(step) for step in steps))
        kind = self.kind(node)
        # After a verb a kind begins small, unless it is an abbreviation.
        kind = kind[:1].lower() + kind[1:] if verbs and not kind[:2].isupper() else begin(kind)
        texts = [Text(" · ".join([*verbs[:2], kind]), tone="third")]
        texts.append(Text(node.name, name=True, weight=600, tone="ink", ours=False))
        sign, told, known = self.status(node, main)
        if told:
            texts.append(Text(told, weight=600, tone=SIGNS[sign], glyph=f"sign:{sign}", after=known))
        if node.draft:
            texts.append(Text(self.say("picture.draftMark"), weight=600, tone="intent"))
        texts += beside
        if any(step.inferred for step in steps):
            texts.append(self._ours(self.say("draw.stepIsOurs")))
        if self.level == 0 and node.policy_stage and node.policy_stage.body:
            texts.append(Text(self.say("picture.byBody", body=node.policy_stage.body)))
        texts += self._contribution(main)
        texts += self.money(node)
        names = list(dict.fromkeys(each.dimension for step in steps for each in step.dimensions))
        if names and self.level == 0:
            texts.append(self._ours(", ".join(self.say.token("dimension", name) for name in names)))
        return Entry(icon_of(node), tuple(texts), (node.iri,))

    def row(
        self, node: Node, step: Step | None, others: list[str], beside: list[Text], carriers: list[Carrier]
    ) -> Entry:
        """Return the texts of a row of a frame: ``others`` are told in its line, ``beside`` each in its own."""
        sign, told, known = self.status(node, step)
        told = f"{told}, {known}" if known else told
        under = " · ".join([*([told] if told else []), *others]) or ("" if beside else begin(self.kind(node)))
        texts = [Text(node.name, name=True, weight=600, tone="ink", ours=False), *([Text(under)] if under else [])]
        texts += beside
        if step and step.inferred:
            texts.append(self._ours(self.say("draw.stepIsOurs")))
        texts += self._contribution(step)
        texts += self.money(node)
        texts += [replace(self.foot(carrier).texts[0], weight=400) for carrier in carriers]
        return Entry(icon_of(node), tuple(texts), (node.iri,), sign)

    def folded(self, title: str, members: list[tuple[Node, Step | None]]) -> Entry:
        """Return one row for several things, with their counts by status."""
        counts: dict[str, int] = {}
        for node, step in members:
            told = self.status(node, step)[1] or self.say.token("status", "notStated")
            counts[told] = counts.get(told, 0) + 1
        under = " · ".join(f"{count} {told}" for told, count in counts.items())
        name = f"{title}: {len(members)}"
        icon = icon_of(members[0][0])
        texts = (Text(name, name=True, weight=600, tone="ink"), Text(under))
        return Entry(icon, texts, tuple(node.iri for node, _ in members))

    def seed(self, node: Node, *, band: bool) -> Entry:
        """Return the texts of the card of a seed, in one line of facts where it is a band."""
        head = " · ".join(part for part in (self.say.token("kind", node.kind), node.code) if part)
        year = self.say("picture.fundingYear", year=node.funding_year) if node.funding_year else ""
        where = ", ".join(country.called(self.say.language) for country in node.countries)
        amounts = self._seed_amounts(node)
        name = Text(node.name, name=True, weight=600, tone="seed_ink", ours=False)
        if band:
            facts = " · ".join(part for part in (head, year, where, *amounts) if part)
            texts = [Text(facts, tone="seed_ink"), name]
        else:
            texts = [Text(head, tone="seed_ink"), name]
            texts += [Text(part, tone="seed_ink") for part in (year, where) if part]
            texts += [Text(part, weight=600, tone="seed_ink", glyph="icon:money") for part in amounts]
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
                told = self._whose(item)
                texts.append(Text(self._amount(item), weight=600, tone="ink", glyph="icon:money", after=told))
            for out in money.left_out:
                apart = out.commitment
                if apart is None or apart.recipient != node.iri:
                    continue
                status = COMMITMENT_STATUSES.get(apart.status)
                tone = "stop" if status and status.mood == "stopped" else "second"
                told = f"{self._whose(apart)}: {self._amount(apart)}"
                why = reason_told(out.why, self.document, self.say)
                texts.append(Text(self.say("picture.notCounted", commitment=told), tone=tone, glyph="icon:money"))
                if self.level == 0 and why and why != self.say.token("commitment", apart.status):
                    texts.append(Text(why, inset=True))
        return texts

    def _amount(self, item: Commitment) -> str:
        return self.say.amount(item.amount, item.currency, item.bound)

    def _whose(self, item: Commitment) -> str:
        unnamed = self.say("money.privateSector" if item.source_type == "private" else "money.funderNotNamed")
        status = self._happened(self.say.token("commitment", item.status), item.on or item.decided_on)
        told = f"{item.named or unnamed}, {status}"
        known = "" if isinstance(item.on, str) or item.decided_on else self._known(item.as_of)
        return f"{told}, {known}" if known else told

    def foot(self, carrier: Carrier) -> Entry:
        """Return the foot of a card that somebody is said to carry on."""
        who = carrier.label or self.say.token("carrier", carrier.kind)
        known = self._known(carrier.as_of)
        texts = [Text(self.say("picture.carriedBy", who=who), weight=600, tone="ink", after=known)]
        if self.level == 0 and carrier.summary:
            texts.append(Text(carrier.summary, ours=False))
        return Entry(
            carrier.kind if carrier.kind in {"institution", "iom", "otherFunder"} else "nobodyKnown", tuple(texts)
        )

    def _contribution(self, step: Step | None) -> list[Text]:
        told = step.contribution if step else None
        # That the seed made what it produced is said by the arrow.
        return [self._ours(self.say(f"draw.{told}"))] if told in {"contributedTo", "inspired"} else []

    def _ours(self, text: str) -> Text:
        return Text(text, tone="ours", italic=True, glyph="hatch")

    def told(self, node: Node, steps: list[Step], names: dict[str, str]) -> str:
        """Return what a box says of a thing to who cannot see it."""
        parts = [f"{begin(self.kind(node))}: {node.name}"]
        for step in steps:
            parts.append(f"{names.get(step.earlier, '')} {self.verb(step)}: {self.say.token('status', step.status)}")
        parts += [text.text for text in self.money(node)]
        return ". ".join(part.strip() for part in parts if part)


def _main(steps: list[Step]) -> Step | None:
    """Return the step that tells how far a thing has come: a scaling one before others, the furthest first."""

    def rank(step: Step) -> tuple[bool, int]:
        scaling = step.relation in RELATIONS and RELATIONS[step.relation].scaling
        return scaling, STATUSES[step.status].order if step.status in STATUSES else -1

    return max(steps, key=rank) if steps else None


main_step = _main
