"""Makes up requests: ``python tests/soak/fuzz_requests.py CORPUS``. The first line is an address, the second a content type, the rest a body."""

import asyncio
import sys
from contextlib import suppress

import atheris

with atheris.instrument_imports(include=["seedline", "seedline_api"]):
    from seedline.errors import SeedlineError
    from seedline.views.choice import Choice
    from seedline_api.http.negotiation import choose
    from seedline_api.settings import Settings
    from seedline_api.sparql.protocol import Refused, read_address, read_body

SETTINGS = Settings()
OFFERS = {"html": "text/html; charset=utf-8", "json": "application/json", "ttl": "text/turtle; charset=utf-8"}
CHOSEN = ("status", "relation", "more", "basis", "source", "as_of", "told_by")


def one_request(data: bytes) -> None:
    """Give some bytes to all that reads a request before anything is computed."""
    address, _, rest = data.partition(b"\n")
    content_type, _, body = rest.partition(b"\n")
    headers = {b"content-type": content_type.decode("latin-1"), b"content-length": str(len(body))}
    sent = iter([{"type": "http.request", "body": body, "more_body": False}])

    async def receive() -> dict[str, object]:
        return next(sent, {"type": "http.disconnect"})

    with suppress(Refused):
        read_address(address, SETTINGS)
    with suppress(Refused):
        asyncio.run(read_body(address, headers, receive, SETTINGS))  # type: ignore[arg-type]
    choose(content_type.decode("latin-1"), OFFERS)
    parts = [part or None for part in address.decode("latin-1").split("&")][: len(CHOSEN)]
    with suppress(SeedlineError):
        Choice.of(**dict(zip(CHOSEN, parts, strict=False)))  # type: ignore[arg-type]


atheris.Setup(sys.argv, one_request)
atheris.Fuzz()
