"""``seedline mcp``."""

from __future__ import annotations

from importlib.util import find_spec

from seedline_api.cli.application import app
from seedline_api.cli.options import HomeOption


@app.command()
def mcp(home: HomeOption = None) -> None:
    """Answer a language-model assistant over standard input and output (Model Context Protocol); needs the extra mcp.

    Example: seedline mcp --home portfolio
    """
    from seedline.errors import InputError
    from seedline_api.settings import Settings

    if find_spec("mcp") is None:
        raise InputError("assistants need the official SDK: pip install 'seedline[mcp]'")
    from seedline.pipeline import prepare
    from seedline_api.assistants import run
    from seedline_api.cli.output import say

    settings = Settings.read(home=home)
    prepare(settings.home, progress=say)
    run(settings)
