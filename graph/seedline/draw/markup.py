"""SVG as text that cannot be broken out of: every string is escaped where it becomes markup."""

from __future__ import annotations

import re
from functools import cache, lru_cache
from typing import NewType
from urllib.parse import quote, urlsplit

Markup = NewType("Markup", str)
"""Text that is already SVG; only this module makes it."""

_ESCAPES = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&#39;"})
_SPECIAL = re.compile("[&<>\"']")
_SCHEMES = frozenset({"http", "https"})


def escape(text: str) -> Markup:
    """Return text as character data, safe in elements and in quoted attributes.

    >>> escape('<img onerror="x">]]>')
    '&lt;img onerror=&quot;x&quot;&gt;]]&gt;'
    """
    return Markup(text.translate(_ESCAPES) if _SPECIAL.search(text) else text)


def number(value: float) -> str:
    """Return a coordinate with at most one decimal.

    >>> number(12.04), number(-0.01), number(7.25)
    ('12', '0', '7.2')
    """
    text = f"{value:.1f}"
    if text[-2:] == ".0":
        text = text[:-2]
    return "0" if text == "-0" else text


def tag(name: str, /, *children: Markup, **attributes: str | float | None) -> Markup:
    """Return an element; an underscore in an attribute's name is a hyphen, None leaves the attribute out.

    >>> tag("g", escape("a & b"), stroke_width=1.5, fill=None, class_="sl-node")
    '<g stroke-width="1.5" class="sl-node">a &amp; b</g>'
    """
    pieces = ["<", name]
    for key, value in attributes.items():
        if value is None:
            continue
        if not isinstance(value, str):
            pieces.append(f' {_attribute(key)}="{number(value)}"')
        elif len(value) < 48:
            # Colours, families and classes come by the thousand; a path or a sentence comes once.
            pieces.append(_known(key, value))
        else:
            pieces.append(f' {_attribute(key)}="{escape(value)}"')
    if children:
        pieces += (">", *children, "</", name, ">")
    else:
        pieces.append("/>")
    return Markup("".join(pieces))


@cache
def _attribute(key: str) -> str:
    return key.rstrip("_").replace("_", "-")


@lru_cache(maxsize=8192)
def _known(key: str, text: str) -> str:
    return f' {_attribute(key)}="{escape(text)}"'


def join(*parts: Markup) -> Markup:
    """Return pieces of markup one after the other.

    >>> join(tag("g"), tag("a"))
    '<g/><a/>'
    """
    return Markup("".join(parts))


def safe_address(address: str, otherwise: str) -> str:
    """Return a link's address if it is relative or http(s), else another.

    >>> safe_address("/doc/CT.0921", "#n0"), safe_address("java\\nscript:alert(1)", "#n0")
    ('/doc/CT.0921', '#n0')
    >>> safe_address("//elsewhere", "#n0")
    '#n0'
    """
    text = "".join(letter for letter in address if letter > " " and letter != "\x7f")
    try:
        parts = urlsplit(text)
    except ValueError:
        return otherwise
    if parts.scheme in _SCHEMES and parts.netloc:
        return quote(text, safe="%/:=&?~#+!$,;'@()*[]")
    # A browser reads a backslash as a slash, so "/\elsewhere" would leave the site too.
    if parts.scheme or parts.netloc or text.startswith(("//", "/\\", "\\")) or not text:
        return otherwise
    return quote(text, safe="%/:=&?~#+!$,;'@()*[]")
