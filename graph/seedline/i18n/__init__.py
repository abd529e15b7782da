"""The words of every form and page, in English, French and Spanish: one catalogue, a file for each language."""

from seedline.i18n.words import LANGUAGES, Words, words

__all__ = ["LANGUAGES", "Words", "words"]
