"""The words of a file, read back without the product."""

from __future__ import annotations

import io
import re
import subprocess
import zipfile
from html import unescape

from tests.conftest import missing

ENDINGS = ("svg", "docx", "xlsx", "csv", "pdf", "mmd", "dot", "html")


def text_of(ending: str, data: bytes) -> str:
    """Return what somebody reads in a file, its runs of text apart by spaces, its cells and paragraphs by lines."""
    if ending == "pdf":
        try:
            done = subprocess.run(["pdftotext", "-bbox-layout", "-", "-"], input=data, capture_output=True, check=True)
        except FileNotFoundError:
            missing("pdftotext (poppler-utils)")
            raise
        # What stands in one block is read together, and no cell with its neighbour.
        blocks = re.findall(r"(?s)<block\b.*?</block>", done.stdout.decode())
        return "\n".join(" ".join(unescape(word) for word in re.findall(r">([^<>]+)</word>", b)) for b in blocks)
    if ending in {"docx", "xlsx"}:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            wanted = r"word/(document|endnotes)\.xml|xl/sharedStrings\.xml|xl/worksheets/.*"
            parts = [archive.read(name).decode() for name in archive.namelist() if re.fullmatch(wanted, name)]
        return "\n".join(map(plain, parts))
    text = data.decode()
    if ending in {"svg", "html"}:
        # A picture breaks its lines where there is room: a line is no unit of sense.
        return plain(re.sub(r"(?s)<svg\b.*?</svg>", lambda found: re.sub(r"[ \t\n]+", " ", plain(found[0])), text))
    return text


def plain(markup: str) -> str:
    """Return the text of XML or HTML: what stands in one line of it stays together, blocks become lines."""
    markup = re.sub(r"(?s)<(script|style)\b.*?</\1>", " ", markup)
    markup = re.sub(r"</tspan>", " ", re.sub(r"</?(?:w:r|w:t|w:rPr|b|i|em|strong|a|span)\b[^>]*>", "", markup))
    markup = re.sub(r"</(?:w:p|si|tr|p|h\d|li|td|th|text|g|desc|title)>", "\n", markup)
    return re.sub(r"[ \t]+", " ", unescape(re.sub(r"<[^>]+>", " ", markup)))
