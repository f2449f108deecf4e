"""What one party has all addresses of."""

from __future__ import annotations

from ipaddress import IPv6Address, IPv6Network
from typing import Final

_HOUSEHOLD_BITS: Final = 64


def household(address: str) -> str:
    """Return what one party has all addresses of: an IPv4 address, or an IPv6 network of 64 bits.

    Whoever has one address in such a network has 2**64, and could try with each.
    """
    try:
        found = IPv6Address(address)
    except ValueError:
        return address
    return str(IPv6Network((int(found), _HOUSEHOLD_BITS), strict=False))
