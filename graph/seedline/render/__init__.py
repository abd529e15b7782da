"""Lineages as pictures: laid out by Graphviz, drawn by us."""

from seedline.render.drawing import EDITION, svg
from seedline.render.palette import darkening
from seedline.render.placement import layout
from seedline.render.raster import png

__all__ = ["EDITION", "darkening", "layout", "png", "svg"]
