"""The document of a view, typed: what is shown, what is claimed of it, and where it says so.

It decides and words nothing: ``summary`` and the texts of reasons are put in by :mod:`seedline.narrative`. Amounts are
decimal strings in whole units, dates strings at their source's precision, and nothing comes from a clock. Its JSON and
its JSON Schema are made from these types; what stands in a document is never changed, only copied with changes.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from functools import lru_cache
from typing import Annotated, Any, ClassVar, Literal, get_args

from pydantic import BeforeValidator, ConfigDict, Field, TypeAdapter, WithJsonSchema
from pydantic.alias_generators import to_camel

from seedline.document.cleaning import clean
from seedline.i18n import words
from seedline.model import Evidence as ModelEvidence
from seedline.vocabulary import STAGES, tokens

Json = dict[str, Any]


def _one_of(tokens: Any) -> WithJsonSchema:
    # A document of another edition may hold a token that is new: it is read, and drawn as it is.
    return WithJsonSchema({"enum": list(get_args(tokens))})


def _is_none(value: object) -> bool:
    return value is None


def _is_false(value: object) -> bool:
    return value is False


#: Text that people read, without what cannot be drawn or written.
Text = str
Iri = Annotated[str, WithJsonSchema({"type": "string", "format": "iri", "pattern": "^[a-z][a-z0-9+.-]*:"})]
Date = Annotated[str, WithJsonSchema({"type": "string", "pattern": r"^\d{4}(-\d{2}(-\d{2})?)?$"})]
Amount = Annotated[str, WithJsonSchema({"type": "string", "pattern": r"^\d+(\.\d+)?$"})]
Currency = Annotated[str, WithJsonSchema({"type": "string", "pattern": "^[A-Z]{3}$"})]
Digest = Annotated[str, WithJsonSchema({"type": "string", "pattern": "^[0-9a-f]{64}$"})]
CountryCode = Annotated[str, WithJsonSchema({"type": "string", "pattern": "^[A-Z]{2}$"})]
Ratio = Annotated[str, WithJsonSchema({"type": "string", "pattern": r"^\d+\.\d$"})]
Relation = Annotated[str, _one_of(tokens.Relation)]
Status = Annotated[str, _one_of(tokens.Status)]
CommitmentStatus = Annotated[str, _one_of(tokens.CommitmentStatus)]
PolicyStage = Annotated[str, _one_of(tokens.PolicyStage)]
Bound = Annotated[str, _one_of(tokens.Bound)]
Basis = Annotated[str, _one_of(tokens.Basis)]
Voice = Annotated[str, _one_of(tokens.Voice)]
Contribution = Annotated[str, _one_of(tokens.Contribution)]
CarrierKind = Annotated[str, _one_of(tokens.Carrier)]
Stage = Annotated[str, WithJsonSchema({"enum": list(STAGES)})]


class Record:
    """What stands in a document: its names in JSON are those in Python, in camel case."""

    __slots__ = ()
    __pydantic_config__: ClassVar[ConfigDict] = ConfigDict(
        alias_generator=to_camel,
        validate_by_name=True,
        validate_by_alias=True,
        extra="ignore",
        json_schema_serialization_defaults_required=True,
    )

    def json(self) -> Json:
        """Return the record as JSON, every key in its place."""
        made: Json = _adapter(type(self)).dump_python(self, mode="json", by_alias=True)
        return made


def _reading(value: Any) -> Any:
    return {"dimension": value} if isinstance(value, str) else value


def _cleaned(value: Any) -> Any:
    if isinstance(value, str):
        return clean(value)
    if isinstance(value, Mapping):
        return {_cleaned(name): _cleaned(part) for name, part in value.items()}
    return [_cleaned(part) for part in value] if isinstance(value, list | tuple) else value


def absent(**of: Any) -> Any:
    """Return a field that is not written where it is ``None``."""
    return Field(exclude_if=_is_none, **of)


@dataclass(frozen=True, slots=True)
class Place(Record):
    """A place in a source that says so."""

    iri: Iri
    kind: str = ""
    source: str = ""
    source_title: Text | None = None
    source_kind: str | None = None
    section: Annotated[Text | None, absent()] = None
    page: Annotated[Text | None, absent()] = None
    url: Annotated[str | None, absent()] = None
    seen: Annotated[Date | None, absent()] = None
    sha256: Annotated[Digest | None, absent()] = None
    name: Annotated[Text | None, absent()] = None
    role: Annotated[Text | None, absent()] = None
    date: Annotated[Date | None, absent()] = None
    lines: Annotated[tuple[int, int] | None, absent()] = None
    start: Annotated[int | None, absent(ge=0)] = None
    end: Annotated[int | None, absent(ge=1)] = None
    words: Annotated[int | None, absent(ge=1)] = None
    words_sha256: Annotated[Digest | None, absent()] = None
    begins: Annotated[Text | None, absent()] = None
    ends: Annotated[Text | None, absent()] = None

    @property
    def evidence(self) -> ModelEvidence:
        """Return the place as evidence that can be looked up in a copy of its source."""
        return ModelEvidence(
            span=f"{self.start}-{self.end}" if self.start is not None and self.end else None,
            sha256=self.sha256,
            words=str(self.words) if self.words else None,
            words_sha256=self.words_sha256,
        )

    @property
    def anchor(self) -> str:
        """Return the passage's first and last words, with dots between where it has more; or nothing.

        >>> Place("urn:a", begins="The project later", ends="in all ports").anchor, Place("urn:b").anchor
        ('“The project later … in all ports”', '')
        >>> Place("urn:a", words=5, begins="launched on 1", ends="1 October 2017").anchor
        '“launched on 1 October 2017”'
        >>> Place("urn:a", words=5, begins="Project Budget USD", ends="Budget USD 300,000").anchor
        '“Project Budget USD 300,000”'
        """
        return _between(self.begins or "", self.ends or "", self.words)

    @property
    def title(self) -> str:
        """Return the title of the source, else its key."""
        return self.source_title or self.source


# A page names a passage wherever something rests on it.
@lru_cache(maxsize=8192)
def _between(begins: str, ends: str, words: int | None) -> str:
    """Return the first and last words of a passage as one, with dots between where it has more."""
    first, last = begins.split(), ends.split()

    def count(some: list[str]) -> int:
        # "300,000" is two words, as passages are counted.
        return sum(len(re.findall(r"\w+", word)) or 1 for word in some)

    between = (words or count(first) + count(last) + 1) - count(first) - count(last)
    shared = [k for k in range(len(last) + 1) if count(last[:k]) >= -between and first[len(first) - k :] == last[:k]]
    dots = ["…"] if last and between > 0 else []
    return f"“{' '.join([*first, *dots, *last[shared[0] if shared else 0 :]])}”" if first else ""


Evidence = tuple[Place, ...]


@dataclass(frozen=True, slots=True)
class Country(Record):
    """A country of a thing, with the qualifier that its source gives, as "in brackets"."""

    code: CountryCode = ""
    label: Text = ""
    qualifier: Text | None = None
    names: dict[str, Text] = field(default_factory=dict)

    def called(self, language: str) -> str:
        """Return the name in a language with its qualifier.

        >>> Country("DO", "Dominican Republic", names={"es": "República Dominicana"}).called("es")
        'República Dominicana'
        """
        name = self.names.get(language) or self.label
        return f"{name} ({words(language).token('qualifier', self.qualifier)})" if self.qualifier else name


@dataclass(frozen=True, slots=True)
class Alignment(Record):
    """A seed's declared relevance to one element of one framework."""

    iri: Iri
    to: str
    code: str
    framework: Annotated[str, WithJsonSchema({"enum": ["sdg", "migof", "msd"]})]
    label: Text
    repair: Text | None = None
    evidence: Evidence = ()
    names: dict[str, Text] = field(default_factory=dict)

    def called(self, language: str) -> str:
        """Return the name of the element in a language."""
        return self.names.get(language) or self.label


@dataclass(frozen=True, slots=True)
class Range(Record):
    """When something happened, where a source gives bounds: not before ``after``, not later than ``before``."""

    after: Annotated[Date | None, absent()] = None
    before: Annotated[Date | None, absent()] = None


#: When something happened: a date, or its bounds. When that was told is its ``as_of``.
On = Date | Range
#: No date tells whether it had happened by the date that is asked for.
Undated = Annotated[bool, Field(exclude_if=_is_false)]


@dataclass(frozen=True, slots=True)
class StageSeen(Record):
    """A policy's stage, told as of a date, when it came about, and the body that decided."""

    stage: PolicyStage
    as_of: Date | None = None
    on: On | None = None
    undated: Undated = False
    body: Text | None = None
    evidence: Evidence = ()


@dataclass(frozen=True, slots=True)
class Contested(Record):
    """Another value than the one that is taken: of which field of a thing, and where it says so."""

    of: Text
    value: Text
    evidence: Evidence = ()


@dataclass(frozen=True, slots=True)
class Node(Record):
    """A thing that a view shows, in the stage that it has there."""

    iri: Iri
    id: Text = ""
    kind: Annotated[
        str,
        WithJsonSchema(
            {"enum": ["seedProject", "project", "programme", "product", "policy", "sharedInstrument", "placeholder"]}
        ),
    ] = "placeholder"
    product_kind: str | None = None
    label: Text = ""
    title: Text | None = None
    stage: Stage = "before"
    start: Date | None = None
    end: Date | None = None
    funding_year: Date | None = None
    codes: tuple[Text, ...] = ()
    countries: tuple[Country, ...] = ()
    alignments: tuple[Alignment, ...] = ()
    policy_stage: StageSeen | None = None
    draft: bool = False
    follow_on_known: str | None = None
    summary: Text | None = None
    sources: tuple[str, ...] = ()
    #: What other sources or pages say of ``start``, ``end`` and ``fundingYear``.
    contested: Annotated[tuple[Contested, ...] | None, absent()] = None

    def also(self, name: str) -> tuple[str, ...]:
        """Return what else is said of one of its values, by the value's name in JSON."""
        return tuple(other.value for other in self.contested or () if other.of == name)

    @property
    def code(self) -> str:
        """Return the code that names it, else its first one, nothing where there is none."""
        return self.id if self.id in self.codes else next(iter(self.codes), "")

    @property
    def name(self) -> str:
        """Return the label, of what has none the identifier."""
        return self.label or self.id or self.iri


@dataclass(frozen=True, slots=True)
class StatusSeen(Record):
    """A status, told as of a date, and when it came about; whose reading it is, where no source says it of the step."""

    status: Status
    as_of: Date | None = None
    on: On | None = None
    undated: Undated = False
    basis: Basis | None = None
    evidence: Evidence = ()


@dataclass(frozen=True, slots=True)
class Dimension(Record):
    """A scaling dimension of a step: always somebody's reading."""

    iri: Iri = ""
    dimension: str = ""
    basis: Basis | None = None
    coder: Text | None = None
    confidence: str | None = None
    reason: Text | None = None


@dataclass(frozen=True, slots=True)
class Step(Record):
    """A step, from the earlier to the later: ``as_of``, ``on`` and ``undated`` are those of its latest status."""

    iri: Iri
    earlier: Annotated[Iri, Field(alias="from")]
    later: Annotated[Iri, Field(alias="to")]
    relation: Relation = ""
    contribution: Contribution | None = None
    contribution_basis: Basis | None = None
    contribution_confidence: str | None = None
    status: Status = "notStated"
    as_of: Annotated[Date | None, Field(alias="statusAsOf")] = None
    on: Annotated[On | None, Field(alias="statusOn")] = None
    undated: Annotated[Undated, Field(alias="statusUndated")] = False
    old: Annotated[bool, Field(alias="statusOld")] = False
    statuses: tuple[StatusSeen, ...] = ()
    basis: Basis | None = None
    voice: Annotated[Voice | None, Field(alias="assertedBy")] = None
    confidence: str | None = None
    dimensions: tuple[Annotated[Dimension, BeforeValidator(_reading)], ...] = ()
    date: Date | None = None
    commitments: tuple[Iri, ...] = ()
    summary: Text | None = None
    note: Text | None = None
    evidence: Evidence = ()

    @property
    def inferred(self) -> bool:
        """Return whether the step itself is somebody's reading."""
        return self.basis == "inferred"

    @property
    def status_read(self) -> bool:
        """Return whether how far it has come, or when, is somebody's reading; that nobody says so is no reading."""
        known = self.status != "notStated" and bool(self.statuses)
        return known and all(seen.basis == "inferred" for seen in self.statuses)

    @property
    def sources(self) -> tuple[str, ...]:
        """Return the titles of the sources that say so, sorted."""
        return titles(self.evidence)


@dataclass(frozen=True, slots=True)
class Commitment(Record):
    """Money, or means without an amount, from a funder to a thing."""

    iri: Iri
    funder: str | None = None
    funder_label: Text | None = None
    funder_as_stated: Text | None = None
    recipient: Iri = ""
    recipient_label: Text = ""
    amount: Amount | None = None
    currency: Currency | None = None
    bound: Bound | None = "exact"
    status: CommitmentStatus = "notStated"
    source_type: str = "notStated"
    as_of: Date | None = None
    on: On | None = None
    undated: Undated = False
    #: ``on``, where it is the date of a decision on the money.
    decided_on: Date | None = None
    funding_year: Date | None = None
    duration: Text | None = None
    purpose: Text | None = None
    voice: Annotated[Voice | None, Field(alias="assertedBy")] = None
    summary: Text | None = None
    evidence: Evidence = ()

    @property
    def named(self) -> str:
        """Return the funder's name, nothing where no source gives one."""
        return self.funder_label or self.funder_as_stated or ""

    @property
    def sources(self) -> tuple[str, ...]:
        """Return the titles of the sources that say so, sorted."""
        return titles(self.evidence)


@dataclass(frozen=True, slots=True)
class Sum(Record):
    """An amount with its bound, ``None`` where nothing is stated."""

    amount: Amount | None = None
    bound: Bound = "exact"


@dataclass(frozen=True, slots=True)
class FollowOn(Record):
    """The follow-on of one currency, and its parts by status."""

    amount: Amount | None = None
    bound: Bound = "exact"
    by_status: Mapping[CommitmentStatus, Amount | None] = field(default_factory=dict)
    by_status_bounds: Mapping[CommitmentStatus, Bound] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class FunderSum(Record):
    """What one funder is reported to give of a sum."""

    funder: str | None = None
    label: Text | None = None
    amount: Amount | None = None
    bound: Bound = "exact"


@dataclass(frozen=True, slots=True)
class Why(Record):
    """A reason: its code, the parameters of its sentence, and the sentence in English."""

    code: str = ""
    parameters: Mapping[str, str] = field(default_factory=dict)
    text: Text = ""


@dataclass(frozen=True, slots=True)
class LeftOut(Record):
    """A commitment that no sum holds, and why."""

    iri: Iri
    reason: Text = ""
    commitment: Commitment | None = None
    reason_code: str = ""
    reason_parameters: Mapping[str, str] = field(default_factory=dict)

    @property
    def why(self) -> Why:
        """Return the reason."""
        return Why(self.reason_code, self.reason_parameters, self.reason)


@dataclass(frozen=True, slots=True)
class Money(Record):
    """The money of a view in one currency."""

    currency: Currency | None = None
    seed: Sum = Sum()
    follow_on: FollowOn = FollowOn()
    ratio: Annotated[Ratio | None, Field(alias="leverage")] = None
    ratio_reason: Annotated[Text | None, Field(alias="leverageReason")] = None
    ratio_reason_code: Annotated[str | None, Field(alias="leverageReasonCode")] = None
    ratio_reason_parameters: Annotated[Mapping[str, str], Field(alias="leverageReasonParameters")] = field(
        default_factory=dict
    )
    by_funder: tuple[FunderSum, ...] = ()
    seeds: tuple[Commitment, ...] = ()
    commitments: tuple[Commitment, ...] = ()
    left_out: tuple[LeftOut, ...] = ()

    @property
    def as_of(self) -> tuple[str, ...]:
        """The dates that the amounts added up are of, where a source dates them."""
        return tuple(sorted({given.as_of for given in self.commitments if given.as_of}))

    @property
    def why_no_ratio(self) -> Why | None:
        """Return why there is no ratio, where there is none."""
        if self.ratio_reason is None:
            return None
        return Why(self.ratio_reason_code or "", self.ratio_reason_parameters, self.ratio_reason)


@dataclass(frozen=True, slots=True)
class Carrier(Record):
    """Who carries a thing on, as of a date, and since when; ``basis`` says whether a source does."""

    iri: Iri = ""
    kind: CarrierKind = "nobodyKnown"
    node: Iri = ""
    agent: str | None = None
    label: Text | None = None
    basis: Basis | None = None
    as_of: Date | None = None
    on: On | None = None
    undated: Undated = False
    summary: Text | None = None
    evidence: Evidence = ()

    @property
    def inferred(self) -> bool:
        """Return whether that it carries the thing on is our reading."""
        return self.basis == "inferred"


@dataclass(frozen=True, slots=True)
class Timing(Record):
    """The time from one event to another, as fewest and most whole months."""

    earlier: Annotated[Iri, Field(alias="from")]
    earlier_event: Annotated[str, Field(alias="fromEvent")]
    earlier_date: Annotated[Date, Field(alias="fromDate")]
    later: Annotated[Iri, Field(alias="to")]
    later_event: Annotated[str, Field(alias="toEvent")]
    later_date: Annotated[Date, Field(alias="toDate")]
    months_at_least: int
    months_at_most: int
    same_fund: bool = False


@dataclass(frozen=True, slots=True)
class Voices(Record):
    """How many steps stand by whose word."""

    voices: Mapping[str, int] = field(default_factory=dict)
    phrase: str = ""


@dataclass(frozen=True, slots=True)
class Beyond(Record):
    """A thing one step from the view: later than one of its things (``earlier``), or earlier than one (``later``)."""

    iri: Iri
    id: Text = ""
    label: Text = ""
    relation: Relation = ""
    status: Annotated[Status | None, absent()] = None
    earlier: Annotated[Iri | None, absent(alias="from")] = None
    later: Annotated[Iri | None, absent(alias="to")] = None
    basis: Annotated[Basis | None, absent()] = None
    summary: Annotated[Text | None, absent()] = None


@dataclass(frozen=True, slots=True)
class Omitted(Record):
    """What one step from the view is not in it."""

    nodes: int = 0
    edges: int = 0
    reason: Text | None = None
    reason_code: str | None = None
    next: tuple[Beyond, ...] = ()
    previous: tuple[Beyond, ...] = ()

    @property
    def ends(self) -> tuple[str, ...]:
        """Return the thing that a step leaves or reaches, for each step to what the view does not hold."""
        ends = (step.earlier or step.later for step in (*self.next, *self.previous))
        return tuple(end for end in ends if end)


@dataclass(frozen=True, slots=True)
class Component(Record):
    """The view is of everything that joining steps connect with the focus."""

    kind: Literal["component"] = "component"


@dataclass(frozen=True, slots=True)
class Between(Record):
    """The view is of everything between two things."""

    kind: Literal["paths"] = field(default="paths", init=False)
    start: Annotated[Iri, Field(alias="from")]
    end: Annotated[Iri, Field(alias="to")]


@dataclass(frozen=True, slots=True)
class Selection(Record):
    """The view is of what a selection names."""

    kind: Literal["selection"] = field(default="selection", init=False)
    select: str
    exclude: str | None = None


Subject = Component | Between | Selection


@dataclass(frozen=True, slots=True)
class Limits(Record):
    """Which part alone is shown: ``as_of`` what had happened by a date, ``told_by`` what had been told by a date."""

    up: Annotated[int | None, absent(ge=0)] = None
    down: Annotated[int | None, absent(ge=0)] = None
    status: Annotated[tuple[str, ...] | None, absent()] = None
    relation: Annotated[tuple[str, ...] | None, absent()] = None
    basis: Annotated[tuple[str, ...] | None, absent()] = None
    source: Annotated[tuple[str, ...] | None, absent()] = None
    as_of: Annotated[Date | None, absent()] = None
    told_by: Annotated[Date | None, absent()] = None

    @property
    def told(self) -> dict[str, tuple[str, ...]]:
        """Return each limit that there is, by its name in JSON, as texts."""
        made = {to_camel(entry.name): getattr(self, entry.name) for entry in fields(self)}
        return {
            name: value if isinstance(value, tuple) else (str(value),)
            for name, value in made.items()
            if value is not None
        }


@dataclass(frozen=True, slots=True)
class Dates(Record):
    """The three dates, never merged into one."""

    facts_as_of: Date | None = None
    collected: Date | None = None
    built: Date | None = None


@dataclass(frozen=True, slots=True)
class Source(Record):
    """A source of something that a view shows."""

    key: str
    title: Text = ""
    kind: str | None = None


@dataclass(frozen=True, slots=True)
class Reported(Record):
    """What the whole lineages of some seeds report in one currency, each commitment once."""

    seeds: tuple[Iri, ...]
    currency: Currency
    amount: Amount
    bound: Bound = "exact"


@dataclass(frozen=True, slots=True)
class Claim(Record):
    """One claim of a view as data: what is said, with which parameters, and the statements that it rests on."""

    code: str
    parameters: Mapping[str, Any] = field(default_factory=dict)
    evidence: tuple[Iri, ...] = ()


@dataclass(frozen=True, slots=True)
class Document(Record):
    """A lineage, or another view, with its money and its evidence."""

    focus: Iri | None = None
    of: Annotated[Subject | None, absent(discriminator="kind")] = None
    version: str = ""
    dates: Dates = Dates()
    summary: Text = ""
    nodes: tuple[Node, ...] = ()
    steps: Annotated[tuple[Step, ...], Field(alias="edges")] = ()
    money: tuple[Money, ...] = ()
    carriers: Annotated[tuple[Carrier, ...], Field(alias="carriedOnBy")] = ()
    timing: tuple[Timing, ...] = ()
    by_whose_word: Voices = Voices()
    omitted: Omitted = Omitted()
    limits: Annotated[Limits | None, absent()] = None
    sources: tuple[Source, ...] = ()
    reported: tuple[Reported, ...] = ()
    claims: tuple[Claim, ...] = ()

    def node(self, iri: str | None) -> Node | None:
        """Return the node of an IRI."""
        return next((node for node in self.nodes if node.iri == iri), None)

    @property
    def holders(self) -> tuple[Carrier, ...]:
        """Who carries something on; that nobody is known to is said of a thing, and is no carrier."""
        return tuple(carrier for carrier in self.carriers if carrier.kind != "nobodyKnown")

    @property
    def voices(self) -> frozenset[str]:
        """Return by whose word the steps and the counted commitments are."""
        counted = [commitment.voice for entry in self.money for commitment in entry.commitments]
        return frozenset(voice for voice in (*(step.voice for step in self.steps), *counted) if voice)

    @property
    def named_sources(self) -> tuple[Source, ...]:
        """Return the sources, of a document that does not list them those of its steps and commitments."""
        if self.sources:
            return self.sources
        backed = [step.evidence for step in self.steps]
        backed += [c.evidence for entry in self.money for c in (*entry.seeds, *entry.commitments)]
        found = {
            place.source: Source(place.source, place.title, place.source_kind) for places in backed for place in places
        }
        return tuple(found[key] for key in sorted(found))

    @property
    def focused(self) -> Node | None:
        """Return the node of the focus, nothing where several things were chosen."""
        return self.node(self.focus) if self.focus else None

    @classmethod
    def of_json(cls, read: Mapping[str, Any]) -> Document:
        """Return the document that some JSON is, with what it leaves out as if nothing were stated.

        >>> Document.of_json({"focus": "urn:x", "nodes": [{"iri": "urn:x", "label": "A\\x00"}]}).nodes[0].label
        'A'

        Raises:
            pydantic.ValidationError: it is no document; the error names the place.

        """
        made: Document = _adapter(cls).validate_python(_cleaned(read))
        return made


_ADAPTERS: dict[type[Record], TypeAdapter[Any]] = {}


def _adapter(kind: type[Record]) -> TypeAdapter[Any]:
    # Made when first needed, since making one takes longer than reading a document.
    if kind not in _ADAPTERS:
        _ADAPTERS[kind] = TypeAdapter(kind)
    return _ADAPTERS[kind]


@dataclass(frozen=True, slots=True)
class WayNode(Record):
    """A thing on a way."""

    iri: Iri
    id: Text
    label: Text


@dataclass(frozen=True, slots=True)
class WayStep(Record):
    """A step of a way."""

    iri: Iri
    earlier: Annotated[Iri, Field(alias="from")]
    later: Annotated[Iri, Field(alias="to")]
    relation: Relation
    status: Status
    evidence: Evidence = ()


@dataclass(frozen=True, slots=True)
class Ways(Record):
    """The ways from one thing to another, each as the IRIs of its steps; ``cut`` says that not all are listed."""

    start: Annotated[Iri, Field(alias="from")]
    end: Annotated[Iri, Field(alias="to")]
    paths: tuple[tuple[Iri, ...], ...]
    cut: bool
    nodes: tuple[WayNode, ...]
    steps: Annotated[tuple[WayStep, ...], Field(alias="edges")]


def schema() -> Json:
    """Return the JSON Schema that every document keeps (JSON Schema 2020-12).

    >>> schema()["title"]
    'A lineage'
    """
    made = _adapter(Document).json_schema(by_alias=True, mode="serialization")
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": "https://w3id.org/seedline/api/schema/lineage.json",
        **made,
        "title": "A lineage",
    }


def titles(evidence: Evidence) -> tuple[str, ...]:
    """Return the titles of the sources of some evidence, sorted, each once."""
    return tuple(sorted({title for place in evidence if (title := place.title)}))
