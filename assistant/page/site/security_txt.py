"""Where to report a weakness: ``/.well-known/security.txt`` (RFC 9116)."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Final

from assistant.page.site.rendering import contact_link

# The file is made anew for each reader, so it never runs out while the assistant runs.
_VALID: Final = timedelta(days=90)


def security_txt(contact: str, now: datetime | None = None) -> str:
    """Return the file with the contact of the settings.

    :param now: default: this moment.
    """
    expires = (now or datetime.now(UTC)) + _VALID
    return (
        f"Contact: {contact_link(contact)}\n"
        f"Expires: {expires.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}\n"
        "Preferred-Languages: nl, en\n"
    )
