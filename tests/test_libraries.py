"""Several libraries side by side on the command line."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Callable
from pathlib import Path
from unicodedata import normalize

import pytest
from command_line import run_assistant

from assistant import Settings, open_assistant
from assistant.errors import LibraryUnknown, SettingsInvalid
from assistant.libraries import Libraries

MILL, BREAD, EMPTY = "molen", "Brood én kaas", "leeg"
ASKED = {
    MILL: ("Wanneer draait de molen van Jan?", "zaterdag"),
    BREAD: ("Waarvan wordt het roggebrood van het dorp gebakken?", "water en zout"),
}


def run_over(settings: Settings, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Run the command line with several libraries, and with no other setting of ours."""
    set_to = {
        "DATA": settings.data,
        "DOCUMENTS": settings.documents,
        "LIBRARIES": settings.libraries,
        "PORT": 7999,
    }
    return run_assistant(
        *arguments, **{f"ASSISTANT_{name}": str(value) for name, value in set_to.items()}
    )


def test_each_library_answers_what_it_holds_and_nothing_else(several: Settings) -> None:
    for name, other in ((MILL, BREAD), (BREAD, MILL)):
        question, words = ASKED[name]
        told = json.loads(run_over(several, "ask", "--json", "--library", name, question).stdout)
        assert words in told["text"]
        assert [one["document"] for one in told["citations"]] == ["bericht"]
        elsewhere = run_over(several, "ask", "--json", "--library", other, question).stdout
        assert words not in json.loads(elsewhere)["text"]
        found = run_over(several, "search", "--json", "--library", name, question).stdout
        assert {one["document"] for one in json.loads(found)["hits"]} == {"bericht"}


def test_the_shipped_library_answers_where_none_is_named_or_it_is(several: Settings) -> None:
    question = "Wat is publieke verantwoording?"
    for named in ((), ("--library", "shipped")):
        told = json.loads(run_over(several, "ask", "--json", question, *named).stdout)
        assert told["citations"][0]["document"] == "iso-11367-elementen"


@pytest.mark.parametrize(
    ("question", "said"),
    [
        ("Wanneer draait de molen?", "Er is geen bibliotheek met de naam ‘nergens’. Kies uit:"),
        ("When does the mill turn?", "There is no library called ‘nergens’. Choose from:"),
    ],
)
def test_an_unknown_library_is_told_with_those_there_are_in_the_language_of_the_question(
    several: Settings, question: str, said: str
) -> None:
    names = f"shipped, {BREAD}, {EMPTY}, {MILL}"
    for command in ("ask", "search"):
        done = run_over(several, command, question, "--library", "nergens")
        assert (done.returncode, done.stderr) == (2, f"assistant: {said} {names}.\n")


def test_a_library_without_an_index_says_what_to_run(several: Settings) -> None:
    done = run_over(several, "ask", "Wat staat hier?", "--library", EMPTY)
    assert done.returncode == 1
    assert done.stderr == (
        "assistant: De bibliotheek leeg kan nog niet worden doorzocht. Wie haar beheert, voert dit "
        "uit: assistant index --library leeg\n"
    )
    quoted = run_over(several, "ask", "What is here?", "--library", EMPTY)
    assert "cannot be searched yet" in quoted.stderr


def test_doctor_looks_at_every_library_or_at_one(several: Settings) -> None:
    every = run_over(several, "doctor")
    assert every.returncode == 1
    assert f"✓ index of {BREAD}: " in every.stdout
    assert f"✗ index of {EMPTY}: " in every.stdout
    one = run_over(several, "doctor", "--library", MILL)
    assert one.returncode == 0, one.stdout
    assert "documents: 1 can be read" in one.stdout
    assert EMPTY not in one.stdout


def test_every_library_is_indexed_and_one_that_fails_keeps_no_other_waiting(
    make_data: Callable[[Path, Path], None], tmp_path: Path
) -> None:
    libraries, data = tmp_path / "libraries", tmp_path / "data"
    own, broken, good = tmp_path / "eigen", libraries / "a stuk", libraries / "b goed"
    for folder in (own, broken, good):
        folder.mkdir(parents=True)
        (folder / "brief.txt").write_text("Een brief\n\nDe brief is kort.\n")
        make_data(data, folder)
    (broken / "brief.txt").unlink()

    settings = Settings(data=data, libraries=libraries, documents=own)

    def made(*arguments: str) -> tuple[int, list[str], str]:
        done = run_over(settings, "index", "--json", *arguments)
        built = [json.loads(line)["library"] for line in done.stdout.splitlines()]
        return done.returncode, built, done.stderr

    code, built, told = made()
    assert (code, built) == (1, ["eigen", "b goed"])
    assert "Library a stuk:\nassistant: " in told
    assert made("--library", "b goed")[:2] == (0, ["b goed"])
    with open_assistant(Libraries(settings).find("b goed", "nl").settings) as opened:
        assert list(opened.documents) == ["brief"]


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("ask", "Wat?", "--library", MILL, "--documents", "x"), "not both"),
        (("index", "--watch"), "--watch looks after one library"),
    ],
)
def test_wrong_use_is_told(several: Settings, arguments: tuple[str, ...], words: str) -> None:
    done = run_over(several, *arguments)
    assert done.returncode == 2
    assert words in done.stderr


def test_a_folder_that_is_named_with_documents_stands_alone(several: Settings) -> None:
    assert several.libraries is not None
    question, words = ASKED[MILL]
    done = run_over(several, "ask", question, "--documents", str(several.libraries / MILL))
    assert words in done.stdout
    nowhere = run_over(several, "doctor", "--documents", str(several.libraries / MILL))
    assert BREAD not in nowhere.stdout


def test_names_are_found_however_their_accents_are_written(several: Settings) -> None:
    libraries = Libraries(several)
    assert [one.name for one in libraries] == ["shipped", BREAD, EMPTY, MILL]
    assert libraries.find(normalize("NFD", BREAD), "nl").name == BREAD
    assert libraries.find("", "nl") is libraries.default
    for wrong in ("..", f"../{MILL}", "lees-mij.txt", MILL.upper(), "\ud800"):
        with pytest.raises(LibraryUnknown) as refused:
            libraries.find(wrong, "nl")
        assert MILL.encode() in str(refused.value).encode()


def test_folders_that_can_be_no_library_are_refused(tmp_path: Path) -> None:
    with pytest.raises(SettingsInvalid, match="ASSISTANT_LIBRARIES"):
        Libraries(Settings(libraries=tmp_path / "nergens"))
    for name in ("shipped", "a\nb", "a\\b"):
        (tmp_path / name).mkdir()
        with pytest.raises(SettingsInvalid, match="rename the folder"):
            Libraries(Settings(libraries=tmp_path))
        (tmp_path / name).rmdir()
    assert len(Libraries(Settings(libraries=tmp_path))) == 1
    assert len(Libraries(Settings())) == 1


def test_libraries_share_the_models(several: Settings) -> None:
    libraries = Libraries(several)
    with (
        libraries.find(MILL, "nl").open("nl") as first,
        libraries.find(BREAD, "nl").open("nl", beside=first) as second,
    ):
        assert second.retriever.index.model is first.retriever.index.model
        for opened, name in ((first, MILL), (second, BREAD)):
            question, words = ASKED[name]
            assert words in opened.ask(question).answer.text
        with libraries.find(MILL, "nl").open("nl", beside=second):
            pass
        # One that is closed takes nothing of the others with it.
        assert ASKED[MILL][1] in first.ask(ASKED[MILL][0] + " ").answer.text
