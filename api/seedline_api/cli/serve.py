"""``seedline serve``."""

from __future__ import annotations

from typing import Annotated

import typer

from seedline_api.cli.application import app
from seedline_api.cli.options import HomeOption


@app.command()
def serve(
    home: HomeOption = None,
    host: Annotated[
        str | None, typer.Option(help="Address to listen on.", envvar="SEEDLINE_HOST", show_default="127.0.0.1")
    ] = None,
    port: Annotated[int | None, typer.Option(help="Port.", envvar="SEEDLINE_PORT", show_default="8000")] = None,
    source_text: Annotated[
        str | None,
        typer.Option(
            help="Your copy of a source's text: its passages are shown beside what they back, to this machine alone.",
            envvar="SEEDLINE_SOURCE_TEXT",
        ),
    ] = None,
    public_url: Annotated[
        str | None,
        typer.Option(help="Address that readers use, path prefix included.", envvar="SEEDLINE_PUBLIC_URL"),
    ] = None,
) -> None:
    """Serve pages, pictures, the API and the SPARQL endpoint; an empty home is built first.

    Example: seedline serve --port 8080
    """
    from seedline_api.app import serve as run
    from seedline_api.settings import Settings

    run(Settings.read(home=home, host=host, port=port, public_url=public_url, source_text=source_text))
