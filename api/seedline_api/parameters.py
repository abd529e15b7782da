"""Parameters that mean the same at every door."""

from __future__ import annotations

from typing import Annotated

from fastapi import Query

Depth = Annotated[int | None, Query(ge=0, le=100, description="Steps to follow; all where not given.")]
Theme = Annotated[str, Query(pattern="^(light|dark|print)$", description="light, dark or print")]
AsOf = Annotated[
    str | None,
    Query(pattern=r"^\d{4}(-\d{2}(-\d{2})?)?$", description="What was known as of a date, as 2021-10."),
]
Sources = Annotated[list[str] | None, Query(description="What some sources say, as booklet; may be repeated.")]
