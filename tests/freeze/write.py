"""Write what is frozen: its hashes, or its bytes into a folder, of this checkout alone or beside another commit.

::

    python -m tests.freeze.write                        the hashes, which make freeze does
    python -m tests.freeze.write DIR [--only TEXT]      the bytes, a file each; archives as folders of their members
    python -m tests.freeze.write DIR --against COMMIT   DIR/before and DIR/after, only what differs: diff -r them

``--only`` takes those whose name holds a text, as ``CT.0921.svg`` or ``lang=fr``.
"""

from __future__ import annotations

import argparse
import filecmp
import os
import subprocess
import sys
import tempfile
from pathlib import Path

from tests.freeze.views import HASHES, everything, hash16, plain, traced

ROOT = Path(__file__).parents[2]
FLOORS = ("ontology", "data", "graph", "api")


def write_hashes() -> None:
    """Write the hashes of this checkout."""
    with tempfile.TemporaryDirectory() as home:
        hashes = {name: hash16(data) for name, data in everything(traced(Path(home)))}
    HASHES.write_text("".join(f"{hashes[name]}  {name}\n" for name in sorted(hashes)), "utf-8")


def write_bytes(folder: Path, only: str = "") -> None:
    """Write what is frozen into a folder, a file for each name."""
    with tempfile.TemporaryDirectory() as home:
        for name, data in everything(traced(Path(home))):
            if only in name:
                target = folder / name
                members = plain(data)
                for path, body in ((target / key, members[key]) for key in members) if members else ((target, data),):
                    path.parent.mkdir(parents=True, exist_ok=True)
                    path.write_bytes(body)


def write_both(folder: Path, commit: str, only: str = "") -> None:
    """Write what differs between a commit and this checkout into ``before`` and ``after``."""
    with tempfile.TemporaryDirectory() as temporary:
        tree = Path(temporary) / "tree"
        git = ["git", "-C", str(ROOT), "worktree"]
        subprocess.run([*git, "add", "--quiet", "--detach", str(tree), commit], check=True)
        try:
            # What is installed for editing points at one checkout; the path goes first.
            for side, root in (("before", tree), ("after", ROOT)):
                subprocess.run(
                    [sys.executable, "-m", "tests.freeze.write", str((folder / side).absolute()), "--only", only],
                    cwd=root,
                    env={**os.environ, "PYTHONPATH": os.pathsep.join(str(root / floor) for floor in FLOORS)},
                    check=True,
                )
        finally:
            subprocess.run([*git, "remove", "--force", str(tree)], check=True)
    for path in [path for path in (folder / "before").rglob("*") if path.is_file()]:
        other = folder / "after" / path.relative_to(folder / "before")
        if other.is_file() and filecmp.cmp(path, other, shallow=False):
            path.unlink()
            other.unlink()
    for side in ("before", "after"):
        for path in sorted((folder / side).rglob("*"), reverse=True):
            if path.is_dir() and not any(path.iterdir()):
                path.rmdir()


def main() -> None:
    """Read the command line."""
    reader = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    reader.add_argument("folder", nargs="?", type=Path)
    reader.add_argument("--against", metavar="COMMIT")
    reader.add_argument("--only", metavar="TEXT", default="")
    asked = reader.parse_args()
    if asked.folder is None:
        return write_hashes()
    if asked.folder.exists() and any(asked.folder.iterdir()):
        reader.error(f"{asked.folder} is not empty")
    if asked.against:
        return write_both(asked.folder, asked.against, asked.only)
    return write_bytes(asked.folder, asked.only)


if __name__ == "__main__":
    main()
