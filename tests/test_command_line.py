"""The command line as people and programs use it: real processes, exit codes, one line per error."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from command_line import run_assistant

from assistant.commands.harmless import harmless
from corpus import SHIPPED_DOCUMENTS

COMMANDS = ("chat", "ask", "search", "index", "doctor", "eval")
RECORD = [
    *("id", "question", "standalone_question", "language", "outcome", "writer", "text"),
    *("readings", "documents", "elsewhere", "citations", "passages", "timings_ms"),
]
CITATION = [
    *("number", "document", "title", "language", "section", "quote", "start", "end"),
    "translation",
    "page",
    *("date", "valid_until", "replaced_by", "is_scan"),
]
PASSAGE = ["id", "document", "section", "language", "text", "original_text", "score"]


def complaint(done: subprocess.CompletedProcess[str], code: int) -> str:
    """Return the one line that a failed command prints."""
    assert done.returncode == code, done.stderr
    [line] = done.stderr.splitlines()
    assert line.startswith("assistant: ")
    return line


def lines_of(path: Path, *records: dict[str, Any] | str) -> str:
    """Write a file with one record per line and return its name."""
    path.write_text(
        "".join(
            (one if isinstance(one, str) else json.dumps(one, ensure_ascii=False)) + "\n"
            for one in records
        ),
        encoding="utf-8",
    )
    return str(path)


# Answers


@pytest.mark.usefixtures("settings")
def test_a_file_of_questions_is_answered_in_order_with_the_agreed_fields(tmp_path: Path) -> None:
    history = [
        {"role": "user", "content": "Wat doet de gemeenteraad?"},
        {"role": "assistant", "content": "De gemeenteraad stelt kaders."},
    ]
    path = lines_of(
        tmp_path / "questions.jsonl",
        {"id": "b", "question": "Wat doet een tribelead?"},
        {"id": 1, "question": "What is public accountability?", "history": [], "extra": True},
        "",
        {"id": "leeg", "question": " \u200b "},
        {
            "id": "half \ud83d".encode("utf-16", "surrogatepass").decode("utf-16", "replace"),
            "question": "en de wethouder?",
            "history": history,
        },
        json.dumps({"id": "weer", "question": "🙂 \ud83d", "history": history}),
        {"id": "a", "question": "Welk weer wordt het morgen in Parijs?"},
    )
    done = run_assistant("ask", "--json", "--input", path)
    records = [json.loads(line) for line in done.stdout.splitlines()]
    assert [record["id"] for record in records][:3] == ["b", 1, "leeg"]
    assert [record["id"] for record in records][4:] == ["weer", "a"]
    # Two of the questions hold no words: they have a line that says so, and the exit code does too.
    assert done.returncode == 1
    bad = [record for record in records if "error" in record]
    assert [list(record) for record in bad] == [["id", "question", "error"]] * 2
    assert bad[0]["error"] == "Typ eerst een vraag."
    good = [record for record in records if "error" not in record]
    for record in good:
        assert list(record) == RECORD
        assert record["language"] in ("nl", "en")
        assert record["outcome"] in (
            *("answered", "partly_answered"),
            *("not_in_sources", "outside_subject"),
        )
        assert record["writer"] == "quotes"
        assert isinstance(record["text"], str)
        assert 0 < len(record["passages"]) <= 10
        scores = [passage["score"] for passage in record["passages"]]
        assert all(isinstance(score, float) for score in scores)
        for passage in record["passages"]:
            assert list(passage) == PASSAGE
            assert isinstance(passage["section"], list)
        assert all(isinstance(ms, float) for ms in record["timings_ms"].values())
        for citation in record["citations"]:
            assert list(citation) == CITATION
            path_of_original = SHIPPED_DOCUMENTS / citation["document"] / "original.txt"
            original = path_of_original.read_bytes().decode("utf-8")
            assert original[citation["start"] : citation["end"]] == citation["quote"]
            is_other = citation["language"] != record["language"]
            assert (citation["translation"] is not None) == is_other
    assert [record["language"] for record in good] == ["nl", "en", "nl", "nl"]
    assert good[0]["question"] == good[0]["standalone_question"]
    assert good[0]["citations"]
    assert "wethouder" in good[2]["standalone_question"]
    assert good[3]["citations"] == []


@pytest.mark.usefixtures("settings")
def test_one_question_is_answered_for_reading_and_as_json() -> None:
    question = "Aan wie zijn professionals in de publieke dienstverlening verantwoording schuldig?"
    told = run_assistant("ask", question)
    assert told.returncode == 0
    assert "[1]" in told.stdout
    assert re.search(r"^\[1\] .* \(\d+–\d+\)$", told.stdout, re.MULTILINE)
    asked = run_assistant("ask", question, "--json", "--language", "en")
    record = json.loads(asked.stdout)
    assert list(record) == RECORD
    assert (record["id"], record["language"]) == (None, "en")


@pytest.mark.usefixtures("settings")
def test_search_prints_ranked_ids_only(tmp_path: Path) -> None:
    path = lines_of(
        tmp_path / "questions.jsonl",
        {"id": "1", "question": "Wie akkert daar horizontaal doorheen?"},
        {"id": "2", "question": "?!"},
        {"id": "3", "question": "What does a tribelead do?"},
    )
    done = run_assistant("search", "--json", "--input", path, "--k", "3")
    assert done.returncode == 1
    first, second, third = [json.loads(line) for line in done.stdout.splitlines()]
    assert list(first) == ["id", "hits"]
    assert [list(hit) for hit in first["hits"]] == [["document", "passage", "score"]] * 3
    assert first["hits"][0]["document"] == "tip-16-mandaat"
    assert (second["id"], second["hits"]) == ("2", [])
    assert "woorden" in second["error"]
    assert third["hits"][0]["document"] == "purpose-driven-municipality"


@pytest.mark.usefixtures("settings")
def test_output_is_utf_8_whatever_the_language_of_the_system() -> None:
    done = run_assistant("ask", "Wie is Charlotte Holst?", PYTHONIOENCODING="ascii", LC_ALL="C")
    assert done.returncode == 0
    assert "–" in done.stdout


def test_a_folder_of_ones_own_is_indexed_asked_and_searched(
    make_data: Callable[[Path, Path], None], tmp_path: Path
) -> None:
    documents, data = tmp_path / "documents", tmp_path / "data"
    documents.mkdir()
    make_data(data, documents)
    (documents / "molen.txt").write_text(
        "Over de molen\n\nDe molen van Jan draait alleen op zaterdag.\n", encoding="utf-8"
    )
    own = ("--documents", str(documents))
    question = "Wanneer draait de molen van Jan?"
    early = run_assistant("ask", question, *own, ASSISTANT_DATA=str(data))
    assert "run `assistant index` first (with --documents" in complaint(early, 1)
    made = run_assistant("index", *own, ASSISTANT_DATA=str(data))
    assert made.returncode == 0
    assert "Index ready: 1 documents, 1 passages" in made.stderr.splitlines()[-1]
    found = run_assistant("search", question, "--json", *own, ASSISTANT_DATA=str(data))
    assert json.loads(found.stdout)["hits"][0]["document"] == "molen"
    looked_at = run_assistant("doctor", *own, ASSISTANT_DATA=str(data), ASSISTANT_PORT="7999")
    assert looked_at.returncode == 0, looked_at.stdout
    [build] = data.glob("indexes/*/builds/*")
    assert f" as {build.name}, as new as the documents" in looked_at.stdout
    (documents / "molen.txt").write_text("De molen is dicht.\n", encoding="utf-8")
    changed = run_assistant("doctor", *own, ASSISTANT_DATA=str(data), ASSISTANT_PORT="7999")
    assert changed.returncode == 0
    assert "before documents were changed: molen.txt" in changed.stdout
    assert "→ Run `assistant index`" in changed.stdout


# Questions that cannot be answered


@pytest.mark.parametrize(
    ("question", "words"),
    [
        ("", "Typ eerst een vraag."),
        ("   ", "Typ eerst een vraag."),
        ("\x07\x1b\x01", "Typ eerst een vraag."),
        ("🙂🙂🙂", "Stel uw vraag in woorden."),
        ("?!", "Stel uw vraag in woorden."),
        ("wat is de bedoeling " * 5000, "Uw vraag is te lang: 100000 tekens."),
        ("what is the purpose " * 5000, "Your question is too long: 100000"),
    ],
    ids=["empty", "blank", "control characters", "emoji", "marks", "long", "long in English"],
)
@pytest.mark.parametrize("command", ["ask", "search"])
def test_a_question_that_cannot_be_answered_is_refused_in_one_line(
    command: str, question: str, words: str
) -> None:
    assert words in complaint(run_assistant(command, question), 2)


# Wrong use


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["ask"], "Give one question"),
        (["ask", "--input", "x.jsonl"], "add --json"),
        (["ask", "Wat?", "--json", "--input", "x.jsonl"], "Give one question"),
        (["ask", "--json", "--input", "no-such-file.jsonl"], "no-such-file.jsonl cannot be opened"),
        (["ask", "--json", "--input", "."], "cannot be opened"),
        (["ask", "Wat?", "--language", "de"], "use nl or en"),
        (["ask", "Wat?", "--jsn"], "No such option: --jsn"),
        (["ask", "Wat", "is", "dat"], "unexpected extra argument"),
        (["search"], "Give one question"),
        (["search", "Wat?", "--k", "0"], "--k"),
        (["search", "Wat?", "--k", "veel"], "--k"),
        (["index", "--documents"], "--documents"),
        (["chat", "--port", "70000"], "--port"),
        (["answer"], "No such command 'answer'"),
        (["--verbose"], "No such option: --verbose"),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, list) else "",
)
def test_wrong_use_is_told_in_one_line(arguments: list[str], words: str) -> None:
    assert words in complaint(run_assistant(*arguments), 2)


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("{broken", "not valid JSON"),
        ("[" * 100_000, "not valid JSON"),
        ("[]", 'needs {"id", "question"}'),
        ('{"question": "Wat?"}', "id:"),
        ('{"id": 1}', "question:"),
        ('{"id": 1, "question": 5}', "question:"),
        ('{"id": 1, "question": "Wat?", "history": [{"role": "boss", "content": ""}]}', "role"),
    ],
    ids=lambda value: value[:30],
)
def test_a_broken_line_is_named_and_nothing_is_answered(
    tmp_path: Path, line: str, words: str
) -> None:
    path = lines_of(tmp_path / "q.jsonl", {"id": 1, "question": "Wat is dat?"}, "", line)
    done = run_assistant("ask", "--json", "--input", path)
    message = complaint(done, 2)
    assert "q.jsonl, line 3:" in message
    assert words in message
    assert "No question was answered" in message
    assert done.stdout == ""
    assert len(message) < 500


@pytest.mark.parametrize(
    ("content", "words"), [(b"\n\n", "holds no questions"), (b"\xff\xfe{", "not UTF-8")]
)
def test_a_file_without_questions_is_refused(tmp_path: Path, content: bytes, words: str) -> None:
    path = tmp_path / "q.jsonl"
    path.write_bytes(content)
    assert words in complaint(run_assistant("search", "--json", "--input", str(path)), 2)


@pytest.mark.parametrize(
    ("name", "value", "words"),
    [
        ("ASSISTANT_LANGAUGE", "nl", "ASSISTANT_LANGAUGE is not a setting"),
        ("ASSISTANT_PORT", "many", "ASSISTANT_PORT='many' cannot be used"),
        ("ASSISTANT_PORT", "0", "ASSISTANT_PORT='0' cannot be used"),
        ("ASSISTANT_LANGUAGE", "de", "ASSISTANT_LANGUAGE='de' cannot be used"),
        ("ASSISTANT_THREADS", "0", "ASSISTANT_THREADS='0' cannot be used"),
        ("ASSISTANT_DATA", "", "ASSISTANT_DATA is empty"),
    ],
)
def test_a_setting_that_cannot_be_used_stops_the_command(name: str, value: str, words: str) -> None:
    assert words in complaint(run_assistant("ask", "Wat is dat?", setting=(name, value)), 2)


@pytest.mark.usefixtures("settings")
def test_documents_that_are_not_there_are_a_failure(tmp_path: Path) -> None:
    nowhere = str(tmp_path / "nowhere")
    done = run_assistant("index", "--documents", nowhere)
    assert "There is no folder" in complaint(done, 1)


def test_a_data_folder_that_cannot_be_made_is_a_failure() -> None:
    done = run_assistant("index", ASSISTANT_DATA="/dev/null/data")
    assert "ASSISTANT_DATA" in complaint(done, 1)


# Help and doctor


def test_the_overview_names_every_command() -> None:
    asked = run_assistant("--help")
    assert asked.returncode == 0
    without = run_assistant()
    assert without.returncode == 2
    for command in COMMANDS:
        assert re.search(rf"^  {command} +[A-Z]", asked.stdout, re.MULTILINE)
        assert re.search(rf"^  {command} +[A-Z]", without.stderr, re.MULTILINE)
    assert "..." not in asked.stdout.split("Commands:")[1]


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_has_help_in_plain_words(command: str) -> None:
    done = run_assistant(command, "--help")
    assert done.returncode == 0
    assert done.stderr == ""
    usage, description = done.stdout.strip().split("\n\n", 2)[:2]
    assert usage.startswith(f"Usage: python -m assistant {command}")
    assert re.fullmatch(r"\s*[A-Z][^.]*\.", description)
    for word in ("Traceback", "None", "kwargs", "dict", "pydantic", "Path("):
        assert word not in done.stdout


def test_doctor_names_every_problem_and_its_remedy_where_nothing_has_been_set_up(
    tmp_path: Path,
) -> None:
    done = run_assistant("doctor", ASSISTANT_DATA=str(tmp_path))
    assert done.returncode == 1
    assert "✓ documents: 5 can be read (3 in Dutch, 2 in English)" in done.stdout
    model, index = (
        next(line for line in done.stdout.splitlines() if line.startswith(f"✗ {name}:"))
        for name in ("model", "index")
    )
    assert "run `assistant index`" in model
    assert "run `assistant index` first" in index
    assert list(tmp_path.iterdir()) == []


def test_doctor_names_a_setting_that_cannot_be_used() -> None:
    done = run_assistant("doctor", ASSISTANT_PROT="1")
    assert done.returncode == 1
    assert "✗ settings: ASSISTANT_PROT is not a setting" in done.stdout
    assert "→ Correct the setting." in done.stdout


@pytest.mark.usefixtures("settings")
def test_doctor_finds_nothing_wrong_with_what_was_set_up() -> None:
    done = run_assistant("doctor")
    assert done.returncode == 0, done.stdout
    for name in ("settings", "documents", "catalogue", "model", "index"):
        assert f"✓ {name}: " in done.stdout


def test_asking_before_anything_was_set_up_says_what_to_do(tmp_path: Path) -> None:
    done = run_assistant("ask", "Wat is de bedoeling?", ASSISTANT_DATA=str(tmp_path))
    assert "run `assistant index` first" in complaint(done, 1)


def test_the_installed_program_is_the_same() -> None:
    program = str(Path(sys.executable).with_name("assistant"))
    done = subprocess.run([program, "ask", ""], capture_output=True, text=True, check=False)
    assert complaint(done, 2) == "assistant: Typ eerst een vraag."


# What reaches the terminal


@pytest.mark.usefixtures("settings")
def test_a_full_disk_behind_the_output_is_told_in_one_line() -> None:
    with open("/dev/full", "w") as full:
        done = subprocess.run(
            [sys.executable, "-m", "assistant", "ask", "Wat doet een tribelead?"],
            stdout=full,
            stderr=subprocess.PIPE,
            text=True,
            check=False,
        )
    assert done.returncode == 1
    assert re.fullmatch(r"assistant: Writing failed \(No space left on device\); .*\n", done.stderr)


def test_a_data_folder_that_is_no_folder_says_what_to_do() -> None:
    done = run_assistant("ask", "Wat is de bedoeling?", ASSISTANT_DATA="/dev/null")
    assert "run `assistant index` first" in complaint(done, 1)


def test_marks_that_a_terminal_would_obey_are_shown_instead() -> None:
    done = run_assistant("index", "--documents", "/no\x1b[2J\u009b\u202e/such")
    assert r"/no\u001b[2J\u009b\u202e/such" in complaint(done, 1)
    marks = "\x1b]0;x\x07\r\x85\u2066 é\t"
    assert json.loads(harmless(json.dumps(marks, ensure_ascii=False))) == marks
    assert harmless("één\tmolen – “ja”\n") == "één\tmolen – “ja”\n"


def test_a_question_can_be_limited_to_documents() -> None:
    asked = ("ask", "Wat is publieke verantwoording?", "--json", "--document", "tip-16-mandaat")
    record = json.loads(run_assistant(*asked, "--document", "alle-mens-aan-dek").stdout)
    assert record["documents"] == ["alle-mens-aan-dek", "tip-16-mandaat"]
    assert record["elsewhere"] == "iso-11367-elementen"
    found = run_assistant("search", "mandaat", "--json", "--document", "alle-mens-aan-dek")
    hits = json.loads(found.stdout)["hits"]
    assert {one["document"] for one in hits} == {"alle-mens-aan-dek"}
    line = complaint(run_assistant(*asked, "--document", "nergens"), 2)
    assert "'nergens'" in line
    assert "tip-16-mandaat" in line
