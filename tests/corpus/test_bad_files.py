"""Files that are damaged, locked or traps cost only themselves, and are told by name."""

from __future__ import annotations

import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from office_files import convert, write_word

from corpus.errors import DocumentNotText
from corpus.library import read_folder
from corpus.reading.kept import KeptReadings
from corpus.reading.process import ReadingProcess

LAUGHS = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10 if n else "ha" * 50}">' for n in range(12))


def _archive(path: Path, parts: dict[str, str]) -> None:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in parts.items():
            archive.writestr(name, text)


def _bomb(path: Path) -> None:
    with (
        zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive,
        archive.open("word/document.xml", "w", force_zip64=True) as file,
    ):
        for _ in range(31):
            file.write(b" " * 10_000_000)


def _cut_off(path: Path) -> None:
    write_word(path, chapters=1)
    path.write_bytes(path.read_bytes()[:-500])


def _without_content(path: Path) -> None:
    _archive(path, {"META-INF/manifest.xml": "<m/>", "mimetype": "x"})


def _laughing(path: Path) -> None:
    text = f'<?xml version="1.0"?><!DOCTYPE x [{LAUGHS}]><x>&l11;</x>'
    _archive(path, {"META-INF/manifest.xml": "<m/>", "styles.xml": "<x/>", "content.xml": text})


def _locked_odt(path: Path) -> None:
    _archive(path, {"META-INF/manifest.xml": "<m><encryption-data/></m>", "content.xml": "x"})


def _locked_pdf(path: Path) -> None:
    write_word(path.with_suffix(".docx"), chapters=1)
    options = (
        '{"EncryptFile":{"type":"boolean","value":"true"},'
        '"DocumentOpenPassword":{"type":"string","value":"geheim"}}'
    )
    convert(path.with_suffix(".docx"), f"pdf:writer_pdf_Export:{options}", path.parent)
    path.with_suffix(".docx").unlink()


def _blank_pdf(path: Path) -> None:
    import pypdfium2

    with pypdfium2.PdfDocument.new() as pdf:
        pdf.new_page(595, 842)
        pdf.save(path)


def _writes(content: bytes) -> Callable[[Path], object]:
    return lambda path: path.write_bytes(content)


BAD: list[tuple[str, Callable[[Path], object], str]] = [
    ("empty.pdf", _writes(b""), "is damaged or is no PDF"),
    ("cut.pdf", _writes(b"%PDF-1.7\n1 0 obj\n<<"), "is damaged or is no PDF"),
    ("locked.pdf", _locked_pdf, "is protected with a password"),
    ("scan.pdf", _blank_pdf, "holds no text"),
    ("no-archive.docx", _writes(b"De molen draait."), "is damaged or is no such file"),
    ("cut.docx", _cut_off, "is damaged or is no such file"),
    ("locked.docx", _writes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600)), "with a password"),
    ("bomb.docx", _bomb, "unpacks to more than 300 MB"),
    ("empty.odt", _without_content, "is damaged or is no such file"),
    ("locked.odt", _locked_odt, "is protected with a password"),
    ("laughs.odt", _laughing, "is damaged"),
    ("deep.html", _writes(b"<div>" * 200_000 + b"x"), "holds no text to read"),
    ("binary.md", _writes(bytes(range(256))), "holds binary data"),
    ("blank.md", _writes(b"---\ntitle: x\n---\n"), "holds no text to read"),
    ("comment.html", _writes(b"<!-- x -->"), "holds no text to read"),
]


@pytest.fixture(scope="module")
def reasons(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """Return what is told of each bad file, read in one go with a good one as the last."""
    folder = tmp_path_factory.mktemp("bad")
    for name, write, _ in BAD:
        write(folder / name)
    (folder / "profile").mkdir(exist_ok=True)
    (folder / "zuid.md").write_text("De molen draait op wind.\n", encoding="utf-8")
    contents = read_folder(folder)
    assert [one.id for one in contents.documents][-1] == "zuid"
    return {one.name: one.reason for one in contents.skipped}


@pytest.mark.parametrize(("name", "told"), [(name, told) for name, _, told in BAD])
def test_a_bad_file_is_told_by_name(reasons: dict[str, str], name: str, told: str) -> None:
    assert told in reasons[name]
    assert reasons[name].endswith(".")


def test_a_file_that_takes_too_long_is_given_up(tmp_path: Path) -> None:
    slow, good = tmp_path / "slow.md", tmp_path / "good.md"
    # A minute of reading on two slow cores: also the fastest machine is stopped in the middle.
    slow.write_text("* a *b " * 1_000_000, encoding="utf-8")
    good.write_text("De molen draait op wind.\n", encoding="utf-8")
    with ReadingProcess(timeout_s=10) as process:
        assert process.read(good).parts
        with pytest.raises(DocumentNotText, match=r"slow\.md was not read within 10 s"):
            process.read(slow)
        assert process.read(good).parts


def test_a_file_that_needs_too_much_memory_is_given_up(tmp_path: Path) -> None:
    large = tmp_path / "large.html"
    large.write_bytes(b"<p>" + b"<b>x</b>" * 9_000_000)
    with ReadingProcess() as process, pytest.raises(DocumentNotText, match=r"large\.html "):
        process.read(large)


def test_only_what_changed_is_read_again_and_what_is_gone_is_forgotten(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder, path = tmp_path / "documents", tmp_path / "readings.sqlite"
    folder.mkdir()
    for name in ("molen", "beek"):
        (folder / f"{name}.md").write_text(f"# {name}\n\nHier staat de {name}.\n", encoding="utf-8")
    read: list[str] = []
    ask = ReadingProcess._ask

    def noted(self: ReadingProcess, one: Path) -> bytes:
        read.append(one.name)
        return ask(self, one)

    monkeypatch.setattr(ReadingProcess, "_ask", noted)

    def build() -> list[str]:
        read.clear()
        with KeptReadings(path) as kept:
            documents = read_folder(folder, kept=kept).documents
        assert [one.original for one in documents] == [
            one.original for one in read_folder(folder).documents
        ]
        return read[: len(read) - len(documents)]

    assert build() == ["beek.md", "molen.md"]
    (folder / "documents.toml").write_text('["beek.md"]\ntitle = "Een beek"\n', encoding="utf-8")
    assert build() == []
    (folder / "molen.md").write_text("# Molen\n\nHier staat een windmolen.\n", encoding="utf-8")
    assert build() == ["molen.md"]
    (folder / "beek.md").unlink()
    (folder / "documents.toml").unlink()
    assert build() == []
    assert b"de beek" not in path.read_bytes()
    path.write_bytes(b"damaged" * 1000)
    assert build() == ["molen.md"]
