"""The address of a Chroma server, for an index whose vectors several machines search."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class ChromaServer:
    """Where a Chroma server is reached.

    ``url``: scheme, host and port; ``token``: what it, or the proxy before it, wants to be shown;
    ``patience_s``: how long a search waits for it when it does not answer.
    """

    url: str
    token: str | None = field(default=None, repr=False)
    patience_s: float = 30.0
