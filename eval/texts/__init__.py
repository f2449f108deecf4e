"""Texts of tables and reports, in Dutch and English, in two files with equal keys."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Any

from corpus import Language


@cache
def load_texts(language: Language) -> Mapping[str, Any]:
    """Return the texts of one language, in their sections: ``texts["measure"]["correct"]``."""
    path = Path(__file__).parent / f"{language}.toml"
    return MappingProxyType(tomllib.loads(path.read_text(encoding="utf-8")))


def measure_title(name: str, language: Language = "en") -> str:
    """Return what a measure is called."""
    title: str = load_texts(language)["measure"][name][0]
    return title


def measure_meaning(name: str, language: Language = "en") -> str:
    """Return what a measure tells, in a few words."""
    meaning: str = load_texts(language)["measure"][name][1]
    return meaning
