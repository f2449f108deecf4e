"""Passwords, kept as something they cannot be read from."""

from __future__ import annotations

import hashlib
import hmac
import secrets
import unicodedata
from base64 import b64decode, b64encode
from typing import Final

PASSWORD_CHARACTERS_MIN: Final = 12
PASSWORD_CHARACTERS_MAX: Final = 256
# scrypt (RFC 7914) with N = 2^15, r = 8, p = 3: of the settings that OWASP's Password Storage Cheat
# Sheet holds equal, the one with 32 MB; about 0.2 s.
_LOG2_N: Final = 15
_R: Final = 8
_P: Final = 3
_SALT_BYTES: Final = 16
_HASH_BYTES: Final = 32
_MEMORY_BYTES: Final = 64 * 1024 * 1024


def hash_password(password: str) -> str:
    """Return ``scrypt$15$8$3$<salt>$<hash>``; another one each time."""
    salt = secrets.token_bytes(_SALT_BYTES)
    digest = _digest(password, salt, _LOG2_N, _R, _P)
    encoded = "$".join(b64encode(part).decode() for part in (salt, digest))
    return f"scrypt${_LOG2_N}${_R}${_P}${encoded}"


def is_password_hash(text: str) -> bool:
    """Tell whether a text is what :func:`hash_password` returns, with a cost that can be paid."""
    try:
        _parts(text)
    except ValueError:
        return False
    return True


def is_right(password: str, kept: str) -> bool:
    """Tell whether a password is the one that was hashed; takes as long when it is not."""
    log2_n, r, p, salt, digest = _parts(kept)
    return hmac.compare_digest(_digest(password, salt, log2_n, r, p), digest)


def _digest(password: str, salt: bytes, log2_n: int, r: int, p: int) -> bytes:
    # One keyboard writes é as one character, another as two (NIST SP 800-63B 3.1.1.2).
    plain = unicodedata.normalize("NFKC", password).encode()
    return hashlib.scrypt(
        plain, salt=salt, n=1 << log2_n, r=r, p=p, maxmem=_MEMORY_BYTES, dklen=_HASH_BYTES
    )


def _parts(kept: str) -> tuple[int, int, int, bytes, bytes]:
    name, log2_n, r, p, salt, digest = kept.split("$")
    costs = int(log2_n), int(r), int(p)
    if name != "scrypt" or not (14 <= costs[0] <= 15 and costs[1] == 8 and 1 <= costs[2] <= 8):
        raise ValueError(kept)
    decoded = b64decode(salt, validate=True), b64decode(digest, validate=True)
    if len(decoded[0]) != _SALT_BYTES or len(decoded[1]) != _HASH_BYTES:
        raise ValueError(kept)
    return *costs, *decoded
