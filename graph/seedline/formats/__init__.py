"""A view in every form that other programs and people read: one table of forms, a module each."""

from seedline.formats.forms import FORMS, Form, every_form, split_ending, write

__all__ = ["FORMS", "Form", "every_form", "split_ending", "write"]
