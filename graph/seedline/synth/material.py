"""What made-up portfolios are made of: shares are how often a word stands in its list."""

from __future__ import annotations

from collections.abc import Sequence

from seedline.triples import RDF_TYPE, concept, term


def _words(text: str) -> Sequence[str]:
    return tuple(text.split())


COUNTRIES = _words(
    "VN NP KE ET BD PH UG TN UA MD CO PE GH NG SN MA EG JO LB IQ AF PK LK KH LA TH MM ID TL FJ PG MX GT HN SV NI CR "
    "PA DO HT JM TT GY BR BO PY UY AR CL EC ZM MW MZ ZW BW"
)
CURRENCIES = _words("USD USD USD USD USD USD EUR EUR EUR GBP SEK CHF JPY")
TARGETS = _words("8.8 10.7 8.5 17.16 5.2 16.2 3.8 4.4 13.1 11.5 1.4 8.7")
THEMES = _words("labour recruitment return schooling health ports border data climate housing remittance counselling")
FORMS = _words("platform network framework course registry programme centre study fund partnership service scheme")
RELATIONS = _words(
    "scaledInto scaledInto scaledInto nextPhase nextPhase replicatedBy adoptedBy institutionalisedIn builtOn"
)
STATUSES = _words("launched ongoing ongoing achieved achieved completed planned expected approved blocked notStated")
COMMITMENT_STATUSES = _words(
    "secured secured secured committed disbursed disbursed approved mobilised pledged planned blocked notStated"
)
BOUNDS = _words("exact exact exact exact exact exact atLeast atLeast about upTo")
SOURCE_TYPES = _words(
    "bilateral bilateral bilateral multilateral developmentBank private private nationalBudget ownResources inKind"
)
FUNDER_KINDS = _words("government multilateral developmentBank companies")

A = f"<{RDF_TYPE.value}>"
LABEL, TITLE, IDENTIFIER, HAS_SOURCE = (
    f"<{term(curie).value}>" for curie in ("rdfs:label", "dcterms:title", "dcterms:identifier", "oa:hasSource")
)
_XSD = term("xsd:date").value.removesuffix("date")


def prop(name: str) -> str:
    """Return a property or class of the ontology as N-Triples writes it.

    >>> prop("amount")
    '<https://w3id.org/seedline/ontology#amount>'
    """
    return f"<{term(f'sl:{name}').value}>"


P = {
    name: prop(name)
    for name in _words(
        "from to relation basis assertedBy statusObservation status asOf on onAfter onBefore "
        "recipient funder amount currency bound commitmentStatus sourceType "
        "coFinance laterValueOf alternativeReportOf fundingYear evidence country about alignedTo url seen started"
    )
}


def one_of(scheme: str, token: str) -> str:
    """Return a concept as N-Triples writes it."""
    return f"<{concept(scheme, token).value}>"


def typed(text: str, type_: str) -> str:
    """Return a literal of an XSD type as N-Triples writes it."""
    return f'"{text}"^^<{_XSD}{type_}>'
