"""Which sign-in the settings ask for, and whether they hold together."""

from __future__ import annotations

from ipaddress import ip_address
from urllib.parse import urlsplit

from starlette.types import ASGIApp

from assistant.errors import SettingsInvalid
from assistant.page.sign_in.accounts import read_accounts
from assistant.page.sign_in.by_header import HeaderSignIn
from assistant.page.sign_in.by_password import PasswordSignIn
from assistant.settings import Settings
from assistant.texts import load_texts


def check_sign_in(settings: Settings) -> None:
    """Check what the settings say of signing in.

    :raises SettingsInvalid: when others can reach the page and nothing is said of signing in, or
        when what is said is not complete.
    """
    texts = load_texts(settings.language)
    if settings.sign_in is None:
        public = urlsplit(settings.public_url or "").hostname
        for address in filter(None, (public, settings.host)):
            if not is_this_machine(address):
                raise SettingsInvalid(texts["server.sign_in_missing"].format(address=address))
    if settings.managers and settings.sign_in not in ("password", "header"):
        raise SettingsInvalid(texts["server.managers_sign_in"])
    if settings.sign_in == "password":
        if settings.passwords is None:
            raise SettingsInvalid(texts["server.passwords_missing"])
        read_accounts(settings.passwords)
    if settings.sign_in == "header" and not settings.trusted_proxies:
        raise SettingsInvalid(texts["server.proxies_missing"])


def require_sign_in(app: ASGIApp, settings: Settings, key: bytes) -> ASGIApp:
    """Return the app behind the sign-in of the settings; the app itself when there is none.

    :param key: of the pseudonyms in the log.
    :raises SettingsInvalid: as :func:`check_sign_in` does.
    """
    check_sign_in(settings)
    if settings.sign_in == "password" and settings.passwords is not None:
        return PasswordSignIn(app, read_accounts(settings.passwords), settings, key)
    if settings.sign_in == "header":
        return HeaderSignIn(app, settings, key)
    return app


def is_this_machine(host: str) -> bool:
    """Tell whether an address can be reached from this machine only."""
    if host.lower() == "localhost":
        return True
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return False
