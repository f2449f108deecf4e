"""documents.toml: what people know of the files of a folder, and what is wrong in it."""

from __future__ import annotations

import datetime
from pathlib import Path

import pytest

from corpus import Document
from corpus.describing import describe_folder
from corpus.errors import DescriptionInvalid
from corpus.library import read_folder
from corpus.versions import newest_first

TEXT = (
    "De leges voor een vergunning zijn {amount} euro. "
    + "Wie te laat betaalt, krijgt een brief. " * 6
)


def write(folder: Path, name: str, amount: int = 30) -> None:
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(f"# Nota {amount}\n\n{TEXT.format(amount=amount)}\n", encoding="utf-8")


def by_id(folder: Path) -> dict[str, Document]:
    return {one.id: one for one in read_folder(folder).documents}


def test_what_people_know_of_a_file_goes_before_what_it_says(tmp_path: Path) -> None:
    write(tmp_path, "wmo/nota.md")
    (tmp_path / "documents.toml").write_text(
        '["wmo/nota.md"]\ntitle = "Legesnota"\nlanguage = "en"\nauthor = "Afdeling Belastingen"\n'
        'date = 2024-05-01\nlicence = "CC0"\nurl = "https://gemeente.example/nota"\n'
        "valid_until = 2025-01-01\n",
        encoding="utf-8",
    )
    contents = read_folder(tmp_path)
    (document,) = contents.documents
    assert contents.skipped == ()
    assert (document.title, document.language, document.date) == ("Legesnota", "en", "2024-05-01")
    assert (document.authors, document.rights) == (("Afdeling Belastingen",), "CC0")
    assert document.url == "https://gemeente.example/nota"
    assert document.standing.is_past(datetime.date(2025, 1, 2))
    assert not document.standing.is_past(datetime.date(2025, 1, 1))


@pytest.mark.parametrize(
    ("entry", "told"),
    [
        ('["nota.md"]\ntitel = "Nota"\n', "line 2: titel: is not known; use title, language"),
        ('["nota.md"]\ntitle = "Nota"\nlanguage = "fr"\n', "line 3: language: Input should be"),
        ('["nota.md"]\n\nvalid_until = "2025"\n', "line 3: valid_until: must be a day, as in"),
        ('["nota.md"]\nurl = "javascript:alert(1)"\n', "line 2: url: String should match"),
        ('["nota.md"]\nreplaces = "weg.md"\n', "line 2: replaces: weg.md is no file that was read"),
        ('["nota.md"]\n["weg.md"]\n', "line 2: there is no file weg.md; correct the path"),
        ('[wmo]\ntitle = "Wmo"\n', "line 1: wmo is a folder; write what is known of it in a"),
        ('title = "Nota"\n', "line 1: title: stands for no file; write it below the path of one"),
        ('["a.jsonl"]\ntitle = "Nota"\n', "line 2: title: is told of one document"),
    ],
)
def test_a_mistake_is_told_with_its_line_and_costs_only_its_entry(
    tmp_path: Path, entry: str, told: str
) -> None:
    write(tmp_path, "nota.md")
    write(tmp_path, "wmo/beleid.md", 40)
    (tmp_path / "a.jsonl").write_text('{"id": "a", "text": "De molen draait."}', encoding="utf-8")
    good = '\n["wmo/beleid.md"]\ntitle = "Beleid"\n'
    (tmp_path / "documents.toml").write_text(entry + good, encoding="utf-8")
    contents = read_folder(tmp_path)
    assert [one.name for one in contents.skipped] == ["documents.toml"]
    assert contents.skipped[0].reason.startswith(told)
    assert by_id(tmp_path)["wmo/beleid"].title == "Beleid"
    with pytest.raises(DescriptionInvalid, match=r"documents\.toml, line \d+: "):
        read_folder(tmp_path, is_strict=True)


def test_a_file_that_is_no_toml_stops_everything_because_nobody_would_miss_its_entries(
    tmp_path: Path,
) -> None:
    write(tmp_path, "nota.md")
    (tmp_path / "documents.toml").write_text('["nota.md"]\ntitle = Nota\n', encoding="utf-8")
    with pytest.raises(DescriptionInvalid, match=r"documents\.toml is not valid TOML .*line 2"):
        read_folder(tmp_path)


def test_copies_of_a_text_are_one_document_that_names_its_places(tmp_path: Path) -> None:
    write(tmp_path, "a.md")
    write(tmp_path, "archief/b.md")
    write(tmp_path, "c.md", 40)
    contents = read_folder(tmp_path)
    assert [(one.id, one.copies) for one in contents.documents] == [
        ("a", ("archief/b",)),
        ("c", ()),
    ]
    assert [one.name for one in contents.sources] == ["a.md", "archief/b.md", "c.md"]


def test_of_versions_the_newest_comes_first(tmp_path: Path) -> None:
    for year in (2023, 2024, 2025):
        write(tmp_path, f"nota-{year}.md", year)
    write(tmp_path, "nota-2024b.md", 10)
    (tmp_path / "documents.toml").write_text(
        '["nota-2025.md"]\nreplaces = "nota-2024.md"\n["nota-2024.md"]\nreplaces = "nota-2023.md"\n',
        encoding="utf-8",
    )
    documents = by_id(tmp_path)
    assert list(documents) == ["nota-2024b", "nota-2025", "nota-2024", "nota-2023"]
    assert documents["nota-2023"].replaced_by == "nota-2024"
    found = ["nota-2023", "nota-2024b", "nota-2023", "nota-2025"]
    shown = newest_first(found, documents.__getitem__, documents)
    assert shown == ("nota-2025", "nota-2024b", "nota-2023", "nota-2023")


def test_versions_in_a_circle_are_told(tmp_path: Path) -> None:
    write(tmp_path, "a.md", 1)
    write(tmp_path, "b.md", 2)
    (tmp_path / "documents.toml").write_text(
        '["a.md"]\nreplaces = "b.md"\n["b.md"]\nreplaces = "a.md"\n', encoding="utf-8"
    )
    contents = read_folder(tmp_path)
    assert [one.reason for one in contents.skipped] == [
        "line 4: replaces: leads in a circle; take one of the two out."
    ]
    assert {one.id: one.replaced_by for one in contents.documents} == {"a": None, "b": "a"}


def test_describing_adds_what_is_missing_and_leaves_what_a_person_wrote(tmp_path: Path) -> None:
    write(tmp_path, 'nota "oud".md')
    first = describe_folder(tmp_path)
    assert first.added == ('nota "oud".md',)
    path = tmp_path / "documents.toml"
    written = path.read_bytes().replace(b"Nota 30", b"Legesnota") + b"\r\n# Vraag Jan naar de datum"
    path.write_bytes(written)
    write(tmp_path, "wmo/nota.md", 40)
    second = describe_folder(tmp_path)
    assert (second.added, second.known) == (("wmo/nota.md",), 1)
    assert path.read_bytes().startswith(written)
    assert {one.title for one in read_folder(tmp_path).documents} == {"Legesnota", "Nota 40"}
    before = path.read_bytes()
    assert describe_folder(tmp_path).added == ()
    assert path.read_bytes() == before
