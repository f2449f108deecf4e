"""Folders that cannot be used: one line each, that says where and what to do."""

from __future__ import annotations

import json
import os
import shutil
from pathlib import Path

import pytest

from corpus import SHIPPED_DOCUMENTS, CorpusError, read_library
from corpus.errors import DocumentsMissing
from corpus.library import read_folder

DESCRIPTION = 'title = "Een molen"\nlanguage = "nl"\nrights = "none"\n'
TEXT = "De molen draait op wind.\n"


def complaint(folder: Path) -> str:
    """Return what is said about a folder; it is one line that says what to do."""
    with pytest.raises(CorpusError) as caught:
        read_folder(folder, is_strict=True)
    message = str(caught.value)
    assert "\n" not in message
    assert message.endswith(".")
    assert "Traceback" not in message
    return message


@pytest.fixture
def described(tmp_path: Path) -> Path:
    """Return a folder with one document that is in order."""
    folder = tmp_path / "molen"
    folder.mkdir()
    (folder / "document.toml").write_text(DESCRIPTION, encoding="utf-8")
    (folder / "original.txt").write_text(TEXT, encoding="utf-8")
    assert len(read_library(tmp_path)) == 1
    return folder


def test_a_missing_folder(tmp_path: Path) -> None:
    message = complaint(tmp_path / "nowhere")
    assert "nowhere" in message
    assert "name a folder" in message


def test_a_file_instead_of_a_folder(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(TEXT, encoding="utf-8")
    assert "a.txt" in complaint(tmp_path / "a.txt")


def test_an_empty_folder(tmp_path: Path) -> None:
    assert "put documents (.pdf, .docx, .odt, .pptx, .epub, .html, .md, .txt) in it" in complaint(
        tmp_path
    )


def test_a_folder_with_nothing_that_can_be_read(tmp_path: Path) -> None:
    (tmp_path / ".hidden.txt").write_text(TEXT, encoding="utf-8")
    assert "holds no documents" in complaint(tmp_path)
    (tmp_path / "picture.png").write_bytes(b"\x89PNG\r\n")
    with pytest.raises(DocumentsMissing, match=r"picture\.png: is of a kind that is not read"):
        read_library(tmp_path)


def test_a_folder_in_the_place_of_a_text(described: Path) -> None:
    """Stands for a file that cannot be opened: permissions do not hold for an administrator."""
    (described / "original.txt").unlink()
    (described / "original.txt").mkdir()
    message = complaint(described.parent)
    assert "original.txt cannot be opened" in message
    assert "check" in message


@pytest.mark.parametrize("name", ["original.txt", "translation.txt", "catalogue.toml"])
def test_a_link_that_leads_nowhere_is_not_passed_over(described: Path, name: str) -> None:
    (described / name).unlink(missing_ok=True)
    (described / name).symlink_to("nowhere")
    assert f"{name} cannot be opened" in complaint(described.parent)


def test_a_plain_file_that_leads_nowhere(tmp_path: Path) -> None:
    (tmp_path / "a.txt").symlink_to("nowhere")
    assert "a.txt cannot be opened" in complaint(tmp_path)


@pytest.mark.parametrize(
    ("content", "words"),
    [
        ("één\x81molen".encode("latin-1"), "save it as plain text"),
        ("De molen draait.".encode("utf-16") + b"\x00", "save it as plain text"),
        (b"text\x00text", "save it as plain text"),
        (b"%PDF-1.7\n\xe2\xe3\xcf\xd3\n", "save it as plain text"),
        (b"", "is empty"),
        (b" \r\n\t\n", "is empty"),
        (b"\xef\xbb\xbf\r\n", "is empty"),
    ],
)
@pytest.mark.parametrize("name", ["a.txt", "b.md", "c.jsonl"])
def test_a_file_that_is_no_text(tmp_path: Path, content: bytes, words: str, name: str) -> None:
    (tmp_path / name).write_bytes(content)
    message = complaint(tmp_path)
    assert name in message
    assert words in message


@pytest.mark.parametrize("name", ["a.doc", "a.xlsx", "a.csv", "A.PNG"])
def test_a_file_that_has_to_be_converted_first(tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_bytes(b"%PDF-1.7")
    message = complaint(tmp_path)
    assert name in message
    assert "is of a kind that is not read; save it as" in message


@pytest.mark.parametrize(
    ("content", "key"),
    [
        (DESCRIPTION.replace('"nl"', '"de"'), "language"),
        (DESCRIPTION.replace('title = "Een molen"\n', ""), "title"),
        (DESCRIPTION.replace('rights = "none"\n', ""), "rights"),
        (DESCRIPTION + 'auteur = "Jan"\n', "auteur"),
        (DESCRIPTION + "authors = 3\n", "authors"),
        (DESCRIPTION + '[structure]\nkoppen = ["a"]\n', "structure.koppen"),
        (DESCRIPTION + 'numbered_as = ["element 9"]\n', "must be one word without a number"),
        (DESCRIPTION + '[structure]\nbyline_links = [""]\n', "structure.byline_links"),
        (DESCRIPTION.replace('"none"', '"none'), "not valid TOML"),
    ],
)
def test_a_mistake_in_document_toml_names_the_key(described: Path, content: str, key: str) -> None:
    (described / "document.toml").write_text(content, encoding="utf-8")
    message = complaint(described.parent)
    assert "document.toml" in message
    assert key in message
    assert "correct" in message


def test_what_is_numbered_must_be_numbered_in_the_text(described: Path) -> None:
    (described / "document.toml").write_text(
        DESCRIPTION + 'numbered_as = ["artikel"]\n', encoding="utf-8"
    )
    assert "numbered_as: no heading of the text begins with a number" in complaint(described.parent)


def test_a_document_toml_that_is_not_utf_8(described: Path) -> None:
    (described / "document.toml").write_bytes(DESCRIPTION.replace("Een", "Eén").encode("latin-1"))
    assert "document.toml" in complaint(described.parent)


def test_a_text_without_its_document_toml(described: Path) -> None:
    (described / "document.toml").unlink()
    assert "has no document.toml; write one" in complaint(described.parent)


def test_a_translation_with_another_number_of_lines(described: Path) -> None:
    (described / "translation.txt").write_text("The mill\nruns.\n", encoding="utf-8")
    message = complaint(described.parent)
    assert "translation.txt" in message
    assert "3 lines instead of 2" in message


@pytest.mark.parametrize(
    "change", [("digest =", "digests ="), ("start = 0", 'start = "x"'), ("[[passage]]", "[[x]]")]
)
def test_a_mistake_in_a_catalogue_names_the_file(tmp_path: Path, change: tuple[str, str]) -> None:
    folder = tmp_path / "tip-16-mandaat"
    shutil.copytree(SHIPPED_DOCUMENTS / folder.name, folder)
    path = folder / "catalogue.toml"
    path.write_text(path.read_text(encoding="utf-8").replace(*change, 1), encoding="utf-8")
    message = complaint(tmp_path)
    assert "catalogue.toml" in message
    assert "correct" in message


@pytest.mark.parametrize(
    "line",
    [
        "{broken",
        "[1, 2]",
        '"text"',
        '{"title": "a", "text": "b"}',
        '{"id": null, "text": "b"}',
        '{"id": ["x"], "text": "b"}',
        '{"id": "x"}',
        '{"id": "x", "text": 5}',
        '{"id": "x", "text": " "}',
        '{"id": "x", "title": 5, "text": "b"}',
        '{"id": ' + "9" * 5000 + ', "text": "b"}',
        "[" * 100_000,
    ],
    ids=lambda line: line[:40],
)
def test_a_mistake_in_a_jsonl_file_names_the_line(tmp_path: Path, line: str) -> None:
    good = json.dumps({"id": "a", "title": "Molen", "text": TEXT})
    (tmp_path / "pages.jsonl").write_text(f"{good}\n\n{line}\n", encoding="utf-8")
    message = complaint(tmp_path)
    assert "pages.jsonl, line 3" in message
    assert "correct this line" in message
    assert len(message) < 500


def test_two_files_of_one_name_and_two_kinds_are_both_read(tmp_path: Path) -> None:
    (tmp_path / "molen.txt").write_text(TEXT, encoding="utf-8")
    (tmp_path / "molen.md").write_text(TEXT, encoding="utf-8")
    assert [one.id for one in read_library(tmp_path)] == ["molen", "molen.txt"]


def test_two_lines_with_one_id(tmp_path: Path) -> None:
    line = json.dumps({"id": 7, "text": TEXT})
    (tmp_path / "pages.jsonl").write_text(f"{line}\n{line}\n", encoding="utf-8")
    assert "'7'" in complaint(tmp_path)


def test_plain_files_need_no_description(tmp_path: Path) -> None:
    (tmp_path / "de-molen.txt").write_text(
        "Over de molen\n\nDe molen draait op wind.\n", encoding="utf-8"
    )
    (tmp_path / "the_mill.md").write_text(
        "# The mill\n\nThe mill runs on the wind.\n", encoding="utf-8"
    )
    (tmp_path / "zonder_titel.txt").write_text("De wind waait om de molen.\n", encoding="utf-8")
    lines = (
        {"id": "p1", "title": "Wind", "text": "Wind is lucht die beweegt."},
        {"id": 2, "text": "The wind is what we call moving air."},
    )
    (tmp_path / "pages.jsonl").write_text("\n".join(map(json.dumps, lines)), encoding="utf-8")
    found = [(one.id, one.title, one.language) for one in read_library(tmp_path)]
    assert found == [
        ("de-molen", "Over de molen", "nl"),
        ("p1", "Wind", "nl"),
        ("2", "2", "en"),
        ("the_mill", "The mill", "en"),
        ("zonder_titel", "zonder titel", "nl"),
    ]


@pytest.mark.parametrize("line_end", ["\n", "\r\n"])
@pytest.mark.parametrize("mark", ["", "\ufeff"])
def test_texts_from_windows_keep_true_offsets(tmp_path: Path, mark: str, line_end: str) -> None:
    """With a byte order mark and two characters at the end of each line."""
    text = mark + line_end.join(["De molen", "", "De molen draait. De wind waait.", ""])
    (tmp_path / "a.txt").write_bytes(text.encode("utf-8"))
    [document] = read_library(tmp_path)
    assert document.title == "De molen"
    assert document.original == text
    assert [block.text for block in document.blocks] == [
        "De molen",
        "De molen draait. De wind waait.",
    ]
    for block in document.blocks:
        for sentence in block.sentences:
            assert document.original[sentence.start : sentence.end] == sentence.text


def test_descriptions_and_lines_from_windows_can_be_read(described: Path) -> None:
    mark = "\ufeff"
    (described / "document.toml").write_text(mark + DESCRIPTION, encoding="utf-8")
    line = json.dumps({"id": "p1", "title": "Wind", "text": TEXT})
    (described.parent / "pages.jsonl").write_text(mark + line, encoding="utf-8")
    assert [document.id for document in read_library(described.parent)] == ["molen", "p1"]


def test_a_text_of_one_line_is_text_and_not_only_a_title(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("De molen draait op wind", encoding="utf-8")
    [document] = read_library(tmp_path)
    assert [block.kind for block in document.blocks] == ["paragraph"]


def test_two_files_of_one_name_in_two_folders_are_both_read(tmp_path: Path) -> None:
    for name in ("noord", "zuid"):
        (tmp_path / name / "oud").mkdir(parents=True)
        (tmp_path / name / "molen.txt").write_text(TEXT, encoding="utf-8")
        (tmp_path / name / "oud" / "molen.txt").write_text(TEXT, encoding="utf-8")
    found = [one.id for one in read_library(tmp_path)]
    assert found == ["noord/molen", "noord/oud/molen", "zuid/molen", "zuid/oud/molen"]


def test_a_name_that_is_not_utf_8(tmp_path: Path) -> None:
    path = os.fsencode(tmp_path) + b"/caf\xe9.txt"
    with open(path, "w", encoding="utf-8") as file:
        file.write(TEXT)
    assert r"/caf\xe9.txt has a name that is not UTF-8; give it another name" in complaint(tmp_path)


@pytest.mark.parametrize("name", ["original.txt", "translation.txt", "document.toml", "../a.txt"])
def test_a_pipe_is_not_waited_for(described: Path, name: str) -> None:
    (described / name).unlink(missing_ok=True)
    os.mkfifo(described / name)
    message = complaint(described.parent)
    assert f"{Path(name).name} cannot be opened (a pipe or device" in message


@pytest.mark.parametrize("name", ["a.txt", "a.jsonl", "folder", "molen/translation.txt"])
def test_a_link_out_of_the_folder_is_not_followed(
    described: Path, tmp_path_factory: pytest.TempPathFactory, name: str
) -> None:
    elsewhere = tmp_path_factory.mktemp("elsewhere") / "text"
    if name == "folder":
        elsewhere.mkdir()
    else:
        elsewhere.write_text(TEXT, encoding="utf-8")
    (described.parent / name).symlink_to(elsewhere)
    assert f"/{name} is a link that leads out of the folder" in complaint(described.parent)


def test_a_link_within_the_folder_is_followed(described: Path) -> None:
    (described.parent / "kopie.txt").symlink_to(described / "original.txt")
    assert [one.id for one in read_library(described.parent)] == ["kopie", "molen"]


@pytest.mark.parametrize(("name", "target"), [("a.txt", "a.txt"), ("b", "."), ("c/d", "../c")])
def test_a_link_in_a_circle_ends(described: Path, name: str, target: str) -> None:
    (described.parent / name).parent.mkdir(exist_ok=True)
    (described.parent / name).symlink_to(target)
    message = complaint(described.parent)
    assert f"/{name} " in message
    assert "cannot be opened" in message or "link to a folder above it" in message


@pytest.mark.parametrize("value", [r"\ud800", r"\u0000", r"\udc80 "], ids=str)
@pytest.mark.parametrize("key", ["id", "title", "text"])
def test_escapes_that_are_no_text(tmp_path: Path, key: str, value: str) -> None:
    record = json.dumps({"id": "a", "title": "b", "text": "c"})
    record = record.replace(f'"{key}": "', f'"{key}": "{value}')
    (tmp_path / "pages.jsonl").write_text(record, encoding="utf-8")
    assert f'pages.jsonl, line 1: "{key}" holds ' in complaint(tmp_path)


@pytest.mark.parametrize(
    "value", ["", "\u00a0 ", ".", "..", "a/../b", "//a", "a\\", "a\n", "a" * 201]
)
def test_an_id_that_no_address_can_end_in(tmp_path: Path, value: str) -> None:
    (tmp_path / "pages.jsonl").write_text(json.dumps({"id": value, "text": TEXT}), encoding="utf-8")
    message = complaint(tmp_path)
    assert "pages.jsonl, line 1: the id" in message
    assert "give the document another id or name" in message


def test_an_id_with_a_slash_is_an_id(tmp_path: Path) -> None:
    (tmp_path / "a.jsonl").write_text(json.dumps({"id": "a/b c", "text": TEXT}), encoding="utf-8")
    assert [one.id for one in read_library(tmp_path)] == ["a/b c"]


def test_lines_that_end_as_on_old_macs(described: Path) -> None:
    text = "De molen\r\rDe molen draait. De wind waait.\r"
    for name in ("original.txt", "translation.txt"):
        (described / name).write_bytes(text.encode())
    lines = [json.dumps({"id": number, "text": TEXT}) for number in (1, 2)]
    (described.parent / "pages.jsonl").write_text("\r".join(lines), encoding="utf-8", newline="")
    molen, *pages = read_library(described.parent)
    assert [page.id for page in pages] == ["1", "2"]
    assert [block.text for block in molen.blocks] == ["De molen", "De molen draait. De wind waait."]
    [_, sentence] = molen.blocks[1].sentences
    assert (sentence.text, sentence.translation) == ("De wind waait.", "De wind waait.")
    assert molen.original[sentence.start : sentence.end] == sentence.text
