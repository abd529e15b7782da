"""All that the freeze takes from Seedline; a room that changes its name touches this file alone."""

from seedline.build import build
from seedline.errors import SeedlineError
from seedline.export import FORMS, Choice, Look, Subject, View, lineage_text, write
from seedline.lineage import Tracer
from seedline.store import Home, Snapshot

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
