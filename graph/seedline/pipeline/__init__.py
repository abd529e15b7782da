"""Sources in, an immutable snapshot out."""

from seedline.pipeline.builder import build, find, prepare
from seedline.pipeline.dump import dump
from seedline.pipeline.inputs import BOOKLET, Inputs, read_inputs
from seedline.pipeline.publish import locked, point

__all__ = ["BOOKLET", "Inputs", "build", "dump", "find", "locked", "point", "prepare", "read_inputs"]
