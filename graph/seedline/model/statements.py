"""What a source says: each statement has a key, its evidence, a basis, and by whose word it stands."""

from __future__ import annotations

from typing import Annotated, ClassVar, Literal, Self, TypeVar

from pydantic import AfterValidator, Field, model_validator

from seedline.model.dates import first_day, last_day
from seedline.model.fields import (
    Amount,
    Code,
    Country,
    Currency,
    Date,
    Described,
    Duration,
    ItemRef,
    ItemRefs,
    Key,
    Keys,
    Line,
    On,
    Prop,
    Record,
    Year,
)
from seedline.vocabulary.tokens import (
    Basis,
    Bound,
    Carrier,
    CharacteristicName,
    ClaimType,
    CommitmentStatus,
    Confidence,
    Contribution,
    DacCriterion,
    Dimension,
    EvaluationType,
    Evaluator,
    FundRuleKind,
    InnovationArea,
    Level,
    OwnershipKind,
    PolicyStage,
    Relation,
    Role,
    SourceType,
    Status,
    Theme,
    Voice,
)


class Statement(Described):
    """The common part. ``segment`` is the path segment of its IRI: ``{base}id/{owner}/{segment}/{key}``.

    ``names`` is for whom and what a statement tells of beside what it is about, where no other field does: no role,
    no money and no link in a lineage follows from it.
    """

    CLASS: ClassVar[str] = "sl:Statement"
    SEGMENT: ClassVar[str] = "statement"

    key: Key
    evidence: Keys = ()
    basis: Annotated[Basis, Prop("sl:basis", "concept:basis")] = "stated"
    asserted_by: Annotated[Voice | None, Prop("sl:assertedBy", "concept:voice")] = None
    confidence: Annotated[Confidence | None, Prop("sl:confidence", "concept:confidence")] = None
    names: Annotated[Keys, Prop("sl:names", "thing")] = ()
    summary: Annotated[Line | None, Prop("sl:summary", "text")] = None
    note: Annotated[Line | None, Prop("sl:note", "text")] = None


class Observed(Record):
    """An observation of a status: ``on`` is when it came about, ``as_of`` when that was told, never when we read it.

    By our own word it is a reading, of the status or of its date; the note says of which.
    """

    value: Annotated[Status, Prop("sl:status", "concept:status")]
    as_of: Annotated[Date, Prop("sl:asOf", "date")]
    on: Annotated[On | None, Prop("sl:on", "date")] = None
    asserted_by: Annotated[Voice | None, Prop("sl:assertedBy", "concept:voice")] = None
    basis: Annotated[Basis | None, Prop("sl:basis", "concept:basis")] = Field(
        default_factory=lambda read: "inferred" if read.get("asserted_by") == "seedline" else None
    )
    evidence: Keys = ()
    note: Annotated[Line | None, Prop("sl:note", "text")] = None


class ObservedStage(Record):
    """An observation of a policy's stage, dated as a status is, with the body that decided."""

    value: Annotated[PolicyStage, Prop("sl:policyStage", "concept:policy-stage")]
    as_of: Annotated[Date, Prop("sl:asOf", "date")]
    on: Annotated[On | None, Prop("sl:on", "date")] = None
    body: Annotated[Key | None, Prop("sl:decidedBy", "thing")] = None
    asserted_by: Annotated[Voice | None, Prop("sl:assertedBy", "concept:voice")] = None
    evidence: Keys = ()
    note: Annotated[Line | None, Prop("sl:note", "text")] = None


T = TypeVar("T", Observed, ObservedStage)


def _distinct(seen: tuple[T, ...]) -> tuple[T, ...]:
    # Told date and value are the address of an observation.
    told = [(one.as_of, one.value) for one in seen]
    if twice := next((one for one in told if told.count(one) > 1), None):
        raise ValueError(f"{twice[1]} as of {twice[0]} stands here twice; one observation may have several evidence")
    return seen


class Step(Statement):
    """One link of a lineage, always from the earlier to the later.

    What the earlier contributed is our reading, unless ``contribution_basis`` says that the source uses the word.
    """

    CLASS: ClassVar[str] = "sl:Step"
    SEGMENT: ClassVar[str] = "step"

    from_: Annotated[Key, Prop("sl:from", "thing")]
    to: Annotated[Key, Prop("sl:to", "thing")]
    relation: Annotated[Relation, Prop("sl:relation", "concept:relation")]
    contribution: Annotated[Contribution, Prop("sl:contribution", "concept:contribution")] = "notStated"
    contribution_basis: Annotated[Basis | None, Prop("sl:contributionBasis", "concept:basis")] = Field(
        default_factory=lambda read: None if read.get("contribution") == "notStated" else "inferred"
    )
    contribution_confidence: Annotated[Confidence | None, Prop("sl:contributionConfidence", "concept:confidence")] = (
        None
    )
    statuses: Annotated[tuple[Observed, ...], AfterValidator(_distinct), Prop("sl:statusObservation")] = ()


class Commitment(Statement):
    """Money, or means without an amount, from a funder to an initiative."""

    CLASS: ClassVar[str] = "sl:Commitment"
    SEGMENT: ClassVar[str] = "commitment"

    to: Annotated[Key, Prop("sl:recipient", "thing")]
    funder: Annotated[Key | None, Prop("sl:funder", "thing")] = None
    funder_as_stated: Annotated[Line | None, Prop("sl:funderAsStated", "string")] = None
    instrument: Annotated[Key | None, Prop("sl:viaInstrument", "thing")] = None
    amount: Annotated[Amount | None, Prop("sl:amount", "decimal")] = None
    currency: Annotated[Currency | None, Prop("sl:currency", "concept:currency")] = None
    bound: Annotated[Bound | None, Prop("sl:bound", "concept:bound")] = None
    status: Annotated[CommitmentStatus, Prop("sl:commitmentStatus", "concept:commitment-status")] = "notStated"
    source_type: Annotated[SourceType, Prop("sl:sourceType", "concept:source-type")] = "notStated"
    funding_year: Annotated[Year | None, Prop("sl:fundingYear", "year")] = None
    as_of: Annotated[Date | None, Prop("sl:asOf", "date")] = None
    on: Annotated[On | None, Prop("sl:on", "date")] = None
    duration: Annotated[Duration | None, Prop("sl:duration", "duration")] = None
    purpose: Annotated[Line | None, Prop("sl:purpose", "text")] = None
    later_value_of: Annotated[ItemRef | None, Prop("sl:laterValueOf", "item:commitment")] = None
    alternative_report_of: Annotated[ItemRefs, Prop("sl:alternativeReportOf", "item:commitment")] = ()
    co_finance: Annotated[Literal["true", "false"], Prop("sl:coFinance", "boolean")] = "false"

    @model_validator(mode="before")
    @classmethod
    def _amounts_are_exact_unless_said(cls, given: object) -> object:
        if isinstance(given, dict) and given.get("amount") and not given.get("bound"):
            return {**given, "bound": "exact"}
        return given

    @model_validator(mode="after")
    def _bounds_are_of_amounts(self) -> Self:
        if self.bound and not self.amount:
            raise ValueError(f'bound is {self.bound!r}, and no amount is given; for example amount: "300000"')
        return self


class Figure(Statement):
    """A reported number: what it counts, its unit, bound, date and level; no money."""

    CLASS: ClassVar[str] = "sl:Figure"
    SEGMENT: ClassVar[str] = "claim"

    about: Annotated[Key, Prop("sl:about", "thing")]
    counts: Annotated[Line, Prop("sl:counts", "text")]
    unit: Annotated[Line, Prop("sl:unit", "string")]
    value: Annotated[Amount, Prop("sl:value", "decimal")]
    bound: Annotated[Bound, Prop("sl:bound", "concept:bound")] = "exact"
    as_of: Annotated[Date | None, Prop("sl:asOf", "date")] = None
    on: Annotated[On | None, Prop("sl:on", "date")] = None
    level: Annotated[Level | None, Prop("sl:level", "concept:level")] = None
    status: Annotated[Status | None, Prop("sl:status", "concept:status")] = None
    share_of: Annotated[ItemRef | None, Prop("sl:shareOf", "item:claim")] = None
    group: Annotated[Line | None, Prop("sl:group", "string")] = None
    later_value_of: Annotated[ItemRef | None, Prop("sl:laterValueOf", "item:claim")] = None
    alternative_report_of: Annotated[ItemRefs, Prop("sl:alternativeReportOf", "item:claim")] = ()


class Claim(Statement):
    """Something a source says about a thing that is no step, no money and no number."""

    CLASS: ClassVar[str] = "sl:Claim"
    SEGMENT: ClassVar[str] = "claim"

    about: Annotated[Key, Prop("sl:about", "thing")]
    type: Annotated[ClaimType, Prop("sl:claimType", "concept:claim-type")]
    as_of: Annotated[Date | None, Prop("sl:asOf", "date")] = None
    on: Annotated[On | None, Prop("sl:on", "date")] = None
    status: Annotated[Status | None, Prop("sl:status", "concept:status")] = None
    concerns: Annotated[ItemRefs, Prop("sl:concerns", "item:any")] = ()


class Conflict(Statement):
    """Statements that cannot all be true, or stand in tension; neither is repaired.

    No source states it: whoever reads both sees that they do not go together, so it is ours unless said otherwise.
    """

    CLASS: ClassVar[str] = "sl:Conflict"
    SEGMENT: ClassVar[str] = "conflict"

    basis: Annotated[Basis, Prop("sl:basis", "concept:basis")] = "inferred"
    asserted_by: Annotated[Voice | None, Prop("sl:assertedBy", "concept:voice")] = "seedline"
    kind: Annotated[Literal["conflict", "tension"], Prop("sl:conflictKind", "string")]
    between: Annotated[ItemRefs, Prop("sl:between", "item:any")]


class Alignment(Statement):
    """A seed's declared relevance to one element of one framework; it never passes to what follows."""

    CLASS: ClassVar[str] = "sl:Alignment"
    SEGMENT: ClassVar[str] = "alignment"

    about: Annotated[Key, Prop("sl:about", "thing")]
    sdg: Annotated[Code | None, Prop("sl:alignedTo", "concept:sdg")] = None
    migof: Annotated[Code | None, Prop("sl:alignedTo", "concept:migof")] = None
    msd: Annotated[Code | None, Prop("sl:alignedTo", "concept:msd")] = None
    repair: Annotated[Line | None, Prop("sl:repair", "text")] = None


class Participation(Statement):
    """An organisation in a role in an initiative or product."""

    CLASS: ClassVar[str] = "sl:Participation"
    SEGMENT: ClassVar[str] = "participation"

    about: Annotated[Key, Prop("sl:about", "thing")]
    organisation: Annotated[Key, Prop("sl:organisation", "thing")]
    role: Annotated[Role, Prop("sl:role", "concept:role")]
    as_stated: Annotated[Line | None, Prop("sl:asStated", "string")] = None


class Ownership(Statement):
    """National ownership as a fact: who asked, who led, what bodies and inputs there were."""

    CLASS: ClassVar[str] = "sl:Ownership"
    SEGMENT: ClassVar[str] = "ownership"

    about: Annotated[Key, Prop("sl:about", "thing")]
    kind: Annotated[OwnershipKind, Prop("sl:ownershipKind", "concept:ownership-kind")]
    organisation: Annotated[Key | None, Prop("sl:organisation", "thing")] = None
    as_of: Annotated[Date | None, Prop("sl:asOf", "date")] = None
    on: Annotated[On | None, Prop("sl:on", "date")] = None


class Characteristic(Statement):
    """What the source reports under one of the Fund's five characteristics, in our words."""

    CLASS: ClassVar[str] = "sl:CharacteristicStatement"
    SEGMENT: ClassVar[str] = "characteristic"

    about: Annotated[Key, Prop("sl:about", "thing")]
    characteristic: Annotated[CharacteristicName, Prop("sl:characteristic", "concept:characteristic")]


class Evaluation(Statement):
    """An evaluation that the source names; one it does not name is unknown, never absent."""

    CLASS: ClassVar[str] = "sl:Evaluation"
    SEGMENT: ClassVar[str] = "evaluation"

    about: Annotated[Key, Prop("sl:about", "thing")]
    type: Annotated[EvaluationType, Prop("sl:evaluationType", "concept:evaluation-type")]
    evaluator: Annotated[Evaluator, Prop("sl:evaluator", "concept:evaluator")] = "notStated"
    completed_on: Annotated[Date | None, Prop("sl:completedOn", "date")] = None
    criteria: Annotated[tuple[DacCriterion, ...], Prop("sl:criterion", "concept:dac")] = ()


class Recommendation(Statement):
    """What an evaluation or the source recommends, and what addressed it, if anything."""

    CLASS: ClassVar[str] = "sl:Recommendation"
    SEGMENT: ClassVar[str] = "recommendation"

    about: Annotated[Key, Prop("sl:about", "thing")]
    evaluation: Annotated[ItemRef | None, Prop("sl:ofEvaluation", "item:evaluation")] = None
    addressed_by: Annotated[Key | None, Prop("sl:addressedBy", "thing")] = None


class Reading(Statement):
    """Our own reading by a written criterion: a dimension of a step, a theme or area of a project.

    It always stands in our own graph, says who coded it, when and why, and can be overridden.
    """

    CLASS: ClassVar[str] = "sl:Reading"
    SEGMENT: ClassVar[str] = "reading"

    about: Annotated[Key | None, Prop("sl:about", "thing")] = None
    step: Annotated[ItemRef | None, Prop("sl:aboutStep", "item:step")] = None
    dimension: Annotated[Dimension | None, Prop("sl:dimension", "concept:dimension")] = None
    theme: Annotated[Theme | None, Prop("sl:theme", "concept:theme")] = None
    innovation_area: Annotated[InnovationArea | None, Prop("sl:innovationArea", "concept:innovation-area")] = None
    coder: Annotated[Line, Prop("sl:coder", "string")]
    date: Annotated[Date, Prop("sl:codedOn", "date")]
    overrides: Annotated[ItemRef | None, Prop("sl:overrides", "item:reading")] = None


class Event(Statement):
    """Something that happened on a date: a meeting, a forum, an edition of a course, a launch.

    What decided something, an approval or an endorsement, is a dated status or stage and no event.
    """

    CLASS: ClassVar[str] = "sl:Event"
    SEGMENT: ClassVar[str] = "event"

    label: Annotated[Line, Prop("rdfs:label", "text")]
    about: Annotated[Keys, Field(min_length=1), Prop("sl:about", "thing")]
    kind: Annotated[Literal["meeting", "forum", "course", "launch", "other"], Prop("sl:eventKind", "string")]
    on: Annotated[On, Prop("sl:on", "date")]
    as_of: Annotated[Date | None, Prop("sl:asOf", "date")] = None
    country: Annotated[Country | None, Prop("sl:country", "concept:country")] = None
    place: Annotated[Key | None, Prop("sl:place", "thing")] = None
    concerns: Annotated[ItemRefs, Prop("sl:concerns", "item:any")] = ()


class CarriedOn(Statement):
    """Who carries a thing on after the seed, as of a date."""

    CLASS: ClassVar[str] = "sl:CarriedOn"
    SEGMENT: ClassVar[str] = "carried-on"

    about: Annotated[Key, Prop("sl:about", "thing")]
    kind: Annotated[Carrier, Prop("sl:carrier", "concept:carrier")]
    agent: Annotated[Key | None, Prop("sl:agent", "thing")] = None
    as_of: Annotated[Date, Prop("sl:asOf", "date")]
    on: Annotated[On | None, Prop("sl:on", "date")] = None


class Stage(Statement):
    """The stages of a policy, each dated and with its body."""

    CLASS: ClassVar[str] = "sl:PolicyHistory"
    SEGMENT: ClassVar[str] = "policy"

    about: Annotated[Key, Prop("sl:about", "thing")]
    stages: Annotated[tuple[ObservedStage, ...], AfterValidator(_distinct), Prop("sl:stageObservation")]


class ParentStatement(Statement):
    """That an organisation is part of another one, from and until when a source says so.

    What a source gives no date for may have held at any time; ``part-of`` of an organisation says it without dates.
    """

    CLASS: ClassVar[str] = "sl:ParentStatement"
    SEGMENT: ClassVar[str] = "parent"

    about: Annotated[Key, Prop("sl:about", "thing")]
    parent: Annotated[Key, Prop("sl:parent", "thing")]
    valid_from: Annotated[Date | None, Prop("sl:validFrom", "date")] = None
    valid_until: Annotated[Date | None, Prop("sl:validUntil", "date")] = None
    as_of: Annotated[Date | None, Prop("sl:asOf", "date")] = None

    @model_validator(mode="after")
    def _is_of_another_and_ends_after_it_begins(self) -> Self:
        if self.about == self.parent:
            raise ValueError(f"{self.about!r} is no part of itself")
        if self.valid_from and self.valid_until and first_day(self.valid_from) > last_day(self.valid_until):
            raise ValueError(f"nothing holds from {self.valid_from} until {self.valid_until}")
        return self


class FundingRule(Statement):
    """A rule of a fund with its validity: an envelope, a ceiling, an evaluation duty."""

    CLASS: ClassVar[str] = "sl:FundingRule"
    SEGMENT: ClassVar[str] = "rule"

    about: Annotated[Key, Prop("sl:ruleFor", "thing")]
    kind: Annotated[FundRuleKind, Prop("sl:ruleKind", "concept:fund-rule-kind")]
    under: Annotated[Key | None, Prop("sl:underResolution", "thing")] = None
    scope: Annotated[Literal["national", "regional"] | None, Prop("sl:scope", "concept:coverage")] = None
    exceptional: Annotated[Literal["true", "false"], Prop("sl:exceptional", "boolean")] = "false"
    amount: Annotated[Amount | None, Prop("sl:amount", "decimal")] = None
    currency: Annotated[Currency | None, Prop("sl:currency", "concept:currency")] = None
    valid_from: Annotated[Date | None, Prop("sl:validFrom", "date")] = None
    valid_until: Annotated[Date | None, Prop("sl:validUntil", "date")] = None
    as_of: Annotated[Date | None, Prop("sl:asOf", "date")] = None
