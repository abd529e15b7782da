"""Made-up lineages of 5, 30 and 150 nodes, always the same, to look at and to hold the drawing to."""

from __future__ import annotations

from seedline.vocabulary import STATUSES as KNOWN
from tests.render.documents import BASE, Json, commitment, document, edge, money, node

#: What is not stated stands last.
STATUSES = tuple(sorted(KNOWN, key=lambda status: status == "notStated"))
_TOPICS = (
    "Border health", "Return and reintegration", "Ethical recruitment", "Diaspora engagement", "Climate mobility",
    "Labour migration data", "Counter-trafficking referral", "Migrant entrepreneurship", "Health of migrants",
    "Urban integration",
)  # fmt: skip
_FORMS = {
    "study": "baseline study", "framework": "framework", "course": "training course", "platform": "online platform",
    "network": "network of practitioners", "curriculum": "curriculum for officials", "publication": "policy brief",
    "system": "case management system", "plan": "national action plan", "event": "regional conference",
    "indicatorSet": "set of indicators", "body": "inter-ministerial working group",
}  # fmt: skip
_PLACES = (("NP", "Nepal"), ("TN", "Tunisia"), ("BR", "Brazil"), ("UA", "Ukraine"), ("VN", "Viet Nam"), ("GH", "Ghana"))
_OTHER_SCRIPTS = {
    7: "منصة إلكترونية لبيانات هجرة العمالة (المرحلة 2)",
    11: "प्रवासी स्वास्थ्य नीति का राष्ट्रीय मसौदा",
    13: "Платформа для інтеграції мігрантів у містах",
    17: "Khung hợp tác về tuyển dụng có đạo đức ở Việt Nam",
}


def synthetic(count: int, seed: int = 1) -> Json:
    """Return a document of so many nodes: a seed with what came before, what it produced, and what followed."""
    state = seed

    def pick(most: int) -> int:
        # A small congruential generator: the same numbers on every machine, which random need not promise.
        nonlocal state
        state = (state * 1103515245 + 12345) % 2**31
        return (state >> 8) % most

    nodes = [
        node("S.0001", "seed", "seedProject", label="Seeds of cooperation on migrant health", codes=["S.0001"],
             fundingYear="2014", start="2014-03", end="2016-08", countries=_countries(pick(6), 2)),
    ]  # fmt: skip
    edges: list[Json] = []
    before = max(0, count // 15) if count > 5 else 1
    produced = max(2, count * 55 // 100)
    for number in range(before):
        kind = ("project", "product", "placeholder")[pick(3)]
        nodes.append(
            node(f"b{number}", "before", kind, label=_label(number, pick(99), kind), start=f"{2008 + pick(5)}")
        )
        edges.append(edge(f"b{number}", f"b{number}", "S.0001", ("builtOn", "informed", "nextPhase")[pick(3)]))
    forms = list(_FORMS)
    for number in range(produced):
        form = forms[pick(len(forms))]
        label = _OTHER_SCRIPTS.get(number) or f"{_TOPICS[pick(10)]}: {_FORMS[form]}"
        nodes.append(node(f"p{number}", "produced", "product", productKind=form, label=label))
        stated = pick(4) == 0
        edges.append(edge(f"p{number}", "S.0001", f"p{number}", status="achieved" if stated else "notStated",
                          statusAsOf="2016" if stated else None, contribution=("originated", "notStated")[pick(2)]))  # fmt: skip
    sums = []
    number = 0
    while len(nodes) < count:
        made = [item for item in nodes if item["stage"] in {"produced", "followed"}]
        source = made[pick(min(len(made), 12)) if pick(3) else len(made) - 1 - pick(min(len(made), 3))]["id"]
        kind = ("programme", "project", "policy", "product")[pick(4)]
        carried = kind == "policy" and pick(2) == 0
        relation = (
            "institutionalisedIn" if carried else ("scaledInto", "nextPhase", "replicatedBy", "adoptedBy")[pick(4)]
        )
        status = list(STATUSES)[pick(len(STATUSES))]
        key = f"f{number}"
        start = f"{2016 + pick(5)}-{1 + pick(12):02}"
        nodes.append(node(key, "carried on" if carried else "followed", kind, label=_label(number, pick(99), kind), start=start,
                          countries=_countries(pick(6), 1 + pick(2)), policyStage=_policy(pick(4)) if kind == "policy" else None))  # fmt: skip
        given = []
        if pick(3) == 0 and not carried:
            amount = str((1 + pick(90)) * 100_000)
            item = commitment(f"c{number}", key, amount, funderLabel=("Sweden", "European Union", "Private sector")[pick(3)],
                              status=("secured", "mobilised", "committed")[pick(3)], bound=("exact", "atLeast")[pick(2)],
                              asOf=(None, "2020-06")[pick(2)])  # fmt: skip
            sums.append(item)
            given = [item["iri"]]
        edges.append(edge(f"f{number}", source, key, relation, status=status, statusAsOf=f"{2017 + pick(5)}",
                          basis="inferred" if pick(6) == 0 else "stated", commitments=given,
                          dimensions=["functional"] if pick(7) == 0 else []))  # fmt: skip
        if number % 9 == 8:
            edges.append(
                edge(f"x{number}", f"p{pick(produced)}", key, "informed", status="achieved", statusAsOf="2019")
            )
        number += 1
    total = sum(int(item["amount"]) for item in sums)
    by_status: dict[str, int] = {}
    for item in sums:
        by_status[item["status"]] = by_status.get(item["status"], 0) + int(item["amount"])
    entry = money(
        seed={"amount": "200000", "bound": "exact"},
        followOn={"amount": str(total) if total else None, "bound": "atLeast", "byStatus": {k: str(v) for k, v in by_status.items()}},
        leverage=f"{total / 200000:.1f}" if total else None, commitments=sums,
        seeds=[commitment("seed", "S.0001", "200000", status="disbursed", sourceType="seed")],
    )  # fmt: skip
    return document(
        nodes, edges, money=[entry], summary=f"A made-up lineage of {count} nodes, to see how a picture grows.",
        carriedOnBy=[
            {"iri": f"{BASE}carried/1", "kind": "institution", "node": nodes[-1]["iri"], "agent": None,
             "label": "Ministry of Health and Population", "asOf": "2021-06", "summary": None, "evidence": []},
            {"iri": f"{BASE}carried/2", "kind": "nobodyKnown", "node": nodes[min(3, count - 1)]["iri"], "agent": None,
             "label": None, "asOf": "2021", "summary": None, "evidence": []},
        ],
    )  # fmt: skip


def _label(number: int, turn: int, kind: str) -> str:
    topic = _TOPICS[(number + turn) % len(_TOPICS)]
    ends = {
        "programme": "programme for the region",
        "project": "follow-up project",
        "policy": "policy",
        "product": "toolkit",
    }
    return f"{topic} {ends.get(kind, 'initiative of another organisation')}"


def _countries(first: int, count: int) -> list[Json]:
    chosen = [_PLACES[(first + step) % len(_PLACES)] for step in range(count)]
    return [{"code": code, "label": label, "qualifier": None} for code, label in chosen]


def _policy(turn: int) -> Json:
    stage = ("draft", "endorsed", "adopted", "inPreparation")[turn]
    return {"stage": stage, "asOf": "2019-04", "body": ("Council of Ministers", None)[turn % 2], "evidence": []}
