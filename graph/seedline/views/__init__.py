"""What is shown and how: the subject, the part that is chosen, the look, its address, and what is kept of it."""

from seedline.views.choice import Choice
from seedline.views.look import Look
from seedline.views.pins import Pin, Pins
from seedline.views.subject import Subject
from seedline.views.tracer import Tracer
from seedline.views.view import View

__all__ = ["Choice", "Look", "Pin", "Pins", "Subject", "Tracer", "View"]
