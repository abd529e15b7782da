"""Sources in, an immutable snapshot out."""

from seedline.pipeline.builder import build, build_if_empty, find
from seedline.pipeline.inputs import Inputs, read_inputs
from seedline.pipeline.publish import locked, point

__all__ = ["Inputs", "build", "build_if_empty", "find", "locked", "point", "read_inputs"]
