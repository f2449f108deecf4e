"""Addresses and names of other machines, in the forms that the settings take them in."""

from __future__ import annotations

import re
from typing import Annotated, Final

from pydantic import AfterValidator, SecretStr, StringConstraints

_POSTGRESQL: Final = re.compile(
    r"postgresql://([^\s:/?#@]+(:[^\s:/?#@]*)?@)?(\[[\da-fA-F:.]+\]|[^\s:/?#@]*)(:\d{1,5})?/[^\s/?#]+(\?\S+)?"
)


def _of_postgresql(address: SecretStr) -> SecretStr:
    """Refuse an address of which a part, perhaps of the password, would be taken for another."""
    if not _POSTGRESQL.fullmatch(address.get_secret_value()):
        raise ValueError(
            "write postgresql://name:password@host/database, and in a name or password %40 "
            "for @, %3A for :, %2F for /"
        )
    return address


PostgresqlAddress = Annotated[SecretStr, AfterValidator(_of_postgresql)]
# One source of a Content-Security-Policy: a site, with its port where it has one, and no more.
FrameAncestor = Annotated[
    str, StringConstraints(pattern=r"^('self'|https?://(\*\.)?[A-Za-z0-9.-]+(:\d{1,5})?)$")
]
HostName = Annotated[str, StringConstraints(pattern=r"^[a-z0-9.-]+$")]
# As browsers write it in Origin.
ApiOrigin = Annotated[str, StringConstraints(pattern=r"^https?://[a-z0-9.-]+(:\d{1,5})?$")]
