"""Why a file is not read, in the language of the page of managers."""

from __future__ import annotations

import ast
import importlib
import tomllib
from collections.abc import Iterator
from pathlib import Path
from string import Formatter

import assistant
import corpus
from assistant.page.manage.builds import Skipped
from assistant.page.manage.reasons import reason_in
from corpus.library import read_folder
from corpus.reasons import REASONS, Reason

FOLDER = Path(corpus.__file__).parent
DUTCH = Path(assistant.__file__).parent / "texts" / "reasons.toml"


def fields(text: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(text) if name}


def given() -> Iterator[tuple[str, set[str]]]:
    """Yield every code that stands in the code that reads files, with the names of its values."""
    for path in sorted(FOLDER.rglob("*.py")):
        module = ".".join(path.relative_to(FOLDER.parent).with_suffix("").parts)
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            is_call = isinstance(node, ast.Call) and isinstance(node.func, ast.Name)
            if not is_call or node.func.id not in ("Reason", "FileUnreadable"):
                continue
            code, *values = node.args
            names = {one.arg for one in node.keywords if one.arg}
            if values and isinstance(values[0], ast.Dict):
                names |= {one.value for one in values[0].keys if isinstance(one, ast.Constant)}
            if isinstance(code, ast.Constant):
                yield code.value, names
            elif isinstance(code, ast.Name) and code.id.isupper():
                yield getattr(importlib.import_module(module), code.id), names


def test_every_reason_is_told_in_both_languages_with_the_same_values() -> None:
    dutch = tomllib.loads(DUTCH.read_text(encoding="utf-8"))["reason"]
    assert dutch.keys() == REASONS.keys() == {code for code, _ in given()}
    for code, text in REASONS.items():
        assert fields(dutch[code]) == fields(text)
    # Two ids are compared by values that are made a line above.
    assert [code for code, names in given() if names != fields(REASONS[code])] == ["same_id"]


def test_what_is_the_matter_with_files_is_told_in_dutch_also_after_a_restart(
    tmp_path: Path,
) -> None:
    (tmp_path / "goed.md").write_text("De raad stelt de begroting vast.", encoding="utf-8")
    for name, content in (("leeg.md", b""), ("a.pdf", b"x"), ("b.docx", b"x"), ("c.xlsx", b"x")):
        (tmp_path / name).write_bytes(content)
    (tmp_path / "documents.toml").write_text('["goed.md"]\nkleur = "rood"\n', encoding="utf-8")
    told = {}
    for one in read_folder(tmp_path).skipped:
        kept = Skipped(file=one.name, reason=one.reason, why=one.why)
        again = Skipped.model_validate_json(kept.model_dump_json())
        told[one.name] = reason_in("nl", again.reason, again.why)
        assert reason_in("en", again.reason, again.why).text == one.reason
    assert told.pop("documents.toml").language == "en"
    assert {name: one.language for name, one in told.items()} == dict.fromkeys(
        ("leeg.md", "a.pdf", "b.docx", "c.xlsx"), "nl"
    )
    assert told["leeg.md"].text == "is leeg. Vul het, of haal het uit de map."


def test_values_are_told_and_what_says_more_than_its_code_stays_as_it_is() -> None:
    slow = Reason("slow", {"seconds": "60"})
    assert "60 seconden" in reason_in("nl", str(slow), slow).text
    line = f"line 3 {slow}"
    assert (reason_in("nl", line, slow).text, reason_in("nl", line, slow).language) == (line, "en")
