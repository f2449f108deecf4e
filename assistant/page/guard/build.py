"""Putting everything that guards the page around it, in the right order."""

from __future__ import annotations

import secrets
from collections.abc import Callable

from starlette.types import ASGIApp

from assistant.libraries import Libraries
from assistant.page.guard.faults import Faults
from assistant.page.guard.headers import Headers
from assistant.page.guard.health import Health
from assistant.page.guard.limits import Limits
from assistant.page.guard.own_origin import OwnOrigin
from assistant.page.guard.ownership import Ownership
from assistant.page.guard.proxies import Proxies
from assistant.page.guard.readiness import Readiness
from assistant.page.guard.room import Room
from assistant.page.guard.sub_path import SubPath
from assistant.page.sign_in.requirement import is_this_machine, require_sign_in
from assistant.page.site.links import LIBRARIES, UPLOADS
from assistant.settings import Settings
from assistant.visitor import installation_key


def guard(
    app: ASGIApp,
    settings: Settings,
    build: Callable[[], str] = lambda: "",
    readiness: Readiness | None = None,
) -> ASGIApp:
    """Return the app behind everything that a request passes first.

    The whole app, not its routes: what a later version of a library adds is guarded as well.

    :param build: returns the id of the build that answers.
    :param readiness: default: ready from the beginning, until the end.
    :raises SettingsInvalid: when the settings for signing in do not fit together.
    :raises LogUnavailable: when the key of the pseudonyms is damaged.
    """
    key = pseudonym_key(settings)
    readiness = readiness or readiness_of(settings)
    guarded = admit(behind_sign_in(app, settings, key), settings, build, key, readiness)
    return SubPath(guarded, settings.sub_path)


def readiness_of(settings: Settings, *, is_warm: bool = True) -> Readiness:
    """Return the readiness of a server that takes as many requests as the settings say."""
    return Readiness(Room(settings.requests_at_once_max), is_warm=is_warm)


def pseudonym_key(settings: Settings) -> bytes:
    """Return the key of the pseudonyms in the log.

    :raises LogUnavailable: it is damaged.
    """
    # Without a log nobody reads a pseudonym, and nothing need be kept to make it again.
    writes = settings.log != "off"
    return installation_key(settings.log_key) if writes else secrets.token_bytes(32)


def behind_sign_in(app: ASGIApp, settings: Settings, key: bytes) -> ASGIApp:
    """Return the app for those only who have signed in, each with their own conversations.

    :raises SettingsInvalid: when the settings for signing in do not fit together.
    """
    return require_sign_in(Ownership(app, settings.language), settings, key)


def admit(
    app: ASGIApp,
    settings: Settings,
    build: Callable[[], str],
    key: bytes,
    readiness: Readiness,
) -> ASGIApp:
    """Return the app behind what holds for every request, signed in or not.

    Before it goes the path of the settings, and what else must know which route is asked for.
    """
    guarded: ASGIApp = OwnOrigin(
        app, settings.language, settings.public_url, is_local=is_this_machine(settings.host)
    )
    guarded = Limits(guarded, settings.language, readiness.room, uploads=_uploads(settings))
    guarded = Faults(Health(guarded, readiness, build), settings.language)
    guarded = Headers(guarded, settings.frame_ancestors)
    return Proxies(guarded, settings.trusted_proxies, settings.public_url, key)


def _uploads(settings: Settings) -> frozenset[str]:
    """Return the paths that take files: those of managers, in each library."""
    if not settings.managers:
        return frozenset()
    others = (f"/{LIBRARIES}/{one.name}" for one in Libraries(settings))
    return frozenset(root + path for root in ("", *others) for path in UPLOADS)
