"""Pages that answer what somebody asks in words, where no question does."""

from __future__ import annotations

from dataclasses import dataclass

from seedline.search.question import parted


@dataclass(frozen=True, slots=True)
class Page:
    """A page: its key in the catalogue, its path, and what is asked of it, which a seed may be added to."""

    key: str
    path: str
    query: tuple[tuple[str, str], ...] = ()
    of_seed: tuple[tuple[str, str], ...] | None = None
    """What is asked of it where it is asked of one seed: another page's part, or none where it knows no seeds."""
    part: str = ""


KNOWN, CONFLICTS = "/known", "/conflicts"
PAGES = {
    "cannot": Page("site.cannot", "/about", part="cannot"),
    "known": Page("site.knownTitle", KNOWN, of_seed=()),
    "differ": Page("site.conflicts", CONFLICTS, of_seed=(("kind", "differ"),)),
    "intended": Page("explore.meant.intended", KNOWN, (("kind", "intended"),), (("kind", "intended"),)),
    "stopped": Page("explore.meant.stopped", KNOWN, (("kind", "stopped"),), (("kind", "stopped"),)),
    "policies": Page("explore.meant.policies", "/policies"),
    "compare": Page("compare.title", "/compare"),
    "map": Page("explore.shape.map", "/explore", (("as", "map"),)),
    "data": Page("data.nav", "/data"),
    "glossary": Page("data.glossary", "/glossary"),
}
"""Name of a page that words may ask for → the page."""
_ASKED = (
    ("cannot", "conclude|concluded|conclusion|conclusions|conclure|concluir|concluye|conclusiones"),
    (
        "known",
        "not known|isnt known|unknown|not know|dont know|not certain|uncertain|unsure|not sure|doubt|doubts|doubtful|"
        "conclude|concluded|conclure|concluir|concluye|pas connu|pas connue|inconnu|inconnue|ne sait|sait pas|ignore|"
        "incertain|incertitude|doute|doutes|no sabe|no se sabe|desconocido|desconocida|desconoce|incierto|duda|dudas",
    ),
    (
        "differ",
        "differently|differ|differs|differing|disagree|disagrees|disagreement|disagreements|contradict|contradicts|"
        "contradiction|contradictions|conflicts|contested|discrepancy|discrepancies|differemment|diverge|"
        "divergent|divergence|divergences|desaccord|contredit|contredisent|difieren|difiere|discrepan|discrepancia|"
        "contradicen|contradiccion|desacuerdo|conflictos",
    ),
    (
        "intended",
        "planned|only agreed|intended|only approved|foreseen|not begun|not started|not yet|prevu|prevue|prevus|prevues|"
        "planifie|pas commence|previsto|prevista|previstos|previstas|planeado|planificado|no ha comenzado",
    ),
    ("stopped", "stopped|abandoned|cancelled|discontinued|arrete|abandonne|annule|detenido|abandonado|cancelado"),
    ("policies", "policies|politiques|politicas"),
    ("compare", "compare|comparison|comparer|comparaison|comparar|comparacion"),
    ("map", "map|carte|mapa"),
    ("data", "download|downloads|telecharger|descargar|descarga"),
    ("glossary", "glossary|glossaire|glosario"),
)
"""Name of a page → the words, or words together, that ask for it, folded, in English, French and Spanish."""
PAGE_WORDS = frozenset(word for _, ways in _ASKED for word in ways.replace("|", " ").split())
_NEGATED = frozenset({"cannot", "known"})


def pages_asked(text: str) -> list[str]:
    """Return the names of the pages that somebody's words ask for.

    >>> pages_asked("What may I not conclude?"), pages_asked("what is not known?"), pages_asked("nepal")
    (['cannot', 'known'], ['known'], [])
    """
    typed = set(parted(text))
    return [name for name, ways in _ASKED if any(typed.issuperset(way.split()) for way in ways.split("|"))]


def says_no(pages: list[str]) -> bool:
    """Return whether a page among some is about what is not: it answers a question that says no."""
    return not _NEGATED.isdisjoint(pages)
