"""Who asks: the address by which queries share the workers."""

from __future__ import annotations

import ipaddress
from collections.abc import Mapping

from starlette.types import Scope

from seedline.errors import InputError
from seedline_api.http.cache import remembered

_REMEMBERED = 1_000_000
"""Bytes for the clients that asked last."""


class Clients:
    """Tells the client of a request: its peer, or what a trusted proxy says.

    >>> clients = Clients("127.0.0.1, 10.0.0.0/8")
    >>> clients.name("127.0.0.1", "203.0.113.9, 198.51.100.7, 10.1.2.3")
    '198.51.100.7'
    >>> clients.name("198.51.100.7", "203.0.113.9")
    '198.51.100.7'
    """

    def __init__(self, trusted: str) -> None:
        try:
            self._trusted = [ipaddress.ip_network(part.strip()) for part in trusted.split(",") if part.strip()]
        except ValueError as error:
            raise InputError(f"SEEDLINE_TRUSTED_PROXIES: {error}") from error

    def of(self, scope: Scope, headers: Mapping[bytes, str] | None = None) -> str:
        """Return the client of a request; ``headers`` are read from the scope where they are not given."""
        peer = scope.get("client")
        address = peer[0] if peer else "local"
        if not self._trusted:
            return _group(address)
        if headers is None:
            forwarded = ", ".join(v.decode("latin-1") for n, v in scope["headers"] if n == b"x-forwarded-for")
        else:
            forwarded = headers.get(b"x-forwarded-for", "")
        return self.name(address, forwarded)

    def name(self, peer: str, forwarded: str) -> str:
        """Return the last address that no trusted proxy has: whatever stands before it, its sender may have made up."""
        address = peer
        for part in reversed(forwarded.split(",")):
            if not self._trusts(address) or not part.strip():
                break
            address = part.strip()
        return _group(address)

    def _trusts(self, address: str) -> bool:
        try:
            parsed = ipaddress.ip_address(address)
        except ValueError:
            return False
        return any(parsed in network for network in self._trusted)


@remembered(_REMEMBERED)
def _group(address: str) -> str:
    """Return an IPv4 address, or the /64 of an IPv6 one, which one subscriber has whole."""
    try:
        parsed = ipaddress.ip_address(address)
    except ValueError:
        return address[:64]
    if isinstance(parsed, ipaddress.IPv6Address):
        if parsed.ipv4_mapped is not None:
            return str(parsed.ipv4_mapped)
        return str(ipaddress.ip_network((int(parsed) >> 64 << 64, 64)))
    return str(parsed)
