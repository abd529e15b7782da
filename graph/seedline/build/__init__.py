"""Sources in, an immutable snapshot out."""

from seedline.build.builder import build, build_if_empty, find
from seedline.build.inputs import Inputs, read_inputs
from seedline.build.publish import locked, point

__all__ = ["Inputs", "build", "build_if_empty", "find", "locked", "point", "read_inputs"]
