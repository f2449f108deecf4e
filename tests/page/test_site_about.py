"""What the assistant says of itself: about, accessibility, security, the register of algorithms."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from typing import Any

import pytest
from register_standard import DraftEntry
from site_helpers import PAGES, Library, Reader, site_client

from assistant import Settings
from assistant.errors import SettingsInvalid
from assistant.page.site import navigation_html
from assistant.page.site.algorithm_register import draft_entry
from assistant.page.site.security_txt import security_txt
from assistant.settings import read_settings
from assistant.texts import load_texts
from corpus import LANGUAGES, Language

EMPTY = Library({})


def page(name: str, language: Language = "nl", **settings: Any) -> str:
    response = site_client(EMPTY, **settings).get(PAGES[language][name])
    assert response.status_code == 200
    return response.text


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", sorted(PAGES["nl"].keys() - {"glossary", "model"}))
def test_every_page_says_that_this_is_ai_and_where_to_read_more(
    name: str, language: Language
) -> None:
    html = page(name, language)
    assert load_texts(language)["site.footer_notice"] in html
    footer = html.partition("<footer")[2]
    assert load_texts(language)["site.accessibility_title"] in footer
    assert '<a class="skip" href="#inhoud">' in html


def test_how_answers_are_made_depends_on_the_settings() -> None:
    quotes = page("about")
    assert load_texts("nl")["site.about_how_quotes"] in quotes
    model = page("about", chat_model="ollama:llama3.2")
    assert "Dit taalmodel is ingesteld: ollama:llama3.2." in model
    assert load_texts("nl")["site.about_how_quotes"] not in model
    assert load_texts("nl")["site.about_privacy_model"] in model
    assert load_texts("nl")["site.about_privacy_here"] not in model


def test_what_is_kept_of_a_verdict_is_told_as_it_is_set() -> None:
    assert "zonder de vraag. Na 365 dagen" in page("about")
    kept = page("about", feedback_question_text=True, feedback_days=30)
    assert "uw uitleg en uw vraag. Na 30 dagen" in kept


@pytest.mark.parametrize(
    ("contact", "link"),
    [
        ("info@gemeente.example", "mailto:info@gemeente.example"),
        ("https://gemeente.example/contact", "https://gemeente.example/contact"),
    ],
)
def test_the_contact_of_the_settings_can_be_reached(contact: str, link: str) -> None:
    for name in ("about", "accessibility"):
        reader = Reader(page(name, contact=contact, organisation="Gemeente <b>X"))
        assert reader.links.count(link) == 2
        assert "b" not in {tag for tag, _ in reader.elements}
    assert "Er is nog geen contactadres ingevuld" in page("about")


@pytest.mark.parametrize(
    "contact", ["gemeente", "http://a.example", "javascript:alert(1)", "a@b", "a@b.nl\nExpires: x"]
)
def test_a_contact_that_nobody_can_reach_is_refused(contact: str) -> None:
    with pytest.raises(SettingsInvalid, match="ASSISTANT_CONTACT"):
        read_settings(contact=contact)


def test_a_status_of_accessibility_comes_with_its_statement() -> None:
    assert "Status E:" in page("accessibility")
    with pytest.raises(SettingsInvalid, match="ASSISTANT_ACCESSIBILITY_STATEMENT"):
        site_client(EMPTY, accessibility_status="B")
    statement = "https://www.toegankelijkheidsverklaring.example/register/1"
    html = page("accessibility", accessibility_status="B", accessibility_statement=statement)
    assert "Status B: voldoet gedeeltelijk." in html
    assert statement in html
    with pytest.raises(SettingsInvalid):
        read_settings(accessibility_statement="javascript:alert(1)")


def test_security_txt_is_there_when_there_is_a_contact() -> None:
    path = "/.well-known/security.txt"
    assert site_client(EMPTY).get(path).status_code == 404
    response = site_client(EMPTY, contact="veilig@gemeente.example").get(path)
    assert response.headers["content-type"] == "text/plain; charset=utf-8"
    assert "Contact: mailto:veilig@gemeente.example\n" in response.text
    expires = re.search(r"^Expires: (\S+)$", response.text, re.MULTILINE)
    assert expires
    assert datetime.fromisoformat(expires[1]) > datetime.now(UTC)


def test_security_txt_expires_within_a_year() -> None:
    text = security_txt("a@b.example", datetime(2026, 1, 1, tzinfo=UTC))
    assert "Expires: 2026-04-01T00:00:00Z" in text


def test_the_draft_for_the_register_fits_its_fields_and_invents_nothing() -> None:
    draft = DraftEntry.model_validate(draft_entry(Settings()))
    assert draft.concept
    empty = {name for name, value in draft.velden.model_dump().items() if value is None}
    assert set(draft.nog_in_te_vullen) == empty
    # What only the organisation can know.
    assert empty >= {
        "organization",
        "contact_email",
        "begin_date",
        "lawful_basis",
        "proportionality",
        "impacttoetsen",
        "provider",
    }
    assert draft.velden.status == "In ontwikkeling"


def test_the_draft_for_the_register_follows_the_settings() -> None:
    quotes = draft_entry(Settings())["velden"]
    assert "Er schrijft geen taalmodel mee" in quotes["methods_and_models"]
    settings = Settings(
        chat_model="openai:gpt-x", organisation="Gemeente X", contact="info@x.example"
    )
    model = draft_entry(settings)["velden"]
    assert "openai:gpt-x" in model["methods_and_models"]
    assert model["organization"] == "Gemeente X"
    assert model["contact_email"] == "info@x.example"
    assert draft_entry(Settings(contact="https://x.example"))["velden"]["contact_email"] is None


def test_the_draft_for_the_register_tells_whether_questions_are_kept() -> None:
    assert "niet bewaard." in draft_entry(Settings())["velden"]["source_data"]
    kept = draft_entry(Settings(feedback_question_text=True, feedback_days=30))
    assert "de vraag 30 dagen bewaard" in kept["velden"]["source_data"]


def test_where_questions_go_is_told_as_it_is_set() -> None:
    texts = load_texts("nl")
    assert texts["site.about_privacy_here"] in page("about")
    traced = page("about", langsmith_tracing=True)
    assert texts["site.about_privacy_tracing"] in traced
    assert texts["site.about_privacy_here"] not in traced
    assert texts["site.about_privacy_log"] in page("about", log="file")
    assert texts["site.about_privacy_no_log"] in page("about", log="off")


def test_the_about_page_links_to_the_draft_for_the_register() -> None:
    client = site_client(EMPTY)
    for language in LANGUAGES:
        path = PAGES[language]["about"]
        reader = Reader(client.get(path).text)
        link = next(link for link in reader.links if link.endswith("algoritmeregister.json"))
        response = client.get(f"{path.rpartition('/')[0]}/{link}")
        assert DraftEntry.model_validate(response.json()).concept


def test_the_chat_page_gets_the_same_navigation() -> None:
    for home, language, first in (
        ("nl", "nl", "./"),
        ("nl", "en", "../en/"),
        ("en", "en", "./"),
        ("en", "nl", "../nl/"),
    ):
        reader = Reader(navigation_html(language, home))  # type: ignore[arg-type]
        assert reader.links[0] == first
        here = [values["href"] for tag, values in reader.elements if "aria-current" in values]
        assert here == [first]
        assert reader.links[-1] in ("./", "../", "en/", "nl/")
