"""Who carries something on, and whose word that is: in every door the same, and a reading of ours never as a source's word.

Read from the booklet by hand: 312-318 (Brazil), 579-581 (Dominican Republic), 650-656 (Kyrgyzstan), 782-783 (Nepal),
1019-1024 (Tunisia), 1265-1268 (Viet Nam).
"""

from __future__ import annotations

import html
import re

import httpx
import pytest

from seedline.draw import svg
from seedline.formats.forms import write
from seedline.i18n import words
from seedline.narrative import notes
from seedline.views.tracer import Tracer
from seedline.views.view import View

#: Seed → who carries on, and whether a source says so.
READ = {
    "CE.0352": {"National Migration School of the Dominican Republic": False},
    "CT.0921": {"IOM Viet Nam": True},
    "MA.1147": {"Policy Planning and Monitoring Division": True},
    "MD.0001": {"Local authorities of Kyrgyzstan": False},
    "PO.0125": {
        "Federal University of Rio Grande do Sul": True,
        "National School of Public Administration of Brazil": False,
    },
    "PR.0135": {"National Institute for Labour and Social Studies of Tunisia": False},
}
OURS = {"en": "our reading", "fr": "notre lecture", "es": "nuestra lectura"}


def bare(text: str) -> str:
    return re.sub(r"\s+", " ", html.unescape(re.sub(r"<[^>]*>", " ", text)))


@pytest.mark.parametrize("lang", OURS)
@pytest.mark.parametrize("code", READ)
def test_a_carrier_that_we_read_is_told_as_our_reading_wherever_it_stands(tracer: Tracer, code: str, lang: str) -> None:
    view = View.of(tracer, code).with_look(lang=lang)
    document = view.document
    assert {carrier.label: not carrier.inferred for carrier in document.carriers} == READ[code]
    forms = {form: write(view, form).decode() for form in ("mmd", "dot", "graphml")}
    told = {
        "picture": bare(svg(document, lang=lang).replace("</text>", " ")),
        "alternative text": notes.description(document, words(lang)),
        **{form: text.replace("<br/>", " ").replace("\\n", " ") for form, text in forms.items()},
    }
    for who, stated in READ[code].items():
        for door, text in told.items():
            at = [found.end() for found in re.finditer(r"\s+".join(map(re.escape, who.split())), text)]
            marked = [text[end:].lstrip().startswith(f"({OURS[lang]})") for end in at]
            assert any(marked) != stated, (door, who)
    table = write(view.with_look(table="carriers"), "csv").decode()
    assert table.count(words(lang).token("basis", "inferred")) == sum(not stated for stated in READ[code].values())


def test_pages_tell_of_whose_word_a_carrier_is(server: str) -> None:
    start = httpx.get(server + "/").text
    for code, carriers in READ.items():
        header = bare(httpx.get(f"{server}/view/lineage/{code}", headers={"Accept": "text/html"}).text)
        for who, stated in carriers.items():
            assert (f"Carried on by {who}" in header) and (f"Carried on by {who} (our reading)" in header) != stated
            cell = re.search(rf"<span[^>]*>{re.escape(who)}</span><small>[^<]*</small>(<small class=\"ours\">)?", start)
            assert cell and bool(cell[1]) != stated, who
    compared = bare(httpx.get(f"{server}/compare?seeds=CT.0921,PR.0135", headers={"Accept": "text/html"}).text)
    assert "Studies of Tunisia Institution our reading" in compared and "IOM Viet Nam IOM our reading" not in compared
    listed = httpx.get(f"{server}/explore.csv?q=PR.0135").text
    assert "National Institute for Labour and Social Studies of Tunisia (our reading)" in listed
