"""Reading a TOML file into checked values, with one line that says what is wrong with it."""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError

from corpus.errors import DescriptionInvalid
from corpus.text_file import read_bytes, shown

Location = tuple[int | str, ...]
_Model = TypeVar("_Model", bound=BaseModel)


def _dotted(location: Location, _: Mapping[str, object]) -> str:
    return ".".join(str(part) for part in location)


def load_toml(path: Path) -> tuple[str, dict[str, Any]]:
    """Return the text of a file and its values, unchecked.

    :raises DescriptionInvalid: it is no TOML, naming the line.
    :raises DocumentUnreadable: the file cannot be opened, or is no file.
    """
    try:
        text = read_bytes(path).decode("utf-8-sig").replace("\r\n", "\n")
        return text, tomllib.loads(text)
    except (ValueError, RecursionError) as error:
        raise DescriptionInvalid(
            f"{shown(path)} is not valid TOML ({error}); correct it and try again."
        ) from error


def read_toml(
    path: Path,
    model: type[_Model],
    place: Callable[[Location, Mapping[str, object]], str] = _dotted,
) -> _Model:
    """Read a file into a model.

    :param place: says for people where in the file's values a mistake is.
    :raises DescriptionInvalid: naming the file, the place and what is wrong there.
    :raises DocumentUnreadable: the file cannot be opened, or is no file.
    """
    _, values = load_toml(path)
    try:
        return model.model_validate(values)
    except ValidationError as error:
        first = error.errors()[0]
        raise DescriptionInvalid(
            f"{shown(path)}: {place(first['loc'], values)}: {first['msg']}; correct this entry."
        ) from error
