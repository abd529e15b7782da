"""The JSON Schema that every lineage document keeps."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

Json = dict[str, Any]


def schema() -> Json:
    """Return the JSON Schema that every lineage document keeps (JSON Schema 2020-12).

    >>> schema()["title"]
    'A lineage'
    """
    text = Path(__file__).with_name("lineage.schema.json").read_text(encoding="utf-8")
    read: Json = json.loads(text)
    return read
