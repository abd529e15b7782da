"""Lineages as pictures: ordered by Graphviz, placed and drawn by us."""

from seedline.draw.drawing import EDITION, svg
from seedline.draw.figure.ink import darkening
from seedline.draw.placement import layout
from seedline.draw.raster import png

__all__ = ["EDITION", "darkening", "layout", "png", "svg"]
