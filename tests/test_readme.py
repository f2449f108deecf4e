"""The README, docs and SECURITY.md say what is true of the code."""

from __future__ import annotations

import re
from pathlib import Path

from assistant.settings import Settings

REPOSITORY = Path(__file__).resolve().parents[1]
README = (REPOSITORY / "README.md").read_text(encoding="utf-8")
SETTINGS = (REPOSITORY / "docs" / "settings.md").read_text(encoding="utf-8")
PAGES = (*REPOSITORY.glob("*.md"), *(REPOSITORY / "docs").glob("*.md"))
SECURITY = (REPOSITORY / "SECURITY.md").read_text(encoding="utf-8")


def test_the_settings_are_listed_with_their_defaults() -> None:
    listed = dict(re.findall(r"^\| `(ASSISTANT_\w+)` \| (.*?) \|", SETTINGS, re.MULTILINE))
    assert set(listed) == {f"ASSISTANT_{name.upper()}" for name in Settings.model_fields}
    for name, field in Settings.model_fields.items():
        shown = listed[f"ASSISTANT_{name.upper()}"]
        if isinstance(field.default, str | int):
            assert shown == f"`{field.default}`"


def test_every_file_that_a_page_names_is_there() -> None:
    named = 0
    for page in PAGES:
        for target in re.findall(r"\]\(([^)]+)\)", page.read_text(encoding="utf-8")):
            if "://" not in target and not target.startswith("#"):
                named += 1
                assert (page.parent / target.partition("#")[0]).exists(), f"{page.name}: {target}"
    assert named > 40


def test_the_readme_is_short_and_has_no_gap_left_to_fill() -> None:
    assert len(README.split()) <= 900
    assert "<!--" not in README
    assert "@@" not in README


def test_every_place_that_the_architecture_names_is_there() -> None:
    rows = re.findall(
        r"^\| .* \| (.*) \|$", (REPOSITORY / "ARCHITECTURE.md").read_text(), re.MULTILINE
    )
    named = [name for row in rows for name in re.findall(r"`([\w./]+/[\w./]*)`", row)]
    assert len(named) >= 12
    for name in named:
        assert (REPOSITORY / name).exists(), name


def test_every_promise_of_security_names_code_and_tests_that_are_there() -> None:
    rows = re.findall(r"^\| (?!promise|---)(.*?) \| (.*?) \| (.*?) \|$", SECURITY, re.MULTILINE)
    assert len(rows) >= 10
    for promise, code, tests in rows:
        for files, folder in ((code, ("assistant/", "index/", "corpus/")), (tests, ("tests/",))):
            named = re.findall(r"`([^`]+)`", files)
            assert named, promise
            for name in named:
                assert name.startswith(folder), promise
                assert (REPOSITORY / name).is_file(), promise
