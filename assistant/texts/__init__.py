"""Texts for people, in Dutch and English, in two files with equal keys."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Any

from corpus import Language


@cache
def load_texts(language: Language) -> MappingProxyType[str, str]:
    """Return every text of one language under its key, such as ``page.title``."""
    path = Path(__file__).parent / f"{language}.toml"
    return MappingProxyType(dict(_flat("", tomllib.loads(path.read_text(encoding="utf-8")))))


def _flat(prefix: str, values: dict[str, Any]) -> Iterator[tuple[str, str]]:
    for key, value in values.items():
        if isinstance(value, dict):
            yield from _flat(f"{prefix}{key}.", value)
        else:
            yield f"{prefix}{key}", value
