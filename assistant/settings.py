"""The settings: environment variables that begin with ``ASSISTANT_``."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any, Final

from pydantic import Field, ValidationError
from pydantic_settings import BaseSettings, SettingsConfigDict

from assistant.errors import SettingsInvalid
from corpus import SHIPPED_DOCUMENTS, Language

_PREFIX: Final = "ASSISTANT_"
_PROJECT: Final = Path(__file__).resolve().parents[1]


class Settings(BaseSettings):
    """Every setting with its default. What is set works, or stops with a message."""

    model_config = SettingsConfigDict(env_prefix=_PREFIX, extra="forbid", frozen=True)

    documents: Path = Field(SHIPPED_DOCUMENTS, description="folder with the documents")
    data: Path = Field(_PROJECT / "var", description="folder for the model and the index")
    embedding_model: str | None = Field(
        None,
        description="name or folder of a sentence-transformers model instead of the bundled one",
    )
    threads: int | None = Field(
        None, ge=1, le=64, description="processor threads for the model; default: all cores"
    )
    host: str = Field("127.0.0.1", description="address that the chat page listens on")
    port: int = Field(7860, ge=1, le=65535, description="port of the chat page")
    language: Language = Field("nl", description="language of the page until the reader chooses")
    question_characters_max: int = Field(
        2000, ge=100, le=20000, description="longest question that is accepted"
    )
    passages: int = Field(10, ge=1, le=50, description="passages handed to the writer")

    @property
    def models_directory(self) -> Path:
        """Where the prepared embedding model lies."""
        return self.data / "models"

    @property
    def indexes_directory(self) -> Path:
        """Where the built indexes lie."""
        return self.data / "indexes"


def read_settings(**changes: Any) -> Settings:
    """Read the settings from the environment; ``changes`` go before it.

    :raises SettingsInvalid: naming the variable and what is wrong with it.
    """
    known = {_PREFIX + name.upper() for name in Settings.model_fields}
    for name in sorted(os.environ):
        if name.upper() in known and not os.environ[name].strip():
            # An empty path would mean the folder that one happens to be in.
            raise SettingsInvalid(f"{name} is empty; give it a value or take it away.")
        if name.upper().startswith(_PREFIX) and name.upper() not in known:
            raise SettingsInvalid(
                f"{name} is not a setting; take it away or use one of: {', '.join(sorted(known))}."
            )
    try:
        return Settings(**{name: value for name, value in changes.items() if value is not None})
    except ValidationError as error:
        first = error.errors()[0]
        name = _PREFIX + ".".join(str(part) for part in first["loc"]).upper()
        raise SettingsInvalid(
            f"{name}={first['input']!r} cannot be used: {first['msg']}."
        ) from error
