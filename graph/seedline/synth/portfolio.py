"""Portfolios as two registers would report them: projects, what followed, with whose money, and where they differ.

Projects come in blocks of 64: eight seeds and 56 others. Seven seeds of ten have nothing after them; the others have
followers in chains of up to twelve, in trees, with merges, now and then a cycle or a step from another block. Ten
blocks of every thousand are one large programme. Funders and countries are skewed, amounts stand in several currencies
with every bound and status. A second register repeats one commitment in nine: as a later value, or as a report of its
own in another currency or with another amount, which must not be counted again; and it knows later statuses of steps.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path
from typing import IO

from seedline.errors import InputError
from seedline.synth.chance import Chance
from seedline.synth.material import (  # fmt: skip
    BOUNDS,
    COMMITMENT_STATUSES,
    COUNTRIES,
    CURRENCIES,
    FORMS,
    FUNDER_KINDS,
    HAS_SOURCE,
    IDENTIFIER,
    LABEL,
    RELATIONS,
    SOURCE_TYPES,
    STATUSES,
    TARGETS,
    THEMES,
    TITLE,
    A,
    P,
    one_of,
    prop,
    typed,
)
from seedline.triples import DEFAULT_BASE

BLOCK = 64
SEEDS = 8
_GREAT = 1000
_FUNDERS = 48


@dataclass(slots=True)
class _Register:
    """The statements of one block in one source, as lines of N-Triples."""

    base: str
    lines: list[str] = field(default_factory=list)

    def say(self, subject: str, *pairs: tuple[str, str]) -> None:
        self.lines.extend(f"<{subject}> {name} {value} .\n" for name, value in pairs)


@dataclass(slots=True)
class _Block:
    """One block of projects being written."""

    number: int
    seed: int
    base: str
    size: int
    register: _Register
    reports: _Register
    ours: _Register
    chance: Chance

    def key(self, index: int) -> str:
        return f"{self.base}id/P{self.number * BLOCK + index:07}"

    @property
    def page(self) -> str:
        return f"{self.base}id/evidence/register/page-{self.number}"

    @property
    def report_page(self) -> str:
        return f"{self.base}id/evidence/reports/page-{self.number}"

    def stated(self, class_: str, page: str, voice: str) -> list[tuple[str, str]]:
        return [
            (A, prop(class_)),
            (P["basis"], one_of("basis", "stated")),
            (P["assertedBy"], one_of("voice", voice)),
            (P["evidence"], f"<{page}>"),
        ]

    def write(self) -> None:
        """Write the block's pages, projects, money and steps."""
        for register, page, site in (
            (self.register, self.page, "register"),
            (self.reports, self.report_page, "reports"),
        ):
            register.say(
                page,
                (A, prop("WebPage")),
                (HAS_SOURCE, f"<{self.base}id/source/{site}>"),
                (P["url"], f"<https://example.org/{site}/{self.number}>"),
                (P["seen"], typed("2026-01-31", "date")),
            )
        great = self.number % _GREAT < 10
        for index in range(self.size):
            self._project(index, "SeedProject" if index < SEEDS else self.chance.of(("Project", "Programme")))
        followers = iter(range(SEEDS, self.size))
        told: list[list[int]] = []
        for index in range(min(SEEDS, self.size)):
            follows = (index == 0) if great else self.chance.within(30)
            length = self.size if great else 1 + self.chance.skewed(range(12))
            told.append(self._lineage(index, list(islice(followers, length if follows else 0))))
            if self.chance.within(15):
                self._product(index)
        if great and self.number % _GREAT:
            root = f"{self.base}id/P{(self.number - self.number % _GREAT) * BLOCK:07}"
            self._step(root, self.key(0) if self.size <= SEEDS else self.key(SEEDS), "scaledInto")
        self._cross(told)

    def _project(self, index: int, class_: str) -> None:
        chance, iri = self.chance, self.key(index)
        theme, form = chance.skewed(THEMES), chance.of(FORMS)
        country, year = chance.skewed(COUNTRIES), 2001 + chance.below(20)
        self.register.say(
            iri,
            (A, prop(class_)),
            (IDENTIFIER, f'"{iri.rsplit("/", 1)[-1]}"'),
            (TITLE, f'"{theme.capitalize()} {form} {country} {index}"'),
            (P["country"], one_of("country", country)),
            (P["started"], typed(f"{year}-{1 + chance.below(12):02}", "gYearMonth")),
        )
        label = f'"{theme.capitalize()} {form}, {country}"@en'
        self.ours.say(iri, (LABEL, label))
        if class_ == "SeedProject":
            amount = 25_000 * (1 + chance.skewed(range(12)))
            more = [(P["fundingYear"], typed(str(year), "gYear")), (P["funder"], f"<{self.base}id/seed-fund>")]
            self._commitment(iri, "seed", str(amount), "USD", "exact", "notStated", "seed", more)
            for number in range(chance.below(3)):
                self.register.say(
                    f"{iri}/alignment/{number}",
                    *self.stated("Alignment", self.page, "fund"),
                    (P["about"], f"<{iri}>"),
                    (P["alignedTo"], one_of("sdg", chance.skewed(TARGETS))),
                )
        else:
            for number in range(chance.below(3)):
                self._money(iri, str(number), year)

    def _money(self, iri: str, key: str, year: int) -> None:
        chance = self.chance
        cents = 10_000 * (1 + chance.below(900)) * (1 + chance.skewed(range(400)))
        amount = str(cents // 100) if chance.within(80) else f"{cents // 100}.{chance.below(100):02}"
        currency, status = chance.of(CURRENCIES), chance.of(COMMITMENT_STATUSES)
        funder = "seed-line" if chance.within(6) else f"funder-{chance.skewed(range(_FUNDERS))}"
        more = [(P["funder"], f"<{self.base}id/{funder}>"), (P["asOf"], typed(str(year + 3), "gYear"))]
        more += happened(year + 3)
        if chance.within(4):
            more.append((P["coFinance"], typed("true", "boolean")))
        self._commitment(iri, key, amount, currency, chance.of(BOUNDS), status, chance.skewed(SOURCE_TYPES), more)
        if not chance.within(11):
            return
        first = f"<{iri}/commitment/{key}>"
        if chance.within(50):
            again, link = str(cents // 100 + 1000 * chance.below(500)), "laterValueOf"
        else:
            again, link, currency = str(cents // 90), "alternativeReportOf", chance.of(CURRENCIES)
        told = [(P["funder"], f"<{self.base}id/{funder}>"), (P["asOf"], typed(str(year + 5), "gYear"))]
        told.append((P[link], first))
        self._commitment(iri, f"{key}-reported", again, currency, "exact", "disbursed", "bilateral", told, self.reports)

    def _commitment(
        self,
        iri: str,
        key: str,
        amount: str,
        currency: str,
        bound: str,
        status: str,
        type_: str,
        more: Iterable[tuple[str, str]],
        register: _Register | None = None,
    ) -> None:
        where = register or self.register
        page, voice = (self.report_page, "funder") if register else (self.page, "fund")
        pairs = [
            *self.stated("Commitment", page, voice),
            (P["recipient"], f"<{iri}>"),
            (P["amount"], typed(amount, "decimal")),
            (P["currency"], one_of("currency", currency)),
            (P["bound"], one_of("bound", bound)),
            (P["commitmentStatus"], one_of("commitment-status", status)),
            (P["sourceType"], one_of("source-type", type_)),
            *more,
        ]
        if self.chance.within(2) and type_ != "seed":
            # Now and then no amount is stated.
            pairs = [pair for pair in pairs if pair[0] not in {P["amount"], P["currency"], P["bound"]}]
        where.say(f"{iri}/commitment/{key}", *pairs)

    def _lineage(self, root: int, followers: list[int]) -> list[int]:
        nodes = [root]
        for follower in followers:
            before = nodes[-1] if self.chance.within(70) else self.chance.of(nodes)
            self._step(self.key(before), self.key(follower), self.chance.of(RELATIONS))
            if self.chance.within(6) and len(nodes) > 2:
                self._step(self.key(self.chance.of(nodes)), self.key(follower), "nextPhase")
            nodes.append(follower)
        if self.chance.within(3) and len(nodes) > 3:
            self._step(self.key(nodes[-1]), self.key(nodes[1]), "nextPhase")
        return nodes

    def _cross(self, told: list[list[int]]) -> None:
        longer = [nodes for nodes in told if len(nodes) > 1]
        if len(longer) > 1 and self.chance.within(40):
            # Two seeds share what followed.
            self._step(self.key(longer[0][0]), self.key(longer[1][-1]), "scaledInto")
        if longer and self.number and self.chance.within(10):
            other = f"{self.base}id/P{self.chance.below(self.number * BLOCK):07}"
            self._step(other, self.key(longer[0][0]), self.chance.of(("builtOn", "informed", "scaledInto")))
        if longer and self.chance.within(5):
            self._step(f"{self.base}id/world-instrument", self.key(longer[0][0]), "informed")

    def _product(self, index: int) -> None:
        iri = f"{self.key(index)}-study"
        self.register.say(iri, (A, prop("Product")))
        self.ours.say(iri, (LABEL, '"Study"@en'))
        self._step(self.key(index), iri, "produced")

    def _step(self, earlier: str, later: str, relation: str) -> None:
        chance = self.chance
        iri = f"{later}/step/{relation}-{earlier.rsplit('/', 1)[-1]}"
        status, year = chance.of(STATUSES), 2010 + chance.below(12)
        seen = f"{iri}/status/{year}-{status}"
        self.register.say(
            iri,
            *self.stated("Step", self.page, "fund"),
            (P["from"], f"<{earlier}>"),
            (P["to"], f"<{later}>"),
            (P["relation"], one_of("relation", relation)),
            (P["statusObservation"], f"<{seen}>"),
        )
        self._observed(self.register, seen, status, year)
        if chance.within(20):
            newer = f"{iri}/status/{year + 2}-completed"
            self.reports.say(iri, (P["statusObservation"], f"<{newer}>"))
            self._observed(self.reports, newer, "completed", year + 2)

    def _observed(self, register: _Register, seen: str, status: str, year: int) -> None:
        register.say(
            seen,
            (A, prop("StatusObservation")),
            (P["status"], one_of("status", status)),
            (P["asOf"], typed(str(year), "gYear")),
            *happened(year),
        )


def happened(told: int) -> list[tuple[str, str]]:
    """Return when something happened that is told as of a year: mostly the year before, or bounds, or no date."""
    dates = {0: {}, 1: {"onAfter": told - 2, "onBefore": told}, 2: {"onBefore": told - 1}, 3: {"onAfter": told - 1}}
    return [(P[name], typed(str(year), "gYear")) for name, year in dates.get(told % 7, {"on": told - 1}).items()]


def blocks(count: int, seed: int, base: str = DEFAULT_BASE) -> Iterator[tuple[list[str], list[str], list[str]]]:
    """Yield the lines of the two registers and of our own words, block by block."""
    for number in range(-(-count // BLOCK)):
        registers = _Register(base), _Register(base), _Register(base)
        size = min(BLOCK, count - number * BLOCK)
        _Block(number, seed, base, size, *registers, Chance(seed, number)).write()
        yield registers[0].lines, registers[1].lines, registers[2].lines


def synthesise(folder: Path, count: int, seed: int, base: str = DEFAULT_BASE) -> list[Path]:
    """Write a portfolio of ``count`` projects into a folder that ``build`` reads; equal arguments give equal bytes.

    One project in eight is a seed. Returns the files: the sources and organisations as a case file, the two registers
    and our labels as N-Triples.

    Raises:
        InputError: ``count`` is less than 1, or the folder holds something already.

    """
    if count < 1:
        raise InputError(f"a portfolio has at least one project, not {count}")
    if folder.exists() and any(folder.iterdir()):
        raise InputError(f"{folder} is not empty: choose another folder")
    folder.mkdir(parents=True, exist_ok=True)
    files = [folder / name for name in ("register.nt", "reports.nt", "seedline.nt")]
    with ExitStack() as stack:
        opened: list[IO[str]] = [stack.enter_context(path.open("w", encoding="utf-8", newline="\n")) for path in files]
        for parts in blocks(count, seed, base):
            for file, lines in zip(opened, parts, strict=True):
                file.writelines(lines)
    listed = folder / "sources.yaml"
    listed.write_text(_sources(), encoding="utf-8", newline="\n")
    return [listed, *files]


def _sources() -> str:
    funders = "\n".join(
        f'  funder-{number}: {{label: "Funder {number}", kind: {FUNDER_KINDS[number % 4]}}}'
        for number in range(_FUNDERS)
    )
    return f"""\
seedline: "1"
owner: synthetic-sources
title: A made-up portfolio; no project, organisation or amount in it exists
source: register
asserted-by: fund
sources:
  register: {{title: "Register of a made-up fund", kind: "made up", as-of: "2025", collected: "2026-01-31"}}
  reports: {{title: "Reports of made-up funders", kind: "made up", as-of: "2025", collected: "2026-01-31"}}
organisations:
  seed-fund: {{label: "Made-up Fund", kind: fund}}
  seed-line: {{label: "Line of the made-up Fund", kind: fund, part-of: seed-fund}}
{funders}
things:
  world-instrument: {{kind: sharedInstrument, label: "Made-up instrument of the whole world"}}
"""
