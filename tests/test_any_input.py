"""Whatever a file or a verdict holds: it is read, or one line says what is wrong with it."""

from __future__ import annotations

import io
import json
from collections.abc import Callable, Iterator
from contextlib import redirect_stdout
from dataclasses import replace
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Final

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from assistant import Citation
from assistant.commands.options import print_json
from assistant.commands.questions import read_question_lines
from assistant.database import Database
from assistant.feedback import FeedbackInvalid, FeedbackStore
from assistant.verification import is_verbatim
from corpus import AssistantError, Document, read_library
from corpus.catalogue import read_catalogue
from corpus.description import read_description
from corpus.errors import DocumentNotText
from corpus.glossary import read_glossary
from corpus.items import read_items
from corpus.open_questions import read_open_questions
from corpus.reading.formats import read_format
from corpus.reading.parts import FileUnreadable, as_document
from eval.floors import read_floors
from eval.question_files import question_set_bytes, read_question_set

MANY: Final = settings(
    max_examples=100,
    derandomize=True,
    deadline=None,
    database=None,
    suppress_health_check=list(HealthCheck),
)
TEXT: Final = "De raad kiest. Het team werkt.\n\nEen kop\n\n- één 🙂\r\n"
CODECS: Final = ("utf-8", "cp1252", "utf-16", "utf-16-le", "utf-16-be")
DOCUMENTS: Final = {"d": Document("d", "Tekst", "nl", TEXT, ())}

anything = st.text(st.characters(), max_size=30)
values = st.recursive(
    st.one_of(st.none(), st.booleans(), st.integers(), st.floats(), anything),
    lambda inner: st.one_of(
        st.lists(inner, max_size=3), st.dictionaries(anything, inner, max_size=3)
    ),
    max_leaves=5,
)
PIECES: Final = (
    "[", "{", "]", "}", "=", '"', "'", ",", "\n", "\r\n", "\ufeff", "#", "# ", "- ", "\x00", "[[",
    "title", "term", "nl = ", "a.a", "9" * 5000, "[" * 5000, "{a=" * 3000, "floors", '"\\ud800"',
)  # fmt: skip
pieces = st.sampled_from(PIECES)
scraps = st.lists(st.one_of(pieces, anything), max_size=12).map("".join)
contents = st.one_of(
    st.binary(max_size=60), scraps.map(lambda text: text.encode("utf-8", "surrogatepass"))
)


def objects(**fields: st.SearchStrategy[Any]) -> st.SearchStrategy[bytes]:
    """Make lines of JSON with these fields, each right, wrong or missing."""
    line = st.fixed_dictionaries({}, optional={k: st.one_of(v, values) for k, v in fields.items()})
    return st.lists(line.map(json.dumps), max_size=3).map(lambda lines: "\n".join(lines).encode())


turns = st.lists(
    st.fixed_dictionaries({"role": st.sampled_from(["user", "assistant"]), "content": anything}),
    max_size=2,
)


def read(name: str, content: bytes, reader: Callable[[Path], Any]) -> Any:
    """Return what a reader makes of a file; ``None`` if it refuses, which it does in one line."""
    with TemporaryDirectory() as folder:
        path = Path(folder) / name
        path.write_bytes(content)
        try:
            return reader(path)
        except AssistantError as refused:
            told = str(refused).removeprefix(folder)
            assert "\n" not in told
            told.encode("utf-8")
            return None


def documents(name: str, content: bytes) -> Iterator[Document]:
    """Yield the documents of a folder with one file, if it can be read."""
    yield from read(name, content, markdown if name == "a.md" else library) or ()


def library(path: Path) -> tuple[Document, ...]:
    return read_library(path.parent)


def markdown(path: Path) -> tuple[Document, ...]:
    """Read a file as its own process does, which would be started for each."""
    try:
        document = as_document("a", "a", read_format(path))
    except FileUnreadable as refused:
        raise DocumentNotText(f"{path} {refused}") from refused
    return (document,) if document.blocks else ()


@given(
    name=st.sampled_from(["a.txt", "a.md", "a.jsonl"]),
    content=st.one_of(contents, objects(id=anything, title=anything, text=anything)),
)
@example(name="a.md", content=b"#\n\ntekst")
@example(name="a.jsonl", content=rb'{"id": "a", "title": " ", "text": "b"}')
@example(name="a.jsonl", content=rb'{"id": "a", "text": "\ud800"}')
@example(name="a.jsonl", content=rb'{"id": "a", "text": "\u0000"}')
@MANY
def test_a_document_holds_what_its_file_holds_at_its_places(name: str, content: bytes) -> None:
    for document in documents(name, content):
        assert document.title.strip()
        document.original.encode("utf-8")
        assert "\x00" not in document.original
        if name == "a.txt":
            texts = [content.decode(codec, "replace") for codec in CODECS]
            assert document.original.split() in [text.split() for text in texts]
        for block in document.blocks:
            assert document.original[block.start : block.end] == block.text
            for sentence in block.sentences:
                assert document.original[sentence.start : sentence.end] == sentence.text


@pytest.mark.parametrize(
    "reader",
    [
        read_description,
        lambda path: read_catalogue(path, TEXT),
        read_open_questions,
        lambda path: read_glossary(path, DOCUMENTS),
        lambda path: read_items(path, TEXT),
        read_floors,
    ],
)
@given(content=contents)
@example(content=b"nl = " + b"[" * 5000)
@example(content=b"nl = " + b"9" * 5000)
@settings(MANY, max_examples=30)
def test_a_toml_file_is_read_or_refused(reader: Callable[[Path], Any], content: bytes) -> None:
    read("a.toml", content, reader)


@given(
    content=st.one_of(
        contents,
        objects(
            id=anything, lang=st.just("nl"), kind=anything, question=anything, history=turns,
            facts=st.just([]), answerable=st.booleans(),
            evidence=st.just([{"doc": "d", "quote": "De raad kiest."}]),
        ),
    ),
    kind=st.sampled_from([".jsonl", ".csv", ".xlsx"]),
)  # fmt: skip
@example(content=b"question;evidence_" + b"9" * 5000 + b"_doc\na;b", kind=".csv")
@MANY
def test_a_question_file_is_read_or_refused_and_can_be_written(content: bytes, kind: str) -> None:
    found = read(f"a{kind}", content, lambda path: read_question_set(path, DOCUMENTS))
    assert found is None or question_set_bytes(found, Path("a.jsonl"))


@cache
def workbook() -> bytes:
    """Return an Excel workbook with a question."""
    line = {"id": "1", "lang": "nl", "kind": "k", "question": "q", "facts": [], "answerable": False}
    content = json.dumps({**line, "evidence": []}).encode()
    found = read("a.jsonl", content, lambda path: read_question_set(path, DOCUMENTS))
    return question_set_bytes(found, Path("a.xlsx"))


@given(place=st.floats(0, 0.999), change=st.binary(min_size=1, max_size=8))
@example(place=0.34375, change=b"\x00")
@MANY
def test_a_damaged_workbook_is_read_or_refused(place: float, change: bytes) -> None:
    whole, start = workbook(), int(place * len(workbook()))
    content = whole[:start] + change + whole[start + len(change) :]
    read("a.xlsx", content, lambda path: read_question_set(path, DOCUMENTS))


@given(content=st.one_of(contents, objects(id=anything, question=anything, history=turns)))
@example(content=rb'{"id": "\ud800", "question": "a"}')
@MANY
def test_questions_with_a_conversation_are_refused_or_told_of_under_their_id(
    content: bytes,
) -> None:
    for line in read("a.jsonl", content, read_question_lines) or ():
        written = io.TextIOWrapper(io.BytesIO(), encoding="utf-8")
        with redirect_stdout(written):
            print_json({"id": line.id})
        written.seek(0)
        assert json.loads(written.read()) == {"id": line.id}


@given(answer=st.one_of(st.just("a-1"), anything), reason=anything, question=anything)
@example(answer="a-1", reason="\ud800", question="\ud800")
@settings(MANY, max_examples=40)
def test_a_verdict_is_kept_or_refused(answer: str, reason: str, question: str) -> None:
    with TemporaryDirectory() as folder:
        store = FeedbackStore(Database(Path(folder) / "f"), keeps_question_text=True, kept_days=9)
        try:
            store.add(answer, "good", reason, question)
        except FeedbackInvalid:
            assert store.all() == ()
        else:
            assert [one.answer_id for one in store.all()] == [answer]


@given(
    text=anything, quote=anything, start=st.integers(-5, 40), end=st.integers(-5, 40),
    is_cut=st.booleans(),
)  # fmt: skip
@settings(MANY, max_examples=300)
def test_what_verifies_stands_in_its_document(
    text: str, quote: str, start: int, end: int, is_cut: bool
) -> None:
    given_text = {"d": replace(DOCUMENTS["d"], original=text)}
    citation = Citation(1, "d", "", "nl", (), text[start:end] if is_cut else quote, start, end)
    if is_verbatim(citation, given_text):
        assert citation.quote
        assert text.startswith(citation.quote, start)
        assert len(citation.quote) == end - start
    else:
        assert not is_cut or not 0 <= start < end <= len(text)
    assert not is_verbatim(citation, {})
