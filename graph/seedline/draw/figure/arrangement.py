"""Where boxes stand and lines run: columns of stages, a seed as a band over them, or all in one column."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass

from seedline.draw import placement
from seedline.draw.figure.blocks import Block, Content, fit, least_width
from seedline.draw.figure.crossings import Item, uncross
from seedline.draw.figure.grouping import Plan
from seedline.draw.figure.places import Heading, Layout, Placed, Shape, Wire
from seedline.draw.figure.target import Target
from seedline.draw.figure.wiring import Wiring, approach_of, leave_of, source_of

_WEIGHTS = {"before": 1.0, "seed": 0.95, "produced": 1.27, "followed": 1.25, "carried on": 1.05}
#: A column is at least and at most so many times as wide as its text is high.
_LEAST, _WIDEST = 9.8, 28.0
#: A band has room for so many boxes before it, side by side.
BESIDE = 3
#: More boxes than this of one stage, with no other, stand in so many columns.
ALONE, ABREAST = 6, 3


@dataclass(frozen=True, slots=True)
class _Section:
    stage: str
    contents: tuple[Content, ...]
    named: bool = True


def bandable(plan: Plan) -> bool:
    """Return whether a plan can be drawn with its seed as a band: one seed, few boxes before it, no line back."""
    seeds, before = plan.stages.get("seed", ()), plan.stages.get("before", ())
    if len(seeds) != 1 or len(before) > BESIDE:
        return False
    above = {content.key: place for place, content in enumerate((*before, *seeds))}
    for link in plan.links:
        if link.head in above and not (link.tail in above and link.head == seeds[0].key):
            return False
    return True


def arrange(plan: Plan, target: Target, shape: Shape, columns: int = 0) -> Layout:
    """Return a plan laid out in a shape; a band has so many ``columns`` under it, at least one for each stage."""
    return _Arranger(plan, target, shape, columns).layout()


def least_height(plan: Plan, target: Target, shape: Shape, columns: int = 0) -> float:
    """Return a height that a plan has at least, however its boxes are ordered: that of its highest column alone."""
    return _Arranger(plan, target, shape, columns).least()


class _Arranger:
    def __init__(self, plan: Plan, target: Target, shape: Shape, columns: int) -> None:
        self.plan = plan
        self.t = target
        self.shape = shape
        self.columns = self._columns(columns)
        self.at = {
            content.key: number
            for number, sections in enumerate(self.columns)
            for section in sections
            for content in section.contents
        }
        self.contents = {content.key: content for content in plan.contents}
        self.head = target.leading * 1.75
        self.above = shape == "band"
        self.links = plan.links
        #: The width that each column needs for its longest word.
        self.words = [
            max((least_width(content, target) for section in sections for content in section.contents), default=0.0)
            for sections in self.columns
        ]
        #: The height of the lane over the band that a line takes from each box before the seed: to its left, and so
        #: to its right where it leads to the last column alone, that it may cross nothing.
        self.lanes: dict[str, float] = {}
        self.beside: dict[str, float] = {}
        self.far = self._far() if self.above else frozenset()

    def _far(self) -> frozenset[str]:
        """Return the boxes before the seed from which lines lead to the last of several columns, and to no other."""
        into: dict[str, set[int]] = defaultdict(set)
        for link in self.links:
            if link.tail not in self.at and link.head in self.at:
                into[link.tail].add(self.at[link.head])
        before = {content.key for content in self.plan.stages.get("before", ())}
        last = len(self.columns) - 1
        return frozenset(key for key, columns in into.items() if key in before and last and columns == {last})

    def _columns(self, wanted: int) -> list[list[_Section]]:
        stages = [_Section(name, contents) for name, contents in self.plan.stages.items()]
        if self.shape == "list":
            return [stages] if stages else []
        if self.shape == "columns":
            # Many boxes of one stage, seeds of a selection, have the whole width.
            many = len(stages) == 1 and len(stages[0].contents) > ALONE
            return _parted([[section] for section in stages], ABREAST if many else 0)
        body = [[section] for section in stages if section.stage not in {"before", "seed", "carried on"}]
        carried = [section for section in stages if section.stage == "carried on"]
        if carried and body and len(body) > 1:
            body[-1] += carried
        else:
            body += [[section] for section in carried]
        return _parted(body, wanted)

    def layout(self) -> Layout:
        """Return the layout."""
        t, allotted = self.t, self._allotted()
        orders: dict[str, float] | None = None
        made = Layout(self.shape, t.width)
        for _ in range(3):
            xs, widths, made = self._measure(allotted)
            top = self._upper(made, xs[-1] + widths[-1] if self.far else made.width) if self.above else 0.0
            blocks = {key: fit(self.contents[key], widths[column], t) for key, column in self.at.items()}
            if orders is None:
                orders, passes = self._order(blocks)
            self._stack(made, xs, widths, blocks, orders, passes, top)
            needed = Wiring(
                self.t, self.shape, self.links, self.at, self.stacked, self.lane_at, self.lanes, self.beside
            ).wire(made, xs, widths)
            if all(need <= have for need, have in zip(needed, allotted, strict=True)):
                break
            allotted = [max(need, have) for need, have in zip(needed, allotted, strict=True)]
        made.height = max([made.height, *(placed.bottom for placed in made.placed.values())], default=0.0)
        return made

    def least(self) -> float:
        """Return the height of the highest column without the lines that pass through it."""
        t = self.t
        _, widths, _ = self._measure(self._allotted())
        heights = [
            sum(fit(content, widths[number], t).height + t.gap for section in sections for content in section.contents)
            for number, sections in enumerate(self.columns)
        ]
        return max(heights, default=t.gap) - t.gap

    def _allotted(self) -> list[int]:
        """Return the tracks that each gutter has at least."""
        count = len(self.columns)
        allotted = [2 if 0 < gutter < count else 0 for gutter in range(count + 1)]
        if self.above or self.shape == "list":
            allotted[0] = 1 if self.links else 0
        allotted[count] = len(self.far)
        return allotted

    def _measure(self, allotted: list[int]) -> tuple[list[float], list[float], Layout]:
        """Return the left edges and widths of the columns, with room for so many tracks in each gutter."""
        t, count = self.t, len(self.columns)
        ends = leave_of(t) + approach_of(t)
        gutters = [ends + t.lane * (tracks - 1) if tracks else 0.0 for tracks in allotted]
        for gutter in range(1, count):
            gutters[gutter] = max(gutters[gutter], ends + t.lane)
        width = t.width
        weights = [1.0] * count
        if self.shape == "columns":
            stages = (sections[0].stage for sections in self.columns)
            weights = [_WEIGHTS.get(stage, 1.0) * load for stage, load in zip(stages, self._loads(), strict=True)]
        if self.shape == "columns" and weights:
            # The narrowest column has room for a long word.
            least = t.text * _LEAST * sum(weights) / min(weights)
            # A screen can be scrolled; paper cannot, so there lines stand closer.
            width = max(width, least + sum(gutters)) if not t.printed else width
        most = width - count * t.text * 7
        if sum(gutters) > most > 0:
            gutters = [gutter * most / sum(gutters) for gutter in gutters]
        room = width - sum(gutters)
        widths = [room * weight / sum(weights) for weight in weights]
        if self.shape == "columns":
            widths = [min(each, t.text * _WIDEST) for each in widths]
        widths = self._worded(widths)
        xs, x = [], gutters[0] if gutters else 0.0
        for number, each in enumerate(widths):
            xs.append(x)
            x += each + gutters[number + 1]
        return xs, widths, Layout(self.shape, x if self.shape == "columns" and self.columns else width)

    def _worded(self, widths: list[float]) -> list[float]:
        """Return widths at which no word is torn: a column with a longer one takes room from those that have it."""
        needs = self.words
        short = sum(max(need - width, 0.0) for need, width in zip(needs, widths, strict=True))
        spare = sum(max(width - need, 0.0) for need, width in zip(needs, widths, strict=True))
        if not short or (self.shape != "columns" and spare < short):
            return widths
        # A screen can be scrolled where no column has room to give.
        given = min(short / spare, 1.0) if spare else 0.0
        return [max(need, width - max(width - need, 0.0) * given) for need, width in zip(needs, widths, strict=True)]

    def _loads(self) -> list[float]:
        """Return by how much each column is wider than its stage usually is: what has more to hold has more room."""
        held = [sum(_size(content) for section in each for content in section.contents) for each in self.columns]
        return [min(max(float((each * len(held) / sum(held)) ** 0.3), 0.95), 1.3) for each in held]

    def _upper(self, made: Layout, right: float) -> float:
        """Place what stands before the seed, and the seed as a band up to a right edge; return where columns begin."""
        t = self.t
        before, (seed,) = self.plan.stages.get("before", ()), self.plan.stages["seed"]
        y = 0.0
        down = {link.tail for link in self.links if link.tail != seed.key and link.head in self.at}
        self.lanes, self.beside = {}, {}
        if before:
            before = tuple(sorted(before, key=lambda one: (one.key in self.far, one.key not in down)))
            made.headings.append(Heading("before", 0, y, made.width))
            y += self.head
            gap = t.gap * 1.4
            each = (made.width - gap * (max(len(before), 2) - 1)) / max(len(before), 2)
            for number, content in enumerate(before):
                made.placed[content.key] = Placed(fit(content, each, t), number * (each + gap), y)
            y = max(made.placed[content.key].bottom for content in before) + t.gap
            for content in before:
                if content.key in down:
                    (self.beside if content.key in self.far else self.lanes)[content.key] = y
                    y += t.lane
            y += t.gap * 0.8
        left = t.lane * len(self.lanes) + (t.lane * 0.6 if self.lanes else 0)
        made.placed[seed.key] = Placed(fit(seed, right - left, t), left, y)
        band = made.placed[seed.key]
        for link in self.links:
            if link.head == seed.key:
                tail = made.placed[link.tail]
                x = max(tail.x + tail.block.width / 2, left + t.pad)
                made.wires.append(Wire(link, ((x, tail.bottom), (x, band.y))))
        return band.bottom + t.gap * 1.3

    def _order(self, blocks: dict[str, Block]) -> tuple[dict[str, float], dict[tuple[str, str, int], float]]:
        """Return the order of boxes and of the lanes that lines take through columns, as Graphviz gives it."""
        boxes = tuple(placement.Box(key, column, blocks[key].height) for key, column in self.at.items())
        pairs: dict[tuple[str, str], str] = {}
        for link in self.links:
            if link.tail in self.at and link.head in self.at and self.at[link.tail] != self.at[link.head]:
                pairs.setdefault((link.tail, link.head), f"{len(pairs)}")
        if not pairs:
            # Nothing to put in order: boxes stay in the order of the document.
            return {key: float(number) for number, key in enumerate(self.at)}, {}
        found = placement.layout(
            placement.Graph(boxes, tuple(placement.Link(name, *pair) for pair, name in pairs.items()), gap=self.t.gap)
        )
        # Each row of a frame has a lane of its own: two that shared one could not be told apart where they part.
        lanes: dict[tuple[str, str, int], list[float]] = defaultdict(list)
        for link in self.links:
            if name := pairs.get((link.tail, link.head)):
                back = "back" if self.at[link.tail] > self.at[link.head] else ""
                for lane, y in found.bends[name]:
                    if lane % 2 == 0:
                        lanes[source_of(link), back, lane // 2].append(y)
        for link in self.links:
            # From above the columns a line into a later column passes the first ones over their heads.
            if link.tail in self.lanes and link.head in self.at:
                for column in range(self.at[link.head]):
                    lanes[link.tail, "", column] = [-1.0]
        return found.boxes, {key: sum(ys) / len(ys) for key, ys in lanes.items()}

    def _stack(
        self,
        made: Layout,
        xs: list[float],
        widths: list[float],
        blocks: dict[str, Block],
        orders: dict[str, float],
        passes: dict[tuple[str, str, int], float],
        top: float,
    ) -> None:
        t = self.t
        self.lane_at: dict[tuple[str, str, int], float] = {}
        self.stacked: list[list[str]] = []
        ends: list[float] = []
        every = [self._items(number, orders, passes) for number in range(len(self.columns))]
        if self.shape != "list":
            uncross(every, self.links, self.at)
        for number, (sections, items) in enumerate(zip(self.columns, every, strict=True)):
            self._chain(items)
            y, section_now, stacked = top, -1, []
            for place, _, what in items:
                if place != section_now:
                    section = sections[place]
                    y += t.gap * 0.6 if section_now >= 0 else 0.0
                    made.headings.append(Heading(section.stage, xs[number], y, widths[number], section.named))
                    y, section_now = y + self.head, place
                if isinstance(what, Content):
                    made.placed[what.key] = Placed(blocks[what.key], xs[number], y)
                    made.column[what.key] = number
                    stacked.append(what.key)
                    y += blocks[what.key].height + t.gap
                else:
                    self.lane_at[what] = y
                    stacked.append("")
                    y += t.gap
            self.stacked.append(stacked)
            ends.append(y)
        made.height = max([*ends, top], default=0.0) - t.gap
        if self.shape == "columns":
            self._level(made, ends)

    def _items(self, number: int, orders: dict[str, float], passes: dict[tuple[str, str, int], float]) -> list[Item]:
        """Return what stands in a column, from the top: boxes, and the lanes that lines take between them."""
        items: list[Item] = []
        for place, section in enumerate(self.columns[number]):
            items += [(place, orders[content.key], content) for content in section.contents]
        for key, y in passes.items():
            if key[2] == number:
                before = [item for item in items if isinstance(item[2], Content) and item[1] <= y]
                place = max((item[0] for item in before), default=0)
                items.append((place, y, key))
        return sorted(items, key=lambda item: item[:2])

    def _chain(self, items: list[Item]) -> None:
        """Put what follows from a box of the same column under it, so that a short arrow joins the two."""
        inside = [link for link in self.links if link.tail in self.at and self.at.get(link.head) == self.at[link.tail]]
        # Moving a box that has lines to other columns would make those cross.
        bound = {
            key
            for link in self.links
            if self.at.get(link.tail) != self.at.get(link.head)
            for key in (link.tail, link.head)
        }
        tails: set[str] = set()
        heads: set[str] = set(bound)
        for link in inside if self.shape != "list" else []:
            place = {item[2].key: number for number, item in enumerate(items) if isinstance(item[2], Content)}
            tail, head = place.get(link.tail), place.get(link.head)
            if (
                tail is None
                or head is None
                or items[tail][0] != items[head][0]
                or link.tail in tails
                or link.head in heads
            ):
                continue
            moved = items.pop(head)
            items.insert(tail + 1 - (head < tail), moved)
            tails.add(link.tail)
            heads.add(link.head)

    def _level(self, made: Layout, ends: list[float]) -> None:
        """Move each column down as one, nearer to what its lines come from, and never below the tallest."""
        t = self.t
        moved = [0.0] * len(ends)

        def away(column: int, *, into: bool) -> list[float]:
            found = []
            for link in self.links:
                tail, head = self.at.get(link.tail), self.at.get(link.head)
                if tail is None or head is None or tail == head:
                    continue
                if (head if into else tail) == column:
                    by = made.placed[link.tail].port(link.tail_port) - made.placed[link.head].port(link.head_port)
                    found.append(by if into else -by)
            return found

        for column in range(len(ends)):
            found = away(column, into=column > 0)
            by = sum(found) / len(found) if found else 0.0
            moved[column] = min(max(by, 0.0), max(ends) - ends[column], t.text * 9)
            for key, at in self.at.items():
                if at == column:
                    made.placed[key].y += moved[column]
            for lane in [lane for lane in self.lane_at if lane[2] == column]:
                self.lane_at[lane] += moved[column]


def _parted(body: list[list[_Section]], wanted: int) -> list[list[_Section]]:
    """Return columns of which the tallest was halved until there are so many, or it is one box."""
    while body and len(body) < wanted:
        sizes = [sum(_size(content) for section in sections for content in section.contents) for sections in body]
        tallest = sizes.index(max(sizes))
        halves = _halves(body[tallest])
        if halves is None:
            break
        body[tallest : tallest + 1] = halves
    return body


def _halves(sections: list[_Section]) -> list[list[_Section]] | None:
    """Return what stands in one column as two columns of about one height, nothing where it is one box."""
    every = [(section, content) for section in sections for content in section.contents]
    if len(every) < 2:
        return None
    half, count, cut = sum(_size(content) for _, content in every) / 2, 0.0, 0
    while cut < len(every) - 1 and (not cut or count + _size(every[cut][1]) / 2 <= half):
        count += _size(every[cut][1])
        cut += 1
    made: list[list[_Section]] = []
    begun: set[str] = {section.stage for section in sections if not section.named}
    for part in (every[:cut], every[cut:]):
        stages = dict.fromkeys(section.stage for section, _ in part)
        made.append(
            [
                _Section(
                    stage, tuple(content for section, content in part if section.stage == stage), stage not in begun
                )
                for stage in stages
            ]
        )
        begun |= set(stages)
    return made


def _size(content: Content) -> float:
    """Return about how high a box will be, in lines of text."""
    texts = [text for entry in (*content.entries, *content.feet) for text in entry.texts]
    return 2.0 + sum(1 + len(text.text) // 34 for text in texts) + 0.7 * len(content.entries)
