"""A quotation from a PDF on the page of its file: beside the text, from the chat, and what goes wrong."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from axe import COLOUR_RULES, violations
from fastapi.testclient import TestClient
from office_files import convert, write_word
from page_helpers import PageServer, ask
from PIL import Image
from playwright.sync_api import BrowserContext, Page, expect
from quoted_pdf import QUOTED, write_regulation
from scans import write_scan
from site_helpers import Reader, site_client
from starlette.applications import Starlette

from assistant import Assistant, Settings, open_assistant
from assistant.page.guard.build import guard
from assistant.page.sign_in.passwords import hash_password
from assistant.page.site import Links
from corpus import Document
from corpus.reading.page_views import page_layout
from corpus.reading.stretches import stretches
from index.build import build_index
from index.builds import IndexDirectory
from index.embedding import load_embedding_model

SCANNED = "De burgemeester opent de intocht op 3 november."
QUESTION = "Hoeveel dagen per week werkt een medewerker ten hoogste thuis?"


@pytest.fixture(scope="module")
def own(
    tmp_path_factory: pytest.TempPathFactory,
    settings: Settings,
    models_directory: Path,
    make_data: Callable[[Path, Path], None],
) -> Iterator[Assistant]:
    """Open the assistant over a folder with a regulation as PDF, and a text beside it."""
    folder = tmp_path_factory.mktemp("sheets")
    documents = folder / "documents"
    (documents / "personeel").mkdir(parents=True)
    made = write_regulation(folder)
    made.rename(documents / "personeel" / made.name)
    write_word(folder / "besluit.docx", chapters=0, last=SCANNED)
    write_scan(documents / "besluit.pdf", convert(folder / "besluit.docx", "pdf", folder))
    (documents / "panel.txt").write_text("Inwonerspanel\n\nHet panel heeft 812 leden.\n")
    make_data(folder / "data", documents)
    directory = IndexDirectory(folder / "data" / "indexes", documents)
    build_index(directory, load_embedding_model(None, models_directory))
    own = settings.model_copy(update={"documents": documents, "data": folder / "data"})
    with open_assistant(own) as opened:
        yield opened


@pytest.fixture
def file(own: Assistant) -> Iterator[Path]:
    """Return the PDF; it is put back afterwards as it was."""
    path = own.settings.documents / "personeel" / "regeling.pdf"
    kept = path.read_bytes()
    yield path
    path.write_bytes(kept)


@pytest.fixture
def client(own: Assistant) -> TestClient:
    return site_client(own, documents=own.settings.documents)


def quotation(own: Assistant, what: str) -> tuple[Document, int, int]:
    document = own.documents["personeel/regeling"]
    start = document.original.index(QUOTED[what])
    return document, start, start + len(QUOTED[what])


def address(own: Assistant, what: str, page: int | None = None) -> str:
    document, start, end = quotation(own, what)
    return "/" + Links("", "nl").sheet("nl", document.id, start, end, page)


def sheet(html: str) -> str:
    """Return what is shown of the page of the file."""
    return html.partition('<section class="sheet"')[2].partition("</section>")[0]


def test_a_quotation_is_shown_on_its_page(client: TestClient, own: Assistant) -> None:
    html = client.get(address(own, "columns")).text
    number = own.documents["personeel/regeling"].page_at(quotation(own, "columns")[1])
    shown = sheet(html)
    assert f"Bladzijde {number} van 4." in shown
    assert "Om het citaat staat een kader." in shown
    assert shown.count("<rect ") >= 2
    assert f'alt="Beeld van bladzijde {number} uit Regeling hybride werken.' in shown
    # After the paragraph that is quoted from, so that it is read there too.
    assert html.index("<mark") < html.index('id="bladzijde"') < html.index("De arbocoördinator")
    assert f'href="#bladzijde">Bekijk op p. {number}</a>' in html


def test_a_quotation_from_a_scan_is_boxed_and_said_to_be_one(
    client: TestClient, own: Assistant
) -> None:
    document = own.documents["besluit"]
    start = document.original.index(SCANNED)
    place = ("besluit", start, start + len(SCANNED))
    for language, told, pages in (
        (
            "nl",
            "gelezen van een scan, kan leesfouten bevatten",
            "misschien met leesfouten: bladzijde 1",
        ),
        (
            "en",
            "read from a scan, may contain reading errors",
            "perhaps with reading errors: page 1",
        ),
    ):
        html = client.get("/" + Links("", "nl").sheet(language, *place)).text
        assert told in html
        assert pages in html
        assert sheet(html).count("<rect ") == 1
    regulation = client.get(address(own, "one line")).text
    assert "scan" not in regulation.partition("<main")[2].partition("</main>")[0]


def test_the_picture_is_kept_nowhere(client: TestClient, own: Assistant) -> None:
    html = client.get(address(own, "one line")).text
    [picture] = [one for tag, one in Reader(html).elements if tag == "img"]
    response = client.get("/bibliotheek/" + (picture["src"] or ""))
    assert response.headers["content-type"] == "image/png"
    assert response.headers["cache-control"] == "private, no-store"
    with Image.open(io.BytesIO(response.content)) as drawn:
        assert drawn.width == 1100


def test_the_pages_around_it_can_be_looked_at(client: TestClient, own: Assistant) -> None:
    here = client.get(address(own, "one line"))
    [following] = [
        one["href"] for tag, one in Reader(here.text).elements if one.get("rel") == "next"
    ]
    assert 'rel="prev"' not in here.text.partition("other-documents")[0].split("</section>")[0]
    after = client.get("/bibliotheek/" + (following or "")).text
    shown = sheet(after)
    assert "Bladzijde 2 van 4. Op deze bladzijde staat het citaat niet." in shown.replace(
        "</strong>", ""
    )
    assert "<rect" not in shown
    assert "bladzijde=1#bladzijde" in shown
    assert "bladzijde=3#bladzijde" in shown
    assert client.get(address(own, "one line", 5)).status_code == 404
    assert client.get(address(own, "one line").replace("#", "&bladzijde=x#")).status_code == 404


def test_the_file_itself_opens_at_the_page(client: TestClient, own: Assistant, file: Path) -> None:
    html = client.get(address(own, "landscape")).text
    link = next(one for one in Reader(html).links if "origineel" in one)
    assert link.endswith("origineel/personeel%2Fregeling#page=4")
    response = client.get("/bibliotheek/" + link)
    assert response.content == file.read_bytes()
    assert response.headers["content-type"] == "application/pdf"
    assert response.headers["cache-control"] == "private, no-store"
    assert response.headers["content-disposition"].startswith("inline")


@pytest.mark.parametrize("is_gone", [True, False], ids=["gone", "changed"])
def test_a_file_that_is_not_the_one_that_was_read_is_told(
    client: TestClient, own: Assistant, file: Path, is_gone: bool
) -> None:
    if is_gone:
        file.unlink()
    else:
        file.write_bytes(file.read_bytes() + b"\n")
    html = client.get(address(own, "one line")).text
    told = "staat niet meer in de map" if is_gone else "is gewijzigd nadat de assistent het las"
    assert told in sheet(html)
    assert "<img" not in html
    assert "origineel/" not in html
    assert f">{QUOTED['one line']}</mark>" in html
    for path in ("bladzijdebeeld", "origineel"):
        assert client.get(f"/{path}/personeel%2Fregeling?bladzijde=1").status_code == 404


def test_where_the_place_is_not_certain_the_text_alone_is_marked(
    client: TestClient, own: Assistant, monkeypatch: pytest.MonkeyPatch
) -> None:
    def moved(document: Document, start: int, end: int) -> object:
        [one] = stretches(document, start, end)
        return (type(one)(2, one.text),)

    monkeypatch.setattr("assistant.page.site.sheet.stretches", moved)
    shown = sheet(client.get(address(own, "one line")).text)
    assert "is niet zeker. Daarom staat er geen kader." in shown
    assert "<rect" not in shown
    assert "<img" in shown


def test_only_a_pdf_has_pages_to_look_at(client: TestClient) -> None:
    assert 'class="sheet"' not in client.get("/bibliotheek/panel?van=15&tot=30").text
    assert 'class="sheet"' not in client.get("/bibliotheek/personeel%2Fregeling").text
    for path in ("bladzijdebeeld", "origineel"):
        for identifier in ("panel", "weg", "personeel%2F..%2Fpanel"):
            assert client.get(f"/{path}/{identifier}?bladzijde=1").status_code == 404
    assert client.get("/bladzijdebeeld/personeel%2Fregeling?bladzijde=9").status_code == 404
    assert client.get("/bladzijdebeeld/personeel%2Fregeling").status_code == 404


def test_who_has_not_signed_in_sees_no_page(client: TestClient, tmp_path: Path) -> None:
    accounts = tmp_path / "accounts"
    accounts.write_text(f"jan:{hash_password('vier losse woorden samen')}\n")
    settings = Settings(data=tmp_path, sign_in="password", passwords=accounts)
    app = client.app
    assert isinstance(app, Starlette)
    stranger = TestClient(guard(app, settings), base_url="http://127.0.0.1:7860")
    for path in ("bladzijdebeeld", "origineel"):
        response = stranger.get(f"/{path}/personeel%2Fregeling?bladzijde=1")
        assert response.status_code == 401


@pytest.mark.parametrize("width", [390, 1440])
def test_the_boxes_lie_over_the_words_on_the_screen(
    context: BrowserContext, own: Assistant, width: int
) -> None:
    document, start, end = quotation(own, "columns")
    wanted = stretches(document, start, end)
    path = own.settings.documents / "personeel" / "regeling.pdf"
    layout = page_layout(path, wanted[0].page, wanted)
    assert layout.boxes
    page = context.new_page()
    page.set_viewport_size({"width": width, "height": 900})
    with PageServer(own, documents=own.settings.documents) as server:
        page.goto(f"{server.url}{address(own, 'columns')}")
        picture = page.locator(".paper img")
        expect(picture).to_be_in_viewport()
        page.wait_for_function("document.querySelector('.paper img').naturalWidth === 1100")
        # All at once, for the page may still be scrolling.
        paper, *drawn = page.evaluate(
            """() => [...document.querySelectorAll(".paper img, .paper rect")].map(it => {
                const place = it.getBoundingClientRect();
                return [place.left, place.top, place.right, place.bottom];
            })"""
        )
        scale = (paper[2] - paper[0]) / layout.width
        for box, seen in zip(layout.boxes, drawn, strict=True):
            expected = [paper[at % 2] + scale * side for at, side in enumerate(box)]
            assert seen == pytest.approx(expected, abs=2)
        mark, beside = page.locator("mark#citaat").bounding_box(), picture.bounding_box()
        assert mark
        assert beside
        if width > 1000:
            assert mark["x"] + mark["width"] <= beside["x"]
            expect(page.locator("mark#citaat")).to_be_in_viewport()
        else:
            assert mark["y"] + mark["height"] <= beside["y"]
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        assert violations(page) == []
        page.emulate_media(color_scheme="dark")
        assert violations(page, rules=COLOUR_RULES) == []


def test_the_chat_leads_to_the_page(
    context: BrowserContext, own: Assistant, open_page: Callable[..., Page]
) -> None:
    with PageServer(own, documents=own.settings.documents) as server:
        page = open_page(url=server.url)
        ask(page, QUESTION)
        link = page.locator("#sources .on-page a").first
        expect(link).to_contain_text("Bekijk op p. 1")
        with context.expect_page() as opened:
            link.click()
        expect(opened.value.locator(".paper rect")).not_to_have_count(0)
        expect(opened.value.locator("mark#citaat")).to_contain_text("drie dagen per week")
