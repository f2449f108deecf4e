"""What is told on the command line when a server that a search needs does not answer."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from assistant.texts import load_texts
from corpus import Language
from index.errors import NotReached


@contextmanager
def told_in(language: Language) -> Iterator[None]:
    """Tell who asks in their language, and behind that whoever looks after the server.

    :raises NotReached: with both.
    """
    try:
        yield
    except NotReached as error:
        told = load_texts(language)["guard.unavailable"]
        raise NotReached(f"{told} ({error})") from error
