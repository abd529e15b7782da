"""``seedline conflicts``."""

from __future__ import annotations

from seedline_api.cli.application import app
from seedline_api.cli.options import HomeOption, SnapshotOption
from seedline_api.cli.output import RowsOption, print_rows

_CONFLICTS = """
SELECT ?kind ?conflict (SAMPLE(?text) AS ?summary) {
  ?conflict a sl:Conflict ; sl:conflictKind ?kind . OPTIONAL { ?conflict sl:summary ?text }
} GROUP BY ?kind ?conflict ORDER BY ?kind ?conflict"""


@app.command()
def conflicts(
    home: HomeOption = None,
    snapshot: SnapshotOption = None,
    *,
    format: RowsOption,
) -> None:
    """List where sources, or one source with itself, cannot both be right or stand in tension.

    Example: seedline conflicts
    """
    from seedline.store import open_snapshot

    rows = [list(row) for row in open_snapshot(home, snapshot).store.query(_CONFLICTS).rows()]
    header = ["kind", "conflict", "what stands against what"]
    print_rows(header, rows, format)
