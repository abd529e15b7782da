"""All that the freeze takes from Seedline; a room that changes its name touches this file alone."""

from seedline.errors import SeedlineError
from seedline.formats.forms import FORMS, write
from seedline.formats.text import lineage_text
from seedline.pipeline import build
from seedline.store import Home, Snapshot
from seedline.views.choice import Choice
from seedline.views.look import Look
from seedline.views.subject import Subject
from seedline.views.tracer import Tracer
from seedline.views.view import View

__all__ = [
    "FORMS",
    "Choice",
    "Home",
    "Look",
    "SeedlineError",
    "Snapshot",
    "Subject",
    "Tracer",
    "View",
    "build",
    "lineage_text",
    "write",
]
