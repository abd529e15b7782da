"""CONSTRUCT queries over somebody's RDF, evaluated in a process of their own that is ended at its limits.

``python -m seedline.ingest.rdf.constructing`` reads a line of JSON and N-Quads, and writes the triples of each query as
N-Triples with an empty line after each.
"""

from __future__ import annotations

import io
import json
import subprocess
import sys
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from seedline.errors import InputError, LimitExceeded, SeedlineError
from seedline.sandbox import limits
from seedline.store import Store
from seedline.triples import Names, Quad
from seedline.triples.rdf import parse, serialise

_NAMED = "constructed"
_MEGABYTE = 1024**2


@dataclass(frozen=True, slots=True)
class ConstructLimits:
    """What the queries of one mapping may take: seconds together, megabytes, and triples of each."""

    seconds: int = 60
    megabytes: int = 2048
    triples: int = 1_000_000


def construct(
    quads: Iterable[Quad], queries: Sequence[tuple[str, str]], most: ConstructLimits | None = None
) -> list[list[Quad]]:
    """Return what each query, a name and a text, makes of some quads; nameless nodes are ``{base}skolem/…``.

    The default graph holds all that the quads say, once.

    Raises:
        InputError: a query is wrong, is no CONSTRUCT, or asks another endpoint.
        LimitExceeded: a limit is reached; the message names it.
        SeedlineError: the process ended for another reason.

    """
    most = most or ConstructLimits()
    head = {"queries": queries, "megabytes": most.megabytes, "triples": most.triples}
    data = json.dumps(head).encode() + b"\n" + serialise(quads, "nq")
    command = [sys.executable, "-m", "seedline.ingest.rdf.constructing"]
    try:
        done = subprocess.run(command, input=data, capture_output=True, timeout=most.seconds, check=False)  # noqa: S603
    except subprocess.TimeoutExpired as error:
        told = f"its queries take more than {most.seconds} seconds together"
        raise LimitExceeded(told, limit=f"seconds={most.seconds}") from error
    if done.returncode == 3:
        raise InputError(done.stderr.decode())
    if done.returncode == 4:
        raise LimitExceeded(done.stderr.decode(), limit=f"triples={most.triples}")
    if done.returncode == 1 and b"MemoryError" not in done.stderr:
        raise SeedlineError(f"its queries could not be evaluated: {done.stderr.decode(errors='replace')[-300:]}")
    if done.returncode:
        # The evaluator ends its process where it gets no memory.
        told = f"its queries take more than {most.megabytes} MB of memory"
        raise LimitExceeded(told, limit=f"megabytes={most.megabytes}")
    graph = Names().graph("source/constructed")
    made = done.stdout.split(b"\n\n")[: len(queries)]
    return [
        list(parse(io.BytesIO(part), "nt", name=name, source=f"{_NAMED}/{name}", graph=graph, base=Names().base))
        for (name, _), part in zip(queries, made, strict=True)
    ]


def nameless(iri: str) -> bool:
    """Return whether an IRI stands for a node that a query left without a name.

    >>> nameless("https://w3id.org/seedline/skolem/constructed/steps/0")
    True
    """
    return iri.startswith(f"{Names().base}skolem/{_NAMED}/")


def _evaluate(queries: list[tuple[str, str]], store: Store, most: int) -> None:
    for name, text in queries:
        try:
            answer = store.query(text)
            if answer.kind != "graph":
                raise InputError("is no CONSTRUCT query")
            triples = []
            for triple in answer.triples():
                triples.append(Quad(triple.subject, triple.predicate, triple.object))
                if len(triples) > most:
                    sys.stderr.write(f"its query {name!r} makes more than {most:,} triples")
                    raise SystemExit(4)
        except SeedlineError as error:
            line = getattr(error, "line", None)
            sys.stderr.write(f"its query {name!r}{f', line {line}' if line else ''}: {error}")
            raise SystemExit(3) from error
        sys.stdout.buffer.write(serialise(triples, "nt") + b"\n")


def main() -> None:
    """Evaluate what standard input holds, and write what comes of it."""
    limits.die_with_parent()
    head = json.loads(sys.stdin.buffer.readline())
    limits.forbid_network()
    limits.cap_memory(head["megabytes"] * _MEGABYTE)
    given = parse(sys.stdin.buffer, "nq", name="", source="none", graph=Names().graph("none"), base="urn:none/")
    both = (each for quad in given for each in (quad, Quad(quad.subject, quad.predicate, quad.object)))
    _evaluate([(name, text) for name, text in head["queries"]], Store.of(both), head["triples"])


if __name__ == "__main__":
    main()
