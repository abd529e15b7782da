"""The data contract: shapes checked, each finding with its file, line and field."""

from seedline.validate.shacl import check

__all__ = ["check"]
