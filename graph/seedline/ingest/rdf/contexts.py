"""JSON-LD that names contexts on other servers: nothing is fetched, a copy may be given."""

from __future__ import annotations

import io
import json
from collections.abc import Mapping
from pathlib import Path

from seedline.errors import InputError, RdfSyntaxError

Json = None | bool | int | float | str | list["Json"] | dict[str, "Json"]


def with_contexts(file: io.BufferedReader, name: str, contexts: Mapping[str, Path]) -> io.BufferedIOBase:
    """Return JSON-LD with every remote context replaced by the copy that was given of it.

    Raises:
        RdfSyntaxError: it is no JSON, or names a context that was not given.

    """
    head = file.peek(1)
    if not contexts and b"@context" not in head and len(head) < 8192:
        return file
    text = file.read()
    if b"@context" not in text and b"\\u" not in text:
        return io.BytesIO(text)
    try:
        tree: Json = json.loads(text)
    except RecursionError as error:
        raise RdfSyntaxError(f"{name}: is nested too deeply") from error
    except ValueError:
        # The parser of RDF says better what is wrong, and where.
        return io.BytesIO(text)
    missing: list[str] = []
    try:
        replaced = _replaced(tree, contexts, missing, frozenset())
    except RecursionError as error:
        raise RdfSyntaxError(f"{name}: is nested too deeply") from error
    if missing:
        way = " ".join(f"--context {iri}=FILE" for iri in dict.fromkeys(missing))
        raise RdfSyntaxError(f"{name}: names a context on another server, which is not fetched; give a copy: {way}")
    return io.BytesIO(text if replaced == tree else json.dumps(replaced).encode())


def _replaced(value: Json, contexts: Mapping[str, Path], missing: list[str], within: frozenset[str]) -> Json:
    if isinstance(value, list):
        return [_replaced(each, contexts, missing, within) for each in value]
    if isinstance(value, dict):
        return {
            key: _context(each, contexts, missing, within)
            if key in {"@context", "@import"}
            else _replaced(each, contexts, missing, within)
            for key, each in value.items()
        }
    return value


def _context(value: Json, contexts: Mapping[str, Path], missing: list[str], within: frozenset[str]) -> Json:
    if isinstance(value, list):
        found: list[Json] = []
        for each in value:
            made = _context(each, contexts, missing, within)
            found += made if isinstance(made, list) else [made]
        return found
    if not isinstance(value, str):
        return _replaced(value, contexts, missing, within)
    path = contexts.get(value)
    if path is None:
        missing.append(value)
        return value
    if value in within:
        raise InputError(f"{path}: this context names itself")
    try:
        tree = json.loads(path.read_bytes())
    except (OSError, ValueError) as error:
        raise InputError(f"{path}: is no context of JSON-LD ({error})") from error
    if not isinstance(tree, dict) or "@context" not in tree:
        raise InputError(f"{path}: is no context of JSON-LD; its JSON has no @context")
    return _context(tree["@context"], contexts, missing, within | {value})
