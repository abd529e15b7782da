"""Parameters that mean the same at every door."""

from __future__ import annotations

from typing import Annotated

from fastapi import Query

Depth = Annotated[int | None, Query(ge=0, le=100, description="Steps to follow; all where not given.")]
Theme = Annotated[str, Query(pattern="^(light|dark|print)$", description="light, dark or print")]
