"""The data contract: shapes checked, each finding with its file, line and field."""

from seedline.validate.compiled import check_store
from seedline.validate.findings import Found, Locate
from seedline.validate.shacl import check

__all__ = ["Found", "Locate", "check", "check_store"]
