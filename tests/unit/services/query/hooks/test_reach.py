"""Which addresses a web hook may reach."""

import pytest
from httpcore2 import ConnectError

from services.query.hooks.reach import PublicOnly, checked, is_public
from shared.errors import UnreadableError


@pytest.mark.parametrize(
    "address",
    [
        *("127.0.0.1", "10.0.0.8", "172.16.3.4", "192.168.1.1", "169.254.169.254", "100.64.0.1"),
        *(
            "::1",
            "fe80::1%eth0",
            "fd00::1",
            "::ffff:127.0.0.1",
            "::ffff:10.0.0.1",
            "64:ff9b::a00:1",
            "2002:7f00:1::",
            "fec0::1",
            "224.0.0.1",
            "ff02::1",
        ),
    ],
)
def test_addresses_of_this_machine_and_of_private_networks_are_not_public(address: str) -> None:
    """However they are written."""
    assert not is_public(address)


@pytest.mark.parametrize("address", ["93.184.215.14", "2606:2800:21f:cb07:6820:80da:af6b:8b2c"])
def test_others_are(address: str) -> None:
    """Of both families."""
    assert is_public(address)


@pytest.mark.parametrize("host", ["localhost", "127.0.0.1", "[::1]", "127.1", "2130706433", "0x7f.1"])
def test_no_way_of_writing_this_machine_is_connected_to(host: str) -> None:
    """What a name stands for is looked at, not how it looks."""
    with pytest.raises(ConnectError):
        PublicOnly().connect_tcp(host.strip("[]"), 80, timeout=1)


@pytest.mark.parametrize(
    "url",
    [
        *("", "example.com", "ftp://example.com/", "https://", "https:///x", "https://example.com:0/"),
        *("https://example.com:99999/", "https://me:secret@example.com/", "https://example.com/#part"),
        *("https://exämple.com/", "https://example.com/a b", "https://example.com/\r\nX: y", "https://[::1"),
        *("https://a..b/x", f"https://{'a' * 64}.example/", "http://example.com/", "HTTP://example.com/"),
    ],
)
def test_an_address_that_is_never_called_is_refused(url: str) -> None:
    """When it is given, not when there is something to tell."""
    with pytest.raises(UnreadableError) as refused:
        checked(url, private=False)
    assert refused.value.field == "url"


def test_without_tls_only_where_private_addresses_are_good() -> None:
    """For trying things out on one machine."""
    assert checked("http://127.0.0.1:8000/hook", private=True) == "http://127.0.0.1:8000/hook"
    assert checked("https://example.com:8443/hook?key=1", private=False).startswith("https://")
