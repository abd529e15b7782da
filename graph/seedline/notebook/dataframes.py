"""Rows as a pandas table, where pandas is there."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from seedline.errors import InputError

if TYPE_CHECKING:
    import pandas as pd


def frame(rows: Sequence[Mapping[str, Any]], columns: list[str] | None = None) -> pd.DataFrame:
    """Return rows as a table, with the columns where there are no rows."""
    try:
        import pandas as pd
    except ImportError as error:
        raise InputError("tables need pandas: pip install 'seedline[notebook]'") from error
    return pd.DataFrame(rows, columns=columns)
