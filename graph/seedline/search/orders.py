"""What is said to be the largest, smallest, newest or oldest: an order of seeds, and no choice among them."""

from __future__ import annotations

import re

from seedline.search.index import SearchIndex
from seedline.search.spans import Part, plain_letters

_SEED_EN, _SEED_FR = r"(?:seeds?|projects?)", r"projets?(?:\s+d['’]amorcage)?"
_SEED_ES = r"(?:proyectos?(?:\s+semilla)?|semillas?)"
_SUM_EN = rf"(?:(?:seed\s+)?(?:budgets?|grants?|amounts?|sums?|money|funding|funds)|{_SEED_EN})"
_SUM_FR = rf"(?:budgets?|subventions?|montants?|sommes?|financements?|{_SEED_FR})"
_SUM_ES = rf"(?:presupuestos?|subvencion(?:es)?|importes?|montos?|financiacion|{_SEED_ES})"
_GREAT_FR = r"(?:gros(?:se)?s?|grande?s?|elevee?s?|hauts?|importante?s?|chere?s?)"
_LITTLE_FR = r"(?:petite?s?|faibles?|bas(?:se)?s?)"
_GREAT_ES, _LITTLE_ES = r"(?:grandes?|alt[oa]s?|elevad[oa]s?|car[oa]s?)", r"(?:pequen[oa]s?|baj[oa]s?)"
_LE, _EL = r"(?:\s+(?:le|la|les))?\s+plus\s+", r"(?:\s+(?:el|la|los|las))?\s+mas\s+"
_GREAT_EN, _LITTLE_EN = (
    r"(?:largest|biggest|highest|greatest|top|maximum|max)",
    r"(?:smallest|lowest|minimum|min|least)",
)
_IS = r"\s+(?:is|are|was|were)\s+(?:the\s+)?"
_LARGEST = (
    rf"{_GREAT_EN}\s+(?:\d{{1,3}}\s+)?{_SUM_EN}|{_SUM_EN}{_IS}{_GREAT_EN}|most\s+(?:money|funding|funds|expensive|costly)|costliest",
    r"(?:sorted\s+|ordered\s+|ranked\s+)?by\s+(?:budget|grant|amount)s?",
    rf"plus\s+{_GREAT_FR}\s+{_SUM_FR}|{_SUM_FR}{_LE}{_GREAT_FR}|plus\s+d(?:['’]\s*|e\s+)(?:argent|fonds|financement)",
    rf"mayor(?:es)?\s+{_SUM_ES}|{_SUM_ES}\s+mayor(?:es)?|{_SUM_ES}{_EL}{_GREAT_ES}|mas\s+(?:dinero|fondos|financiacion)",
)
_SMALLEST = (
    rf"{_LITTLE_EN}\s+{_SUM_EN}|{_SUM_EN}{_IS}{_LITTLE_EN}|least\s+expensive|cheapest(?:\s+{_SUM_EN})?",
    rf"plus\s+{_LITTLE_FR}\s+{_SUM_FR}|{_SUM_FR}{_LE}{_LITTLE_FR}|moins\s+d(?:['’]\s*|e\s+)(?:argent|fonds)",
    rf"menor(?:es)?\s+{_SUM_ES}|{_SUM_ES}\s+menor(?:es)?|{_SUM_ES}{_EL}{_LITTLE_ES}|menos\s+(?:dinero|fondos)",
)
_NEWEST = (
    rf"(?:newest|latest|most\s+recent)\s+(?:{_SEED_EN}|grants?)",
    rf"(?:{_SEED_FR}|subventions?){_LE}recente?s?",
    rf"(?:{_SEED_ES}|subvencion(?:es)?){_EL}(?:recientes?|nuev[oa]s?)",
)
_OLDEST = (
    rf"(?:oldest|earliest)\s+(?:{_SEED_EN}|grants?)|(?:sorted\s+|ordered\s+)?by\s+(?:funding\s+)?year",
    rf"(?:{_SEED_FR}|subventions?){_LE}ancien(?:ne)?s?",
    rf"(?:{_SEED_ES}|subvencion(?:es)?){_EL}(?:antigu[oa]s?|viej[oa]s?)",
)
_ORDERS = tuple(
    (re.compile(rf"\b(?:{'|'.join(ways)})\b"), by, back)
    for ways, by, back in (
        (_SMALLEST, "budget", ""), (_LARGEST, "budget", "-"), (_NEWEST, "year", "-"), (_OLDEST, "year", ""),
    )
)  # fmt: skip
"""How an order is said, without accents, in English, French and Spanish → by what, and whether the other way."""


def order_of(text: str, index: SearchIndex) -> Part | None:
    """Return the first words that put seeds in an order; budgets are in that of US dollars, or the first there is."""
    plain = plain_letters(text)
    for pattern, kind, back in _ORDERS:
        names = [name for name in index.columns.numbers if name.partition(".")[0] == kind]
        if names and (said := pattern.search(plain)):
            return Part(*said.span(), sort=back + ("budget.USD" if "budget.USD" in names else names[0]))
    return None
