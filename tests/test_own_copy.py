"""Passages beside their claims: in the reader's own copy, read by the browser alone, and in the server's."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest
import typst

from seedline.ingest.passages import SourceText, anchors, check_evidence, hash_words, words_of, write_anchors
from seedline.pipeline import build, read_inputs
from tests.conftest import HARBOUR, ROOT, Server, missing

STATIC = ROOT / "api" / "seedline_api" / "static"
TEXT = (HARBOUR / "harbour.txt").read_text("utf-8")
SEED = "/view/lineage/ZZ.0001"


@pytest.fixture(scope="module")
def anchored(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The case that was written for tests, with its anchors written."""
    folder = tmp_path_factory.mktemp("anchored")
    for path in HARBOUR.glob("*.yaml"):
        shutil.copy(path, folder)
    for file in read_inputs([str(folder)]).portfolio.files:
        write_anchors(file, "harbour", SourceText(TEXT))
    return folder


@pytest.fixture(scope="module")
def harbour_home(anchored: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    home = tmp_path_factory.mktemp("home")
    build([str(anchored)], home=home)
    return home


@pytest.fixture(scope="module")
def plain(harbour_home: Path) -> Iterator[str]:
    running = Server(harbour_home, SEEDLINE_SOURCE_TEXT="")
    yield running.url
    running.stop()


@pytest.fixture(scope="module")
def sharing(harbour_home: Path) -> Iterator[str]:
    running = Server(harbour_home, SEEDLINE_SOURCE_TEXT=str(HARBOUR / "harbour.txt"))
    yield running.url
    running.stop()


def test_anchors_are_written_checked_and_written_once(anchored: Path) -> None:
    files = read_inputs([str(anchored)]).portfolio.files
    text = SourceText(TEXT)
    spans = [e for file in files for e in file.document.evidence.values() if e.span]
    assert spans and all(e.begins for e in spans)
    assert all(len(words.split()) <= 3 for e in spans for words in (e.begins, e.ends) if words)
    assert [write_anchors(file, "harbour", text) for file in files] == [0] * len(files)
    for evidence in spans:
        moved = evidence.model_copy(update={"begins": "Nobody says this"})
        assert check_evidence(evidence, text) is None
        assert "begin and end" in (check_evidence(moved, text) or "")


def test_what_stood_in_the_file_stays(anchored: Path) -> None:
    for path in HARBOUR.glob("*.yaml"):
        before, after = path.read_text("utf-8").splitlines(), (anchored / path.name).read_text("utf-8").splitlines()
        assert [line for line in after if not line.strip().startswith(("begins:", "ends:"))] == [
            line for line in before if not line.strip().startswith(("begins:", "ends:"))
        ]


def test_every_shipped_passage_has_its_anchors() -> None:
    files = read_inputs([]).portfolio.files
    assert [e for file in files for e in file.document.evidence.values() if e.span and not e.begins] == []
    # The showcase's launch, as the booklet prints it at lines 1269 to 1271.
    assert anchors("It is the first (of two)\nmany-sided steps.") == ("It is the", "two many-sided steps")


def _node(script: str, *arguments: str) -> Any:
    node = shutil.which("node")
    if node is None:
        missing("node")
    done = subprocess.run(
        [node, "--input-type=module", "-e", script, *arguments], capture_output=True, text=True, check=True
    )
    return json.loads(done.stdout)


def test_the_hash_is_that_of_the_standard(tmp_path: Path) -> None:
    shutil.copy(STATIC / "sha256.js", tmp_path / "sha256.mjs")
    texts = [
        "",
        "abc",
        "abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq",
        "é€😀 " * 40,
        *("x" * n for n in range(54, 67)),
    ]
    script = f'import {{ sha256 }} from "{(tmp_path / "sha256.mjs").as_uri()}"; console.log(JSON.stringify(JSON.parse(process.argv[1]).map(sha256)))'
    made = _node(script, json.dumps(texts))
    # FIPS 180-4's own examples.
    assert made[1] == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
    assert made[2] == "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1"
    assert made == [hash_words([text]) for text in texts]


def test_a_page_cuts_words_as_the_builder_does(tmp_path: Path) -> None:
    for name in ("sha256", "passages"):
        code = (STATIC / f"{name}.js").read_text("utf-8").replace('"./sha256.js"', '"./sha256.mjs"')
        (tmp_path / f"{name}.mjs").write_text(code, "utf-8")
    page = (
        "globalThis.document = { querySelector: () => ({ dataset: {} }), getElementById: () => null, "
        "querySelectorAll: () => [], addEventListener() {}, body: null }; "
        "globalThis.MutationObserver = class { observe() {} };"
    )
    script = (
        f'{page} const {{ wordsOf }} = await import("{(tmp_path / "passages.mjs").as_uri()}"); '
        "console.log(JSON.stringify(wordsOf(process.argv[1]).map((each) => each.word)))"
    )
    for text in (
        TEXT,
        "The “seed” funding,\n ﬁrst phase of M&SD 8.10, Straße, ΟΔΟΣ, 2½ km², São_Tomé’s 1,353",
        "Номер 5 ｆｕｌｌ",
    ):
        assert _node(script, text) == [word for word, _, _ in SourceText(text)._indexed()]
        assert _node(script, text) == words_of(text) or "½" in text


@pytest.mark.browser
@pytest.mark.parametrize("kind", ["text", "pdf"])
def test_the_readers_copy_is_searched_and_nothing_is_sent(plain: str, browser: Any, tmp_path: Path, kind: str) -> None:
    # A copy of another extraction: other lines, other spacing, one passage changed.
    text = "Page 1\n\n" + TEXT.replace("\n", "  \n").replace("EUR 2.5 million", "EUR 3.5 million")
    file = tmp_path / f"copy.{'txt' if kind == 'text' else 'pdf'}"
    if kind == "text":
        file.write_text(text, "utf-8")
    else:
        if not (STATIC / "pdf.min.mjs").is_file():
            missing("PDF.js")
        source = "#set page(width: 12cm)\n" + "\n".join(f"#text({json.dumps(line)})\\" for line in text.splitlines())
        file.write_bytes(typst.compile(source.encode()))
    page = browser.new_page()
    page.goto(plain + SEED)
    sent: list[str] = []
    page.on("request", lambda request: sent.append(f"{request.method} {request.url.removeprefix(plain)}"))
    page.locator("#copy-file").set_input_files(str(file))
    page.locator(".copy-state").first.wait_for(state="attached")
    states = page.evaluate(
        "[...document.querySelectorAll('li.passage')].map((li) => [li.dataset.place, li.querySelector('.copy-state').textContent, "
        "li.querySelector('mark')?.textContent ?? ''])"
    )
    lost = {place for place, state, _ in states if "not found" in state}
    found = {place: mark for place, state, mark in states if state == "found in this copy"}
    # Only the bank's amount was changed in this copy.
    bank = next(
        e.span
        for f in read_inputs([str(HARBOUR)]).portfolio.files
        for k, e in f.document.evidence.items()
        if k == "bank"
    )
    assert {place.rsplit("/", 1)[-1] for place in lost} == {bank}
    assert len(found) == 4 and any("survey" in mark for mark in found.values())
    for place, mark in found.items():
        assert hash_words(words_of(mark)) == page.locator(f'li[data-place="{place}"]').first.get_attribute(
            "data-words-sha256"
        )
    assert f"{len(found)} of {len(found) + len(lost)} passages" in page.locator("#copy-told").inner_text()
    # The reader of PDFs, or the page's icon, may be fetched from this server; no request carries anything.
    assert {request for request in sent if not request.startswith("GET /static/")} == set()
    assert all(request.startswith("GET ") for request in sent)
    page.close()


def test_what_is_said_beside_the_steps_can_be_looked_up_as_well(server: str) -> None:
    """Claims, figures and the like stand in a table of their own, each with the words by which its passage begins and ends."""
    page = httpx.get(server + "/view/lineage/CT.0921").text
    table = page[page.index('id="said"') :]
    rows = re.findall(r"<tr><td>.*?</tr>", table, re.DOTALL)
    placed = [row for row in rows if 'class="evidence"' in row]
    assert placed and all('class="passage"' in row and "<q" in row for row in placed)


@pytest.mark.browser
def test_every_place_on_the_page_of_a_thing_is_looked_up(plain: str, browser: Any) -> None:
    page = browser.new_page()
    page.goto(plain + "/doc/ZZ.0001")
    placed = page.locator(".beside ul.evidence > li:has(a[href*='/evidence/harbour/'])")
    assert placed.count() == page.locator(".beside li.passage").count() > 5
    page.locator("#copy-file").set_input_files(str(HARBOUR / "harbour.txt"))
    page.locator(".copy-state").first.wait_for(state="attached")
    for place in page.locator(".beside li.passage").all():
        mark = place.locator("mark").text_content()
        assert hash_words(words_of(mark)).startswith(place.get_attribute("data-words-sha256"))
    page.close()


@pytest.mark.browser
def test_a_copy_that_is_dragged_onto_the_page_is_searched_as_a_chosen_one(plain: str, browser: Any) -> None:
    page = browser.new_page()
    page.goto(plain + SEED)
    # The browser's own gesture, as when a file comes from the desktop.
    gesture = page.context.new_cdp_session(page)
    data = {"items": [], "files": [str(HARBOUR / "harbour.txt")], "dragOperationsMask": 1}
    for kind in ("dragEnter", "dragOver", "drop"):
        gesture.send("Input.dispatchDragEvent", {"type": kind, "x": 200, "y": 200, "data": data})
    page.locator(".copy-state").first.wait_for(state="attached")
    assert set(page.locator(".copy-state").all_text_contents()) == {"found in this copy"}
    assert page.url == plain + SEED
    page.close()


@pytest.mark.browser
def test_a_file_that_is_neither_is_said_to_be(plain: str, browser: Any, tmp_path: Path) -> None:
    file = tmp_path / "copy.bin"
    file.write_bytes(b"\xff\xfe\x00\x01" * 50)
    page = browser.new_page()
    page.goto(plain + SEED)
    page.locator("#copy-file").set_input_files(str(file))
    page.get_by_text("cannot be read as text or PDF").wait_for()
    page.close()


@pytest.mark.browser
def test_the_servers_copy_stands_beside_the_claim(sharing: str, browser: Any) -> None:
    page = browser.new_page()
    page.goto(sharing + SEED)
    page.locator('table.facts a[href^="#step-"]').last.click()
    shown = page.locator(".detail.open .in-source mark").first
    shown.wait_for()
    assert words_of(shown.inner_text())
    assert hash_words(words_of(shown.inner_text())) in page.locator(".detail.open li.passage").first.get_attribute(
        "data-words-sha256"
    )
    page.close()


def test_passages_are_for_this_machine_alone_and_kept_nowhere(sharing: str, plain: str, harbour_home: Path) -> None:
    evidence = next(
        e for file in read_inputs([str(HARBOUR)]).portfolio.files for e in file.document.evidence.values() if e.span
    )
    asked = {"words": evidence.words, "sha256": evidence.words_sha256}
    answer = httpx.get(sharing + "/passages", params=asked)
    start, end = evidence.bounds
    assert answer.json()["passage"] == TEXT[start:end]
    assert answer.headers["cache-control"] == "no-store"
    assert httpx.get(plain + "/passages", params=asked).status_code == 404
    assert httpx.get(sharing + "/passages", params={**asked, "words": 7}).status_code == 204
    # Lists give a part of the hash; less of it names no passage.
    assert httpx.get(sharing + "/passages", params={**asked, "sha256": asked["sha256"][:10]}).json() == answer.json()
    assert httpx.get(sharing + "/passages", params={**asked, "sha256": asked["sha256"][:9]}).status_code == 400
    # Through a proxy, or under a name that was made to lead here, nothing is shown.
    for headers in ({"X-Forwarded-For": "203.0.113.9"}, {"Host": "rebound.example"}):
        assert httpx.get(sharing + "/passages", params=asked, headers=headers).status_code == 403
    assert 'data-passages=""' in httpx.get(plain + SEED).text
    assert 'data-passages="/passages"' in httpx.get(sharing + SEED).text
    sentence = " ".join(TEXT.split()[20:32])
    for form in ("", ".json", ".csv", ".ttl", ".html"):
        assert sentence not in " ".join(httpx.get(sharing + SEED + form).text.split())


def test_a_second_setting_shows_them_to_everybody(harbour_home: Path) -> None:
    running = Server(harbour_home, SEEDLINE_SOURCE_TEXT=str(HARBOUR / "harbour.txt"), SEEDLINE_SHARE_SOURCE_TEXT="yes")
    try:
        headers = {"X-Forwarded-For": "203.0.113.9"}
        page = httpx.get(running.url + SEED).text
        words, digest = re.findall(r'data-words="(\d+)" data-words-sha256="(\w+)"', page)[0]
        asked = {"words": words, "sha256": digest}
        assert httpx.get(running.url + "/passages", params=asked, headers=headers).json()["passage"] in TEXT
    finally:
        running.stop()
