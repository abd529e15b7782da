"""``make bench-lineage``: lineages and money from arrays beside Oxigraph's server, Virtuoso and networkx, and the build.

Every engine answers over the very same triples (the snapshot's default graph, shortcuts and totals included) and its
answer is held equal to ours before it is timed. Questions are asked in turn, one seed at a time, so that a busy moment
of the machine meets every engine. Ours and networkx answer in this process, the servers over a kept connection; what
one empty request costs is a row of its own.
"""

from __future__ import annotations

import json
import os
import platform
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path
from typing import Any

import httpx
import networkx as nx
import pyoxigraph as ox

from seedline.lineage.traversal import reach, trace
from seedline.money.totals import totals
from seedline.store import Snapshot, open_snapshot
from seedline.synth import synthesise
from seedline.views.tracer import Tracer
from seedline.vocabulary import RELATIONS
from seedline.vocabulary.status import COUNTED_STATUSES
from tests.bench import engines
from tests.bench.engines import Engine
from tests.lineage.oracle import PlainMoney

SIZES = [int(size) for size in os.environ.get("SEEDLINE_BENCH_SIZES", "10000,100000").split(",")]
#: Larger portfolios are measured with arrays and networkx alone: servers take longer to load them than to ask.
HELD_UP_TO = 100_000
SERVERS_UP_TO = int(os.environ.get("SEEDLINE_BENCH_SERVERS_UP_TO", "100000"))
ROUNDS = int(os.environ.get("SEEDLINE_BENCH_ROUNDS", "15"))
LIMIT = 120.0
FORWARD = [f"sl:{r.token}" for r in RELATIONS.values() if r.forward] + ["sl:mayBecome", "sl:mayProduce"]
PREFIXES = """
PREFIX sl: <https://w3id.org/seedline/ontology#> PREFIX id: <https://w3id.org/seedline/id/>
PREFIX c: <https://w3id.org/seedline/scheme/commitment-status/> PREFIX cur: <https://w3id.org/seedline/scheme/currency/>
PREFIX st: <https://w3id.org/seedline/scheme/source-type/>
"""
COUNTS = f"""
?c sl:recipient ?x ; sl:amount ?a ; sl:currency ?k ; sl:commitmentStatus ?s ; sl:sourceType ?t ; sl:funder ?f .
FILTER(?s IN ({", ".join(f"c:{status}" for status in sorted(COUNTED_STATUSES))}) && ?t != st:inKind)
FILTER(?f NOT IN (id:seed-fund, id:seed-line))
FILTER NOT EXISTS {{ ?c sl:coFinance true }}
FILTER NOT EXISTS {{ ?c sl:alternativeReportOf ?o . ?o sl:amount ?oa ; sl:currency ?ok ; sl:commitmentStatus ?os .
FILTER(?os != c:notStated) }}
FILTER NOT EXISTS {{ ?newer sl:laterValueOf ?c }}"""


def after(seed: str) -> str:
    return f"SELECT DISTINCT ?x {{ <{seed}> ({'|'.join(FORWARD)})+ ?x }}"


def money(seed: str) -> str:
    inner = f"SELECT DISTINCT ?c ?k ?a {{ <{seed}> ({'|'.join(FORWARD)})+ ?x . FILTER(?x != <{seed}>) {COUNTS} }}"
    return f"SELECT ?k (SUM(?a) AS ?sum) {{ {{ {inner} }} }} GROUP BY ?k"


def kept_total(seed: str) -> str:
    return f"SELECT ?k ?a {{ ?t sl:totalOf <{seed}> ; sl:currency ?k ; sl:followOnAmount ?a }}"


TOP = """SELECT ?seed ?a { ?t sl:totalOf ?seed ; sl:currency cur:USD ; sl:followOnAmount ?a } ORDER BY DESC(?a) LIMIT 20"""
TOP_ADDED = f"""SELECT ?seed (SUM(?a) AS ?sum) {{ {{ SELECT DISTINCT ?seed ?c ?a {{ ?seed a sl:SeedProject .
?seed ({"|".join(FORWARD)})+ ?x . FILTER(?x != ?seed) {COUNTS} FILTER(?k = cur:USD) }} }} }}
GROUP BY ?seed ORDER BY DESC(?sum) LIMIT 20"""


@dataclass
class Row:
    """One question: milliseconds by engine."""

    name: str
    times: dict[str, list[float]] = field(default_factory=dict)
    notes: dict[str, str] = field(default_factory=dict)

    def clock(self, engine: str, ask: Callable[[], Any]) -> Any:
        start = time.perf_counter()
        answer = ask()
        self.times.setdefault(engine, []).append((time.perf_counter() - start) * 1000)
        return answer

    def median(self, engine: str) -> float | None:
        return statistics.median(self.times[engine]) if engine in self.times else None


class Server:
    """A SPARQL server asked over one kept connection."""

    def __init__(self, engine: Engine) -> None:
        self.name = engine.name
        self._client = httpx.Client(base_url=f"http://127.0.0.1:{engine.port}", timeout=LIMIT)
        self._path = engine.path

    def ask(self, query: str) -> list[list[str]]:
        answer = self._client.post(
            self._path, data={"query": PREFIXES + query}, headers={"Accept": "application/sparql-results+json"}
        )
        if answer.status_code != 200:
            raise RuntimeError(f"{self.name}: {answer.status_code} {answer.text[:200]}")
        told = answer.json()
        names = told["head"].get("vars", [])
        return [[row[n]["value"] for n in names if n in row] for row in told.get("results", {}).get("bindings", [])]


def as_graph(tracer: Tracer) -> nx.MultiDiGraph:
    graph = nx.MultiDiGraph()
    for step in tracer.network.all_steps():
        if RELATIONS[step.relation].forward:
            graph.add_edge(step.earlier, step.later, key=step.iri)
    for node, commitments in tracer.network.commitments.items():
        graph.add_node(node, money=commitments)
    return graph


def with_reasons(tracer: Tracer, seed: str) -> dict[str, Decimal]:
    found = totals(tracer.network, trace(tracer.network, seed))
    return {total.currency: total.follow_on for total in found if total.follow_on is not None}


def sums(tracer: Tracer, seed: str) -> dict[str, Decimal]:
    return {total.currency: total.follow_on for total in tracer.sums.follow_on(seed)}


def same_money(rows: list[list[str]], ours: dict[str, Decimal]) -> bool:
    """Compare to the cent; some servers add decimals as floating-point numbers."""
    theirs = {row[0].rsplit("/", 1)[-1]: Decimal(row[1]) for row in rows if len(row) == 2}
    return theirs.keys() == ours.keys() and all(abs(theirs[c] - ours[c]) < Decimal("0.01") for c in ours)


def held(tracer: Tracer) -> int:
    """Hold every total against plain Python over SPARQL's rows, every closure against networkx; return how many."""
    plain, network = PlainMoney(tracer.snapshot.store), tracer.network
    seeds = network.nodes_of_kind("seedProject")
    graph = as_graph(tracer)
    for seed in seeds:
        assert sums(tracer, seed) == with_reasons(tracer, seed) == plain.follow_on(seed), seed
        beyond = nx.descendants(graph, seed) if seed in graph else set()
        assert reach(network, [seed], back=False, depth=None) - {seed} == beyond, seed
    return len(seeds)


def loaded(snapshot: Snapshot, folder: Path) -> float:
    """Return the seconds that pyoxigraph's own bulk loader takes for the very quads of a snapshot."""
    file = folder / "all.nq"
    with file.open("wb") as out:
        ox.Store.read_only(str(snapshot.path / "store")).dump(out, ox.RdfFormat.N_QUADS)
    store = ox.Store(str(folder / "bulk"))
    start = time.perf_counter()
    store.bulk_load(path=file, format=ox.RdfFormat.N_QUADS)
    return time.perf_counter() - start


def built(size: int, folder: Path) -> dict[str, float]:
    """Build a portfolio in a process of its own; return seconds by phase, and memory."""
    code = f"""
import json, re, time
from pathlib import Path
from seedline.build import build
marks = [("start", time.perf_counter())]
build([{str(folder / "data")!r}], home=Path({str(folder / "home")!r}),
      progress=lambda message: marks.append((message, time.perf_counter())))
marks.append(("end", time.perf_counter()))
told = {{name: round(after - at, 2) for (name, at), (_, after) in zip(marks, marks[1:])}}
print(json.dumps({{**told, "whole": marks[-1][1] - marks[0][1],
                  "megabytes": int(re.search("VmHWM:.*?([0-9]+)", open("/proc/self/status").read()).group(1)) / 1024}}))"""
    answer = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True)
    told: dict[str, float] = json.loads(answer.stdout)
    return told


def opened(home: Path, seed: str) -> tuple[float, float]:
    """Open a snapshot in a new process and answer one lineage; return milliseconds of that, and memory in MB."""
    code = f"""
import re, time
from pathlib import Path
from seedline.lineage import Tracer
from seedline.store import Snapshot, open_snapshot
start = time.perf_counter()
Tracer.of(open_snapshot(Path({str(home)!r}))).lineage({seed!r})
peak = re.search("VmHWM:.*?([0-9]+)", open("/proc/self/status").read()).group(1)
print((time.perf_counter() - start) * 1000, int(peak) / 1024)"""
    runs = [
        subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True).stdout.split()
        for _ in range(3)
    ]
    return statistics.median(float(run[0]) for run in runs), max(float(run[1]) for run in runs)


def measured(size: int, kept: Path, folder: Path) -> dict[str, Any]:
    """Build a portfolio, unless ``kept`` has it from an earlier run, and ask every engine every question; return what was found."""
    figures = kept / "built.json"
    if not figures.exists():
        synthesise(kept / "data", size, seed=1)
        figures.write_text(json.dumps(built(size, kept)), encoding="utf-8")
    told = json.loads(figures.read_text("utf-8"))
    snapshot = open_snapshot(kept / "home")
    tracer = Tracer.of(snapshot)
    network = tracer.network
    seeds = network.nodes_of_kind("seedProject")
    some = seeds[80 : 80 + 20_000]
    usual = [s for s in some if 12 <= len(trace(network, s).nodes) <= 18][:ROUNDS] or some[:ROUNDS]
    large = seeds[0]
    rows = {
        key: Row(name)
        for key, name in (
            ("empty", "an empty request"),
            ("after", f"what followed a seed, lineages of about {len(trace(network, usual[0]).nodes)}"),
            ("large", f"what followed a seed, a lineage of {len(trace(network, large).nodes)}"),
            ("money", "follow-on money of one lineage, added up from commitments"),
            ("reasons", "the same, with every commitment that was counted or left out, and why"),
            ("kept", "follow-on money of one lineage, from totals"),
            ("top", "the 20 seeds with most follow-on in USD, from totals"),
            ("added", "the same, added up from commitments"),
            ("whole", "a lineage traced both ways, with stages"),
            ("document", "a lineage as the contract's JSON, evidence and all"),
        )
    }
    equal, bulk = 0, 0.0
    with ExitStack() as stack:
        servers: list[Server] = []
        if size <= SERVERS_UP_TO:
            equal, bulk = held(tracer) if size <= HELD_UP_TO else 0, loaded(snapshot, folder)
            triples = folder / "triples" / "all.nt"
            triples.parent.mkdir()
            with triples.open("wb") as out:
                snapshot.store.query("CONSTRUCT { ?s ?p ?o } { ?s ?p ?o }").write(out, "nt")
            for number, start in enumerate((engines.oxigraph, engines.virtuoso)):
                place = folder / f"engine{number}"
                place.mkdir()
                if engine := stack.enter_context(start(triples, place)):
                    servers.append(Server(engine))
        graph = as_graph(tracer)
        fresh = Tracer.of(snapshot)
        for seed in usual:
            for server in servers:
                rows["empty"].clock(server.name, lambda server=server: server.ask("ASK {}"))
            for key, focus in (("after", seed), ("large", large)):
                ours = rows[key].clock("seedline", lambda f=focus: reach(fresh.network, [f], back=False, depth=None))
                theirs = rows[key].clock("networkx", lambda f=focus: nx.descendants(graph, f) if f in graph else set())
                assert theirs == ours - {focus}, (key, focus)
                for server in servers:
                    found = rows[key].clock(server.name, lambda s=server, f=focus: s.ask(after(f)))
                    if {row[0] for row in found} != ours:
                        rows[key].notes[server.name] = "its answer differs"
            counted = rows["money"].clock("seedline", lambda s=seed: sums(fresh, s))
            for server in servers:
                found = rows["money"].clock(server.name, lambda s=server, f=seed: s.ask(money(f)))
                if not same_money(found, counted):
                    rows["money"].notes[server.name] = "its answer differs"
            assert rows["reasons"].clock("seedline", lambda s=seed: with_reasons(fresh, s)) == counted
            total = rows["kept"].clock("seedline", lambda s=seed: fresh.network.follow_on(s))
            for server in servers:
                found = rows["kept"].clock(server.name, lambda s=server, f=seed: s.ask(kept_total(f)))
                if not same_money(found, {t.currency: t.follow_on for t in total}):
                    rows["kept"].notes[server.name] = "its answer differs"
            rows["whole"].clock("seedline", lambda s=seed: trace(fresh.network, s))
            rows["document"].clock("seedline", lambda s=seed: fresh.lineage(s))
            top = rows["top"].clock("seedline", lambda: fresh.network.largest("USD", 20))
            for server in servers:
                found = rows["top"].clock(server.name, lambda s=server: s.ask(TOP))
                if [Decimal(row[1]) for row in found] != [total.follow_on for total in top]:
                    rows["top"].notes[server.name] = "its answer differs"
        for server in servers:
            try:
                rows["added"].clock(server.name, lambda s=server: s.ask(TOP_ADDED))
            except (RuntimeError, httpx.TimeoutException) as error:
                rows["added"].notes[server.name] = f"no answer: {str(error)[:60] or 'over the limit'}"
        added = rows["added"].clock("seedline", lambda: fresh.sums.largest(seeds, "USD", 20))
        assert added == fresh.network.largest("USD", 20)
    first, resident = opened(kept / "home", usual[0])
    size_of = sum(path.stat().st_size for path in (snapshot.path / "lineage").iterdir()) / 1e6
    quads = snapshot.manifest["counts"]["quads"]
    return {
        "size": size,
        "rows": rows,
        "build": told,
        "first": first,
        "resident": resident,
        "arrays": size_of,
        "quads": quads,
        "equal": equal,
        "bulk": bulk,
    }


def report(found: list[dict[str, Any]]) -> str:
    lines = [
        "# Lineages and money: arrays beside servers and networkx",
        "",
        f"`make bench-lineage`, Python {platform.python_version()}, {os.cpu_count()} cores, "
        f"{os.sysconf('SC_PAGE_SIZE') * os.sysconf('SC_PHYS_PAGES') / 2**30:.0f} GB. Made-up portfolios of "
        "`seedline synth N --seed 1`. Medians of "
        f"{ROUNDS} rounds in milliseconds, in brackets the middle half; × is how many times longer than ours. "
        "Servers are asked over HTTP, ours and networkx in the process. Ratios carry over, times do not.",
    ]
    names = ["seedline", "networkx", "oxigraph", "virtuoso"]
    for entry in found:
        lines += ["", f"## {entry['size']:,} projects, {entry['quads']:,} quads", ""]
        lines += ["| question | " + " | ".join(names) + " |", "|---" * (len(names) + 1) + "|"]
        for row in entry["rows"].values():
            cells = []
            ours = row.median("seedline")
            for name in names:
                median = row.median(name)
                if median is None:
                    cells.append(row.notes.get(name, ""))
                    continue
                times = sorted(row.times[name])
                low, high = times[len(times) // 4], times[-1 - len(times) // 4]
                ratio = f", {median / ours:,.0f} ×" if ours and name != "seedline" else ""
                note = f"; {row.notes[name]}" if name in row.notes else ""
                cells.append(f"{median:,.3f} ({low:,.3f}–{high:,.3f}){ratio}{note}")
            lines.append(f"| {row.name} | " + " | ".join(cells) + " |")
        told = dict(entry["build"])
        whole, megabytes = told.pop("whole"), told.pop("megabytes")
        peak = f", {megabytes:,.0f} MB" if megabytes else ""
        phases = ", ".join(f"{name} {seconds:,.1f} s" for name, seconds in told.items() if seconds >= 0.05)
        lines += [
            "",
            f"Build: {whole:,.1f} s ({entry['quads'] / whole:,.0f} quads a second){peak}{'; ' if phases else ''}{phases}. "
            f"Arrays: {entry['arrays']:,.1f} MB. New process, snapshot opened and first lineage as JSON: "
            f"{entry['first']:,.0f} ms, {entry['resident']:,.0f} MB.",
        ]
        if entry["bulk"]:
            lines[-1] += (
                f" pyoxigraph's bulk loader alone takes {entry['bulk']:,.1f} s for the same quads: the build, with "
                f"reading, checking, lineages and totals, is {whole / entry['bulk']:.1f} × that."
            )
        if entry["equal"]:
            lines[-1] += (
                f" All {entry['equal']:,} seeds have the totals that plain Python adds up from SPARQL's rows, and the "
                "closures of networkx."
            )
    lines += ["", "## Goals", "", "| goal | found |", "|---|---|", *goals(found)]
    return "\n".join(lines) + "\n"


def goals(found: list[dict[str, Any]]) -> list[str]:
    first, last = found[0], found[-1]
    small, big = (entry["rows"]["whole"].median("seedline") for entry in (first, last))
    lines = [
        f"| lineage time grows with the lineage, not the data: ≤ 1.5 × from {first['size']:,} to {last['size']:,} "
        f"| {big / small:.2f} × ({small:.3f} → {big:.3f} ms) |",
        f"| top seeds at {last['size']:,} ≤ 20 ms | {last['rows']['top'].median('seedline'):.1f} ms |",
        f"| opening {last['size']:,} and first answer ≤ 1 s | {last['first']:,.0f} ms |",
    ]
    for entry in found:
        for row, how in (("money", "added up"), ("kept", "from totals, both")):
            ours, theirs = (entry["rows"][row].median(name) for name in ("seedline", "virtuoso"))
            if ours and theirs:
                size = f"{entry['size']:,}"
                lines.append(f"| money of one lineage, {how}, ≥ 50 × Virtuoso, {size} | {theirs / ours:,.0f} × |")
    return lines


def main() -> None:
    found = []
    for size in SIZES:
        with tempfile.TemporaryDirectory() as folder:
            kept = Path(os.environ.get("SEEDLINE_BENCH_KEEP", folder)) / str(size)
            kept.mkdir(parents=True, exist_ok=True)
            found.append(measured(size, kept, Path(folder)))
        print(f"{size:,} measured", file=sys.stderr, flush=True)
    text = report(found)
    print(text)
    if out := os.environ.get("SEEDLINE_BENCH_OUT"):
        Path(out).parent.mkdir(parents=True, exist_ok=True)
        Path(out).write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
