"""Taking up a new build of the index while the page is served."""

from __future__ import annotations

import logging
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from assistant.event_log import record
from assistant.page.editions import Edition, Editions
from assistant.settings import Settings
from corpus import AssistantError
from index.check import check_in_child
from index.errors import IndexMissing, NotReached, ServerUnusable

_log: Final = logging.getLogger(__name__)
# A look reads one line of a file. What follows, the check and the opening, takes some 5 s.
_LOOK_EVERY_S: Final = 1.0


@contextmanager
def taking_up_new_builds(editions: Editions, settings: Settings) -> Iterator[None]:
    """Within the context, have each new build answer as soon as it has been checked.

    A build that cannot be used is told once, in the log; the one from before goes on answering.
    """
    ended = threading.Event()

    def run() -> None:
        directory = settings.index_directory
        seen = waited_for = editions.current().build
        while not ended.wait(_LOOK_EVERY_S):
            try:
                build = directory.current()
                if build.name == seen:
                    continue
                seen = _take_up(build, editions, settings)
            except NotReached as error:
                if waited_for != build.name:
                    waited_for = build.name
                    _log.error("The new index %s is taken up later (%s).", build.name, error)
            except (IndexMissing, OSError, ValueError):
                continue

    thread = threading.Thread(target=run, daemon=True, name="new-builds")
    thread.start()
    try:
        yield
    finally:
        ended.set()


def _take_up(build: Path, editions: Editions, settings: Settings) -> str:
    """Answer from a build if it can be used; return the id of the build that was looked at.

    :raises NotReached: a server that it needs is away; it can be looked at again.
    """
    from assistant.service import open_assistant

    if settings.chroma_server is not None:
        from index.server_store import check_answers

        check_answers(settings.chroma_server)
    try:
        # In a process of its own: a torn vector file would end this one.
        if (reason := check_in_child(build, settings.chroma_server)) is not None:
            if reason.startswith(ServerUnusable.__name__):
                raise ServerUnusable(reason)
            return _refused(build, f"{reason}; run `assistant index` again")
        beside = editions.current().models
        edition = Edition.owning(open_assistant(settings, build=build, beside=beside), settings)
        del beside
        # The first search takes half a second more; nobody need wait for that.
        edition.suggestions.warm_up()
        editions.replace(edition)
    except NotReached:
        raise
    except AssistantError as error:
        return _refused(build, str(error))
    except Exception as error:
        return _refused(build, f"{type(error).__name__}; run `assistant index` again")
    record("index_replaced", f"build/{edition.build}", "done")
    return edition.build


def _refused(build: Path, reason: str) -> str:
    _log.error(
        "The new index %s is not used (%s); the one from before still answers.", build.name, reason
    )
    record("index_replaced", f"build/{build.name}", "failed")
    return build.name
