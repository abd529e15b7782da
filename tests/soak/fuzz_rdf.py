"""Makes up RDF files: ``python tests/soak/fuzz_rdf.py CORPUS``. The first line is the file's ending, the rest its content."""

import sys
import tempfile
from contextlib import suppress
from pathlib import Path

import atheris

with atheris.instrument_imports(include=["seedline"]):
    from seedline.errors import SeedlineError
    from seedline.pipeline.inputs import read_inputs
    from seedline.triples import Names
    from seedline.triples.rdf import FORMATS

NAMES = Names("https://example.org/")
HOME = Path(tempfile.mkdtemp())


def one_file(data: bytes) -> None:
    """Read some bytes as a build does; they may be refused, with an error that says why."""
    ending, _, content = data.partition(b"\n")
    name = ending.decode("latin-1").strip()
    path = HOME / f"made-up.{name if name in FORMATS else sorted(FORMATS)[len(ending) % len(FORMATS)]}"
    path.write_bytes(content)
    with suppress(SeedlineError):
        for _ in read_inputs([str(path)]).quads(NAMES):
            pass


atheris.Setup(sys.argv, one_file)
atheris.Fuzz()
