"""Counters and gauges in Prometheus' text format (version 0.0.4)."""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Callable, Mapping

MEDIA_TYPE = "text/plain; version=0.0.4; charset=utf-8"
_BOUNDS = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 30.0)
_DOORS = {name: f"/{name}" for name in ("sparql", "api", "view", "doc", "id", "static", "embed")}


class Metrics:
    """What happened since the server began.

    >>> metrics = Metrics()
    >>> metrics.request("/sparql", 200, 0.002)
    >>> [line for line in metrics.text({}).splitlines() if line.startswith("seedline_requests_total")]
    ['seedline_requests_total{door="/sparql",status="200"} 1']
    """

    def __init__(self) -> None:
        self._requests: Counter[tuple[str, int]] = Counter()
        self._events: Counter[str] = Counter()
        self._buckets = [0] * (len(_BOUNDS) + 1)
        self._seconds = 0.0

    def observe(self, what: str) -> None:
        """Count an event of the SPARQL endpoint."""
        self._events[what] += 1

    def request(self, path: str, status: int, seconds: float) -> None:
        """Count a request; the door is the first part of the path, so that labels stay few."""
        door = _DOORS.get(path.split("/", 2)[1] if path[:1] == "/" else "", "other")
        self._requests[door, status] += 1
        if door == "/sparql":
            self._seconds += seconds
            self._buckets[bisect_left(_BOUNDS, seconds)] += 1

    def text(self, gauges: Mapping[str, float | Callable[[], float]]) -> str:
        """Return everything, gauges of the moment included, as Prometheus reads it."""
        lines = [
            "# HELP seedline_requests_total Requests by door and status.",
            "# TYPE seedline_requests_total counter",
        ]
        for (door, status), count in sorted(self._requests.items()):
            lines.append(f'seedline_requests_total{{door="{door}",status="{status}"}} {count}')
        lines += [
            "# HELP seedline_sparql_events_total What happened to queries.",
            "# TYPE seedline_sparql_events_total counter",
        ]
        for what, count in sorted(self._events.items()):
            lines.append(f'seedline_sparql_events_total{{event="{what}"}} {count}')
        lines += [
            "# HELP seedline_sparql_seconds Time from a SPARQL request to the end of its answer.",
            "# TYPE seedline_sparql_seconds histogram",
        ]
        total = 0
        for bound, count in zip([*_BOUNDS, "+Inf"], self._buckets, strict=True):
            total += count
            lines.append(f'seedline_sparql_seconds_bucket{{le="{bound}"}} {total}')
        lines += [f"seedline_sparql_seconds_sum {self._seconds:.6f}", f"seedline_sparql_seconds_count {total}"]
        for name, value in sorted(gauges.items()):
            bare = name.split("{")[0]
            if f"# TYPE {bare} gauge" not in lines:
                lines.append(f"# TYPE {bare} gauge")
            lines.append(f"{name} {value() if callable(value) else value}")
        return "\n".join(lines) + "\n"
