"""Which addresses a web hook may reach: none of this machine's and none of its private networks'.

Whoever may add a web hook could else have services behind the firewall called (server-side request forgery).
"""

import socket
from collections.abc import Iterable
from ipaddress import IPv6Address, IPv6Network, ip_address
from urllib.parse import urlsplit

from httpcore2 import SOCKET_OPTION, ConnectError, NetworkBackend, NetworkStream, SyncBackend

from shared.errors import UnreadableError

PORTS = range(1, 65_536)
INWARDS = tuple(
    map(IPv6Network, ("::/96", "::ffff:0:0/96", "64:ff9b::/96", "64:ff9b:1::/48", "2002::/16", "fec0::/10"))
)
"""IPv6 addresses that stand for IPv4 ones, which may be private, and those of old sites."""


class PublicOnly(NetworkBackend):
    """Connects to public addresses alone: to the very one that was looked at, whatever a name says later."""

    def __init__(self) -> None:
        self._plain = SyncBackend()

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[SOCKET_OPTION] | None = None,
    ) -> NetworkStream:
        """Raises `ConnectError` when the name is unknown, or one of its addresses is not public."""
        return self._plain.connect_tcp(
            public_address(host, port), port, timeout, local_address, socket_options
        )


def public_address(host: str, port: int) -> str:
    """An address of the host. Raises `ConnectError` when it has none, or one that is not public."""
    try:
        found = [str(info[4][0]) for info in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)]
    except (OSError, UnicodeError) as error:
        raise ConnectError(f"{host} has no address of the public network") from error
    if not found or not all(is_public(each) for each in found):
        raise ConnectError(f"{host} has no address of the public network")
    return found[0]


def is_public(address: str) -> bool:
    """Whether an IP address is one of the public network."""
    ip = ip_address(address.partition("%")[0])
    if isinstance(ip, IPv6Address) and any(ip in network for network in INWARDS):
        return False
    return ip.is_global and not ip.is_multicast


def checked(url: str, *, private: bool) -> str:
    """The address of a web hook, as it was given. Raises `UnreadableError` for one that is never called.

    `private`: addresses without TLS, and of private networks, are good as well.
    """
    if not _sound(url):
        raise UnreadableError("expected an address like https://example.com/hook", field="url")
    if url.lower().startswith("http:") and not private:
        raise UnreadableError("expected https: what is sent is about people", field="url")
    return url


def _sound(url: str) -> bool:
    try:
        parts = urlsplit(url)
        port = parts.port
        (parts.hostname or "").encode("idna")  # as the resolver will
    except ValueError:
        return False
    plain = url.isascii() and url.isprintable() and not {" ", "#"} & {*url}
    there = bool(parts.hostname) and (port is None or port in PORTS) and "@" not in parts.netloc
    return plain and there and parts.scheme in {"https", "http"}
