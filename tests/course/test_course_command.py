"""``assistant course`` on the command line."""

from __future__ import annotations

import re
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pypdfium2
import pytest

from assistant import Settings
from assistant.commands import main


@dataclass(frozen=True)
class Done:
    """What a command left behind."""

    code: int
    out: str
    err: str


Run = Callable[..., Done]


@pytest.fixture
def run(
    settings: Settings,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> Run:
    """Run ``assistant course`` in an empty folder."""
    assert settings.documents.is_dir()
    monkeypatch.chdir(tmp_path)

    def run_one(*arguments: str) -> Done:
        monkeypatch.setattr(sys, "argv", ["assistant", "course", *arguments])
        with pytest.raises(SystemExit) as stopped:
            main()
        told = capsys.readouterr()
        assert isinstance(stopped.value.code, int)
        return Done(stopped.value.code, told.out, told.err)

    return run_one


def test_it_writes_the_files_and_names_them(run: Run, tmp_path: Path) -> None:
    done = run("--element", "9", "--kinds", "quiz,slides", "--out", "made")
    assert done.code == 0, done.err
    written = sorted(path.name for path in (tmp_path / "made").iterdir())
    assert written == [
        "quiz-key.docx",
        "quiz.docx",
        "quiz.gift",
        "quiz.moodle.xml",
        "slides.pptx",
    ]
    assert [Path(line).name for line in done.out.split()] == [
        "quiz.docx",
        "quiz-key.docx",
        "quiz.moodle.xml",
        "quiz.gift",
        "slides.pptx",
    ]


def test_the_pack_of_a_trainer_is_one_pdf_with_tags(run: Run, tmp_path: Path) -> None:
    done = run("--element", "9", "--pack", "--out", "made")
    assert done.code == 0, done.err
    content = (tmp_path / "made" / "trainer-pack.pdf").read_bytes()
    pdf = pypdfium2.PdfDocument(content)
    assert pypdfium2.raw.FPDFCatalog_IsTagged(pdf)
    assert b"/StructTreeRoot" in content
    assert re.search(rb"/Lang\(nl", content)
    told = " ".join(page.get_textpage().get_text_range() for page in pdf)
    places = [
        told.index(name)
        for name in ("Leerdoelen", "Programma", "Casussen, voor de trainer", "Oefeningen")
    ]
    assert places == sorted(places)
    assert "Antwoorden bij de quiz" in told


def test_a_pack_without_libreoffice_is_refused_before_anything_is_made(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    done = run("--element", "9", "--pack", "--out", "made")
    assert (done.code, done.out) == (2, "")
    assert "A PDF needs LibreOffice" in done.err
    assert done.err.count("\n") == 1
    assert list(tmp_path.iterdir()) == []


def test_a_listed_item_can_be_left_out_and_another_drawn(run: Run, tmp_path: Path) -> None:
    listed = run("--library", "--kinds", "slides", "--list")
    first, second = (line.split()[0] for line in listed.out.splitlines()[1:3])
    changed = run(
        *("--library", "--kinds", "slides", "--list", "--without", first, "--redraw", second),
    )
    assert changed.code == 0, changed.err
    assert len(changed.out.splitlines()) == len(listed.out.splitlines()) - 1
    assert first not in changed.out
    assert second not in changed.out
    assert list(tmp_path.iterdir()) == []


def test_a_subject_that_is_not_covered_is_a_refusal_and_nothing_is_written(
    run: Run, tmp_path: Path
) -> None:
    done = run("Hoe bak ik een appeltaart?", "--out", "made")
    assert (done.code, done.out) == (1, "")
    assert done.err.startswith("assistant: Over ‘Hoe bak ik een appeltaart?’ staat te weinig")
    assert done.err.count("\n") == 1
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        ((), "Give one subject"),
        (("mandaat", "--library"), "Give one subject"),
        (("mandaat", "--language", "de"), "--language de"),
        (("mandaat", "--length", "huge"), "--length huge"),
        (("mandaat", "--kinds", "quiz,songs"), "--kinds names songs"),
        (("mandaat", "--kinds", ","), "--kinds names nothing"),
        (("mandaat", "--format", "pdf"), "--format pdf"),
        (("mandaat", "--seed", "-1"), "--seed -1"),
        (("mandaat", "--kinds", "glossary", "--pack"), "--pack holds programme"),
        (("mandaat", "--audience", "x" * 81), "--audience is too long"),
        (("mandaat", "--out", "taken"), "In taken staat al iets"),
    ],
)
def test_wrong_use_is_one_line_with_code_2(
    run: Run, tmp_path: Path, arguments: tuple[str, ...], said: str
) -> None:
    (tmp_path / "taken").mkdir()
    (tmp_path / "taken" / "mine.txt").write_text("mine", encoding="utf-8")
    done = run(*arguments)
    assert done.code == 2
    assert said in done.err
    assert done.err.count("\n") == 1
    assert "Traceback" not in done.err


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("--element", "13"), "Er is geen element ‘13’. Kies er een van: 1 Bedoeling"),
        (("--library", "--kinds", "cases", "--without", "case-000000"), "no item case-000000"),
    ],
)
def test_what_does_not_exist_is_one_line_with_code_2(
    run: Run, tmp_path: Path, arguments: tuple[str, ...], said: str
) -> None:
    done = run(*arguments)
    assert done.code == 2
    assert said in done.err
    assert list(tmp_path.iterdir()) == []
