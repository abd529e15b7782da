"""The address of a view: from it and to it, in one place."""

from __future__ import annotations

from collections.abc import Iterable
from urllib.parse import urlencode

from seedline.views.choice import Choice
from seedline.views.look import Look
from seedline.views.subject import Subject


def parameters(query: Iterable[tuple[str, str]], choice: Choice, look: Look, **more: str) -> str:
    """Return the query of a view's address, with what is usual left out.

    >>> parameters((), Choice(down=1), Look(lang="fr"), v="TEST")
    'down=1&lang=fr&v=TEST'
    >>> parameters((), Choice(), Look(target="wide", parts=("graph",)))
    'for=wide&parts=graph'
    """
    usual = Look()
    given = {
        **dict(query),
        "up": "" if choice.up is None else str(choice.up),
        "down": "" if choice.down is None else str(choice.down),
        "status": ",".join(choice.status),
        "relation": ",".join(choice.relation),
        "basis": ",".join(choice.basis),
        "source": ",".join(choice.source),
        "as_of": choice.as_of or "",
        "told_by": choice.told_by or "",
        "more": ",".join(choice.more),
        "theme": look.theme if look.theme != usual.theme else "",
        "lang": look.lang if look.lang != usual.lang else "",
        "form": look.form if look.form != usual.form else "",
        "for": look.target if look.target != usual.target else "",
        "parts": ",".join(look.parts) if look.target != usual.target or look.form == "strip" else "",
        "text": look.text if look.text != usual.text else "",
        "page": str(look.page) if look.page else "",
        **more,
    }
    return urlencode({name: value for name, value in given.items() if value}, safe=",:/@")


def address_asked(subject: Subject, choice: Choice, look: Look) -> str:
    """Return the address after ``/view`` of what is asked for, before anything is opened.

    >>> address_asked(Subject.asked("CT.0921"), Choice(), Look(lang="fr"))
    '/lineage/CT.0921?lang=fr'
    """
    return f"{subject.path}?{parameters(subject.query, choice, look)}"
