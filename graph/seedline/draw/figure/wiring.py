"""The lines of a layout: which gutters and lanes each goes through, and where it begins and ends."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping

from seedline.draw.figure.grouping import Link
from seedline.draw.figure.places import Layout, Placed, Shape, Wire
from seedline.draw.figure.routing import Net, Point, route
from seedline.draw.figure.target import Target

#: A line: what it stands for, its first points, the nets that it goes through with the heights at which it enters
#: and leaves each, and its last points.
Route = tuple[Link, list[Point], list[tuple[Net, float, float]], list[Point]]


def approach_of(target: Target) -> float:
    """Return the room that a line needs before the box that it leads to."""
    return target.arrow + target.text * 0.6


def leave_of(target: Target) -> float:
    """Return the room that a line needs behind the box that it comes from."""
    return target.text * 0.35


def source_of(link: Link) -> str:
    """Return what a line comes from, a box or a row of one: lines from one source share their way."""
    return f"{link.tail} {link.tail_port}"


class Wiring:
    """Draws the lines of one layout.

    ``at`` is the column of each box, ``stacked`` the boxes of each column from the top (a lane is an empty name),
    ``lane_at`` the height of each lane through a column, ``lanes`` that of the lane over a band for each box before it,
    ``beside`` that of those that pass the band on its right.
    """

    def __init__(
        self,
        target: Target,
        shape: Shape,
        links: tuple[Link, ...],
        at: Mapping[str, int],
        stacked: list[list[str]],
        lane_at: Mapping[tuple[str, str, int], float],
        lanes: Mapping[str, float],
        beside: Mapping[str, float],
    ) -> None:
        self.t = target
        self.shape = shape
        self.links = links
        self.at = at
        self.columns = stacked
        self.stacked = stacked
        self.lane_at = lane_at
        self.lanes = lanes
        self.beside = beside
        self.shifted: dict[tuple[str, str], float] = {}
        self.tails: dict[str, int] = defaultdict(int)
        for link in links:
            self.tails[link.tail] += 1

    def wire(self, made: Layout, xs: list[float], widths: list[float]) -> list[int]:
        """Give a layout its lines and return how many tracks each gutter has."""
        t = self.t
        self.shifted = {}
        for _ in range(4):
            nets, routes = self._nets(made)
            if not self._shift(nets, routes):
                break
        count = len(self.columns)
        edges = [
            0.0,
            *(value for pair in zip(xs, widths, strict=True) for value in (pair[0], pair[0] + pair[1])),
            made.width,
        ]
        needed = [0] * (count + 1)
        for gutter in range(count + 1):
            own = [net for (at, *_), net in nets.items() if at == gutter]
            if not own:
                continue
            left, right = edges[2 * gutter], edges[2 * gutter + 1]
            last = gutter == count
            approach = leave_of(t) if last else approach_of(t)
            leave = approach_of(t) if last else leave_of(t)
            if gutter == 0:
                leave = t.line
                # What comes from before the seed passes the band on its left, the first box outermost.
                for place, key in enumerate(self.lanes):
                    if through := nets.get((0, key, "above")):
                        through.x = t.line + t.lane * place
                        own.remove(through)
                left += t.lane * (len(self.lanes) + 0.6) if self.lanes else 0.0
            needed[gutter] = route(own, left, right, lane=t.lane, approach=approach, leave=leave)
            if gutter == 0 and self.lanes:
                needed[gutter] += len(self.lanes) + 1
        for link, start, hops, end in routes:
            points = list(start)
            for net, y_in, y_out in hops:
                points += [(net.x, y_in), (net.x, y_out)]
            made.wires.append(Wire(link, (*points, *end)))
        return needed

    def _nets(self, made: Layout) -> tuple[dict[tuple[int, str, str], Net], list[Route]]:
        t = self.t
        nets: dict[tuple[int, str, str], Net] = {}
        routes: list[Route] = []

        def net(gutter: int, *name: str) -> Net:
            return nets.setdefault((gutter, name[0], name[1]), Net(gutter))

        low = t.text * 0.62
        for link in self.links:
            head = made.placed[link.head]
            tail = made.placed[link.tail]
            if link.head not in self.at:
                continue
            column = self.at[link.head]
            y_end = head.port(link.head_port) + self.shifted.get((link.head, link.head_port), 0.0)
            if link.tail not in self.at:
                self._from_above(link, tail, head, column, y_end, net, routes)
                continue
            source = self.at[link.tail]
            y = tail.port(link.tail_port)
            name = source_of(link)
            if source == column:
                stacked = self.stacked[column]
                place = stacked.index(link.tail)
                follows = place + 1 < len(stacked) and stacked[place + 1] == link.head
                if (
                    follows
                    and (self.shape != "list" or self.tails[link.tail] == 1)
                    and not link.head_port
                    and tail.block.content.stage == head.block.content.stage
                ):
                    x = tail.x + t.pad + t.icon / 2
                    routes.append((link, [(x, tail.bottom), (x, head.y)], [], []))
                elif self.shape == "list":
                    through = net(0, name, "")
                    through.right += [y + low, y_end]
                    routes.append((link, [(tail.x, y + low)], [(through, y + low, y_end)], [(head.x, y_end)]))
                else:
                    through = net(column + 1, name, "")
                    through.left += [y, y_end + low]
                    routes.append((link, [(tail.right, y)], [(through, y, y_end + low)], [(head.right, y_end + low)]))
                continue
            back = "back" if source > column else ""
            between = range(source + 1, column + 1) if not back else range(source, column, -1)
            hops: list[tuple[Net, float, float]] = []
            here = y + (low if back else 0.0)
            start = [(tail.x, here)] if back else [(tail.right, y)]
            if back:
                y_end += low
            for gutter in between:
                over = gutter if not back else gutter - 1
                last = over == column
                y_out = y_end if last else self.lane_at[name, back, over] + t.gap * 0.1
                through = net(gutter, name, back)
                (through.right if back else through.left).append(here)
                (through.left if back else through.right).append(y_out)
                hops.append((through, here, y_out))
                here = y_out
            routes.append((link, start, hops, [(head.right if back else head.x, y_end)]))
        return nets, routes

    def _from_above(
        self,
        link: Link,
        tail: Placed,
        head: Placed,
        column: int,
        y_end: float,
        net: Callable[..., Net],
        routes: list[Route],
    ) -> None:
        t = self.t
        if link.tail in self.beside:
            lane = self.beside[link.tail]
            x = tail.x + tail.block.width / 2 - t.text
            through = net(len(self.columns), link.tail, "above")
            through.top = lane
            through.left.append(y_end)
            routes.append((link, [(x, tail.bottom), (x, lane)], [(through, lane, y_end)], [(head.right, y_end)]))
            return
        if link.tail in self.lanes:
            lane = self.lanes[link.tail]
            x = tail.x + tail.block.width / 2 - t.text
            start, gutter, y = [(x, tail.bottom), (x, lane)], 0, lane
        else:
            start, gutter, y = [], column, tail.bottom
        hops: list[tuple[Net, float, float]] = []
        for each in range(gutter, column + 1):
            y_out = y_end if each == column else self.lane_at[link.tail, "", each] + t.gap * 0.1
            through = net(each, link.tail, "above")
            if each == gutter:
                through.top = y
            else:
                through.left.append(y)
            through.right.append(y_out)
            hops.append((through, y, y_out))
            y = y_out
        routes.append((link, start, hops, [(head.x, y_end)]))

    def _shift(
        self,
        nets: dict[tuple[int, str, str], Net],
        routes: list[Route],
    ) -> bool:
        """Move the ends of lines that would run over another's beginning; return whether any was moved."""
        t, moved = self.t, False
        near = t.text * 0.3
        for link, _, hops, _ in routes:
            if not hops:
                continue
            net, _, y = hops[-1]
            others = [
                left
                for other in nets.values()
                if other.gutter == net.gutter and other is not net
                for left in other.left
            ]
            key = (link.head, link.head_port)
            if key in self.shifted or not any(abs(left - y) < near for left in others):
                continue
            for by in (0.45, -0.45, 0.9, -0.9):
                if not any(abs(left - y - by * t.text) < near for left in others):
                    self.shifted[key] = by * t.text
                    moved = True
                    break
        return moved
