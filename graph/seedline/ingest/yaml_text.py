"""YAML in which every scalar stays the text that was written, with the line and column of each field.

YAML's own rules would read ``8.10`` as 8.1 and the country ``NO`` as false.
"""

from __future__ import annotations

import codecs
from pathlib import Path
from typing import TypeAlias

import yaml
from yaml.composer import Composer
from yaml.cyaml import CParser  # type: ignore[attr-defined]
from yaml.resolver import Resolver

from seedline.errors import CaseFileError, Finding

Tree: TypeAlias = "str | list[Tree] | dict[str, Tree]"
FieldPath: TypeAlias = tuple[str | int, ...]
Places: TypeAlias = dict[FieldPath, tuple[int, int]]

MAX_BYTES = 5_000_000
MAX_DEPTH = 30


def dotted(path: FieldPath) -> str:
    """Return a field's path as errors name it.

    >>> dotted(("steps", "framework", "statuses", 0, "value"))
    'steps.framework.statuses[0].value'
    """
    text = ""
    for part in path:
        text += f"[{part}]" if isinstance(part, int) else f".{part}" if text else part
    return text or "(file)"


class _Loader(Composer, CParser, Resolver):
    """Composes nodes of libyaml's events, to a depth: each level costs a call, and calls are limited."""

    _depth = 0

    def __init__(self, stream: str) -> None:
        CParser.__init__(self, stream)
        Composer.__init__(self)
        Resolver.__init__(self)

    def compose_node(self, parent: yaml.Node | None, index: int) -> yaml.Node | None:
        self._depth += 1
        if self._depth > MAX_DEPTH + 2:
            mark = self.peek_event().start_mark  # type: ignore[union-attr]
            raise yaml.composer.ComposerError(None, None, "it is nested too deeply", mark)  # type: ignore[arg-type]
        node = super().compose_node(parent, index)
        self._depth -= 1
        return node


def decoded(name: str, content: bytes) -> str:
    """Return the text of a file, a byte-order mark left out.

    >>> decoded("a.csv", b"a;b")
    'a;b'

    Raises:
        CaseFileError: it is not UTF-8; says at which line and byte, and what to do.

    """
    if content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        raise CaseFileError([Finding(name, 1, 1, "(file)", f"is UTF-16 text: {_SAVE}")])
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        before = content[: error.start]
        line, column = before.count(b"\n") + 1, len(before[before.rfind(b"\n") + 1 :].decode("utf-8-sig")) + 1
        told = f"is not UTF-8 text, by its byte 0x{content[error.start]:02X}: {_SAVE}"
        raise CaseFileError([Finding(name, line, column, "(file)", told)]) from error


_SAVE = "save the file as UTF-8"


def load_text(path: Path) -> tuple[Tree, Places]:
    """Return a YAML file as text, lists and maps, and the place of every field.

    Raises:
        CaseFileError: not UTF-8, not YAML, too large, a key given twice, or an alias.

    """
    name = path.name
    if path.stat().st_size > MAX_BYTES:
        raise CaseFileError([Finding(name, 1, 1, "(file)", f"is larger than {MAX_BYTES} bytes")])
    text = decoded(name, path.read_bytes()).replace("\r\n", "\n")
    try:
        root = _Loader(text).get_single_node()
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark
        line, column = (mark.line + 1, mark.column + 1) if mark else (1, 1)
        rest = "".join(text.split("\n")[mark.line : mark.line + 1])[mark.column :] if mark else ""
        hint = ": indent with spaces, not with tabs" if rest.startswith("\t") else ""
        raise CaseFileError([Finding(name, line, column, "(file)", f"is not YAML: {error.problem}{hint}")]) from error
    except yaml.reader.ReaderError as error:
        # libyaml counts bytes of UTF-8 here.
        before = text.encode()[: error.position].decode(errors="ignore")
        line, column = before.count("\n") + 1, len(before) - before.rfind("\n")
        raise CaseFileError([Finding(name, line, column, "(file)", f"is not YAML: {error.reason}")]) from error
    if not isinstance(root, yaml.MappingNode):
        raise CaseFileError([Finding(name, 1, 1, "(file)", "must be a map of fields", "owner: CT.0921")])
    places: Places = {}
    tree = _convert(root, (), places, name, set())
    return tree, places


def _convert(node: yaml.Node, path: FieldPath, places: Places, name: str, seen: set[int]) -> Tree:
    line, column = node.start_mark.line + 1, node.start_mark.column + 1
    places.setdefault(path, (line, column))
    if id(node) in seen:
        raise CaseFileError([Finding(name, line, column, dotted(path), "is an alias; write the value out")])
    if len(path) > MAX_DEPTH:
        raise CaseFileError([Finding(name, line, column, dotted(path), "is nested too deeply")])
    if isinstance(node, yaml.ScalarNode):
        return str(node.value)
    seen.add(id(node))
    if isinstance(node, yaml.SequenceNode):
        return [_convert(child, (*path, i), places, name, seen) for i, child in enumerate(node.value)]
    result: dict[str, Tree] = {}
    assert isinstance(node, yaml.MappingNode)
    for key_node, value_node in node.value:
        key = str(key_node.value)
        here = (*path, key)
        place = (key_node.start_mark.line + 1, key_node.start_mark.column + 1)
        if key in result:
            raise CaseFileError([Finding(name, *place, dotted(here), "is given twice")])
        places[here] = place
        result[key] = _convert(value_node, here, places, name, seen)
    return result
