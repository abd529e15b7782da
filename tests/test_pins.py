"""Pinned versions and editions: bytes that a citation relies on, kept when asked for and never by visiting."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from seedline.draw.drawing import EDITION
from seedline.errors import StorageFull
from seedline.formats import every_form
from seedline.formats.forms import FORMS
from seedline.pipeline import build
from seedline.store import Home
from seedline.views.pins import Pins
from seedline.views.tracer import Tracer
from seedline.views.view import View
from tests.conftest import HARBOUR, ROOT, Server, missing

VIEW = "/view/lineage/ZZ.0001"
PUBLIC = "http://127.0.0.9:1"


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("pins")
    build([str(HARBOUR)], home=path)
    return path


@pytest.fixture(scope="module")
def here(home: Path) -> Iterator[str]:
    running = Server(home, SEEDLINE_PUBLIC_URL=PUBLIC)
    yield running.url.replace("127.0.0.9:1", "") if "127.0.0.9" not in running.url else running.url
    running.stop()


@pytest.fixture(scope="module")
def raised(tmp_path_factory: pytest.TempPathFactory) -> str:
    """The path of a graph package whose edition is really one higher."""
    copy = tmp_path_factory.mktemp("raised")
    shutil.copytree(ROOT / "graph" / "seedline", copy / "seedline", ignore=shutil.ignore_patterns("__pycache__"))
    file = copy / "seedline" / "draw" / "drawing.py"
    text = file.read_text("utf-8")
    assert f"\nEDITION = {EDITION}\n" in text
    file.write_text(text.replace(f"\nEDITION = {EDITION}\n", f"\nEDITION = {EDITION + 1}\n"), "utf-8")
    return os.pathsep.join([str(copy), os.environ.get("PYTHONPATH", "")])


def pin(url: str, thing: str = "ZZ.0001", **query: str) -> httpx.Response:
    return httpx.post(f"{url}/pin", params={"thing": thing, **query})


def test_visiting_keeps_nothing_and_asking_keeps_every_form(here: str, home: Path) -> None:
    pins = Pins(Home(home).pinned_path)
    page = httpx.get(here + VIEW)
    data = Home(home).current_version()
    cited = f"v={data}.{EDITION}"
    # What is not kept here is cited by its data alone, which an address of this server always answers.
    assert f'class="pinned" href="{PUBLIC}{VIEW}?v={data}"' in page.text and cited not in page.text
    for ending in ("svg", "json", "png", "bib"):
        answer = httpx.get(f"{here}{VIEW}.{ending}?v={data}")
        assert answer.status_code == 200
    assert f"?v={data}}}" in answer.text and cited not in answer.text
    assert not pins.path.exists()
    button = re.search(r'<form method="post" action="/pin\?([^"]+)"', page.text)
    assert button
    answer = httpx.post(f"{here}/pin?{button[1].replace('&amp;', '&')}")
    assert (answer.status_code, answer.headers["location"]) == (303, f"{PUBLIC}{VIEW}?{cited}#cite")
    (kept,) = pins.list()
    assert (kept.address, kept.forms) == ("/lineage/ZZ.0001?", tuple(FORMS))
    for ending in FORMS:
        answer = httpx.get(f"{here}{VIEW}.{ending}?{cited}")
        assert answer.content == pins.find(kept.version, kept.address, ending)
        assert "immutable" in answer.headers["cache-control"]
        tagged = {"if-none-match": answer.headers["etag"]}
        assert httpx.get(f"{here}{VIEW}.{ending}?{cited}", headers=tagged).status_code == 304
    # Now that it is kept, citations name the edition, and each address that they give is one of these.
    page = httpx.get(here + VIEW).text
    assert "Kept: this address" in page and f'class="pinned" href="{PUBLIC}{VIEW}?{cited}"' in page
    assert cited in pins.find(kept.version, kept.address, "bib").decode()  # type: ignore[union-attr]


def test_data_alone_is_asked_for_again(here: str, home: Path) -> None:
    version = Home(home).current_version()
    answer = httpx.get(f"{here}{VIEW}.svg?v={version}")
    assert answer.headers["cache-control"] == "no-cache"
    assert (
        httpx.get(f"{here}{VIEW}.svg?v={version}", headers={"if-none-match": answer.headers["etag"]}).status_code == 304
    )
    # The words around a picture change with the server, so a page is never sent as immutable.
    assert httpx.get(f"{here}{VIEW}?v={version}.{EDITION}").headers["cache-control"] == "no-cache"


def test_a_raised_edition_gives_the_kept_bytes_and_says_what_there_is_else(tmp_path: Path, raised: str) -> None:
    version = build([str(HARBOUR)], home=tmp_path).version
    old = Server(tmp_path)
    try:
        assert pin(old.url).status_code == 303
        before = {ending: httpx.get(f"{old.url}{VIEW}.{ending}").content for ending in FORMS}
    finally:
        old.stop()
    new = Server(tmp_path, PYTHONPATH=raised)
    try:
        asked = f"v={version}.{EDITION}"
        assert httpx.get(f"{new.url}{VIEW}.svg").headers["seedline-version"] == f"{version}.{EDITION + 1}"
        for ending in ("svg", "pdf", "json", "html"):
            answer = httpx.get(f"{new.url}{VIEW}.{ending}?{asked}")
            assert answer.content == before[ending], ending
            assert answer.headers["seedline-version"] == f"{version}.{EDITION}"
        # The single file stands for the page, and the frame has the kept picture.
        assert httpx.get(f"{new.url}{VIEW}?{asked}").content == before["html"]
        frame = httpx.get(f"{new.url}/embed/lineage/ZZ.0001?{asked}")
        assert (
            frame.status_code == 200
            and f'data-edition="{EDITION}"' in frame.text
            and "frame-ancestors *" in str(frame.headers)
        )
        # What was not kept is gone, and the answer says what there is.
        gone = httpx.get(f"{new.url}{VIEW}.svg?{asked}&theme=dark")
        assert gone.status_code == 410 and f"v={version}.{EDITION + 1}" in gone.json()["detail"]
        assert httpx.get(f"{new.url}{VIEW}.png?{asked}&width=333").status_code == 410
        page = httpx.get(f"{new.url}{VIEW}?{asked}&lang=fr", headers={"accept": "text/html"})
        assert page.status_code == 410 and "N’est plus conservé" in page.text
        # The data's own address goes on, drawn anew.
        assert httpx.get(f"{new.url}{VIEW}.svg?v={version}").status_code == 200
        # A snapshot that is gone leaves what was kept of it.
        build([str(HARBOUR)], home=tmp_path, date="2025-01-01")
        shutil.rmtree(tmp_path / "snapshots" / version)
    finally:
        new.stop()
    last = Server(tmp_path, PYTHONPATH=raised)
    try:
        assert httpx.get(f"{last.url}{VIEW}.svg?{asked}").content == before["svg"]
        gone = httpx.get(f"{last.url}{VIEW}.svg?v={version}")
        assert gone.status_code == 410
        assert f"this view is kept as {version}.{EDITION}" in gone.json()["detail"]
    finally:
        last.stop()


def test_a_home_that_cannot_be_written_serves_all_the_same(tmp_path: Path) -> None:
    build([str(HARBOUR)], home=tmp_path)
    for path in [tmp_path, *tmp_path.rglob("*")]:
        path.chmod(0o555 if path.is_dir() else 0o444)
    code = (
        "import sys; from pathlib import Path; from seedline.formats import every_form; from seedline.views import Pins, Tracer, View; "
        "from seedline.store import Home; from seedline.errors import HomeError;"
        "home = Home(Path(sys.argv[1])); pins = Pins(home.pinned_path); print(pins.writable());"
        "view = View.of(Tracer.of(home.current()), 'ZZ.0001', site='https://x.example'); print(len(view.picture()) > 1000)\n"
        "try:\n pins.keep(view.version, view.local_address, lambda: every_form(view))\nexcept HomeError as error: print('refused')"
    )
    command = [sys.executable, "-c", code, str(tmp_path)]
    if os.geteuid() == 0:
        if shutil.which("setpriv") is None:
            missing("setpriv (util-linux), and root writes everywhere,")
        # Root without its right to write everywhere: it still reads the checkout, wherever that lies.
        command = ["setpriv", "--bounding-set=-dac_override", "--inh-caps=-dac_override", *command]
    done = subprocess.run(command, capture_output=True, text=True)
    assert done.stdout.split() == ["False", "True", "refused"], done.stderr[-800:]


def test_other_sites_cannot_make_a_browser_ask(here: str) -> None:
    answer = httpx.post(f"{here}/pin?thing=ZZ.0001", headers={"sec-fetch-site": "cross-site"})
    assert answer.status_code == 403
    assert httpx.post(f"{here}/pin?thing=nobody").status_code == 404
    assert httpx.post(f"{here}/pin").status_code == 400


def test_room_is_limited(home: Path, tmp_path: Path) -> None:
    view = View.of(Tracer.of(Home(home).current()), "ZZ.0001", site="https://x.example")
    with pytest.raises(StorageFull, match="1000 bytes"):
        Pins(tmp_path / "pinned").keep(view.version, view.local_address, lambda: every_form(view), 1000)
    assert not list(tmp_path.rglob("*.svg")) and not (tmp_path / "pinned").exists()


def test_the_command_keeps_and_lists(home: Path, here: str) -> None:
    run = [sys.executable, "-c", "from seedline_api.cli import main; main()", "pin", "--home", str(home)]
    done = subprocess.run([*run, "--select", "ZZ.0001+", "--site", PUBLIC], capture_output=True, text=True)
    assert (done.returncode, done.stdout) == (0, ""), done.stderr
    assert f"{PUBLIC}/view?select=ZZ.0001%2B&v=" in done.stderr
    listed = subprocess.run([*run, "--format", "csv"], capture_output=True, text=True).stdout
    assert "?select=ZZ.0001%2B" in listed
    address = done.stderr.split()[-1].replace(PUBLIC, here).replace("/view?", "/view.svg?")
    kept = Pins(Home(home).pinned_path)
    version = address.split("v=")[1]
    assert httpx.get(address).content == kept.find(version, "?select=ZZ.0001%2B", "svg")


def test_only_this_machine_or_the_token_may_keep(tmp_path: Path) -> None:
    build([str(HARBOUR)], home=tmp_path)
    token = "a-token-of-the-operator"
    server = Server(tmp_path, SEEDLINE_TRUSTED_PROXIES="127.0.0.1", SEEDLINE_PIN_TOKEN=token)
    asked = f"{server.url}/pin?thing=ZZ.0001"
    kept = Pins(Home(tmp_path).pinned_path)
    try:
        stranger = {"x-forwarded-for": "203.0.113.9"}
        for headers in (
            stranger,
            {**stranger, "authorization": "Bearer wrong"},
            {**stranger, "authorization": f"Basic {token}"},
            {"origin": "https://evil.example"},
            {"origin": "null"},
            {"sec-fetch-site": "same-site"},
        ):
            assert httpx.post(asked, headers=headers).status_code == 403, headers
        assert not list(kept.list())
        # A stranger's page has no button; this machine's has.
        button = '<form method="post" action="/pin?'
        assert button not in httpx.get(server.url + VIEW, headers=stranger).text
        assert button in httpx.get(server.url + VIEW).text
        answer = httpx.post(asked, headers={**stranger, "authorization": f"Bearer {token}"})
        assert (answer.status_code, len(list(kept.list()))) == (303, 1)
        assert answer.headers["location"].startswith(f"{VIEW}?v="), "relative where readers' address is not known"
        port = server.url.rsplit(":", 1)[1]
        own = {"origin": f"http://localhost:{port}", "sec-fetch-site": "same-origin"}
        assert httpx.post(f"{asked}&theme=dark", headers=own).status_code == 303
        assert len(list(kept.list())) == 2
    finally:
        server.stop()


@pytest.mark.parametrize(
    "settings",
    [
        {"SEEDLINE_PIN": "off", "SEEDLINE_PIN_TOKEN": "t"},
        # A proxy that nobody named: everybody would look like this machine.
        {"SEEDLINE_PUBLIC_URL": "https://data.example.org"},
    ],
)
def test_it_can_be_off(tmp_path: Path, settings: dict[str, str]) -> None:
    build([str(HARBOUR)], home=tmp_path)
    server = Server(tmp_path, **settings)
    try:
        local = httpx.post(f"{server.url}/pin?thing=ZZ.0001", headers={"authorization": "Bearer wrong"})
        assert local.status_code == 403
        assert 'action="/pin?' not in httpx.get(server.url + VIEW).text
        assert not (tmp_path / "pinned").exists()
    finally:
        server.stop()


def test_a_proxy_s_mark_makes_nobody_local(here: str) -> None:
    for name in ("x-forwarded-for", "forwarded", "via"):
        assert httpx.post(f"{here}/pin?thing=ZZ.0001", headers={name: "127.0.0.1"}).status_code == 403


@pytest.mark.parametrize("name", ["MAX_PINNED", "MAX_CLIENT_PINNED"])
def test_a_full_budget_refuses_and_nothing_goes(tmp_path: Path, name: str) -> None:
    build([str(HARBOUR)], home=tmp_path)
    size = sum(map(len, every_form(View.of(Tracer.of(Home(tmp_path).current()), "ZZ.0001")).values()))
    server = Server(tmp_path, **{f"SEEDLINE_{name}": str(int(size * 1.7))})
    kept = Pins(Home(tmp_path).pinned_path)
    try:
        assert pin(server.url).status_code == 303
        (first,) = kept.list()
        before = kept.find(first.version, first.address, "svg")
        for _ in range(3):
            answer = pin(server.url, theme="dark")
            assert (answer.status_code, answer.json()["limit"].split("=")[0]) == (507, name.lower())
        # What is kept already is found, and takes nothing more.
        assert pin(server.url).status_code == 303
        assert [one.address for one in kept.list()] == [first.address]
        assert kept.find(first.version, first.address, "svg") == before
        left = [path for path in kept.path.rglob("*") if path.is_file()]
        assert len(left) == len(FORMS) + 1
    finally:
        server.stop()
