"""Rows as a pandas table, where pandas is installed."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any

from seedline.errors import SeedlineError

if TYPE_CHECKING:
    import pandas as pd


def frame(columns: Sequence[str], rows: Iterable[Iterable[Any]]) -> pd.DataFrame:
    """Return rows as a table; nothing is converted: text stays text and an amount an exact Decimal.

    Raises:
        SeedlineError: pandas is not installed; it is an extra, since serving does without it.

    """
    try:
        import pandas as pd
    except ImportError as error:
        raise SeedlineError("this needs pandas: pip install 'seedline[notebook]'") from error
    return pd.DataFrame([list(row) for row in rows], columns=list(columns), dtype=object)
