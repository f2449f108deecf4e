"""Floors: the lowest that figures may be, so that a change for the worse does not go unseen.

A TOML file with one table::

    [floors]
    correct = 0.88
    hit_at_5 = 0.98
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from pydantic import BaseModel, ConfigDict

from assistant.errors import UsageProblem
from corpus.toml_file import read_toml
from eval.figures import Group
from eval.scores import MEASURES


class _File(BaseModel):
    model_config = ConfigDict(extra="forbid")

    floors: dict[str, float]


def read_floors(path: Path) -> dict[str, float]:
    """Read the floors, by the name of the measure.

    :raises UsageProblem: it names a figure that there is not.
    :raises CorpusError: the file cannot be read.
    """
    floors = read_toml(path, _File).floors
    for name in floors:
        check_measure(name)
    return floors


def below_floors(group: Group, floors: Mapping[str, float]) -> list[str]:
    """Return what is below its floor, each in a few words; what was not measured is below it."""
    failed = []
    for name, floor in floors.items():
        figure = group.figures[name]
        if figure is None:
            failed.append(f"{name} was not measured")
        elif figure.mean < floor:
            failed.append(
                f"{name} is {figure.mean:.3f}, not {floor:g} or more (n = {figure.count})"
            )
    return failed


def check_measure(name: str) -> str:
    """Return the name of a measure.

    :raises UsageProblem: there is none of that name.
    """
    names = [measure.name for measure in MEASURES]
    if name not in names:
        raise UsageProblem(f"{name!r} is not a figure; use one of: {', '.join(names)}.")
    return name
