"""Searching the library: what is found, what is marked, and what is kept to oneself."""

from __future__ import annotations

import logging
from html import unescape
from pathlib import Path
from types import SimpleNamespace

import pytest
from fastapi.testclient import TestClient
from page_helpers import ScriptedAssistant
from site_helpers import PAGES, Library, Reader, site_client

from assistant import Assistant
from assistant.page.site.searching import find_terms, mark_words, search_library
from corpus import LANGUAGES, Language, other_language, read_library
from index.passages import cut_passages
from index.ranking import RankedPassage


@pytest.fixture(scope="module")
def client(assistant: Assistant) -> TestClient:
    return site_client(assistant)


def search(client: TestClient, words: str, language: Language = "nl") -> str:
    response = client.get(PAGES[language]["search"], params={"woorden": words})
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


def test_what_is_found_has_an_address_in_both_languages_and_is_not_kept(
    client: TestClient, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    response = client.get("/zoeken?woorden=sociaal+domein")
    assert response.headers["cache-control"] == "no-store"
    reader = Reader(response.text)
    form = next(values for tag, values in reader.elements if tag == "form")
    assert (form.get("method") or "get", form["action"]) == ("get", "zoeken")
    assert "en/search?woorden=sociaal+domein" in reader.links
    assert "zoeken?woorden=sociaal+domein" in "".join(
        f"{link} " for link in Reader(client.get("/en/search?woorden=sociaal+domein").text).links
    )
    assert "domein" not in _logged(caplog)


def _logged(caplog: pytest.LogCaptureFixture) -> str:
    """Return what was logged, but for what the client of the tests asked for."""
    records = [one for one in caplog.records if not one.name.startswith("httpx")]
    return "\n".join(f"{one.getMessage()} {one.exc_text or ''}" for one in records)


@pytest.mark.parametrize(
    ("words", "language"), [("wethouder", "nl"), ("mandaat", "nl"), ("purpose", "en")]
)
def test_what_holds_the_words_as_they_were_typed_comes_first(
    assistant: Assistant, words: str, language: Language
) -> None:
    holds = [hit.holds for hit in search_library(words, language, assistant.retriever)]
    assert holds[0] == "all"
    assert holds == sorted(holds, key=["all", "some", "none"].index)


def test_other_forms_of_a_word_come_after_the_word_itself(tmp_path: Path) -> None:
    texts = {
        "forms": "De wethouders spreken met elkaar.",
        "word": "De wethouder spreekt met de griffier.",
    }
    for name, text in texts.items():
        (tmp_path / f"{name}.txt").write_text(text)
    passages = [cut_passages(document)[0] for document in read_library(tmp_path)]
    found = [RankedPassage(passage, score=1.0, question_similarity=1.0) for passage in passages]
    retriever = SimpleNamespace(
        search=lambda *_: found,
        index=SimpleNamespace(known_words=lambda *_: frozenset(), word_weights=lambda *_: {}),
    )
    hits = search_library("wethouder", "nl", retriever)
    assert [hit.document for hit in hits] == ["word", "forms"]


@pytest.mark.parametrize(
    ("words", "term"), [("opgaveteam", "opgaveteam"), ("purpose team", "opgaveteam")]
)
def test_terms_of_the_glossary_are_in_the_language_of_the_reader(
    client: TestClient, assistant: Assistant, words: str, term: str
) -> None:
    entry = next(one for one in assistant.glossary if one.nl == term)
    for language in LANGUAGES:
        said = unescape(search(client, words, language))
        assert entry.explanation(language) in said
        assert entry.explanation(other_language(language)) not in said


def test_a_word_that_is_part_of_terms_finds_them() -> None:
    glossary = ScriptedAssistant().glossary
    assert [term.nl for term in find_terms("bedoeling", glossary)] == ["bedoeling"]
    assert [term.nl for term in find_terms("team", glossary)] == ["opgaveteam"]
    assert find_terms("de", glossary) == find_terms("qwrtp", glossary) == ()


def test_what_is_typed_comes_back_as_text(client: TestClient) -> None:
    words = '"><script>alert(1)</script><b>mandaat'
    reader = Reader(search(client, words))
    assert not {"script", "b"} & {tag for tag, _ in reader.elements}
    box = next(values for tag, values in reader.elements if tag == "input")
    assert box["value"] == words


@pytest.mark.parametrize(
    "query", ["woorden=%ff%fe", "woorden=%00", "woorden=%ED%A0%80", "woorden", "a=1&" * 5000, "%"]
)
def test_an_address_that_the_page_did_not_make_does_no_harm(client: TestClient, query: str) -> None:
    response = client.get(f"/zoeken?{query}")
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
    told = _logged(caplog)
    assert "ValueError" in told
    assert "geheimwoord" not in told
