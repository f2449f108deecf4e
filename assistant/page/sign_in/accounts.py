"""The accounts that may sign in: a file with a name and a hash on each line."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path
from typing import Final

from assistant.errors import SettingsInvalid
from assistant.page.sign_in.passwords import is_password_hash

# No colon, which ends the name, and no space, which nobody sees.
ACCOUNT_NAME: Final = re.compile(r"[^\s:#][^\s:]{0,63}")


def read_accounts(path: Path) -> Mapping[str, str]:
    """Return the hash of each account's password, by name in small letters.

    Empty lines, and lines that begin with ``#``, are left out.

    :raises SettingsInvalid: naming the line that is not ``name:hash``.
    """
    try:
        lines = path.read_text(encoding="utf-8-sig").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        reason = getattr(error, "strerror", None) or "not UTF-8 text"
        raise SettingsInvalid(
            f"ASSISTANT_PASSWORDS={path} cannot be read ({reason}); "
            "fill it with `assistant password NAME >> FILE`."
        ) from error
    accounts: dict[str, str] = {}
    for number, line in enumerate(lines, start=1):
        if not line.strip() or line.startswith("#"):
            continue
        name, _, kept = line.strip().partition(":")
        if ACCOUNT_NAME.fullmatch(name) is None or not is_password_hash(kept):
            # The line itself is not shown: it might hold a password in the clear.
            raise SettingsInvalid(
                f"{path}, line {number}: not a name and a hash; make the line with "
                "`assistant password NAME`."
            )
        if account_key(name) in accounts:
            raise SettingsInvalid(
                f"{path}, line {number}: this name was there before; take one of the two away."
            )
        accounts[account_key(name)] = kept
    if not accounts:
        raise SettingsInvalid(
            f"{path} holds no accounts; add one with `assistant password NAME >> {path}`."
        )
    return accounts


def account_key(name: str) -> str:
    """Return the form in which a name is looked up: capitals do not matter."""
    return name.strip().casefold()
