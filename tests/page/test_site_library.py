"""The library: the list of documents, each document to read, and quotations marked in it."""

from __future__ import annotations

import json
import random
from pathlib import Path
from urllib.parse import urljoin

import pytest
from fastapi.testclient import TestClient
from pptx import Presentation
from site_helpers import PAGES, Library, Reader, follow, site_client

from assistant.page.site import Links
from assistant.page.site.model import find_model
from assistant.page.site.reading import read_parts
from assistant.page.site.ring import ring
from corpus import LANGUAGES, SHIPPED_DOCUMENTS, Document, Language, other_language, read_library
from corpus.glossary import SHIPPED_GLOSSARY, read_glossary

DOCUMENTS = {document.id: document for document in read_library(SHIPPED_DOCUMENTS)}
SHIPPED = Library(DOCUMENTS, read_glossary(SHIPPED_GLOSSARY, DOCUMENTS))


@pytest.fixture(scope="module")
def client() -> TestClient:
    return site_client(SHIPPED)


def library_of(folder: Path) -> Library:
    return Library({document.id: document for document in read_library(folder)})


def without_spaces(text: str) -> str:
    return "".join(text.split())


def marked(html: str) -> str:
    """Return what is marked in the original, not in its translation."""
    reader = Reader(html.replace('<mark id="citaat" tabindex="-1">', "<mark>"))
    return "".join(reader.texts.get("mark", []))


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_document_is_listed_in_the_language_of_the_reader(
    client: TestClient, language: Language
) -> None:
    reader = Reader(client.get(PAGES[language]["library"]).text)
    listed = [text.strip() for text in reader.texts["h3"]]
    assert listed == [document.title_in(language) for document in DOCUMENTS.values()]
    assert ("html", {"lang": language}) in reader.elements
    facts = " ".join(reader.texts["li"])
    for document in DOCUMENTS.values():
        assert f"{len(document.original.split())}" in facts
        assert (document.publisher or "") in facts


@pytest.mark.parametrize("document", DOCUMENTS.values(), ids=lambda document: document.id)
def test_every_sentence_of_a_document_can_be_marked_where_it_stands(document: Document) -> None:
    for block in document.blocks:
        for sentence in block.sentences:
            parts = read_parts(document, sentence.start, sentence.end)
            pieces = [piece for part in parts for piece in part.original if piece.is_marked]
            assert [piece.is_first for piece in pieces] == [True]
            assert " ".join(pieces[0].text.split()) == " ".join(sentence.text.split())


@pytest.mark.parametrize("document", DOCUMENTS.values(), ids=lambda document: document.id)
def test_what_is_marked_is_the_quotation_over_as_many_paragraphs_as_it_runs(
    document: Document,
) -> None:
    chance = random.Random(document.id)
    for _ in range(300):
        start, end = sorted(chance.sample(range(len(document.original) + 1), 2))
        parts = read_parts(document, start, end)
        pieces = [piece for part in parts for piece in part.original if piece.is_marked]
        quote = without_spaces(document.original[start:end])
        assert without_spaces("".join(piece.text for piece in pieces)) == quote
        assert sum(piece.is_first for piece in pieces) == (1 if quote else 0)


@pytest.mark.parametrize("document", DOCUMENTS.values(), ids=lambda document: document.id)
@pytest.mark.parametrize("language", LANGUAGES)
def test_the_address_of_a_quotation_shows_it_marked(
    client: TestClient, document: Document, language: Language
) -> None:
    first, second = document.blocks[3].sentences[0], document.blocks[4].sentences[-1]
    address = Links("", "nl").quotation(language, document.id, first.start, second.end)
    assert address.endswith("#citaat")
    response = client.get(address)
    assert response.status_code == 200
    html = response.text.partition('class="text"')[2]
    assert html.count('id="citaat"') == 1
    quote = without_spaces(document.original[first.start : second.end])
    if language == document.language:
        assert without_spaces(marked(html)) == quote
    else:
        assert without_spaces(marked(html)).startswith(
            without_spaces(document.original[first.start : document.blocks[3].end])
        )


@pytest.mark.parametrize("document", DOCUMENTS.values(), ids=lambda document: document.id)
def test_a_reader_of_the_other_language_gets_a_working_translation_of_every_part(
    client: TestClient, document: Document
) -> None:
    reader_language = other_language(document.language)
    path = f"{PAGES[reader_language]['library']}/{document.id}"
    html = client.get(path).text
    assert html.count(f'class="translation" lang="{reader_language}"') == len(document.blocks)
    assert html.count(f' lang="{document.language}"') > len(document.blocks)
    own = client.get(f"{PAGES[document.language]['library']}/{document.id}").text
    assert 'class="translation"' not in own


def test_a_repeated_paragraph_is_told_of_and_can_be_read(client: TestClient) -> None:
    document = DOCUMENTS["leiden-leadership-lunch"]
    heading = next(b for b in document.blocks if b.text == "Offering tailored solutions")
    html = client.get(f"/en/library/{document.id}").text
    repeated = document.original[heading.end : heading.end + 200].strip()[:100]
    assert html.count("<summary>Here the source repeats an earlier paragraph</summary>") == 1
    assert repeated in html.partition("<details")[2].partition("</details>")[0]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(
    "rest",
    [
        "/weg",
        "/tip-16-mandaat?van=0&tot=999999",
        "/tip-16-mandaat?van=9&tot=3",
        "/tip-16-mandaat?van=5&tot=5",
        "/tip-16-mandaat?van=-1&tot=3",
        "/tip-16-mandaat?van=1",
        "/tip-16-mandaat?van=a&tot=b",
        "/tip-16-mandaat?van=٣&tot=٩",
        "/tip-16-mandaat?van=6&tot=8",
        "?pagina=2",
        "?pagina=0",
        "?pagina=x",
        "/../../etc/passwd",
        "/%2e%2e%2fdocument.toml",
        "/<script>alert(1)</script>",
    ],
)
def test_what_is_not_there_is_told_in_the_language_of_the_reader(
    client: TestClient, language: Language, rest: str
) -> None:
    response = client.get(PAGES[language]["library"] + rest)
    if response.url.path.startswith("/etc"):
        return
    assert response.status_code == 404
    told = {"nl": "Deze pagina is er niet", "en": "This page is not here"}[language]
    assert told in response.text
    assert f'<html lang="{language}">' in response.text
    assert "<script" not in response.text


@pytest.mark.parametrize("home", LANGUAGES)
def test_every_link_leads_to_a_page_and_every_anchor_to_a_place(home: Language) -> None:
    app = site_client(SHIPPED, language=home, contact="a@b.example").app
    other = other_language(home)
    for path in ("/", f"/{other}/"):
        app.add_route(path, client_page)  # type: ignore[attr-defined]
    pages = dict(follow(TestClient(app), PAGES[home]["library"]))
    assert len(pages) > 2 * (len(DOCUMENTS) + 6)
    for address, reader in pages.items():
        assert len(reader.ids) == len(set(reader.ids)), address


def test_the_pages_also_work_below_a_path_of_a_proxy() -> None:
    """The proxy cuts its path off, or passes it on; links lead to the same place."""
    from starlette.applications import Starlette
    from starlette.routing import Mount

    inner = site_client(SHIPPED).app
    for path in ("/", "/en/"):
        inner.add_route(path, client_page)  # type: ignore[attr-defined]
    mounted = TestClient(Starlette(routes=[Mount("/hulp/bron", app=inner)]))
    addresses = [address for address, _ in follow(mounted, "/hulp/bron/en/library")]
    assert len(addresses) > 2 * (len(DOCUMENTS) + 6)
    assert all("/hulp/bron/" in address for address in addresses)


async def client_page(_: object) -> object:
    """Stand in for the chat page."""
    from starlette.responses import PlainTextResponse

    return PlainTextResponse("chat")


def test_the_language_switch_leads_to_the_same_quotation(client: TestClient) -> None:
    html = client.get("/bibliotheek/tip-16-mandaat?van=490&tot=520").text
    assert 'href="../en/library/tip-16-mandaat?van=490&amp;tot=520#citaat" lang="en"' in html


def test_a_library_of_many_documents_is_shown_page_by_page(tmp_path: Path) -> None:
    lines = [
        {"id": f"faq/{n} ?#é", "title": f"Vraag {n}", "text": f"Dit is het antwoord op vraag {n}."}
        for n in range(60)
    ]
    (tmp_path / "faq.jsonl").write_text("\n".join(json.dumps(line) for line in lines))
    client = site_client(library_of(tmp_path))
    pages = [Reader(client.get(f"/bibliotheek?pagina={page}").text) for page in (1, 2, 3)]
    titles = [text.strip() for page in pages for text in page.texts["h3"]]
    assert titles == [line["title"] for line in lines]
    assert client.get("/bibliotheek?pagina=4").status_code == 404
    link = next(link for link in pages[1].links if "faq" in link)
    response = client.get(link)
    assert response.status_code == 200
    assert "Dit is het antwoord op vraag 25." in response.text
    # Back in the list: the slash of the id is no step in the path.
    assert 'href="../bibliotheek"' in response.text


def test_a_long_list_is_filtered_by_title_and_keeps_the_words_out_of_the_address(
    tmp_path: Path,
) -> None:
    lines = [{"id": f"n{n}", "title": f"Besluit {n}", "text": f"Tekst {n}."} for n in range(11)]
    (tmp_path / "faq.jsonl").write_text("\n".join(json.dumps(line) for line in lines))
    client = site_client(library_of(tmp_path))
    assert "Filter op titel" in client.get("/bibliotheek").text
    answer = client.post("/bibliotheek", data={"titel": "BESLUIT 10"})
    assert [text.strip() for text in Reader(answer.text).texts["h3"]] == ["Besluit 10"]
    assert "1 van 11 documenten." in answer.text
    assert answer.headers["cache-control"] == "no-store"
    assert "11 of 11 documents." in client.post("/en/library", data={"titel": "besluit"}).text
    (tmp_path / "faq.jsonl").write_text(json.dumps(lines[0]))
    assert "Filter op titel" not in site_client(library_of(tmp_path)).get("/bibliotheek").text


def test_the_list_tells_of_own_documents_how_they_were_read(tmp_path: Path) -> None:
    (tmp_path / "brief.txt").write_bytes(
        "De financi\u00eble co\u00f6rdinatie is op orde.".encode("cp1252")
    )
    slides = Presentation()
    slides.slides.add_slide(slides.slide_layouts[0]).shapes.title.text = "Plan van aanpak"
    slides.slides.add_slide(slides.slide_layouts[6])
    slides.slides.add_slide(slides.slide_layouts[5]).shapes.title.text = "De kosten"
    slides.save(str(tmp_path / "plan.pptx"))
    client = site_client(library_of(tmp_path))
    html = client.get("/bibliotheek").text
    for fact in ("TXT", "gelezen als", "PPTX", "3 bladzijden"):
        assert f"<li>{fact}" in html
    assert "Zonder tekst, en dus niet gelezen: bladzijde 2." in html
    assert "Without text, and so not read: page 2." in client.get("/en/library").text


def test_plain_documents_are_readable_and_have_neither_model_nor_glossary(tmp_path: Path) -> None:
    (tmp_path / "notitie.md").write_text(
        "# Notitie over parkeren\n\n## Aanleiding\n\nHet is druk in de straat.\n\n- Een\n- Twee\n"
    )
    client = site_client(library_of(tmp_path))
    html = client.get("/bibliotheek").text
    assert "begrippen" not in html
    assert "model" not in html.partition("<main")[2]
    for page in ("model", "glossary"):
        for language in LANGUAGES:
            assert client.get(PAGES[language][page]).status_code == 404
    reader = Reader(client.get("/bibliotheek/notitie").text)
    assert "Aanleiding" in reader.texts["h2"]
    assert "Het is druk in de straat." in reader.texts["p"]


def test_a_hostile_document_is_shown_as_text(tmp_path: Path) -> None:
    hostile = (
        "<script>alert(1)</script> en <img src=x onerror=alert(2)> zijn hier gewoon tekst.\n\n"
        "[klik](javascript:alert(3)) en </p></main><h1>Weg</h1> en {{ 7 * 7 }} {% raw %} ook.\n"
    )
    record = {"id": '"><script>alert(4)</script>', "title": "</title><b>x", "text": hostile}
    (tmp_path / "a.jsonl").write_text(json.dumps(record))
    client = site_client(library_of(tmp_path))
    listed = Reader(client.get("/bibliotheek").text)
    link = next(link for link in listed.links if "alert" in link)
    for language, path in (("nl", f"/{link}"), ("en", f"/en/library/{link.split('/')[-1]}")):
        response = client.get(path)
        assert response.status_code == 200
        reader = Reader(response.text)
        tags = [tag for tag, _ in reader.elements]
        assert not {"script", "img", "b"} & set(tags)
        assert tags.count("h1") == 1
        assert not [link for link in reader.links if link.startswith("javascript")]
        shown = " ".join(reader.texts["p"])
        assert "<img src=x onerror=alert(2)>" in shown
        assert "{{ 7 * 7 }}" in shown
        assert ("html", {"lang": language}) in reader.elements


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_model_shows_every_element_under_its_part(
    client: TestClient, language: Language
) -> None:
    document = DOCUMENTS["iso-11367-elementen"]
    reader = Reader(client.get(PAGES[language]["model"]).text)
    text = " ".join(" ".join(reader.texts["li"]).split())
    numbered = [b for b in document.blocks if b.kind == "heading" and b.text[0].isdigit()]
    assert len(numbered) == 12
    for block in numbered:
        sentence = block.sentences[0]
        name = sentence.text if language == "nl" else sentence.translation
        assert name
        assert name in text
        anchor = f"{document.id}#b{block.start}"
        assert sum(link.endswith(anchor) for link in reader.links) == 2
    assert [tag for tag, _ in reader.elements].count("path") == 12


def test_an_element_that_its_document_numbers_differently_says_so(client: TestClient) -> None:
    html = client.get("/model").text
    notes = [text for text in Reader(html).texts["a"] if text.startswith("Elders in de bron")]
    assert [note.rsplit(" ", 1)[1] for note in notes] == ["3", "2", "6"]


def test_a_model_comes_from_the_headings_of_any_document(tmp_path: Path) -> None:
    (tmp_path / "kompas").mkdir()
    (tmp_path / "kompas" / "document.toml").write_text(
        'title = "Kompas"\nlanguage = "nl"\nrights = "vrij"\n[structure]\nsections = ["NOORD", "ZUID"]\n'
    )
    text = (
        "Het kompas heeft vier streken.\n\nNOORD\n1 Wind\nHet waait hier.\n2 Kou\nHet is koud.\n"
        "ZUID\n3 Zon\nDe zon schijnt.\n4 Zee\nDe zee is warm.\n"
    )
    (tmp_path / "kompas" / "original.txt").write_text(text)
    (document,) = read_library(tmp_path)
    model = find_model(document)
    assert model is not None
    assert [[element.number for element in part.elements] for part in model.parts] == [
        [1, 2],
        [3, 4],
    ]
    assert model.caption is not None
    assert model.caption.text == "Het kompas heeft vier streken."
    html = site_client(library_of(tmp_path)).get("/en/model").text
    assert '<span lang="nl">Wind</span>' in html
    (tmp_path / "kompas" / "original.txt").write_text(text.replace("3 Zon", "5 Zon"))
    (document,) = read_library(tmp_path)
    assert find_model(document) is None


def test_a_ring_has_a_segment_for_every_element() -> None:
    segments = ring([3, 3, 4, 2])
    assert [len(part) for part in segments] == [3, 3, 4, 2]
    places = {(segment.x, segment.y) for part in segments for segment in part}
    assert len(places) == 12


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_glossary_has_every_term_with_its_quotation(
    client: TestClient, language: Language
) -> None:
    reader = Reader(client.get(PAGES[language]["glossary"]).text)
    terms = [text.split("  ")[0] for text in reader.texts["dt"]]
    assert len(terms) == len(SHIPPED.glossary)
    quotes = sorted(reader.texts["q"])
    assert quotes == sorted(term.quote for term in SHIPPED.glossary)
    for term in SHIPPED.glossary:
        assert f"van={term.start}&tot={term.end}#citaat" in " ".join(reader.links)


@pytest.mark.parametrize(
    "name",
    ["a b", "wmo/jeugd", "a?b", "a#b", "a%b", "é&ü", "50% of +1", "e\u0301", "a;b=c", "a\\b",
     "x.y", "'a' \"b\"", "a:b", "http:x", "🙂"],
)  # fmt: skip
def test_a_name_of_any_kind_is_an_address(tmp_path: Path, name: str) -> None:
    path = tmp_path / f"{name}.txt"
    path.parent.mkdir(exist_ok=True)
    path.write_text("De molen draait op wind.\n", encoding="utf-8")
    client = site_client(library_of(tmp_path))
    links = dict.fromkeys(Reader(client.get("/en/library").text).links)
    [address] = [urljoin("/en/library", one) for one in links if one.startswith("../en/library/")]
    page = client.get(address)
    assert page.status_code == 200
    assert "De molen draait op wind." in page.text


@pytest.mark.parametrize(("language", "day"), [("nl", "28 september"), ("en", "28 September")])
def test_a_date_without_a_year_is_in_the_language_of_the_page(
    client: TestClient, language: Language, day: str
) -> None:
    for path in (
        PAGES[language]["library"],
        f"{PAGES[language]['library']}/leiden-leadership-lunch",
    ):
        assert f"{day}" in client.get(path).text, path


def test_dates_validity_and_copies_stand_where_a_document_is_shown(tmp_path: Path) -> None:
    text = "# Tarieven\n\n" + "Een rijbewijs kost 51 euro, en wie haast heeft betaalt meer. " * 5
    (tmp_path / "a.md").write_text(text, encoding="utf-8")
    (tmp_path / "archief").mkdir()
    (tmp_path / "archief" / "b.md").write_text(text, encoding="utf-8")
    (tmp_path / "c.md").write_text(
        "# Tarieven nu\n\nEen rijbewijs kost 53 euro.\n", encoding="utf-8"
    )
    (tmp_path / "documents.toml").write_text(
        '["a.md"]\ndate = 2024-01-02\nvalid_until = 2025-01-01\nlicence = "CC0"\n'
        'url = "https://gemeente.example/a"\n["c.md"]\nreplaces = "a.md"\nvalid_until = 2999-12-31\n',
        encoding="utf-8",
    )
    client = site_client(library_of(tmp_path))
    listed = Reader(client.get("/bibliotheek").text)
    assert [one.strip() for one in listed.texts["h3"]] == ["Tarieven nu", "Tarieven"]
    page = client.get("/bibliotheek/a").text
    for told in (
        "2 januari 2024",
        "niet meer geldig: geldig tot 1 januari 2025",
        "er is een nieuwere versie",
        "Dezelfde tekst staat ook in: archief/b",
        '<a href="../bibliotheek/c">Lees de nieuwere versie: <span>Tarieven nu',
        '<a href="https://gemeente.example/a" rel="noopener noreferrer">',
        "CC0",
    ):
        assert told in page
    assert "valid until 31 December 2999" in client.get("/en/library/c").text
