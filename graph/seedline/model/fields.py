"""How a field of a model object becomes a statement: the one table that ingest, triples and shapes share."""

from __future__ import annotations

from calendar import monthrange
from dataclasses import dataclass
from typing import Annotated, Generic, Literal, Self, TypeVar

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    StringConstraints,
    WithJsonSchema,
    model_validator,
)

from seedline.model.dates import first_day, last_day

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Prop:
    """The RDF property of a field and how its value is written.

    ``range`` is one of ``string``, ``text`` (ours, English), ``date`` (xsd:date, gYearMonth or gYear by its
    precision), ``year``, ``decimal``, ``integer``, ``duration``, ``boolean``, ``iri``, ``thing`` (a key that is
    unique everywhere), ``item`` (``key`` in the same file or ``owner/key``), ``concept:SCHEME``.

    >>> Prop("sl:amount", "decimal").range
    'decimal'
    """

    name: str
    range: str = "string"


def kebab(name: str) -> str:
    """Return a field's name as a case file writes it.

    >>> kebab("as_of")
    'as-of'
    """
    return name.rstrip("_").replace("_", "-")


class Record(BaseModel):
    """The base of every model object: immutable, and an unknown field is an error."""

    model_config = ConfigDict(
        frozen=True,
        extra="forbid",
        alias_generator=kebab,
        populate_by_name=True,
        str_strip_whitespace=True,
    )


def _as_tuple(value: object) -> object:
    return (value,) if isinstance(value, str) else value


_ONE_OR_MORE = WithJsonSchema({"anyOf": [{"type": "string"}, {"type": "array", "items": {"type": "string"}}]})
_KEY = r"^[A-Za-z0-9](?:[A-Za-z0-9.-]*[A-Za-z0-9])?$"
Key = Annotated[str, StringConstraints(pattern=_KEY, max_length=120)]
"""A hand-written key: lower-case words joined by hyphens, or a project code such as ``CT.0921``."""
ItemRef = Annotated[
    str, StringConstraints(pattern=r"^(?:[A-Za-z0-9.-]+/){0,2}[A-Za-z0-9](?:[A-Za-z0-9.-]*[A-Za-z0-9])?$")
]
Keys = Annotated[tuple[Key, ...], BeforeValidator(_as_tuple), _ONE_OR_MORE]
ItemRefs = Annotated[tuple[ItemRef, ...], BeforeValidator(_as_tuple), _ONE_OR_MORE]
# NUL and the other C0 controls are refused: no RDF or XML form can carry them.
Tongue = Literal["fr", "es"]
"""A language that pages have beside English."""
Line = Annotated[str, StringConstraints(min_length=1, max_length=10_000, pattern=r"^[^\x00-\x08\x0b\x0c\x0e-\x1f]+$")]
Lines = Annotated[tuple[Line, ...], BeforeValidator(_as_tuple), _ONE_OR_MORE]
Amount = Annotated[str, StringConstraints(pattern=r"^\d{1,18}(?:\.\d{1,6})?$")]
"""A decimal string in whole units of its currency, never with a thousands separator."""
_DATE = r"^\d{4}(?:-(?:0[1-9]|1[0-2])(?:-(?:0[1-9]|[12]\d|3[01]))?)?$"


def _of_the_calendar(value: str) -> str:
    if len(value) == 10 and int(value[8:]) > monthrange(int(value[:4]), int(value[5:7]))[1]:
        raise ValueError("is a day that the calendar does not have")
    return value


Date = Annotated[str, StringConstraints(pattern=_DATE), AfterValidator(_of_the_calendar)]
"""A date at the source's own precision: ``2017``, ``2017-10`` or ``2017-10-01``."""
Year = Annotated[str, StringConstraints(pattern=r"^\d{4}$")]
Duration = Annotated[str, StringConstraints(pattern=r"^P(?:\d+Y)?(?:\d+M)?(?:\d+D)?$", min_length=3)]
"""A duration as ISO 8601 writes it: ``P30M``."""
Code = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9.]{1,20}$")]
Currency = Annotated[str, StringConstraints(pattern=r"^[A-Z]{3}$")]
Country = Annotated[str, StringConstraints(pattern=r"^[A-Z]{2}$")]
Url = Annotated[str, StringConstraints(pattern=r"^https?://[^\s<>\"{}|\\^`]+$", max_length=2_000)]


class Happened(Record):
    """When something happened: ``at`` a date, or within bounds, not before ``after`` and not later than ``before``.

    A case file writes ``"2017-10-01"`` for the date, and ``{after: "2015", before: "2016"}`` for bounds.
    """

    at: Annotated[Date | None, Prop("sl:on", "date")] = None
    after: Annotated[Date | None, Prop("sl:onAfter", "date")] = None
    before: Annotated[Date | None, Prop("sl:onBefore", "date")] = None

    @model_validator(mode="after")
    def _some_date(self) -> Self:
        if not (self.at or self.after or self.before):
            raise ValueError('a range needs after, before or both, for example {before: "2017-10-01"}')
        if self.after and self.before and first_day(self.after) > last_day(self.before):
            raise ValueError(f"nothing happens after {self.after} and before {self.before}")
        return self


_DATE_OR_RANGE = WithJsonSchema(
    {
        "anyOf": [
            {"type": "string", "pattern": _DATE},
            {
                "type": "object",
                "properties": {name: {"type": "string", "pattern": _DATE} for name in ("after", "before")},
                "additionalProperties": False,
                "minProperties": 1,
            },
        ]
    }
)
On = Annotated[
    Happened, BeforeValidator(lambda value: {"at": value} if isinstance(value, str) else value), _DATE_OR_RANGE
]


class Stated(Record, Generic[T]):
    """One value of a thing with the place that says so.

    A value with a ``qualifier`` ("in brackets") is kept as a fact alone: no plain statement is made of it.
    """

    value: T
    evidence: Keys = ()
    qualifier: Line | None = None
    note: Line | None = None
    basis: str = "stated"
    asserted_by: str | None = None


class Unstated(Record):
    """The place where a value would stand, of a source that was read and does not state it."""

    evidence: Annotated[Keys, Field(min_length=1)]
    note: Line | None = None


class Described(Record):
    """What a source states values of, and which of them it does not state.

    ``not-stated`` names fields of this same item, so that "not stated in this source" is a value with a place and
    no gap of ours. A field that has a value cannot be among them.
    """

    not_stated: dict[Key, Unstated] = Field(default_factory=dict)

    @classmethod
    def prop(cls, name: str) -> Prop | None:
        """Return the property of the field that a case file calls ``name``, or None where there is none."""
        fields = (field for field in cls.model_fields.values() if field.alias == name)
        return next((mark for field in fields for mark in field.metadata if isinstance(mark, Prop)), None)

    @model_validator(mode="after")
    def _unstated_has_no_value(self) -> Self:
        for name in self.not_stated:
            values = {field.alias: getattr(self, name) for name, field in type(self).model_fields.items()}
            if self.prop(name) is None:
                raise ValueError(f"not-stated names {name!r}, which is no value of this item")
            if values.get(name) not in (None, (), {}, "notStated"):
                raise ValueError(f"not-stated names {name!r}, which this item states")
        return self
