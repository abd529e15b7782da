"""Lineages in the forms that other programs and people read."""

from seedline.export.forms import FORMS, Form, split_ending, write
from seedline.export.pins import Pin, Pins
from seedline.export.subject import Subject
from seedline.export.text import lineage_rows, lineage_text, place_words
from seedline.export.view import Choice, Look, View

__all__ = [
    "FORMS",
    "Choice",
    "Form",
    "Look",
    "Pin",
    "Pins",
    "Subject",
    "View",
    "lineage_rows",
    "lineage_text",
    "place_words",
    "split_ending",
    "write",
]
