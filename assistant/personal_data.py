"""Personal data in a text that someone is about to send: to warn of it, never to keep it.

Found is what carries a check of its own, so that an ordinary number is rarely taken for it: a
citizen service number (BSN) passes the 11-test, an IBAN has remainder 1 modulo 97 (ISO 13616).
Names and addresses carry none; for those there is only the advice on the page.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final, Literal

PersonalDataKind = Literal["bsn", "iban", "email"]

# Nine digits together, or in the groups in which people write them; within one number the same
# sign stands between the groups. A sum of money and the tail of a longer number are left alone.
_BSN: Final = re.compile(
    r"(?<![\w€$])(?<!€[ \u00a0\u202f])(?<![0-9][.,:/-])"
    r"(?:[0-9]{9}"
    r"|[0-9]{3}([ .\u00a0\u202f-])[0-9]{3}\1[0-9]{3}"
    r"|[0-9]{4}([ .\u00a0\u202f-])[0-9]{2}\2[0-9]{3})"
    r"(?!\w|[.,:/-][0-9])"
)
# What stands before a telephone number: +31, 0031, a trunk zero between brackets.
_DIALLED_BEFORE: Final = re.compile(r"(?:\+[0-9]{1,3}|\b00[0-9]{2,3}|\(0[0-9]{0,3}\))[ .\u00a0-]*$")
_GROUP_BEFORE: Final = re.compile(r"\b[0-9]{2,4}[ \u00a0\u202f]$")
_GROUP_AFTER: Final = re.compile(r"[ \u00a0\u202f][0-9]{2,4}\b")
_LOOK_BACK: Final = 12

_IBAN_START: Final = re.compile(r"(?<!\w)([A-Za-z]{2})[0-9]{2}")
_BETWEEN_GROUPS: Final = " .-\u00a0\u202f"
# Lengths by country, from the IBAN registry of SWIFT: Europe, and where many of its residents bank.
_IBAN_LENGTHS: Final = {
    name: int(length)
    for name, length in (
        entry.split(":")
        for entry in (
            "AD:24 AE:23 AL:28 AT:20 BA:20 BE:16 BG:22 CH:21 CY:28 CZ:24 DE:22 DK:18 EE:20 EG:29 "
            "ES:24 FI:18 FO:18 FR:27 GB:22 GE:22 GI:23 GL:18 GR:27 HR:21 HU:28 IE:22 IL:23 IS:26 "
            "IT:27 LI:21 LT:20 LU:20 LV:21 MA:28 MC:27 MD:24 ME:22 MK:19 MT:31 NL:18 NO:15 PK:24 "
            "PL:28 PT:25 RO:24 RS:22 SA:24 SE:24 SI:19 SK:24 SM:27 TN:24 TR:26 UA:29 VA:22 XK:20"
        ).split()
    )
}

# Bounded everywhere, so that no text takes long.
_EMAIL: Final = re.compile(
    r"(?<![\w.%+-])[\w.%+-]{1,64}@(?:[\w-]{1,63}\.){1,8}[^\W\d_]{2,63}(?![\w-])"
)


@dataclass(frozen=True, slots=True)
class PersonalData:
    """Where something personal stands in a text: ``text[start:end]``."""

    kind: PersonalDataKind
    start: int
    end: int


def find_personal_data(text: str) -> tuple[PersonalData, ...]:
    """Return the citizen service numbers, IBANs and e-mail addresses in a text, in its order."""
    found = (*_numbers(text), *_accounts(text), *_addresses(text))
    return tuple(sorted(found, key=lambda one: one.start))


def _numbers(text: str) -> Iterator[PersonalData]:
    for match in _BSN.finditer(text):
        before = text[max(0, match.start() - _LOOK_BACK) : match.start()]
        in_groups = match.end() - match.start() > 9
        if _DIALLED_BEFORE.search(before) or (
            in_groups and (_GROUP_BEFORE.search(before) or _GROUP_AFTER.match(text, match.end()))
        ):
            continue
        if _passes_the_11_test([int(digit) for digit in match[0] if digit.isdigit()]):
            yield PersonalData("bsn", match.start(), match.end())


def _passes_the_11_test(digits: list[int]) -> bool:
    total = sum(weight * digit for weight, digit in zip(range(9, 1, -1), digits, strict=False))
    return any(digits) and (total - digits[-1]) % 11 == 0


def _accounts(text: str) -> Iterator[PersonalData]:
    for match in _IBAN_START.finditer(text):
        length = _IBAN_LENGTHS.get(match[1].upper())
        if length is None:
            continue
        characters: list[str] = []
        end = match.start()
        while len(characters) < length and end < len(text):
            character = text[end]
            if character.isascii() and character.isalnum():
                characters.append(character.upper())
            elif character not in _BETWEEN_GROUPS or text[end - 1] in _BETWEEN_GROUPS:
                break
            end += 1
        is_whole = len(characters) == length and not text[end : end + 1].isalnum()
        if is_whole and _remainder(characters) == 1:
            yield PersonalData("iban", match.start(), end)


def _remainder(characters: list[str]) -> int:
    """Return the number of ISO 13616, modulo 97: the first four moved back, letters as 10 to 35."""
    turned = characters[4:] + characters[:4]
    return int("".join(str(int(character, 36)) for character in turned)) % 97


def _addresses(text: str) -> Iterator[PersonalData]:
    for match in _EMAIL.finditer(text):
        yield PersonalData("email", match.start(), match.end())
