"""The tasks of a worker, by name, and what they work on: the served snapshot, the older ones, and the site."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Mapping
from copy import copy
from dataclasses import asdict, dataclass, replace
from functools import lru_cache
from importlib import import_module
from pathlib import Path
from typing import Any

from seedline.draw.drawing import EDITION
from seedline.errors import Gone, NotFound, OtherFormat
from seedline.formats.forms import FORMS
from seedline.queries import questions_of
from seedline.sandbox import Task
from seedline.store import Home, Snapshot, Store
from seedline.views.pins import Pins
from seedline.views.request import ViewRequest
from seedline.views.subject import Subject
from seedline.views.tracer import Tracer
from seedline.views.view import View
from seedline_api.rendering.seed_rows import SeedRow, seed_row
from seedline_api.rendering.site import Site, load_templates

Made = tuple[bytes, Mapping[str, str]]
_HERE = "seedline_api.rendering"
TASKS = {
    "form": f"{_HERE}.lineage_pages:form",
    "page": f"{_HERE}.lineage_pages:page",
    "forms": f"{_HERE}.lineage_pages:forms",
    "frame": f"{_HERE}.frames:frame",
    "oembed": f"{_HERE}.frames:oembed",
    "start": f"{_HERE}.start_pages:start",
    "description": f"{_HERE}.descriptions:description",
    "ontology": f"{_HERE}.descriptions:ontology",
    "shapes": f"{_HERE}.descriptions:shapes",
    "lineage": f"{_HERE}.documents:lineage",
    "components": f"{_HERE}.documents:components",
    "paths": f"{_HERE}.documents:paths",
    "select": f"{_HERE}.results:selection",
    "explore": f"{_HERE}.explore:page",
    "explore.file": f"{_HERE}.files:explore",
    "search": f"{_HERE}.explore:search",
    "suggest": f"{_HERE}.explore:suggest",
    "data": f"{_HERE}.downloads:page",
    "dump": f"{_HERE}.downloads:dump",
    "glossary": f"{_HERE}.downloads:glossary",
    "feed": f"{_HERE}.downloads:feed",
    "diff": f"{_HERE}.differing:diff",
    "compare": f"{_HERE}.comparing:compare",
    "list": f"{_HERE}.lists:listing",
    "list.json": f"{_HERE}.lists:as_json",
    "list.file": f"{_HERE}.files:listing",
    "known.file": f"{_HERE}.files:known",
    "known": f"{_HERE}.data_pages:known",
    "about": f"{_HERE}.data_pages:about",
    "versions": f"{_HERE}.data_pages:versions",
    "quality": f"{_HERE}.data_pages:quality",
    "asking": f"{_HERE}.asking:page",
    "terms": f"{_HERE}.asking:vocabulary",
    "questions": f"{_HERE}.questions:catalogue",
    "question": f"{_HERE}.questions:answered",
}
"""Name → the function that does it: of a renderer and its parameters, a body and its headers."""
_OLDER = 2
_VIEWS = 4
#: Rows of seeds that are kept: a search shows many of the seeds that the one before it showed.
_ROWS = 256
#: Seeds among which one is looked for to warm with, and the most things that may follow it.
_TRIED, _SMALL = 100, 30
#: Things at most of data whose ledger of doubt is read before anybody asks for it.
_FEW = 2_000


@dataclass(frozen=True, slots=True)
class Given:
    """What a fork server is told of the server: folders and the site."""

    home: str
    snapshot: str
    root: str
    prefix: str
    passages: str
    report: str = ""
    public: bool = False


class Renderer:
    """Does the tasks of a worker over one snapshot."""

    def __init__(self, tracer: Tracer, home: Home, site: Site) -> None:
        self.tracer = tracer
        self.home = home
        self.site = replace(site, tongue=tracer.details.tongue)
        self.pins = Pins(home.pinned_path)
        self._older = lru_cache(maxsize=_OLDER)(self._open)
        self._viewed = lru_cache(maxsize=_VIEWS)(self._view)
        self.row = lru_cache(maxsize=_ROWS)(self._row)

    def __call__(self, name: str, parameters: str) -> Made:
        """Return the body of a task's answer with its headers, an entity tag among them."""
        module, _, function = TASKS[name].partition(":")
        given = json.loads(parameters)
        if "asked" in given:
            given["asked"] = ViewRequest.read(given["asked"])
        do: Callable[..., Made] = getattr(import_module(module), function)
        worker = self
        if ignored := given.pop("ignored", ()):
            worker = copy(self)
            worker.site = replace(self.site, ignored=tuple(ignored))
        body, headers = do(worker, **given)
        return body, {"ETag": tag(body), "Seedline-Version": self.site.version, **headers}

    def warm(self) -> None:
        """Draw a page of a lineage with something to draw but not much; read what start page and ledger show."""
        network = self.tracer.network
        seeds = network.nodes_of_kind("seedProject", 0, _TRIED)
        sizes = {seed: len(network.closure([seed], back=False)) for seed in seeds}
        small = [seed for seed in seeds if sizes[seed] <= _SMALL]
        for seed in sorted(small, key=sizes.__getitem__)[-1:]:
            asked = ViewRequest(Subject("lineage", seed))
            self("page", packed({"asked": asked, "may_keep": False, "since": 0}))
            self("description", packed({"iris": [seed], "form": "html", "lang": "en"}))
        if seeds:
            self("start", packed({"lang": "en"}))
            self("explore", packed({"query": [], "lang": "en"}))
            # The patterns of sentences are compiled as templates are: before somebody asks.
            self("explore", packed({"query": [("q", "what is known of seeds before 2016")], "lang": "en"}))
            self("questions", packed({"form": "", "lang": "en"}))
            # It reads every statement that leaves something open; of large data not all that was read could be kept.
            if len(network.kinds) <= _FEW:
                self("known", packed({"form": "", "kind": "", "seed": "", "lang": "en"}))

    def _row(self, seed: str) -> SeedRow:
        return seed_row(self.tracer.lineage(seed))

    def view(self, asked: ViewRequest) -> View:
        """Return the view that is asked for, drawn by this edition.

        Raises:
            Gone: the version is not kept, or the edition no longer drawn; it says what there is.

        """
        kept = self.pins.editions(asked.address) if asked.data else ()
        there = f"; this view is kept as {', '.join(kept)}" if kept else ""
        try:
            self.tracer_of(asked.data)
        except Gone as error:
            raise Gone(f"{error}{there}") from error
        if asked.edition and asked.edition != str(EDITION):
            raise Gone(
                f"this view was not kept as edition {asked.edition} drew it, and this server draws edition {EDITION}: "
                f"v={asked.data}.{EDITION} shows the same facts{there}"
            )
        view = self._viewed(ViewRequest(asked.subject, asked.choice, asked.look, asked.data))
        # Where its bytes are kept, a citation may name the edition: whenever somebody follows it, it is there.
        here = view.version in self.pins.editions(view.local_address)
        return replace(view, kept=True) if here else view

    def tracer_of(self, version: str) -> Tracer:
        """Return the tracer of a version, the served one where none is named.

        Raises:
            Gone: the version is not kept here.

        """
        return self.tracer if version in {"", self.tracer.snapshot.version} else self._older(version)

    def _view(self, asked: ViewRequest) -> View:
        tracer = self.tracer_of(asked.version)
        return View.of(tracer, asked.subject, choice=asked.choice, look=asked.look, site=self.site.root)

    def _open(self, version: str) -> Tracer:
        try:
            return Tracer.of(self.home.get(version))
        except (NotFound, OtherFormat) as error:
            kept = ", ".join(snapshot.version for snapshot in self.home.list())
            raise Gone(f"version {version} of the data is not kept here; there is {kept}") from error


def task(name: str, max_bytes: int, **parameters: Any) -> Task:
    """Return a task as it is sent to a worker.

    >>> task("paths", 1000, start="a", end="b", limit=1).parameters
    '{"end": "b", "limit": 1, "start": "a"}'
    """
    return Task(name, packed(parameters), max_bytes)


def packed(parameters: Mapping[str, Any]) -> str:
    """Return the parameters of a task as text, the same for the same ones."""
    return json.dumps(parameters, sort_keys=True, default=ViewRequest.text)


def tag(body: bytes) -> str:
    """Return the entity tag of an answer."""
    return f'"{hashlib.sha256(body).hexdigest()[:24]}"'


def given(home: Path, snapshot: Path, site: Site) -> str:
    """Return what a fork server is told, as text."""
    told = Given(str(home), str(snapshot), site.root, site.prefix, site.passages, site.report, site.public)
    return json.dumps(asdict(told))


def open_tasks(told: str, store: Store) -> Renderer:
    """Return what does the tasks over a store; what it has loaded and read is shared by the workers forked later."""
    given = Given(**json.loads(told))
    for place in (*TASKS.values(), *(form.maker for form in FORMS.values())):
        import_module(place.partition(":")[0])
    load_templates()
    snapshot = Snapshot(Path(given.snapshot))
    # In place of a second one on disk.
    vars(snapshot)["store"] = store
    site = Site(
        given.root,
        given.prefix,
        snapshot.base,
        snapshot.version,
        given.passages,
        snapshot.manifest["dates"],
        given.report,
        given.public,
        whose=snapshot.whose,
        questions=questions_of(snapshot),
    )
    return Renderer(Tracer.of(snapshot), Home(Path(given.home)), site)
