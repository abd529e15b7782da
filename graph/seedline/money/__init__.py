"""Adding money up: what counts, each amount once, per currency, with what was left out and why."""

from seedline.money.overview import Overview, Together
from seedline.money.totals import Total

__all__ = ["Overview", "Together", "Total"]
