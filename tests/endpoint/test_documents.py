"""The documents for partners and operators, held against the code."""

from __future__ import annotations

import re
import shutil
from dataclasses import fields
from pathlib import Path

import pytest
from SPARQLWrapper import JSON, SPARQLWrapper

from seedline.errors import InputError
from seedline_api.settings import Settings, settings_table
from tests.conftest import ROOT

DEPLOY = (ROOT / "docs" / "deploy.md").read_text("utf-8")
SPARQL = (ROOT / "docs" / "sparql.md").read_text("utf-8")


def test_the_settings_table_is_the_code_s() -> None:
    shown = re.search(r"(?s)<!-- settings -->\n(.*?)\n<!-- /settings -->", DEPLOY)
    assert shown
    assert shown[1] == settings_table(), "make docs"


def test_every_setting_is_read_from_the_environment() -> None:
    samples = {"str": "x", "int": "7", "Path": "/x"}
    for setting in fields(Settings):
        text = {
            "store": "disk",
            "log": "off",
            "public_url": "https://x.example",
            "frame_ancestors": "https://x.example",
        }.get(setting.name, samples[str(setting.type)])
        read = getattr(Settings.read({f"SEEDLINE_{setting.name.upper()}": text}), setting.name)
        assert str(read) == text, setting.name


@pytest.mark.parametrize(
    ("name", "value"),
    [("STORE", "ram"), ("LOG", "xml"), ("MAX_TIME", "0"), ("MAX_ROWS", "many"), ("EXPRESS_WORKERS", "0")],
)
def test_a_wrong_setting_is_refused_by_name(name: str, value: str) -> None:
    with pytest.raises(InputError, match=f"SEEDLINE_{name}"):
        Settings.read({f"SEEDLINE_{name}": value})


def test_the_limits_of_the_partners_page_are_settings_with_these_defaults() -> None:
    section = SPARQL.split("## Limits")[1].split("##")[0]
    rows = dict(re.findall(r"^\| `(\w+)` \| ([^|]+) \|", section, re.MULTILINE))
    settings = Settings()
    assert set(rows) == {
        "max_time",
        "max_rows",
        "max_bytes",
        "max_memory",
        "max_client",
        "max_queue",
        "max_url",
        "max_body",
    }
    factors = {"s": 1, "rows": 1, "MB": 10**6, "GiB": 1024, "kB": 1024, "queries": 1}
    for name, text in rows.items():
        number, unit = re.match(r"([\d,]+) (\w+)", text).groups()  # type: ignore[union-attr]
        assert int(number.replace(",", "")) * factors[unit] == getattr(settings, name), name
    assert f"{settings.express_ms} ms" in section


def test_the_python_example_runs(limited: str, capsys: pytest.CaptureFixture[str]) -> None:
    code = re.search(r"(?s)```python\n(.*?)```", SPARQL)
    assert code
    exec(code[1].replace("http://127.0.0.1:8000", limited), {"SPARQLWrapper": SPARQLWrapper, "JSON": JSON})
    assert "/id/crest" in capsys.readouterr().out


def test_the_shell_example_runs(limited: str) -> None:
    import subprocess

    if shutil.which("curl") is None:
        pytest.skip("curl is not installed")
    code = re.search(r"(?s)```sh\n(curl.*?)```", SPARQL)
    assert code
    ran = subprocess.run(["sh", "-c", code[1].replace("http://127.0.0.1:8000", limited)], capture_output=True)
    assert ran.stdout.startswith(b"project,label,currency,amount,bound\r\n"), ran.stderr
    assert b"CT.0921" in ran.stdout


@pytest.mark.parametrize("language", ["javascript", "r"])
def test_the_queries_of_the_other_examples_have_answers(limited: str, language: str) -> None:
    from tests.endpoint.conftest import ask

    code = re.search(rf"(?s)```{language}\n(.*?)```", SPARQL)
    assert code
    query = re.search(r'"(SELECT[^"]+)"', code[1])
    assert query
    assert ask(limited, query[1]).json()["results"]["bindings"]


def test_the_unit_and_the_container_name_what_is_there() -> None:
    container = (ROOT / "Containerfile").read_text("utf-8")
    for name in re.findall(r"SEEDLINE_\w+", container + DEPLOY):
        assert name.removeprefix("SEEDLINE_").lower() in {setting.name for setting in fields(Settings)}, name
    assert "seedline serve" in DEPLOY
    assert (ROOT / "constraints.txt").is_file()
    assert Path(ROOT / "docs" / "deploy.md").is_file()
