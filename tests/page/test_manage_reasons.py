"""Why a file is not read, in the language of the page of managers."""

from __future__ import annotations

import ast
import importlib
from collections.abc import Iterator
from pathlib import Path

import corpus
from assistant.page.manage.reasons import reason_in
from corpus.reading import __main__ as reading

FOLDER = Path(corpus.__file__).parent
ERRORS = {"FileUnreadable", "DocumentNotText", "DocumentUnreadable"}
# Told of a file that is written, not read.
NOT_OF_READING = {"describing.py"}


def raised() -> Iterator[str]:
    """Yield every reason that stands in the code that reads files, with "1" for its values."""
    for path in sorted(FOLDER.rglob("*.py")):
        module = ".".join(path.relative_to(FOLDER.parent).with_suffix("").parts)
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            is_call = isinstance(node, ast.Call) and isinstance(node.func, ast.Name)
            if is_call and node.func.id in ERRORS and path.name not in NOT_OF_READING:
                for said in _texts(node.args[0], module):
                    yield said.removeprefix("1 ")
    for node in ast.walk(ast.parse(Path(reading.__file__).read_text(encoding="utf-8"))):
        if isinstance(node, ast.Assign) and isinstance(node.value, ast.Constant):
            yield node.value.value


def _texts(node: ast.expr, module: str) -> list[str]:
    if isinstance(node, ast.Constant):
        return [node.value]
    if isinstance(node, ast.JoinedStr):
        return ["".join(one.value if isinstance(one, ast.Constant) else "1" for one in node.values)]
    if isinstance(node, ast.IfExp):
        return [*_texts(node.body, module), *_texts(node.orelse, module)]
    if isinstance(node, ast.Name):
        named = getattr(importlib.import_module(module), node.id, None)
        return [] if named is None else [named]
    return []


def test_every_reason_of_reading_is_told_in_dutch() -> None:
    said = set(raised())
    assert len(said) > 20
    left = {one for one in said if one != "1" and reason_in("nl", one).language != "nl"}
    assert left == set()


def test_values_are_in_both_languages_and_what_is_unknown_stays_english() -> None:
    said = "was not read within 60 s; split it, or take it out of the folder."
    assert "60 seconden" in reason_in("nl", said).text
    assert reason_in("en", said).text == said
    mistake = "line 3: date: Input should be a valid date; correct this."
    assert (reason_in("nl", mistake).text, reason_in("nl", mistake).language) == (mistake, "en")
