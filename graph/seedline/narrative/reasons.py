"""Why something is in no sum: worded once, for notes, tables, pictures and pages."""

from __future__ import annotations

from seedline.document.types import Document, Why
from seedline.i18n import Words


def reason_told(why: Why | None, document: Document, say: Words) -> str:
    """Return a reason in a language; money that it points to is told by its amount, and one without a code as it is.

    >>> from seedline.i18n import words
    >>> reason_told(Why("pledged"), Document(), words("fr")), reason_told(None, Document(), words())
    ('promis, pas encore approuvé', '')
    """
    if why is None or not why.code:
        return why.text if why else ""
    named = {
        one.iri: say.amount(one.amount, one.currency or entry.currency, one.bound)
        for entry in document.money
        for one in (*entry.seeds, *entry.commitments, *(left.commitment for left in entry.left_out if left.commitment))
    }
    return say.reason(why.code, {name: named.get(value, value) for name, value in why.parameters.items()})
