"""What people know of a document besides its text: whose it is, of when, and how long it holds."""

from __future__ import annotations

import datetime
import re
from typing import Annotated, Any, Final

from pydantic import AliasChoices, BaseModel, BeforeValidator, ConfigDict, Field

from corpus.language import Language

_DAY: Final = re.compile(r"\d{4}-\d{2}-\d{2}")


def _names(value: Any) -> Any:
    return (value,) if isinstance(value, str) else value


def _when(value: Any) -> Any:
    """Take a date of TOML as well as what people write: "2017", "maart 2019"."""
    return value.isoformat()[:10] if isinstance(value, datetime.date) else value


def _day(value: Any) -> Any:
    """Take a whole day only: of "2025" nobody can tell when it ends."""
    if isinstance(value, datetime.date) and not isinstance(value, datetime.datetime):
        return value
    if isinstance(value, str) and _DAY.fullmatch(value):
        return value
    raise ValueError("must be a day, as in 2025-01-31")


class Origin(BaseModel):
    """What may be told of any document; each goes before what its file says itself.

    ``replaces``: the file of the version before it, as a path within the folder.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    title: str | None = Field(default=None, min_length=1)
    language: Language | None = None
    authors: Annotated[tuple[str, ...], BeforeValidator(_names)] = Field(
        default=(), validation_alias=AliasChoices("authors", "author")
    )
    publisher: str | None = None
    date: Annotated[str | None, BeforeValidator(_when)] = None
    rights: str | None = Field(
        default=None, min_length=1, validation_alias=AliasChoices("rights", "licence")
    )
    url: str | None = Field(default=None, pattern=r"^https?://[^\s<>\"]+$")
    valid_until: Annotated[datetime.date | None, BeforeValidator(_day)] = None
    replaces: str | None = Field(default=None, min_length=1)
