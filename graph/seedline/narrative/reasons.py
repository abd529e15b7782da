"""Why something is in no sum: worded once, for notes, tables, pictures and pages."""

from __future__ import annotations

from seedline.document.types import Document, LeftOut, Money, Why
from seedline.i18n import Words
from seedline.vocabulary import REASONS


def reason_told(why: Why | None, document: Document, say: Words) -> str:
    """Return a reason in a language; money that it points to is told by its amount, and one without a code as it is.

    >>> from seedline.i18n import words
    >>> reason_told(Why("pledged"), Document(), words("fr")), reason_told(None, Document(), words())
    ('promis, pas encore approuvé', '')
    """
    if why is None or not why.code:
        return why.text if why else ""
    meant = {iri for name in ("iri", "iris") for iri in why.parameters.get(name, "").split()}
    named = {
        one.iri: say.amount(one.amount, one.currency or entry.currency, one.bound)
        for entry in (document.money if meant else ())
        for one in (*entry.seeds, *entry.commitments, *(left.commitment for left in entry.left_out if left.commitment))
        if one.iri in meant
    }
    return say.reason(why.code, why.parameters, named)


def left_out_told(out: LeftOut, document: Document, say: Words) -> str:
    """Return why a commitment is in no sum; of money that is told again with its own amount, so that both are named."""
    told, c = reason_told(out.why, document, say), out.commitment
    if c is None or out.reason_code not in REASONS or not REASONS[out.reason_code].again:
        return told
    return say("note.leftOutOf", amount=say.amount(c.amount, c.currency, c.bound), reason=told)


def sum_told(money: Money, say: Words) -> str:
    """Return how a sum came about, and of when its parts are where they are not of one date.

    >>> from seedline.document.types import Commitment
    >>> from seedline.i18n import words
    >>> sum_told(Money(commitments=(Commitment("a", as_of="2021-10"), Commitment("b", as_of="2023"))), words())
    'the sum of the commitments marked as counted, weakest bound; dated amounts are as of Oct 2021, 2023'
    """
    dates = say("note.datedAmounts", dates=", ".join(say.when(date) for date in money.as_of))
    return say.apart([say("why.sum"), *([dates] if len(money.as_of) > 1 else [])])
