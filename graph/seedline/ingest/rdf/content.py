"""What the bytes of a file are, told from the bytes; the ending decides only where they do not."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass

HEAD = 65_536
"""As many bytes of a file are looked at."""
BOM = b"\xef\xbb\xbf"
ENDINGS = {
    "ttl": "ttl",
    "turtle": "ttl",
    "nt": "nt",
    "ntriples": "nt",
    "nq": "nq",
    "nquads": "nq",
    "trig": "trig",
    "n3": "n3",
    "rdf": "rdf",
    "owl": "rdf",
    "rdfs": "rdf",
    "skos": "rdf",
    "xml": "rdf",
    "jsonld": "jsonld",
    "json": "jsonld",
}
"""A file's ending → the short name of the format that it is called by."""
NAMES = {
    "ttl": "Turtle",
    "nt": "N-Triples",
    "nq": "N-Quads",
    "trig": "TriG",
    "n3": "Notation3",
    "rdf": "RDF/XML",
    "jsonld": "JSON-LD",
}
_RDF_XML = re.compile(rb"<(?:[\w.-]+:)?RDF[\s>]")
_RDF_NAMESPACE = b"http://www.w3.org/1999/02/22-rdf-syntax-ns#"
_ROOT = re.compile(rb"<(?![?!])([^\s>/]+)")
_TEXT = re.compile(
    rb"(?:\s|\#[^\n]*\n)*"
    rb"(?:@(?:prefix|base|version)\b|(?:PREFIX|BASE|VERSION)\s|<[^\s<>\"{}|^`\\]*>\s*(?:<|[\w-]*:|a\s|\{)|_:\S+\s+<"
    rb"|[\w.-]*:[\w.-]+\s+(?:<|a\s|[\w-]*:)|\[\s*(?:a\s|<|[\w-]*:))",
    re.IGNORECASE,
)
_IRI = re.compile(rb"<[a-z][a-z0-9+.-]*:[^\s<>]*>\s")
_TABLES = {"csv", "tsv", "xlsx", "jsonl", "ndjson"}
_ARCHIVES = {
    b"PK\x03\x04": "a zip archive",
    b"PK\x05\x06": "an empty zip archive",
    b"7z\xbc\xaf": "a 7z archive",
    b"Rar!": "a RAR archive",
}
_JSON_LD = re.compile(r'"@(?:context|id|graph|type|value)"\s*:')


class NotRdf(ValueError):
    """A file is no RDF; the message says what it is, after "it"."""


@dataclass(frozen=True, slots=True)
class Recognised:
    """The format of a file, and whether its bytes or only its ending say so."""

    format: str
    by_content: bool

    @property
    def name(self) -> str:
        """Return the format as people call it."""
        return NAMES[self.format]


def recognise(head: bytes, ending: str) -> Recognised:
    """Return what a file is, from its first bytes and its ending.

    >>> recognise(b"<?xml version='1.0'?><rdf:RDF xmlns:rdf='http://www.w3.org/1999/02/22-rdf-syntax-ns#'>", "ttl").name
    'RDF/XML'
    >>> recognise(b'{"@id": "urn:a"}', "json").name, recognise(b"PREFIX : <urn:a>", "txt").name
    ('JSON-LD', 'TriG')

    Raises:
        NotRdf: it is something else.

    """
    called = ENDINGS.get(ending)
    if told := _other(head, ending):
        raise NotRdf(told)
    text = head.removeprefix(BOM)
    start = text.lstrip()[:1]
    if _xml(text) or _xml(head):
        if _RDF_XML.search(head) and _RDF_NAMESPACE in head:
            return Recognised("rdf", True)
        if head[:2] in {b"\xff\xfe", b"\xfe\xff"} and called == "rdf":
            return Recognised("rdf", False)
        root = _ROOT.search(text)
        named = root[1].decode("utf-8", "replace") if root else ""
        if named.lower() in {"html", "!doctype"} or b"<!doctype html" in text[:200].lower():
            raise NotRdf("is a web page and no RDF")
        if called == "rdf" and ending != "xml" and not named:
            return Recognised("rdf", False)
        # A single node may be the root (RDF/XML, section 2.6), so an ending that means RDF is believed.
        if called == "rdf" and ending != "xml":
            return Recognised("rdf", False)
        raise NotRdf(f"is XML without RDF in it (its root is {named})" if named else "is XML without RDF in it")
    if (start == b"{" and called not in {"trig", "n3"}) or (start == b"[" and called in {"jsonld", "rdf"}):
        if called == "jsonld" and ending == "jsonld":
            return Recognised("jsonld", True)
        if _JSON_LD.search(text.decode("utf-8", "replace")):
            return Recognised("jsonld", True)
        if called == "jsonld" or _is_json(text):
            raise NotRdf("is JSON without JSON-LD in it")
    if called == "jsonld" and start and ending == "json":
        raise NotRdf("is no JSON")
    looks = bool(_TEXT.match(text))
    if called == "rdf" and text.lstrip()[:1] == b"<" and not _IRI.match(text.lstrip()):
        return Recognised("rdf", False)
    if called in {"ttl", "nt", "nq", "trig", "n3", "jsonld"}:
        return Recognised(called, looks)
    if looks:
        return Recognised("trig", True)
    if called == "rdf":
        if not text.strip():
            raise NotRdf("is empty")
        raise NotRdf("is no RDF/XML, nor another form of RDF")
    raise NotRdf("is neither a case file (.yaml) nor RDF" if text.strip() else "is empty")


def _other(head: bytes, ending: str) -> str:
    """Return what a file is that is no text, or none in UTF-8."""
    if ending in _TABLES:
        return f"is a table: name it as table:FILE.{ending}, with a mapping (seedline map)"
    if archive := _ARCHIVES.get(head[:4]):
        return f"is {archive} where a file was expected: unpack it"
    if head[257:262] == b"ustar":
        return "is a tar archive: unpack it, or pack it as zip"
    if head[:4] in {b"\xff\xfe\0\0", b"\0\0\xfe\xff"}:
        return "is UTF-32 text: save it as UTF-8"
    # One of the first two bytes is nothing: both are in many a picture.
    wide = head[:2] in {b"\xff\xfe", b"\xfe\xff"} or head[:2].count(b"\0") == 1
    if wide and not re.match(
        rb"(?:\xff\xfe|\xfe\xff)?\s*<(?:\?xml|!DOCTYPE|!--|[\w.-]+:RDF)", head[:400].replace(b"\0", b"")
    ):
        return "is UTF-16 text: save it as UTF-8"
    return ""


def _xml(text: bytes) -> bool:
    start = text[:400].replace(b"\0", b"").removeprefix(b"\xff\xfe").removeprefix(b"\xfe\xff").lstrip().lower()
    return start.startswith((b"<?xml", b"<!doctype", b"<!--", b"<html")) or bool(
        re.match(rb"<[\w.-]+(?::[\w.-]+)?(?:\s+[\w:.-]+\s*=|\s*/?>\s*(?:<|[^\s<]))", start) and not _TEXT.match(text)
    )


def _is_json(text: bytes) -> bool:
    try:
        json.loads(text)
    except ValueError:
        return False
    return True
