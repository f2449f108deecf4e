"""Runs a command in a network that leads nowhere, and notes what it sent out all the same.

``unshare --net --mount python empty_network.py NOTES COMMAND…``: every address is led back to this
machine, and names are looked up at a resolver that knows none. So what native code sends is seen as
well. NOTES gets a line for each name that was looked up and each address that is not loopback.
"""

from __future__ import annotations

import socket
import subprocess
import sys
import tempfile
import threading
import time
from ipaddress import ip_address
from pathlib import Path
from typing import Final

_EVERY_PROTOCOL: Final = 3
_OUTGOING: Final = 4
_NAME_UNKNOWN: Final = b"\x81\x83"
_HEADER_BYTES: Final = 12
_RESOLVER_FILE: Final = "/etc/resolv.conf"
# What was sent last is still to be read.
_SETTLING_S: Final = 0.3


def main(notes: Path, command: list[str]) -> int:
    """Run a command; return its exit code."""
    lead_back()
    seen: dict[str, None] = {}
    resolver = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    resolver.bind(("127.0.0.1", 53))
    wire = socket.socket(socket.AF_PACKET, socket.SOCK_DGRAM, socket.htons(_EVERY_PROTOCOL))
    for watch, watched in ((note_names, resolver), (note_addresses, wire)):
        threading.Thread(target=watch, args=(watched, seen), daemon=True).start()
    code = subprocess.run(command, check=False).returncode
    time.sleep(_SETTLING_S)
    notes.write_text("".join(f"{line}\n" for line in seen), encoding="utf-8")
    return code


def lead_back() -> None:
    """Lead every address to this machine, and the look-up of names to its resolver."""
    for route in ("link set lo up", "route add local default dev lo"):
        subprocess.run(["ip", *route.split()], check=True)
    # A machine may do without IPv6.
    subprocess.run("ip -6 route add local default dev lo".split(), check=False, capture_output=True)
    if Path(_RESOLVER_FILE).exists():
        with tempfile.NamedTemporaryFile("w", suffix=".conf") as file:
            file.write("nameserver 127.0.0.1\n")
            file.flush()
            subprocess.run(["mount", "--bind", file.name, _RESOLVER_FILE], check=True)


def note_names(resolver: socket.socket, seen: dict[str, None]) -> None:
    """Answer that there is no such name."""
    while True:
        asked, sender = resolver.recvfrom(4096)
        labels, place = [], _HEADER_BYTES
        while place < len(asked) and asked[place]:
            labels.append(asked[place + 1 : place + 1 + asked[place]].decode("latin-1"))
            place += 1 + asked[place]
        seen.setdefault(f"name {'.'.join(labels)}")
        resolver.sendto(asked[:2] + _NAME_UNKNOWN + asked[4:], sender)


def note_addresses(wire: socket.socket, seen: dict[str, None]) -> None:
    """Read where every packet goes."""
    while True:
        packet, sender = wire.recvfrom(65536)
        if sender[2] != _OUTGOING or not packet:
            continue
        address = ip_address(packet[16:20] if packet[0] >> 4 == 4 else packet[24:40])
        if not address.is_loopback:
            seen.setdefault(f"address {address}")


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]), sys.argv[2:]))
