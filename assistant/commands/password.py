"""``assistant password``: a line for the file with accounts."""

from __future__ import annotations

import sys
from typing import Annotated

import typer

from assistant.errors import UsageProblem


def password(
    name: Annotated[str, typer.Argument(help="Name with which the reader signs in.")],
) -> None:
    """Print an account, for the file that ASSISTANT_PASSWORDS names.

    Asks for the password, or reads it from standard input: assistant password jan >> accounts
    """
    from assistant.page.sign_in.accounts import ACCOUNT_NAME
    from assistant.page.sign_in.passwords import (
        PASSWORD_CHARACTERS_MAX,
        PASSWORD_CHARACTERS_MIN,
        hash_password,
    )

    if ACCOUNT_NAME.fullmatch(name) is None:
        raise UsageProblem("A name has 1 to 64 characters, without spaces, and no colon.")
    given = _read()
    if not PASSWORD_CHARACTERS_MIN <= len(given) <= PASSWORD_CHARACTERS_MAX:
        raise UsageProblem(
            f"Choose a password of {PASSWORD_CHARACTERS_MIN} to {PASSWORD_CHARACTERS_MAX} "
            "characters; a few words together are easy to remember."
        )
    print(f"{name}:{hash_password(given)}")


def _read() -> str:
    """Return the password; asked for twice where someone types it and cannot see it."""
    if not sys.stdin.isatty():
        return sys.stdin.readline().rstrip("\r\n")
    from getpass import getpass

    # getpass asks on the terminal itself, so the questions do not end up in the file.
    given = getpass("Password: ")
    if getpass("Once more: ") != given:
        raise UsageProblem("The two are not the same; start again.")
    return given
