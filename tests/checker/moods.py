"""Steps as sentences tell them: which relation, to what, in which status, and how strongly."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from tests.checker import phrases as say
from tests.checker.ledger import Finding
from tests.checker.licence import NAME, Licence
from tests.checker.truth import Truth
from tests.checker.world import Step


@lru_cache
def verb_patterns(lang: str) -> tuple[re.Pattern[str], re.Pattern[str], re.Pattern[str]]:
    """Return the patterns of relations, of moods, and of a status in brackets."""
    relations = "|".join(f"(?P<{name}>{words})" for name, words in say.RELATIONS[lang].items())
    moods = "|".join(f"(?P<{name}>{words})" for name, words in say.MOODS[lang])
    status = rf"\s*\([^()]*?\b({say.alternatives(say.STATUSES[lang])})\b[^()]*\)"
    return re.compile(rf"\b(?:{relations})"), re.compile(rf"\b(?:{moods})\b"), re.compile(status)


def moods(licence: Licence, lang: str, text: str, marks: dict[str, str]) -> Iterator[Finding]:
    """No step is told in another direction, as another relation, in another status, or stronger than it is."""
    truth, world = licence.truth, licence.truth.world
    into: dict[str, list[Step]] = {}
    for step in truth.steps:
        into.setdefault(step.later, []).append(step)
    relations, moods_of, status_of = verb_patterns(lang)
    for told in re.split(r"(?<=[^\d][.])\s+(?=[A-ZÀ-Ý\ue000-\uf8ff])|\n", text):
        verbs = list(relations.finditer(told))
        for name in re.finditer(NAME, told) if verbs else ():
            node = marks[name[0]]
            verb = next((verb for verb in reversed(verbs) if verb.end() <= name.start()), None)
            if verb is None or node not in truth.nodes:
                continue
            relation = verb.lastgroup or ""
            steps = [s for s in into.get(node, ()) if s.relation == relation]
            if not steps and any(v.lastgroup == "produced" and v.end() <= name.start() for v in verbs):
                relation, steps = "produced", [s for s in into.get(node, ()) if s.relation == "produced"]
            if not steps:
                yield "step.relation", f"{relation} → {node}"
                continue
            bracket = status_of.match(told, name.end())
            status = say.STATUSES[lang][bracket[1]] if bracket else None
            steps_said = [
                s for s in steps if status in {None, world.status(s)} or (status == "launched" and world.launch(s))
            ]
            if not steps_said:
                yield "step.status", f"{node}: {bracket and bracket[1]}"
                continue
            if relation == "produced":
                if all(world.mood(s) not in {"happened", "underWay"} for s in steps_said):
                    yield "mood", f"produced → {node}, which is {world.status(steps_said[0])}"
                if all(s.contribution in {"contributedTo", "inspired"} for s in steps_said):
                    yield "contribution", f"produced → {node}: {steps_said[0].contribution}"
                continue
            found = next((m for m in reversed(list(moods_of.finditer(told, 0, verb.start())))), None)
            mood = found.lastgroup or "" if found and not verb_between(verbs, found, verb, lang) else "happened"
            if not any(may(truth, s, mood, bool(bracket)) for s in steps_said):
                yield "mood", f"{mood} {relation} → {node}, which is {world.status(steps_said[0])}"


def verb_between(verbs: list[re.Match[str]], mood: re.Match[str], verb: re.Match[str], lang: str) -> bool:
    """Return whether a verb that stands for itself lies between a mood and the verb it would be of."""
    return any(v.lastgroup == "produced" and mood.end() <= v.start() < verb.start() for v in verbs)


def may(truth: Truth, step: Step, told: str, bracket: bool) -> bool:
    """Return whether a step may be told in a mood; beside its status in brackets a little more freely."""
    strength, mood = truth.world.rules.strength, truth.world.mood(step)
    if mood == "stopped":
        begun = any(truth.world.rules.mood.get(seen.status) in {"happened", "underWay"} for seen in step.seen)
        return told == "stopped" or (bracket and begun)
    if told == "stopped":
        return False
    # "Was scaled into X (launched …)" and "may become X (status not stated)" say in brackets what they leave open.
    allowed = {"underWay": "happened", "notStated": "suggested"}.get(mood, mood) if bracket else mood
    return strength[told] <= strength[allowed]
