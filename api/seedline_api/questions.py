"""The doors of the named questions: their list, and each with its answer as a page or a file."""

from __future__ import annotations

from fastapi import APIRouter, Request
from starlette.responses import Response

from seedline.formats.answers import MEDIA
from seedline.i18n import words
from seedline_api.html import SAFE_HEADERS
from seedline_api.http.negotiation import choose
from seedline_api.http.openapi import HTML, answers
from seedline_api.http.parameters import ignored
from seedline_api.http.problems import problem
from seedline_api.view_requests import done, sent

router = APIRouter(tags=["questions"])
_PAGE = "text/html; charset=utf-8"
_OFFERS = {"html": _PAGE, **MEDIA}
_OPEN = {"Cache-Control": "no-cache", "Vary": "Accept", "Access-Control-Allow-Origin": "*"}


@router.get("/questions.json", summary="Every named question, with its parameters", **answers("application/json"))
@router.get("/questions", summary="Every named question: HTML or JSON", **answers(HTML, "application/json"))
async def catalogue(request: Request, lang: str = "en") -> Response:
    """Return the named questions, with their parameters and what may not be concluded from their answers."""
    form = "json" if request.scope["path"].endswith(".json") else choose(request.headers.get("accept"), _CATALOGUE)
    if form is None:
        return problem(406, "Not acceptable", f"the questions can be sent as {', '.join(_CATALOGUE.values())}")
    told = ignored(request) if form == "html" else {}
    made = await done(request, "questions", form="" if form == "html" else form, lang=words(lang).language, **told)
    return sent(request, made, _CATALOGUE[form], _headers(form))


_CATALOGUE = {"html": _PAGE, "json": MEDIA["json"]}


@router.get(
    "/questions/{name}",
    summary="The answer to a named question: HTML, JSON, CSV, XLSX, Turtle",
    **answers(*_OFFERS.values()),
)
async def answer(request: Request, name: str, lang: str = "en") -> Response:
    """Return the answer to a question; its parameters are parameters of the address, its form an ending or Accept.

    Every form says what may not be concluded, and no column mixes currencies.
    """
    bare, _, ending = name.rpartition(".")
    form = choose(request.headers.get("accept"), _OFFERS)
    if bare and ending in _OFFERS:
        name, form = bare, ending
    if form is None:
        return problem(406, "Not acceptable", f"an answer can be sent as {', '.join(_OFFERS.values())}")
    query = [(key, value) for key, value in request.query_params.multi_items() if key != "lang"]
    told = {"which": name, "query": query, "form": "" if form == "html" else form, "lang": words(lang).language}
    made = await done(request, "question", **told)
    headers = _headers(form)
    if form in {"csv", "xlsx"}:
        headers["Content-Disposition"] = f'attachment; filename="seedline-{name}.{form}"'
    return sent(request, made, _OFFERS[form], headers)


@router.get("/api/terms", summary="What an editor of queries completes: prefixes, classes, properties, individuals")
async def vocabulary(request: Request, lang: str = "en") -> Response:
    """Return the names that a query may use, with their labels, from our own metadata alone."""
    made = await done(request, "terms", lang=words(lang).language)
    return sent(request, made, MEDIA["json"], dict(_OPEN))


def _headers(form: str) -> dict[str, str]:
    return {**SAFE_HEADERS, **_OPEN} if form == "html" else dict(_OPEN)
