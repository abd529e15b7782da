"""What words claim, in three languages: written by hand from the languages, from no catalogue of the product.

Each table holds what the product says today and what it may say tomorrow; a phrase that is missing here is a claim that
is not seen, so a new wording comes with its line. Patterns are searched in texts whose names are already replaced.
"""

from __future__ import annotations

import re

#: Before an amount: what bounds it.
BOUNDS = {
    "en": {"at least": "atLeast", "over": "atLeast", "more than": "atLeast", "about": "about", "around": "about", "up to": "upTo"},
    "fr": {"au moins": "atLeast", "plus de": "atLeast", "environ": "about", "jusqu’à": "upTo", "jusqu'à": "upTo"},
    "es": {"al menos": "atLeast", "más de": "atLeast", "aproximadamente": "about", "alrededor de": "about", "unos": "about", "hasta": "upTo"},
}  # fmt: skip
SCALES = r"million|millions|millón|millones|mio|m|M"
NUMBERS = {
    "en": r"\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?",
    "fr": r"\d{1,3}(?:[  \u00a0\u202f]\d{3})+(?:,\d+)?|\d+(?:,\d+)?",
    "es": r"\d{1,3}(?:[ .\u00a0\u202f]\d{3})+(?:,\d+)?|\d+(?:,\d+)?",
}

#: The state of money beside an amount.
MONEY_STATES = {
    "en": {"pledged": "pledged", "planned": "planned", "approved": "approved", "committed": "committed", "secured": "secured", "reported as mobilised": "mobilised", "mobilised": "mobilised", "disbursed": "disbursed", "spent": "disbursed", "blocked": "blocked"},
    "fr": {"promis": "pledged", "prévu": "planned", "planifié": "planned", "approuvé": "approved", "engagé": "committed", "obtenu": "secured", "rapporté comme mobilisé": "mobilised", "déclaré comme mobilisé": "mobilised", "mobilisé": "mobilised", "décaissé": "disbursed", "dépensé": "disbursed", "bloqué": "blocked"},
    "es": {"prometido": "pledged", "previsto": "planned", "planificado": "planned", "aprobado": "approved", "comprometido": "committed", "asegurado": "secured", "declarado como movilizado": "mobilised", "movilizado": "mobilised", "desembolsado": "disbursed", "gastado": "disbursed", "bloqueado": "blocked"},
}  # fmt: skip

MONTHS = {
    "en": "january|february|march|april|may|june|july|august|september|october|november|december",
    "fr": "janvier|février|mars|avril|mai|juin|juillet|août|septembre|octobre|novembre|décembre",
    "es": "enero|febrero|marzo|abril|mayo|junio|julio|agosto|septiembre|octubre|noviembre|diciembre",
}
SHORT_MONTHS = {
    "en": "jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec",
    "fr": "janv|févr|mars|avr|mai|juin|juill|août|sept|oct|nov|déc",
    "es": "ene|feb|mar|abr|may|jun|jul|ago|sept|oct|nov|dic",
}
#: Before a date: that it is when something was told, not when it happened.
TOLD = {
    "en": r"(?:as of|known by|told by|(?:at|by) the end of)\s*$",
    "fr": r"(?:en date d[eu’]|à la date d[eu’]|connue?s? (?:en|le)|au|à la fin d[eu’])\s*$",
    "es": r"(?:a fecha de|conocid[oa]s? (?:en|el)|al final del?)\s*$",
}

#: That no follow-on amount is reported; a group is the currency of which alone it is said.
NO_MONEY = {
    "en": r"\bno (?:follow-on |external )?(?:amount|money|follow-on)(?: in ([A-Z]{3}))?(?: from other funders)? (?:is|was|has been) reported[^.;]*",
    "fr": r"\baucune? (?:montant|argent|suite)(?: de suite| externe)?(?: en ([A-Z]{3}))?(?: d’autres bailleurs)? n’(?:est|a été) (?:déclaré|rapporté|signalé)e?[^.;]*",
    "es": r"\bno se (?:declara|informa|reporta)(?: de)? ningún (?:importe|dinero)(?: de continuación| posterior| externo)?(?: en ([A-Z]{3}))?[^.;]*",
}
#: That it is said of a part alone.
IN_PART = {"en": "in this part", "fr": "dans cette partie", "es": "en esta parte"}
#: That nothing came after a seed.
NO_STEP = {
    "en": r"\bhas no (?:recorded )?step after it|\bnothing (?:is recorded|follows) after it",
    "fr": r"\bn’a aucune étape (?:consignée )?après elle|\brien n’est consigné après",
    "es": r"\bno tiene ningún paso (?:registrado |posterior)?(?:después)?",
}

#: Relations that have no earlier and no later end.
UNDIRECTED = {"coFinancedWith", "sameAs"}
#: Words of relations, whatever the mood: the later thing's name follows.
RELATIONS = {
    "en": {"produced": r"produced", "scaledInto": r"scaled into", "nextPhase": r"followed by (?:the|its) next phase,?|next phase:?", "replicatedBy": r"replicated by", "adoptedBy": r"taken up in", "institutionalisedIn": r"institutionalised in"},
    "fr": {"produced": r"a (?:produit|donné lieu à)", "scaledInto": r"chang(?:é|er|e|eant) d’échelle avec", "nextPhase": r"pour phase suivante|la phase suivante,", "replicatedBy": r"reproduite? par", "adoptedBy": r"repris dans", "institutionalisedIn": r"institutionnalisée? dans"},
    "es": {"produced": r"produjo|dio lugar a", "scaledInto": r"ampliad[oa] en|amplíe en|amplió en|ampliarse en|amplía en", "nextPhase": r"como fase siguiente|la fase siguiente,|fase anterior de", "replicatedBy": r"replicad[oa] por", "adoptedBy": r"recogid[oa] en", "institutionalisedIn": r"institucionalizad[oa] en|institucionalizó en|institucionalizarse en|institucionaliza en|institucionalice en"},
}  # fmt: skip
#: Verbs before the words of a relation, from the most to the least special. Without one, it is told as done.
MOODS = {
    "en": [("notStated", r"(?:is|are) named as"), ("stopped", r"(?:was|were) to be|(?:was|were) blocked|(?:was|were) dissolved"), ("agreed", r"(?:is|are) set to be"), ("intended", r"(?:is|are) (?:planned|expected) to be|to be"), ("suggested", r"(?:may|might|could) be|(?:was|were) suggested"), ("happened", r"(?:was|were|has been|have been)"), ("underWay", r"(?:is|are)(?: being)?")],
    "fr": [("stopped", r"devait(?: être)?|a été bloqué|a été dissou[st]"), ("agreed", r"doit(?: être)?"), ("intended", r"devrait(?: être)?|est prévu"), ("suggested", r"pourrait(?: être)?|peut être|a été suggéré"), ("notStated", r"est cité comme"), ("happened", r"(?:a été|ont été|fut|a)(?= )"), ("underWay", r"(?:est|sont)(?: en train d’être)?")],
    "es": [("stopped", r"(?:debía|iba a)(?: ser)?|fue bloquead[oa]|fue disuelt[oa]"), ("agreed", r"va a(?: ser)?"), ("intended", r"ha de(?: ser)?|se prevé|está previsto(?: que(?: se| sea)?)?"), ("suggested", r"podría(?: ser)?|puede ser|se sugirió"), ("notStated", r"figura como"), ("happened", r"(?:fue|fueron|ha sido|se|tuvo)(?= )"), ("underWay", r"(?:es|está)(?: siendo)?")],
}  # fmt: skip
#: The status of a step, in brackets behind the later thing.
STATUSES = {
    "en": {"recommended": "recommended", "identified": "identified", "interest expressed": "expressedInterest", "planned": "planned", "expected": "expected", "agreed": "agreed", "approved": "approved", "launched": "launched", "ongoing": "ongoing", "achieved": "achieved", "completed": "completed", "blocked": "blocked", "discontinued": "discontinued", "status not stated": "notStated"},
    "fr": {"recommandé": "recommended", "identifié": "identified", "intérêt exprimé": "expressedInterest", "planifié": "planned", "prévu": "planned", "attendu": "expected", "convenu": "agreed", "approuvé": "approved", "lancé": "launched", "en cours": "ongoing", "atteint": "achieved", "réalisé": "achieved", "achevé": "completed", "bloqué": "blocked", "interrompu": "discontinued", "statut non précisé": "notStated"},
    "es": {"recomendado": "recommended", "identificado": "identified", "interés expresado": "expressedInterest", "planificado": "planned", "previsto": "planned", "esperado": "expected", "acordado": "agreed", "aprobado": "approved", "iniciado": "launched", "en curso": "ongoing", "logrado": "achieved", "completado": "completed", "bloqueado": "blocked", "interrumpido": "discontinued", "estado no indicado": "notStated"},
}  # fmt: skip

SOURCE = {"en": r"\bSources?: ", "fr": r"\bSources? ?: ", "es": r"\bFuentes?: "}
#: A source by another name than its title.
PROJECT_PAGES = {"en": "project pages", "fr": "pages de projet", "es": "páginas de proyecto"}
BOOKLET = {"en": "the Fund's own booklet", "fr": "la brochure du Fonds", "es": "el folleto del Fondo"}
BLOCKED = {"en": r"reported as blocked", "fr": r"bloqué", "es": r"bloquead"}
NOT_COUNTED = {"en": r"not counted", "fr": r"(?:non|pas) comptée?s?", "es": r"no (?:se )?(?:cuent|contad)"}
OUR_READING = {"en": r"our (?:own )?reading", "fr": r"notre (?:propre )?lecture", "es": r"nuestra (?:propia )?lectura"}
#: Other voices than the Fund's, as a text names them.
VOICES = {
    "en": {"fund": r"the Fund(?:'s|’s)? (?:itself|own word)", "implementingOffice": "(?:an|the) implementing office", "recipientGovernment": "(?:a|the) recipient government", "funder": "a funder", "evaluator": "an evaluator", "other": "others", "seedline": "Seedline"},
    "fr": {"fund": "le Fonds lui-même", "implementingOffice": "(?:un|le) bureau d’exécution", "recipientGovernment": "(?:un|le) gouvernement bénéficiaire", "funder": "un bailleur(?: de fonds)?", "evaluator": "un évaluateur", "other": "d’autres", "seedline": "Seedline"},
    "es": {"fund": "el propio Fondo", "implementingOffice": "(?:una|la) oficina ejecutora", "recipientGovernment": "(?:un|el) gobierno receptor", "funder": "un financiador", "evaluator": "un evaluador", "other": "otros", "seedline": "Seedline"},
}  # fmt: skip
WHOSE_WORD = {"en": r"By whose word: ([^.]*)\.", "fr": r"Selon qui : ([^.]*)\.", "es": r"Según quién: ([^.]*)\."}

OUTPUTS = {
    "en": r"(\d+) (?:other )?outputs?\b",
    "fr": r"(\d+) (?:autres? )?produits?\b",
    "es": r"(\d+) productos?\b(?: más)?",
}
CONTRIBUTED = {"en": r"contributed to $", "fr": r"contribué à $", "es": r"contribuyó a $"}
STEP_COUNTS = {"en": r"\bSteps: ([^.]*)\.", "fr": r"Étapes : ([^.]*)\.", "es": r"\bPasos: ([^.]*)\."}
PICTURE = {
    "en": r"A picture of (\d+) nodes?(?: and (\d+) steps?)?",
    "fr": r"Une image de (\d+) éléments?(?: et (\d+) étapes?)?",
    "es": r"Una imagen de (\d+) elementos?(?: y (\d+) pasos?)?",
}
SEEDS = {"en": r"\b(\d+) seed projects\b", "fr": r"\b(\d+) projets d’amorçage\b", "es": r"\b(\d+) proyectos semilla\b"}
RATIO = {
    "en": r"Follow-on per seed (?P<unit>\w+): (?P<bound>[^\d(]*)(?P<ratio>\d[\d.,]*)",
    "fr": r"Suites par (?P<unit>\w+) de subvention d’amorçage : (?P<bound>[^\d(]*)(?P<ratio>\d[\d.,]*)",
    "es": r"Financiación posterior por (?P<unit>\w+) de subvención semilla: (?P<bound>[^\d(]*)(?P<ratio>\d[\d.,]*)",
}
DOLLAR = {"dollar", "dólar"}


#: A status as of a number of steps, where more than an ending is another.
COUNTED = {"of unstated status": "notStated", "with interest expressed": "expressedInterest"}


def status_counted(lang: str, name: str) -> str | None:
    """Return the status of which there are some, whatever its gender and number."""
    name = re.sub(r"^(?:d(?:e |’)|avec |con )(?=statut|estado|inter|intérêt)", "", name)
    endings = {"en": ("",), "fr": ("", "s", "e", "es"), "es": ("", "s")}[lang]
    found = (STATUSES[lang].get(name.removesuffix(ending)) for ending in endings)
    return COUNTED.get(name) or next((status for status in found if status), None)


def plain(text: str) -> str:
    """Return a text whose punctuation has common blanks, as the patterns here are written."""
    return re.sub("\u00a0(?=[:;!?»])|(?<=«)\u00a0", " ", text)


def alternatives(words: dict[str, str]) -> str:
    """Return a pattern of words, the longest first."""
    return "|".join(re.escape(word) for word in sorted(words, key=len, reverse=True))
