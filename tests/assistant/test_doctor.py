"""What the doctor says of the programs that need not be there."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from assistant import Settings
from assistant.doctor import CheckResult, examine
from corpus.reading.recognition import recogniser


@pytest.fixture(autouse=True)
def looked_for_anew() -> Iterator[None]:
    recogniser.cache_clear()
    yield
    recogniser.cache_clear()


def told(folder: Path) -> dict[str, CheckResult]:
    return {one.name: one for one in examine(Settings(data=folder))}


def test_it_names_tesseract_with_its_languages_and_libreoffice(tmp_path: Path) -> None:
    found = told(tmp_path)
    assert found["scans"].severity == found["LibreOffice"].severity == "good"
    assert found["scans"].message.startswith("tesseract ")
    assert "nld and eng" in found["scans"].message
    assert "soffice" in found["LibreOffice"].message


def test_where_they_are_not_there_it_says_what_to_install(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    found = told(tmp_path)
    assert found["scans"].severity == found["LibreOffice"].severity == "warning"
    assert "apt-get install tesseract-ocr tesseract-ocr-nld" in found["scans"].remedy
    assert "apt-get install libreoffice-writer-nogui" in found["LibreOffice"].remedy
