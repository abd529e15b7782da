"""What a country is called in the languages of the United Nations and in its own."""

from __future__ import annotations

from functools import cache

_UNITED_NATIONS = ("ar", "en", "es", "fr", "ru", "zh")


@cache
def country_names(code: str) -> tuple[str, ...]:
    """Return the names of a country by CLDR, each once.

    >>> "नेपाल" in country_names("NP"), "أوكرانيا" in country_names("UA"), country_names("??")
    (True, True, ())
    """
    # Needed when an index is written and never when it is read.
    from babel import Locale, UnknownLocaleError
    from babel.languages import get_official_languages

    found = []
    for language in (*_UNITED_NATIONS, *get_official_languages(code, regional=True, de_facto=True)):
        try:
            name = Locale.parse(language).territories.get(code)
        except (UnknownLocaleError, ValueError):
            continue
        if name and name not in found:
            found.append(name)
    return tuple(found)
