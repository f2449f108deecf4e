"""A folder as people have it: subfolders, names of all kinds, and files that cannot be read."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from corpus import SHIPPED_DOCUMENTS, read_library
from corpus.errors import DocumentUnreadable
from corpus.library import read_folder

TEXT = "De molen draait op wind.\n"


def write(folder: Path, name: str, content: str | bytes = TEXT) -> None:
    """Write a file, with the folders that it stands in."""
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content.encode() if isinstance(content, str) else content)


def test_what_cannot_be_read_is_told_by_name_and_the_rest_is_read(tmp_path: Path) -> None:
    write(tmp_path, "molen.md")
    write(tmp_path, "noord/leeg.txt", "")
    write(tmp_path, "noord/cijfers.xlsx", b"PK")
    write(tmp_path, "noord/molen.txt")
    (tmp_path / "weg.txt").symlink_to("nowhere")
    (tmp_path / "elders").symlink_to("/usr")
    contents = read_folder(tmp_path)
    assert [one.id for one in contents.documents] == ["molen", "noord/molen"]
    assert [one.name for one in contents.sources] == ["molen.md", "noord/molen.txt"]
    reasons = {one.name: one.reason for one in contents.skipped}
    assert reasons.keys() == {"noord/leeg.txt", "noord/cijfers.xlsx", "weg.txt", "elders"}
    assert reasons["noord/leeg.txt"] == "is empty; fill it or take it out of the folder."
    assert reasons["noord/cijfers.xlsx"].startswith("is of a kind that is not read; save it as")
    with pytest.raises(DocumentUnreadable, match="elders is a link"):
        read_folder(tmp_path, is_strict=True)


def test_a_bad_line_costs_only_itself(tmp_path: Path) -> None:
    good = '{"id": "%s", "text": "De molen draait op wind."}'
    write(tmp_path, "pages.jsonl", "\n".join([good % "a", "{", good % "a", good % "b"]))
    contents = read_folder(tmp_path)
    assert [one.id for one in contents.documents] == ["a", "b"]
    assert [one.reason.partition(":")[0] for one in contents.skipped] == [
        "line 2",
        "line 3 has the same id 'a' as "
        + str(tmp_path / "pages.jsonl, line 1; rename one of them."),
    ]


def test_what_belongs_to_nobody_is_not_told_of(tmp_path: Path) -> None:
    for name in (".DS_Store", "Thumbs.db", "~$nota.docx", ".git/config", "README.md"):
        write(tmp_path, name)
    contents = read_folder(tmp_path)
    assert [one.id for one in contents.documents] == ["README"]
    assert contents.skipped == ()


def test_what_is_told_of_a_described_library_is_not_read_as_one_of_its_documents(
    tmp_path: Path,
) -> None:
    shutil.copytree(SHIPPED_DOCUMENTS / "tip-16-mandaat", tmp_path / "tips" / "tip-16-mandaat")
    for name in ("README.md", "glossary.toml"):
        shutil.copy(SHIPPED_DOCUMENTS / name, tmp_path / "tips")
    contents = read_folder(tmp_path)
    assert [one.id for one in contents.documents] == ["tips/tip-16-mandaat"]
    assert contents.skipped == ()


@pytest.mark.parametrize(
    ("codec", "told"),
    [
        ("utf-8", None),
        ("utf-8-sig", None),
        ("cp1252", "Windows-1252"),
        ("utf-16", "UTF-16"),
        ("utf-16-le", "UTF-16"),
        ("utf-16-be", "UTF-16"),
    ],
)
@pytest.mark.parametrize("text", ["Één café", "De coördinator betaalt – “graag” – € 5.\n"])
def test_what_office_programs_write_is_read_and_told(
    tmp_path: Path, codec: str, told: str | None, text: str
) -> None:
    write(tmp_path, "a.txt", text.encode(codec))
    contents = read_folder(tmp_path)
    assert contents.documents[0].original.lstrip("\ufeff") == text
    assert contents.sources[0].encoding == told


def test_a_line_of_signs_is_no_title(tmp_path: Path) -> None:
    write(tmp_path, "balie.txt", "=====\n\nDe balie is open van negen tot vijf.\n")
    assert read_library(tmp_path)[0].title == "balie"
