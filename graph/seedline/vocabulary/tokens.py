"""The closed lists a case file may use, as types.

Each list is a SKOS scheme in :mod:`seedline_ontology` too, with labels and definitions; a test holds the two
equal. Open lists (countries, currencies, SDG targets) live in the schemes alone.
"""

from __future__ import annotations

from typing import Literal

Relation = Literal[
    "produced",
    "scaledInto",
    "nextPhase",
    "replicatedBy",
    "adoptedBy",
    "institutionalisedIn",
    "builtOn",
    "informed",
    "fundedBy",
    "coFinancedWith",
    "partOf",
    "sameAs",
]
Status = Literal[
    "recommended",
    "identified",
    "expressedInterest",
    "planned",
    "expected",
    "agreed",
    "approved",
    "launched",
    "ongoing",
    "achieved",
    "completed",
    "blocked",
    "discontinued",
    "notStated",
]
CommitmentStatus = Literal[
    "pledged", "planned", "approved", "committed", "secured", "mobilised", "disbursed", "blocked", "notStated"
]
PolicyStage = Literal["inPreparation", "draft", "endorsed", "adopted", "funded", "implemented"]
Mood = Literal["notStated", "suggested", "intended", "agreed", "underWay", "happened", "stopped"]
Kind = Literal["seedProject", "project", "programme", "product", "policy", "sharedInstrument", "placeholder"]
Stage = Literal["before", "seed", "produced", "followed", "carried on"]
Contribution = Literal["originated", "contributedTo", "inspired", "notStated"]
Basis = Literal["stated", "inferred"]
Voice = Literal["fund", "implementingOffice", "recipientGovernment", "funder", "evaluator", "other", "seedline"]
Bound = Literal["exact", "atLeast", "about", "upTo"]
Level = Literal["output", "outcome"]
SourceType = Literal[
    "seed",
    "bilateral",
    "multilateral",
    "developmentBank",
    "private",
    "nationalBudget",
    "ownResources",
    "inKind",
    "notStated",
]
Dimension = Literal[
    "quantitative",
    "morePlaces",
    "morePeople",
    "functional",
    "political",
    "organisational",
    "horizontal",
    "vertical",
]
CharacteristicName = Literal["nationalOwnership", "evidenceAndLearning", "scalability", "innovation", "sustainability"]
Theme = Literal["rightsBased", "gender", "environment"]
InnovationArea = Literal[
    "communityEngagement",
    "corporateSustainability",
    "education",
    "entrepreneurship",
    "infrastructure",
    "media",
    "policy",
    "research",
    "technologyData",
]
DacCriterion = Literal["relevance", "coherence", "effectiveness", "efficiency", "impact", "sustainability"]
ProductKind = Literal[
    "framework",
    "platform",
    "policy",
    "plan",
    "course",
    "curriculum",
    "study",
    "system",
    "network",
    "indicatorSet",
    "mechanism",
    "body",
    "event",
    "publication",
    "other",
]
Role = Literal[
    "requester",
    "lead",
    "partner",
    "implementer",
    "manager",
    "beneficiary",
    "host",
    "member",
    "funder",
    "supporter",
]
Confidence = Literal["high", "medium", "low"]
FollowOnKnown = Literal["known", "lookedForNoneFound", "notLookedFor"]
Carrier = Literal["institution", "iom", "otherFunder", "nobodyKnown"]
ClaimType = Literal["figure", "context", "achievement", "counterfactual", "diverging", "general", "other"]
OwnershipKind = Literal["whoAsked", "whoLed", "bodyCreated", "bodyDissolved", "governmentInput", "stillActive"]
EvaluationType = Literal["exPost", "final", "midTerm", "performanceReview", "notStated"]
Evaluator = Literal["internal", "external", "notStated"]
ProjectStatus = Literal["active", "completed", "finalisation", "cancelled", "notStated"]
Coverage = Literal["national", "regional", "multiRegional", "global"]
Region = Literal["africa", "asiaOceania", "europe", "latinAmericaCaribbean", "middleEast", "global"]
FundRuleKind = Literal["envelope", "ceiling", "evaluation", "eligibility"]

#: SKOS scheme of each closed list, the token its ``skos:notation``.
SCHEMES: dict[str, object] = {
    "relation": Relation,
    "status": Status,
    "commitment-status": CommitmentStatus,
    "policy-stage": PolicyStage,
    "mood": Mood,
    "contribution": Contribution,
    "basis": Basis,
    "voice": Voice,
    "bound": Bound,
    "level": Level,
    "source-type": SourceType,
    "dimension": Dimension,
    "characteristic": CharacteristicName,
    "theme": Theme,
    "innovation-area": InnovationArea,
    "dac": DacCriterion,
    "product-kind": ProductKind,
    "role": Role,
    "confidence": Confidence,
    "follow-on-known": FollowOnKnown,
    "carrier": Carrier,
    "claim-type": ClaimType,
    "ownership-kind": OwnershipKind,
    "evaluation-type": EvaluationType,
    "evaluator": Evaluator,
    "project-status": ProjectStatus,
    "coverage": Coverage,
    "region": Region,
    "fund-rule-kind": FundRuleKind,
}
