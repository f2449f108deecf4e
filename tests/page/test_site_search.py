"""Searching the library: what is found, what is marked, and what is kept to oneself."""

from __future__ import annotations

import logging
from types import SimpleNamespace

import pytest
from fastapi.testclient import TestClient
from site_helpers import PAGES, Library, Reader, site_client

from assistant import Assistant
from assistant.page.site.searching import mark_words, search_library
from corpus import LANGUAGES, Language


@pytest.fixture(scope="module")
def client(assistant: Assistant) -> TestClient:
    return site_client(assistant)


def search(client: TestClient, words: str, language: Language = "nl") -> str:
    response = client.post(PAGES[language]["search"], data={"woorden": words})
    assert response.status_code == 200
    return response.text


def test_the_words_searched_for_are_marked_in_what_is_found(client: TestClient) -> None:
    reader = Reader(search(client, "mandaat"))
    assert set(map(str.lower, reader.texts["mark"])) >= {"mandaat"}
    assert any(link.startswith("bibliotheek/tip-16-mandaat?van=") for link in reader.links)


def test_a_hit_leads_to_its_place_in_the_document(client: TestClient) -> None:
    reader = Reader(search(client, "gemeenteraad kaders"))
    link = next(link for link in reader.links if "van=" in link)
    page = Reader(client.get(f"/{link}").text)
    assert "citaat" in page.ids
    assert "".join(page.texts["mark"]).strip()


def test_other_forms_of_a_word_are_marked_too() -> None:
    pieces = list(mark_words("Hij legt verantwoording af aan de wethouders.", "wethouder", "nl"))
    assert [piece.text for piece in pieces if piece.is_marked] == ["wethouders"]
    assert (
        "".join(piece.text for piece in pieces) == "Hij legt verantwoording af aan de wethouders."
    )


def test_a_passage_is_shown_in_the_language_of_the_words(assistant: Assistant) -> None:
    hits = search_library("alderman", "nl", assistant.retriever)
    assert hits[0].language == "en"
    assert hits[0].words_found > 0
    hits = search_library("wethouder", "nl", assistant.retriever)
    assert hits[0].language == "nl"
    assert hits[0].is_translation


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_the_library_does_not_hold_is_said_not_to_be_found(
    client: TestClient, language: Language
) -> None:
    html = search(client, "koolmonoxidevergiftiging", language)
    assert {"nl": "Niets gevonden", "en": "Nothing found"}[language] in html
    assert "<mark>" not in html


@pytest.mark.parametrize(
    ("language", "words", "told"),
    [
        ("nl", "", "Typ eerst een of meer woorden."),
        ("nl", " ?! ", "Typ eerst een of meer woorden."),
        ("nl", "lang " * 500, "te lang"),
        ("en", "", "Type one or more words first."),
        ("en", "long " * 500, "too long"),
    ],
)
def test_what_cannot_be_searched_for_is_explained(
    client: TestClient, language: Language, words: str, told: str
) -> None:
    html = search(client, words, language)
    assert told in html
    assert 'aria-invalid="true" aria-describedby="melding"' in html


def test_the_words_stay_out_of_addresses_and_of_what_is_kept(client: TestClient) -> None:
    response = client.post("/zoeken", data={"woorden": "geheimwoord"})
    assert response.headers["cache-control"] == "no-store"
    reader = Reader(response.text)
    assert not [link for link in reader.links if "geheimwoord" in link]
    form = next(values for tag, values in reader.elements if tag == "form")
    assert form["method"] == "post"
    # In an address they would stand in the history of the browser and the log of a proxy.
    assert "mandaat" not in client.get("/zoeken?woorden=mandaat").text.partition("<main")[2]


def test_what_is_typed_comes_back_as_text(client: TestClient) -> None:
    words = '"><script>alert(1)</script><b>mandaat'
    reader = Reader(search(client, words))
    assert not {"script", "b"} & {tag for tag, _ in reader.elements}
    box = next(values for tag, values in reader.elements if tag == "input")
    assert box["value"] == words


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (b"woorden=" + b"a" * 200_000, "application/x-www-form-urlencoded"),
        (b"\xff\xfe", "application/x-www-form-urlencoded"),
        (b"&".join(b"a=1" for _ in range(5000)), "application/x-www-form-urlencoded"),
        (b'{"woorden": "mandaat"}', "application/json"),
        (b"--x\r\n", "multipart/form-data; boundary=x"),
        (b"", "application/x-www-form-urlencoded"),
    ],
)
def test_what_is_no_form_of_the_page_does_no_harm(
    client: TestClient, content: bytes, kind: str
) -> None:
    response = client.post("/zoeken", content=content, headers={"content-type": kind})
    assert response.status_code == 200
    assert "<mark>" not in response.text


def test_a_search_that_fails_is_told_and_logged_without_the_words(
    caplog: pytest.LogCaptureFixture,
) -> None:
    class Broken:
        index = SimpleNamespace(known_words=lambda *_: frozenset())

        def search(self, *_: object) -> None:
            raise ValueError("geheimwoord")

    caplog.set_level(logging.DEBUG)
    html = search(site_client(Library({}, retriever=Broken())), "geheimwoord")
    assert "Er ging iets mis bij het zoeken" in html
    assert "ValueError" in caplog.text
    assert "geheimwoord" not in caplog.text
