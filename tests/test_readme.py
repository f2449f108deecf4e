"""The README and SECURITY.md say what is true of the code."""

from __future__ import annotations

import re
from pathlib import Path

from assistant.settings import Settings

REPOSITORY = Path(__file__).resolve().parents[1]
README = (REPOSITORY / "README.md").read_text(encoding="utf-8")
SECURITY = (REPOSITORY / "SECURITY.md").read_text(encoding="utf-8")


def test_the_readme_lists_every_setting_with_its_default() -> None:
    listed = dict(re.findall(r"^\| `(ASSISTANT_\w+)` \| (.*?) \|", README, re.MULTILINE))
    assert set(listed) == {f"ASSISTANT_{name.upper()}" for name in Settings.model_fields}
    for name, field in Settings.model_fields.items():
        shown = listed[f"ASSISTANT_{name.upper()}"]
        if isinstance(field.default, str | int):
            assert shown == f"`{field.default}`"


def test_every_file_that_the_readme_shows_is_there() -> None:
    pictures = re.findall(r"!\[[^\]]+\]\(([^)]+)\)", README)
    assert pictures
    for picture in pictures:
        assert (REPOSITORY / picture).is_file()


def test_the_readme_has_no_gap_left_to_fill() -> None:
    assert "<!--" not in README


def test_every_promise_of_security_names_code_and_tests_that_are_there() -> None:
    rows = re.findall(r"^\| (?!promise|---)(.*?) \| (.*?) \| (.*?) \|$", SECURITY, re.MULTILINE)
    assert len(rows) >= 10
    for promise, code, tests in rows:
        for files, folder in ((code, ("assistant/", "index/")), (tests, ("tests/",))):
            named = re.findall(r"`([^`]+)`", files)
            assert named, promise
            for name in named:
                assert name.startswith(folder), promise
                assert (REPOSITORY / name).is_file(), promise
