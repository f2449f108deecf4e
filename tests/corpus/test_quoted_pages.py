"""A quotation from a PDF on the picture of its page: boxes around its words and around no others."""

from __future__ import annotations

import io
from pathlib import Path

import pypdfium2
import pytest
from pdfminer.high_level import extract_pages
from pdfminer.layout import LTChar, LTComponent, LTContainer
from PIL import Image
from quoted_pdf import QUOTED, TWICE, write_regulation, write_sideways

from corpus import Document, read_library
from corpus.reading.alignment import find_stretch
from corpus.reading.line_process import LineProcess, ProcessEnded, ProcessSlow
from corpus.reading.page_views import Layout, PageNotShown, page_layout, page_picture
from corpus.reading.pdf_boxes import Box
from corpus.reading.showing import answer, layout_of
from corpus.reading.stretches import Stretch, stretches


@pytest.fixture(scope="module")
def path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("quoted")
    (folder / "documents").mkdir()
    made = write_regulation(folder)
    return made.rename(folder / "documents" / made.name)


@pytest.fixture(scope="module")
def document(path: Path) -> Document:
    [document] = read_library(path.parent)
    return document


def letters(text: str) -> str:
    """Return the letters of a text as they are typed: two for a ligature."""
    return "".join(one for one in text.replace("ﬁ", "fi").replace("ﬃ", "ffi") if one.isalnum())


def characters(page: LTComponent) -> list[LTChar]:
    """Return every character that the other library finds on a page."""
    if isinstance(page, LTChar):
        return [page]
    inside = page if isinstance(page, LTContainer) else ()
    return [found for one in inside for found in characters(one)]


def inside(path: Path, page: int, boxes: tuple[Box, ...]) -> str:
    """Return the letters that the other library finds within boxes, in the order of these."""
    [found] = extract_pages(path, page_numbers=[page - 1], laparams=None)
    within: dict[int, list[tuple[float, str]]] = {}
    for one in characters(found):
        across, down = (one.x0 + one.x1) / 2, found.y1 - (one.y0 + one.y1) / 2
        for number, (left, top, right, bottom) in enumerate(boxes):
            if left <= across <= right and top <= down <= bottom:
                within.setdefault(number, []).append((across, one.get_text()))
    return letters("".join(text for number in sorted(within) for _, text in sorted(within[number])))


def layouts(path: Path, document: Document, start: int, end: int) -> dict[int, Layout]:
    """Return the layout of each page that a quotation stands on."""
    wanted = stretches(document, start, end)
    with pypdfium2.PdfDocument(path) as pdf:
        return {
            number: layout_of(pdf[number - 1], [one for one in wanted if one.page == number])
            for number in sorted({one.page for one in wanted})
        }


@pytest.mark.parametrize("quoted", QUOTED.values(), ids=QUOTED)
def test_boxes_hold_the_quoted_words_and_no_others(
    path: Path, document: Document, quoted: str
) -> None:
    start = document.original.index(quoted)
    [(page, layout)] = layouts(path, document, start, start + len(quoted)).items()
    assert page == document.page_at(start)
    assert layout.boxes
    # The raised number of a note stands between the words, so a box goes over it.
    assert inside(path, page, layout.boxes) == letters(quoted.replace("euro", "euro1"))


def test_a_quotation_over_a_page_is_boxed_on_both(path: Path, document: Document) -> None:
    over = [
        sentence
        for block in document.blocks
        for sentence in block.sentences
        if document.page_at(sentence.start) != document.page_at(sentence.end - 1)
    ]
    assert over
    for sentence in over:
        found = layouts(path, document, sentence.start, sentence.end)
        assert len(found) == 2
        boxed = "".join(inside(path, page, one.boxes or ()) for page, one in found.items())
        assert boxed == letters(sentence.text)


def test_what_a_page_says_twice_is_boxed_where_it_was_quoted(
    path: Path, document: Document
) -> None:
    first = document.original.index(TWICE)
    second = document.original.index(TWICE, first + 1)
    assert document.page_at(first) == document.page_at(second)
    [one], [other] = (
        layouts(path, document, at, at + len(TWICE)).values() for at in (first, second)
    )
    assert one.boxes
    assert other.boxes
    assert len(one.boxes) == len(other.boxes) == 1
    assert one.boxes[0][3] < other.boxes[0][1]


def test_a_quotation_of_several_paragraphs_is_boxed_in_each(path: Path, document: Document) -> None:
    start = document.original.index(QUOTED["note"])
    end = document.original.index("• een beeldscherm")
    [layout] = layouts(path, document, start, end).values()
    boxed = inside(path, 1, layout.boxes or ())
    assert boxed == letters(document.original[start:end].replace("euro", "euro1"))


@pytest.mark.parametrize("turn", [90, 180, 270])
def test_a_turned_page_is_boxed_as_it_is_shown(
    path: Path, document: Document, tmp_path: Path, turn: int
) -> None:
    turned = tmp_path / "gedraaid.pdf"
    with pypdfium2.PdfDocument(path) as pdf:
        pdf[0].set_rotation(turn)
        pdf.save(turned)
    quoted = QUOTED["list"]
    start = document.original.index(quoted)
    [upright] = layouts(path, document, start, start + len(quoted)).values()
    [layout] = layouts(turned, document, start, start + len(quoted)).values()
    assert upright.boxes
    assert layout.boxes
    width, height = upright.width, upright.height
    assert (layout.width, layout.height) == ((height, width) if turn % 180 else (width, height))
    for (left, top, right, bottom), box in zip(upright.boxes, layout.boxes, strict=True):
        expected = {
            90: (height - bottom, left, height - top, right),
            180: (width - right, height - bottom, width - left, height - top),
            270: (top, width - right, bottom, width - left),
        }[turn]
        assert box == pytest.approx(expected, abs=0.05)


def test_lines_that_go_up_a_page_are_boxed_whole(tmp_path: Path) -> None:
    path = tmp_path / "dwars.pdf"
    write_sideways(path, ["De raad stelt de kaders.", "De griffier ziet toe."])
    [document] = read_library(tmp_path)
    for quoted in ("De raad stelt de kaders.", "griffier ziet toe."):
        start = document.original.index(quoted)
        [layout] = layouts(path, document, start, start + len(quoted)).values()
        assert (layout.width, layout.height) == (842, 595)
        assert layout.boxes
        [(left, top, right, bottom)] = layout.boxes
        assert right - left > 3 * (bottom - top), "it is upright on the page as it is shown"
        assert inside(path, 1, layout.boxes) == letters(quoted)


def test_a_page_that_is_cut_is_boxed_as_it_is_shown(
    path: Path, document: Document, tmp_path: Path
) -> None:
    cut = tmp_path / "afgesneden.pdf"
    with pypdfium2.PdfDocument(path) as pdf:
        width, height = pdf[0].get_size()
        pdf[0].set_cropbox(40, 60, width - 10, height - 30)
        pdf.save(cut)
    quoted = QUOTED["one line"]
    start = document.original.index(quoted)
    [whole] = layouts(path, document, start, start + len(quoted)).values()
    [layout] = layouts(cut, document, start, start + len(quoted)).values()
    assert (layout.width, layout.height) == pytest.approx((width - 50, height - 90), abs=0.05)
    for one, other in zip(whole.boxes or (), layout.boxes or (), strict=True):
        left, top, right, bottom = one
        assert other == pytest.approx((left - 40, top - 30, right - 40, bottom - 30), abs=0.05)


@pytest.mark.parametrize(
    ("page", "stretch"),
    [
        ("Een ander blad.", Stretch(1, "De griffier leest.")),
        ("De griffier leest. De griffier leest.", Stretch(1, "De griffier leest.")),
        ("Hij is januari jarig.", Stretch(1, "is ja")),
        ("Wij zijn medewerkers", Stretch(1, "medewerker")),
        ("In 2024 en 2026", Stretch(1, "2025")),
        ("Een blad.", Stretch(1, "…")),
    ],
    ids=["not there", "there twice", "ends in a word", "part of a word", "other figure", "none"],
)
def test_where_it_is_not_certain_nothing_is_boxed(page: str, stretch: Stretch) -> None:
    assert find_stretch(page, stretch) is None


@pytest.mark.parametrize(
    ("page", "stretch", "boxed"),
    [
        ("Het samenwerkings-\nverband.", "samenwerkingsverband.", "samenwerkings-\nverband."),
        ("Een oﬃcieel plan", "officieel", "oﬃcieel"),
        ("De cafe\u0301s sluiten", "cafés", "cafe\u0301s"),
        ("Hij zei: “Ja.” Zij niet.", "“Ja.”", "“Ja.”"),
        ("\uf0b7 een stoel;", "• een stoel;", "een stoel;"),
        ("Het plan (2025), dus.", "(2025)", "(2025)"),
    ],
)
def test_a_page_is_compared_by_its_letters(page: str, stretch: str, boxed: str) -> None:
    found = find_stretch(page, Stretch(1, stretch))
    assert found is not None
    assert page[found.start : found.stop] == boxed


def test_what_stands_around_it_tells_where_it_is_quoted() -> None:
    page = "Kop Het blijft zo. Nu. Het blijft zo."
    found = find_stretch(page, Stretch(1, "Het blijft zo.", before="Het blijft zo. Nu. "))
    assert found is not None
    assert found.start == page.rindex("Het")


def test_a_page_is_laid_out_in_a_process_of_its_own(path: Path, document: Document) -> None:
    start = document.original.index(QUOTED["list"])
    end = start + len(QUOTED["list"])
    [(page, layout)] = layouts(path, document, start, end).items()
    assert page_layout(path, page, stretches(document, start, end)) == layout


def test_a_page_is_drawn_in_a_size_to_read(path: Path) -> None:
    with Image.open(io.BytesIO(page_picture(path, 1))) as picture:
        assert (picture.format, picture.width) == ("PNG", 1100)
        assert picture.height == pytest.approx(1100 * 297 / 210, abs=2)


def test_a_bad_file_costs_its_picture_only(tmp_path: Path, path: Path) -> None:
    bad = tmp_path / "kapot.pdf"
    bad.write_bytes(path.read_bytes()[:3000])
    for broken, page in ((bad, 1), (path, 99), (tmp_path / "weg.pdf", 1)):
        assert answer({"path": str(broken), "page": page}) == b"null"
        assert answer({"path": str(broken), "page": page, "stretches": []}) == b"null"
    with pytest.raises(PageNotShown):
        page_picture(bad, 1)
    with pytest.raises(PageNotShown):
        page_layout(bad, 1, [])


def test_a_process_without_an_answer_is_ended() -> None:
    process = LineProcess("corpus.words", timeout_s=60)
    with pytest.raises(ProcessEnded):
        process.ask("")
    slow = LineProcess("corpus.reading.showing", timeout_s=0.01)
    with pytest.raises(ProcessSlow):
        slow.ask({})
