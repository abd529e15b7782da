"""The words of a file, read back without the product."""

from __future__ import annotations

import io
import re
import subprocess
import zipfile
from html import unescape

from tests.conftest import missing

#: Between the blocks of a PDF and its cells.
CELLS = "\f"
ENDINGS = ("svg", "sheet", "docx", "xlsx", "csv", "pdf", "mmd", "dot", "html")


def text_of(ending: str, data: bytes) -> str:
    """Return what somebody reads in a file, its runs of text apart by spaces, its cells and paragraphs by lines."""
    if ending == "pdf":
        try:
            done = subprocess.run(["pdftotext", "-bbox-layout", "-", "-"], input=data, capture_output=True, check=True)
        except FileNotFoundError:
            missing("pdftotext (poppler-utils)")
            raise
        # What stands in one block is read together; a state may so come beside the amount of the row before. The tags
        # of the document have its cells, and words of its picture without blanks between: see ``words.check_form``.
        blocks = re.findall(r"(?s)<block\b.*?</block>", done.stdout.decode())
        told = (" ".join(unescape(word) for word in re.findall(r">([^<>]+)</word>", b)) for b in blocks)
        return blanks("\n".join([*told, CELLS, *tagged(data)]))
    if ending in {"docx", "xlsx"}:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            wanted = r"word/(document|endnotes)\.xml|xl/sharedStrings\.xml|xl/worksheets/.*"
            parts = [archive.read(name).decode() for name in archive.namelist() if re.fullmatch(wanted, name)]
        return blanks("\n".join(map(plain, parts)))
    text = data.decode()
    if ending in {"svg", "sheet", "html"}:
        # A picture breaks its lines where there is room: a line is no unit of sense.
        return plain(re.sub(r"(?s)<svg\b.*?</svg>", lambda found: picture(found[0]), text))
    return text


def blanks(text: str) -> str:
    """Return text with an ordinary blank where a document holds the parts of an amount together."""
    return re.sub(r"(?<=\b[A-Z]{3})\u00a0(?=\d)|(?<=\d)\u00a0(?=M\b|mill)", " ", text)


def picture(svg: str) -> str:
    """Return the text of a picture as one line for each row that a sign begins: its amount is not that of the row before."""
    rows = plain(re.sub(r"<path\b[^>]*\btransform=[^>]*>", "\v", svg)).split("\v")
    return "\n".join(re.sub(r"\s+", " ", row) for row in rows)


def tagged(data: bytes) -> list[str]:
    """Return the paragraphs and cells of a tagged PDF, its pictures left out."""
    done = subprocess.run(
        ["pdfinfo", "-enc", "UTF-8", "-struct-text", "-"], input=data, capture_output=True, check=True
    )
    found: list[str] = []
    picture, depth = False, 0
    for line in done.stdout.decode(errors="replace").splitlines():
        text = line.strip()
        if not text.startswith('"'):
            if not text.startswith(("/", "(")):
                here = len(line) - len(line.lstrip())
                picture = text.startswith("Figure") or (picture and here > depth)
                depth = here if text.startswith("Figure") else depth
                found.append("")
        elif not picture:
            found[-1:] = [(found[-1] if found else "") + text.strip('"')]
    return [text for text in found if text.strip()]


def plain(markup: str) -> str:
    """Return the text of XML or HTML: what stands in one line of it stays together, blocks become lines."""
    markup = re.sub(r"(?s)<(script|style)\b.*?</\1>", " ", markup)
    markup = re.sub(r"</tspan>", " ", re.sub(r"</?(?:w:r|w:t|w:rPr|b|i|em|strong|a|span)\b[^>]*>", "", markup))
    markup = re.sub(r"</(?:w:p|si|tr|p|h\d|li|td|th|text|g|desc|title)>", "\n", markup)
    return re.sub(r"[ \t]+", " ", unescape(re.sub(r"<[^>]+>", " ", markup)))
