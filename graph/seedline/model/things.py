"""What statements are about: initiatives, products, organisations, places, and the Fund's instruments."""

from __future__ import annotations

from typing import Annotated, ClassVar, Literal

from pydantic import Field

from seedline.model.fields import (
    Code,
    Country,
    Date,
    Described,
    Duration,
    Key,
    Keys,
    Line,
    Lines,
    Prop,
    Record,
    Stated,
    Tongue,
    Url,
)
from seedline.vocabulary import KINDS
from seedline.vocabulary.tokens import Coverage, FollowOnKnown, Kind, ProductKind, ProjectStatus


class Thing(Described):
    """A node that lineages are made of.

    ``label`` and ``summary`` are ours; every other value is a :class:`Stated` with its place in a source.
    """

    CLASSES: ClassVar[dict[str, str]] = {kind.token: kind.class_ for kind in KINDS.values()}

    MONEY: ClassVar[dict[str, Prop]] = {
        "funder": Prop("sl:hasFunder", "thing"),
        "commitments": Prop("sl:hasCommitment", "item:commitment"),
    }
    """What hangs on a thing from without, and may be not stated of it: whose money it has, and what money."""

    key: Key
    kind: Kind
    label: Line
    alt_labels: Annotated[Lines, Prop("skos:altLabel", "string")] = ()
    summary: Annotated[Line | None, Prop("sl:summary", "text")] = None
    note: Annotated[Line | None, Prop("sl:note", "text")] = None
    draft: Literal["true", "false"] = "false"
    evidence: Keys = ()
    product_kind: Annotated[ProductKind | None, Prop("sl:productKind", "concept:product-kind")] = None
    title: Annotated[Stated[Line] | None, Prop("dcterms:title", "string")] = None
    identifiers: Annotated[dict[Key, Stated[Line]], Prop("dcterms:identifier", "string")] = Field(default_factory=dict)
    site: Annotated[Stated[Line] | None, Prop("sl:managementSite", "string")] = None
    site_country: Annotated[Stated[Country] | None, Prop("sl:siteCountry", "concept:country")] = None
    countries: Annotated[dict[Key, Stated[Country]], Prop("sl:country", "concept:country")] = Field(
        default_factory=dict
    )
    places: Annotated[Keys, Prop("sl:place", "thing")] = ()
    duration: Annotated[Stated[Duration] | None, Prop("sl:duration", "duration")] = None
    start: Annotated[Stated[Date] | None, Prop("sl:started", "date")] = None
    end: Annotated[Stated[Date] | None, Prop("sl:ended", "date")] = None
    coverage: Annotated[Stated[Coverage] | None, Prop("sl:coverage", "concept:coverage")] = None
    project_status: Annotated[Stated[ProjectStatus] | None, Prop("sl:projectStatus", "concept:project-status")] = None
    beneficiaries: Annotated[Stated[Line] | None, Prop("sl:beneficiaries", "text")] = None
    follow_on_known: Annotated[FollowOnKnown | None, Prop("sl:followOnKnown", "concept:follow-on-known")] = None
    follow_on_looked_by: Annotated[Line | None, Prop("sl:followOnLookedBy", "string")] = None
    follow_on_looked_on: Annotated[Date | None, Prop("sl:followOnLookedOn", "date")] = None

    @classmethod
    def prop(cls, name: str) -> Prop | None:
        """Return the property of a field, or of the money that goes to a thing.

        >>> Thing.prop("end"), Thing.prop("funder")
        (Prop(name='sl:ended', range='date'), Prop(name='sl:hasFunder', range='thing'))
        """
        return cls.MONEY.get(name) or super().prop(name)


class Organisation(Record):
    """An organisation, person's office or class of firms that acts, funds or carries."""

    CLASS: ClassVar[str] = "org:Organization"

    key: Key
    label: Line
    alt_labels: Annotated[Lines, Prop("skos:altLabel", "string")] = ()
    kind: Annotated[
        Literal[
            "government",
            "multilateral",
            "developmentBank",
            "company",
            "companies",
            "academic",
            "civilSociety",
            "fund",
            "other",
        ],
        Prop("sl:organisationKind", "string"),
    ]
    part_of: Annotated[Key | None, Prop("org:subOrganizationOf", "thing")] = None
    country: Annotated[Country | None, Prop("sl:country", "concept:country")] = None
    identifier: Annotated[Line | None, Prop("dcterms:identifier", "string")] = None
    url: Annotated[Url | None, Prop("foaf:homepage", "iri")] = None
    summary: Annotated[Line | None, Prop("sl:summary", "text")] = None
    note: Annotated[Line | None, Prop("sl:note", "text")] = None
    evidence: Keys = ()


class Place(Record):
    """A place smaller than a country that a source names: the site of a seed, a point of entry."""

    CLASS: ClassVar[str] = "sl:Place"

    key: Key
    label: Line
    alt_labels: Annotated[Lines, Prop("skos:altLabel", "string")] = ()
    kind: Annotated[Literal["city", "pointOfEntry", "other"], Prop("sl:placeKind", "string")]
    country: Annotated[Country | None, Prop("sl:country", "concept:country")] = None
    summary: Annotated[Line | None, Prop("sl:summary", "text")] = None
    note: Annotated[Line | None, Prop("sl:note", "text")] = None
    evidence: Keys = ()


class Instrument(Record):
    """A fund, a line of a fund, or the resolution that governs one.

    ``label-in`` names it in other languages than English, where its name is a word of ours and no proper name.
    """

    CLASSES: ClassVar[dict[str, str]] = {
        "fund": "sl:FundingInstrument",
        "line": "sl:FundingLine",
        "resolution": "sl:Resolution",
        "framework": "sl:Framework",
    }

    key: Key
    kind: Literal["fund", "line", "resolution", "framework"]
    label: Line
    label_in: dict[Tongue, Line] = Field(default_factory=dict)
    alt_labels: Annotated[Lines, Prop("skos:altLabel", "string")] = ()
    code: Annotated[Code | None, Prop("skos:notation", "string")] = None
    line_of: Annotated[Key | None, Prop("sl:lineOf", "thing")] = None
    operated_by: Annotated[Key | None, Prop("sl:operatedBy", "thing")] = None
    established: Annotated[Stated[Date] | None, Prop("sl:established", "date")] = None
    summary: Annotated[Line | None, Prop("sl:summary", "text")] = None
    note: Annotated[Line | None, Prop("sl:note", "text")] = None
    evidence: Keys = ()
