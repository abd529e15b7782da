"""Who may read passages of the copy of a source that a server was given."""

from __future__ import annotations

import ipaddress
from urllib.parse import urlsplit

from starlette.requests import Request

from seedline_api.settings import Settings

_FORWARDED = ("forwarded", "x-forwarded-for", "x-forwarded-host", "x-real-ip", "via")


def shares(request: Request) -> bool:
    """Return whether passages are shown to whoever asks: to this machine alone, unless a setting says so.

    The Host is looked at as well, since another site's name may be made to lead here, and so is whether a proxy passed
    the request on.
    """
    settings: Settings = request.app.state.settings
    if not settings.source_text or settings.share_source_text == "yes":
        return bool(settings.source_text)
    asked = urlsplit(f"//{request.headers.get('host', '')}").hostname or ""
    forwarded = any(name in request.headers for name in _FORWARDED)
    return not forwarded and _loopback(asked) and request.client is not None and _loopback(request.client.host)


def _loopback(host: str) -> bool:
    """Return whether a name is this machine's own.

    >>> [_loopback(host) for host in ("localhost", "127.0.0.1", "::1", "10.0.0.1", "example.org")]
    [True, True, True, False, False]
    """
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False
