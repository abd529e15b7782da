"""What a picture says: verbs, statuses, kinds, dates and amounts, in the words of one language."""

from __future__ import annotations

from decimal import Decimal, InvalidOperation

from seedline.render.facts import Commitment, Node, Step

LANGUAGES = ("en",)
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
STAGES = {
    "before": "Before",
    "seed": "Seed",
    "produced": "Produced",
    "followed": "Followed",
    "carried on": "Carried on by",
}
# Along the arrow, from the earlier to the later.
VERBS = {
    "produced": "produced",
    "scaledInto": "scaled into",
    "nextPhase": "next phase",
    "replicatedBy": "replicated by",
    "adoptedBy": "adopted by",
    "institutionalisedIn": "institutionalised in",
    "builtOn": "built on by",
    "informed": "informed",
    "fundedBy": "financed",
    "coFinancedWith": "co-financed with",
    "partOf": "part of",
    "sameAs": "same as",
}
STATUSES = {
    "recommended": "recommended",
    "identified": "identified",
    "expressedInterest": "interest expressed",
    "planned": "planned",
    "expected": "expected",
    "agreed": "agreed",
    "approved": "approved",
    "launched": "launched",
    "ongoing": "ongoing",
    "achieved": "achieved",
    "completed": "completed",
    "blocked": "blocked",
    "discontinued": "discontinued",
    "notStated": "status not stated",
}
KINDS = {
    "seedProject": "Seed project",
    "project": "Project",
    "programme": "Programme",
    "product": "Product",
    "policy": "Policy",
    "sharedInstrument": "Shared instrument",
    "placeholder": "Known only by mention",
    "folded": "Several, folded",
}
PRODUCT_KINDS = {"indicatorSet": "Indicator set", "other": "Product"}
POLICY_STAGES = {"inPreparation": "in preparation"}
CONTRIBUTIONS = {"originated": "originated", "contributedTo": "contributed to", "inspired": "inspired"}
COMMITMENTS = {"mobilised": "reported as mobilised", "notStated": "status not stated"}
BOUNDS = {"atLeast": "at least ", "about": "about ", "upTo": "up to "}
VOICES = {
    "fund": "the Fund itself",
    "implementingOffice": "the implementing office",
    "recipientGovernment": "the recipient government",
    "funder": "a funder",
    "evaluator": "an evaluator",
    "other": "others",
    "seedline": "Seedline",
}
CARRIERS = {
    "institution": "Institution",
    "iom": "IOM",
    "otherFunder": "Other funder",
    "nobodyKnown": "Nobody known to us",
}
DIMENSIONS = {"morePlaces": "more places", "morePeople": "more people"}
OUR_READING = "our reading"


def when(date: str) -> str:
    """Return a date in words at its own precision.

    >>> when("2021-10"), when("2017-10-01"), when("2015"), when("soon")
    ('Oct 2021', '1 Oct 2017', '2015', 'soon')
    """
    parts = date.split("-")
    if not all(part.isdecimal() for part in parts) or not 1 <= len(parts) <= 3:
        return date
    if len(parts) == 1:
        return date
    month = int(parts[1])
    if not 1 <= month <= 12:
        return date
    named = f"{_MONTHS[month - 1]} {parts[0]}"
    return named if len(parts) == 2 else f"{int(parts[2])} {named}"


def years(dates: list[str]) -> str:
    """Return the years that dates span.

    >>> years(["2017-10-01", "2015"]), years(["2015"]), years([])
    ('2015–2017', '2015', '')
    """
    found = sorted({date[:4] for date in dates if date[:4].isdecimal()})
    return found[0] if len(found) == 1 else f"{found[0]}–{found[-1]}" if found else ""


def money(stated: str, currency: str, bound: str = "exact") -> str:
    """Return an amount with its bound; only what loses no digit is shortened.

    >>> money("5600000", "USD", "atLeast"), money("300000", "USD"), money("149999.88", "USD"), money("", "EUR")
    ('at least USD 5.6m', 'USD 300,000', 'USD 149,999.88', 'amount not stated')
    """
    if not stated:
        return "amount not stated"
    value = amount_of(stated)
    if value is None:
        return f"{currency} {stated}".strip()
    millions = value / 1_000_000
    if value >= 1_000_000 and millions == millions.quantize(Decimal("0.01")):
        figure = f"{_plain(millions)}m"
    else:
        digits, _, rest = _plain(value).partition(".")
        figure = f"{int(digits):,}" + (f".{rest}" if rest else "")
    return BOUNDS.get(bound, "") + f"{currency} {figure}".strip()


def amount_of(text: str) -> Decimal | None:
    """Return an amount as a number, or None where it is none.

    >>> amount_of("5600000"), amount_of("1e999999999"), amount_of("much")
    (Decimal('5600000'), None, None)
    """
    try:
        value = Decimal(text)
    except InvalidOperation:
        return None
    # An exponent could stand for a billion digits.
    return value if value.is_finite() and abs(value.adjusted()) <= 20 else None


def amount(text: str) -> Decimal:
    """Return an amount for sorting, nothing as zero."""
    return amount_of(text) or Decimal(0)


def _plain(value: Decimal) -> str:
    text = format(value, "f")
    return text.rstrip("0").rstrip(".") if "." in text else text


def spoken(token: str) -> str:
    """Return a token of an open list as words.

    >>> spoken("indicatorSet"), spoken("study")
    ('indicator set', 'study')
    """
    return "".join(f" {letter.lower()}" if letter.isupper() else letter for letter in token).strip()


def kind(node: Node) -> str:
    """Return what a node is, the kind of a product rather than the word."""
    if node.kind == "product" and node.product_kind:
        return PRODUCT_KINDS.get(node.product_kind) or begin(spoken(node.product_kind))
    return KINDS.get(node.kind) or begin(spoken(node.kind))


def verb(step: Step) -> str:
    """Return the verb of a step, read along its arrow."""
    return VERBS.get(step.relation) or spoken(step.relation) or "followed by"


def status(step: Step) -> str:
    """Return the status of a step with its year, and a mark where it is old."""
    if step.told:
        return step.told
    words = STATUSES.get(step.status) or spoken(step.status)
    if step.status == "notStated":
        return words
    dated = f"{words}, as of {when(step.as_of)}" if step.as_of else f"{words}, undated"
    return f"{dated}; nothing newer known" if step.old else dated


def dated(step: Step) -> str:
    """Return the date of a step itself, which is not the date of its status."""
    if not step.date or (step.date == step.as_of and step.status in {"launched", "achieved", "completed"}):
        return ""
    return f"{'launched' if step.relation in {'scaledInto', 'nextPhase'} else 'dated'} {when(step.date)}"


def commitment(item: Commitment) -> str:
    """Return a commitment as an edge writes it: who, how much, in which status, of when."""
    state = COMMITMENTS.get(item.status) or spoken(item.status)
    inside = f"{state}, {when(item.as_of)}" if item.as_of else state
    funder = item.funder or ("private sector" if item.source_type == "private" else "funder not stated")
    return f"{funder}: {money(item.amount, item.currency, item.bound)} ({inside})"


def sentence(parts: list[str]) -> str:
    """Return parts as sentences, each with a full stop.

    >>> sentence(["CREST", "", "Since 2017."])
    'CREST. Since 2017.'
    """
    return " ".join(part if part.endswith((".", "…", "?")) else f"{part}." for part in parts if part)


def begin(text: str) -> str:
    """Return text with its first letter as a sentence begins.

    >>> begin("draft by the Ministry of Health")
    'Draft by the Ministry of Health'
    """
    return text[:1].upper() + text[1:]


def plural(count: int, one: str, many: str = "") -> str:
    """Return a count with its noun.

    >>> plural(1, "step"), plural(3, "policy", "policies")
    ('1 step', '3 policies')
    """
    return f"{count} {one if count == 1 else many or one + 's'}"
