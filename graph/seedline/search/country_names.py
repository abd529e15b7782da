"""What a country is called in the languages of the United Nations and in its own."""

from __future__ import annotations

from functools import cache

_NO_COUNTRY = {"EU", "EZ", "QO", "UN", "XA", "XB", "ZZ"}
"""Two letters that CLDR has a name for, and which are no country."""
_WITHDRAWN = {"BUR", "DDR", "FXX", "TMP", "YMD", "ZAR"}
"""Codes that CLDR still reads and ISO 3166-1 has no more; one is a currency today."""
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


def country_letters(code: str) -> tuple[str, ...]:
    """Return the code of three letters that ISO 3166-1 has for a country, by CLDR, nothing where it has none.

    >>> country_letters("KG"), country_letters("VN"), country_letters("CD"), country_letters("??")
    (('KGZ',), ('VNM',), ('COD',), ())
    """
    return _letters().get(code, ())


@cache
def _letters() -> dict[str, tuple[str, ...]]:
    from babel.core import get_global

    found: dict[str, tuple[str, ...]] = {}
    for letters, codes in sorted(get_global("territory_aliases").items()):
        if len(letters) == 3 and letters.isalpha() and len(codes) == 1 and letters not in _WITHDRAWN:
            found[codes[0]] = (letters,)
    return found


def country_name(code: str, language: str) -> str:
    """Return what a country is called in a language, nothing where no country has the code.

    >>> country_name("JO", "fr"), country_name("XX", "en"), country_name("ZZ", "en"), country_name("jo", "en")
    ('Jordanie', '', '', '')
    """
    from babel import Locale

    if len(code) != 2 or code in _NO_COUNTRY:
        return ""
    return str(Locale.parse(language).territories.get(code, ""))
