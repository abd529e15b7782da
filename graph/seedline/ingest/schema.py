"""The JSON Schema of a case file, for editors that complete and check YAML."""

from __future__ import annotations

from typing import Any

from seedline.model import STATEMENT_SECTIONS, Document

_KEYED = {"Source", "Organisation", "Instrument", "Place", "Thing"} | {
    cls.__name__ for cls in STATEMENT_SECTIONS.values()
}


def case_schema() -> dict[str, Any]:
    """Return the JSON Schema (2020-12) of a case file as a person writes it: an item's key stands before it.

    >>> case_schema()["title"]
    'A Seedline case file'
    """
    schema = Document.model_json_schema(by_alias=True)
    for name in _KEYED & schema["$defs"].keys():
        definition = schema["$defs"][name]
        definition["properties"].pop("key", None)
        definition["required"] = [field for field in definition.get("required", []) if field != "key"]
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": "https://w3id.org/seedline/api/schema/case.json",
        **schema,
        "title": "A Seedline case file",
    }
