"""Why a file is not read, in the language of the page, by its code."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Final

from corpus import CorpusError, Language
from corpus.reasons import Reason
from corpus.text_file import shown

_FILE: Final = Path(__file__).parents[2] / "texts" / "reasons.toml"


@dataclass(frozen=True, slots=True)
class Said:
    """Why a file is not read, and what to do, in a language; empty where it is read."""

    text: str = ""
    language: Language = "en"


IS_READ: Final = Said()


def reason_of(error: CorpusError, path: Path) -> str:
    """Return what an error says of a file, without its path."""
    return str(error).removeprefix(shown(path)).lstrip(" ,:/")


def reason_in(language: Language, said: str, why: Reason | None) -> Said:
    """Return a reason for a reader of ``language``.

    :param said: the same in English, which it stays without a code (what a mistake in a
        ``documents.toml`` is, for one), and where it says more than its code.
    """
    if language == "nl" and why is not None and said == str(why):
        return Said(_in_dutch()[why.code].format(**why.values), "nl")
    return Said(said, "en")


@cache
def _in_dutch() -> dict[str, str]:
    told: dict[str, str] = tomllib.loads(_FILE.read_text(encoding="utf-8"))["reason"]
    return told
