"""Why a file is not read, in the language of the page; what reads files says it in English."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Final

from corpus import CorpusError, Language
from corpus.text_file import shown

_FILE: Final = Path(__file__).parents[2] / "texts" / "reasons.toml"
_VALUE: Final = re.compile(r"\\\{(\w+)\\\}")


@dataclass(frozen=True, slots=True)
class Reason:
    """Why a file is not read, and what to do, in a language; empty where it is read."""

    text: str = ""
    language: Language = "en"


IS_READ: Final = Reason()


def reason_of(error: CorpusError, path: Path) -> str:
    """Return what an error says of a file, without its path."""
    return str(error).removeprefix(shown(path)).lstrip(" ,:/")


def reason_in(language: Language, said: str) -> Reason:
    """Return a reason for a reader of ``language``.

    In English where it is in no other: what a mistake in a ``documents.toml`` is, for one.
    """
    if language == "nl":
        for pattern, told in _reasons():
            if match := pattern.fullmatch(said):
                return Reason(told.format(**match.groupdict()), "nl")
    return Reason(said, "en")


@cache
def _reasons() -> tuple[tuple[re.Pattern[str], str], ...]:
    listed = tomllib.loads(_FILE.read_text(encoding="utf-8"))["reason"]
    return tuple((_pattern(one["en"]), one["nl"]) for one in listed)


def _pattern(text: str) -> re.Pattern[str]:
    return re.compile(_VALUE.sub(r"(?P<\1>.+)", re.escape(text)), re.DOTALL)
