"""Our font within a Word document, so that it looks the same where the font is not (ECMA-376 Part 1, 17.8)."""

from __future__ import annotations

import hashlib
import io
from functools import lru_cache
from typing import TYPE_CHECKING
from uuid import UUID

from seedline.draw.fonts import font_files

if TYPE_CHECKING:
    from collections.abc import Iterable

    from docx.document import Document

_MEDIA = "application/vnd.openxmlformats-officedocument.obfuscatedFont"
_RELATIONSHIPS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
#: What is embedded beside the letters that a document has: enough to go on writing in a Latin script.
_LATIN = ((0x20, 0x7E), (0xA0, 0x17F), (0x2010, 0x2027), (0x2030, 0x203A), (0x20AC, 0x20AC))
#: Name of the face in WordprocessingML → its weight.
_FACES = {"embedRegular": 400, "embedBold": 700}


def embed(document: Document, name: str) -> None:
    """Put the letters of a font that a document needs into it, in regular and bold, with the Latin ones beside them."""
    from docx.opc.packuri import PackURI
    from docx.opc.part import Part
    from docx.oxml import parse_xml

    if not font_files():
        return
    used = {ord(letter) for text in document.element.body.itertext() for letter in text}
    codes = frozenset(used | {code for first, last in _LATIN for code in range(first, last + 1)})
    main = document.part
    table = next(part for part in main.package.iter_parts() if str(part.partname) == "/word/fontTable.xml")
    told = []
    for number, (face, weight) in enumerate(_FACES.items(), 1):
        data = _face(weight, codes)
        key = UUID(bytes=hashlib.sha256(data).digest()[:16], version=5)
        part = Part(PackURI(f"/word/fonts/font{number}.odttf"), _MEDIA, obfuscated(data, key), main.package)
        found = table.relate_to(part, f"{_RELATIONSHIPS}/font")
        told.append(f'<w:{face} r:id="{found}" w:fontKey="{{{str(key).upper()}}}" w:subsetted="true"/>')
    font = f'<w:font w:name="{name}"><w:family w:val="swiss"/><w:pitch w:val="variable"/>{"".join(told)}</w:font>'
    table._blob = f'<w:fonts xmlns:w="{_WORD}" xmlns:r="{_RELATIONSHIPS}">{font}</w:fonts>'.encode()
    settings = document.settings.element
    # By the schema both stand behind what says how the document is shown.
    before = [child for child in settings if child.tag.rpartition("}")[2] in _BEFORE]
    for name in ("embedTrueTypeFonts", "saveSubsetFonts"):
        flag = parse_xml(f'<w:{name} xmlns:w="{_WORD}"/>')
        settings.insert(settings.index(before[-1]) + 1 if before else 0, flag)
        before.append(flag)


_BEFORE = frozenset({
    "writeProtection", "view", "zoom", "removePersonalInformation", "removeDateAndTime", "doNotDisplayPageBoundaries",
    "displayBackgroundShape", "printPostScriptOverText", "printFractionalCharacterWidth", "printFormsData",
})  # fmt: skip


def obfuscated(font: bytes, key: UUID) -> bytes:
    """Return a font obfuscated by a key, or read again: its first 32 bytes, each with one of the key, backwards.

    >>> key = UUID(int=258)
    >>> obfuscated(bytes(34), key)[:3], obfuscated(obfuscated(bytes(34), key), key) == bytes(34)
    (b'\\x02\\x01\\x00', True)
    """
    backward = key.bytes[::-1]
    return bytes(byte ^ backward[place % 16] for place, byte in enumerate(font[:32])) + font[32:]


@lru_cache(maxsize=8)
def _face(weight: int, codes: Iterable[int]) -> bytes:
    """Return a static font of one weight with some code points, the same bytes for the same."""
    from fontTools.subset import Options, Subsetter
    from fontTools.ttLib import TTFont
    from fontTools.varLib.instancer import instantiateVariableFont

    file = next(file for file in font_files() if file.name.startswith("NotoSans["))
    font = TTFont(file, recalcTimestamp=False)
    options = Options(notdef_outline=True, layout_features=["kern", "mark", "mkmk", "ccmp", "locl"], hinting=False)
    options.name_IDs = [1, 2, 3, 4, 6, 13, 14]
    chosen = Subsetter(options)
    chosen.populate(unicodes=codes)
    chosen.subset(font)
    font = instantiateVariableFont(font, {"wght": weight, "wdth": 100})
    bold = weight > 500
    font["OS/2"].usWeightClass, font["OS/2"].fsSelection = weight, 0x20 if bold else 0x40
    font["head"].macStyle = int(bold)
    for record in font["name"].names:
        family, style = "Noto Sans", "Bold" if bold else "Regular"
        text = {1: family, 2: style, 4: f"{family} {style}".removesuffix(" Regular"), 6: f"NotoSans-{style}"}
        if record.nameID in text:
            record.string = text[record.nameID]
    made = io.BytesIO()
    font.save(made)
    return made.getvalue()
