"""The page that makes course material: usable by everyone, and everything stands in its form."""

from __future__ import annotations

import asyncio
import io
import logging
import re
import threading
import zipfile
from concurrent.futures import ThreadPoolExecutor
from html import unescape

import pytest
from axe import COLOUR_RULES, violations
from fastapi.testclient import TestClient
from httpx import ASGITransport, AsyncClient, Response
from page_helpers import PageServer
from playwright.sync_api import BrowserContext, Page, expect
from site_helpers import Library, Reader, site_client

from assistant import Assistant
from assistant.course.request import KINDS
from assistant.page.course import CoursePage, turn
from assistant.page.course.subjects import subjects_of
from assistant.texts import load_texts
from corpus import LANGUAGES, Language, read_library
from corpus.document import Document

PATHS = {"nl": "/cursusmateriaal", "en": "/en/course-material"}
SUBJECT = "Integriteits- en conflictmanagement"
SUBJECTS = {"nl": SUBJECT, "en": "Integrity and conflict management"}
ELEMENT = {"subject": SUBJECT, "seed": "3", "length": "short"}


@pytest.fixture(scope="module")
def client(assistant: Assistant) -> TestClient:
    return site_client(assistant)


@pytest.fixture
def page(context: BrowserContext) -> Page:
    return context.new_page()


def send(client: TestClient, language: Language = "nl", **fields: object) -> str:
    response = client.post(PATHS[language], data={**ELEMENT, **fields})
    assert response.status_code == 200
    return response.text


def ids(html: str) -> list[str]:
    """Return the ids of the items in a preview, in their order."""
    return re.findall(r'name="without" value="([^"]+)"', html)


def offered(html: str) -> list[str]:
    """Return the subjects that are offered in a form."""
    return [unescape(one) for one in re.findall(r'<option value="([^"]+)"', html)]


def test_one_field_asks_for_the_subject_and_offers_what_the_library_has(client: TestClient) -> None:
    html = client.get(PATHS["nl"]).text
    assert {SUBJECT, "Publieke verantwoording"} <= set(offered(html))
    assert "Tip 16: Geef afdelingsoverstijgend mandaat" in offered(html)
    reader = Reader(html)
    assert "voorbeeld" not in reader.ids
    typed = [one["name"] for tag, one in reader.elements if tag == "input" and "list" in one]
    assert typed == ["subject"]
    assert not [tag for tag, _ in reader.elements if tag == "select"]


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_subject_that_is_offered_is_meant_by_its_name(
    assistant: Assistant, language: Language
) -> None:
    subjects = subjects_of(assistant.documents, language)
    for _, choices in subjects.groups:
        for choice in choices:
            ((kind, which),) = subjects.meant_by(f" {choice.name.upper()} ")
            assert choice.value.startswith(f"{kind}:")
            assert which
    assert subjects.meant_by("  ") == (("library", ""),)
    assert [kind for kind, _ in subjects.meant_by("griffier")] == ["role", "question"]
    assert [kind for kind, _ in subjects.meant_by("Wat is mandaat?")] == ["question"]


@pytest.mark.parametrize(
    ("subject", "title"),
    [
        ("", "De hele bibliotheek"),
        ("wethouder", "wethouder"),
        ("Wat doet de gemeenteraad?", "Wat doet de gemeenteraad?"),
        ("publieke VERANTWOORDING", "Publieke verantwoording"),
    ],
)
def test_what_is_typed_is_what_the_material_is_about(
    client: TestClient, subject: str, title: str
) -> None:
    reader = Reader(send(client, subject=subject, kinds=["handout"]))
    assert f"Voorbeeld: {title}" in [unescape(one) for one in reader.texts["h2"]]


def test_a_library_without_elements_offers_its_documents_only() -> None:
    document = Document("molen", "Molen", "nl", "De molen maalt.", ())
    html = site_client(Library({"molen": document})).get(PATHS["nl"]).text
    assert offered(html) == ["Molen"]


def test_a_preview_shows_every_item_with_a_link_to_its_quotation(client: TestClient) -> None:
    html = send(client)
    shown = ids(html)
    assert len(shown) > 25
    for kind in KINDS:
        assert f'id="kind-{kind}"' in html
    links = [link for link in Reader(html).links if "van=" in link]
    pauses = html.count("Pauze")
    assert len(links) >= len(shown) - pauses
    assert client.get("/" + links[0].partition("#")[0]).status_code == 200


def test_the_same_form_gives_the_same_preview(client: TestClient) -> None:
    assert ids(send(client)) == ids(send(client))
    assert ids(send(client)) != ids(send(client, seed="4"))


def test_what_is_left_out_stays_in_the_preview_but_not_in_the_files(client: TestClient) -> None:
    first, *rest = ids(send(client, kinds=["slides"]))
    html = send(client, kinds=["slides"], without=[first])
    assert ids(html) == [first, *rest]
    assert "Weggelaten onderdelen: 1." in html
    assert "Weggelaten onderdelen" not in send(client, kinds=["slides"])
    whole = client.post(PATHS["nl"], data={**ELEMENT, "file": "handout.md"})
    point = re.findall(r'name="without" value="(point-[^"]+)"', send(client))[0]
    less = client.post(PATHS["nl"], data={**ELEMENT, "file": "handout.md", "without": [point]})
    gone = [line for line in whole.text.splitlines() if line not in less.text.splitlines()]
    # A question with its three points and their quotations.
    assert sum(line.startswith("> ") for line in gone) == 3
    assert point not in less.text


def test_an_item_gives_its_place_to_another_and_the_form_remembers(client: TestClient) -> None:
    before = ids(send(client, kinds=["flashcards"]))
    html = send(client, kinds=["flashcards"], redraw=before[1])
    after = ids(html)
    assert before[1] not in after
    assert set(before) - set(after) == {before[1]}
    assert f'name="redrawn" value="{before[1]}"' in html
    assert ids(send(client, kinds=["flashcards"], redrawn=[before[1]])) == after


def test_when_there_is_no_other_item_the_preview_stays(client: TestClient) -> None:
    subject = "Bedoeling, visie, missie en strategie voor excellente publieke dienstverlening"
    form = {"subject": subject, "kinds": ["cases"]}
    redrawn: list[str] = []
    for _ in range(20):
        (only,) = ids(send(client, **form, redrawn=redrawn))
        html = send(client, **form, redrawn=redrawn, redraw=only)
        if "Er is niets anders" in html:
            break
        redrawn.append(only)
    assert "Er is niets anders" in html
    assert ids(html) == [only]


def test_every_file_and_a_zip_of_all_can_be_downloaded(client: TestClient) -> None:
    names = re.findall(r'name="file" value="([^"]+)"', send(client))
    assert len(set(names)) == 32
    for name in ("quiz.docx", "quiz.gift", "slides.pptx", "flashcards.apkg", "cases.odt"):
        response = client.post(PATHS["nl"], data={**ELEMENT, "file": name})
        assert response.headers["content-disposition"] == f'attachment; filename="{name}"'
        assert response.headers["cache-control"] == "no-store"
        assert len(response.content) > 500
    packed = client.post(PATHS["nl"], data={**ELEMENT, "file": "course-material.zip"})
    with zipfile.ZipFile(io.BytesIO(packed.content)) as archive:
        assert set(archive.namelist()) == set(names) - {"course-material.zip"}


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"subject": "Hoe bak ik een appeltaart?"}, "staat te weinig in de bronnen"),
        ({"subject": "astronaut"}, "staat te weinig in de bronnen"),
        ({"subject": "x" * 400}, "korter dan 300"),
        ({"file": "../../etc/passwd"}, "Dit bestand hoort niet bij"),
        ({"kinds": ["cases"], "without": "ALL", "file": "cases.md"}, "Er blijft niets over"),
    ],
)
def test_what_cannot_be_made_is_told_in_the_language_of_the_reader(
    client: TestClient, fields: dict[str, object], said: str
) -> None:
    if fields.get("without") == "ALL":
        fields = {**fields, "without": ids(send(client))}
    html = send(client, **fields)
    assert 'role="alert"' in html
    assert said in unescape(html)


@pytest.mark.parametrize(
    "fields",
    [
        {"seed": "-1", "length": "huge", "kinds": ["songs"], "shown": "geheim"},
        {"seed": "9" * 30, "redrawn": ["<script>"], "without": ["x" * 5000]},
        {"subject": '"><script>alert(1)</script>'},
    ],
)
def test_a_form_that_the_page_did_not_make_does_no_harm(
    client: TestClient, fields: dict[str, object]
) -> None:
    html = send(client, **fields)
    assert "<script>" not in html
    assert "geheim" not in html


def test_what_is_no_form_gives_the_empty_page(client: TestClient) -> None:
    for content, kind in ((b"{}", "application/json"), (b"about=" + b"x" * 200_000, "")):
        kind = kind or "application/x-www-form-urlencoded"
        response = client.post(PATHS["nl"], content=content, headers={"content-type": kind})
        assert response.status_code == 200
        assert "voorbeeld" not in Reader(response.text).ids


def test_a_failure_is_told_and_logged_without_what_was_typed(
    caplog: pytest.LogCaptureFixture,
) -> None:
    # A library without a search: asking it fails.
    library = Library({one.id: one for one in read_library_once()})
    with caplog.at_level(logging.ERROR):
        html = (
            site_client(library)
            .post(PATHS["en"], data={"subject": "Is dit een geheime vraag?"})
            .text
        )
    assert "Something went wrong" in html
    assert caplog.records
    assert "geheime" not in caplog.text


def read_library_once() -> tuple[Document, ...]:
    from corpus import SHIPPED_DOCUMENTS

    return read_library(SHIPPED_DOCUMENTS)


@pytest.mark.parametrize("language", LANGUAGES)
def test_axe_finds_nothing_wrong_in_light_or_dark(
    page: Page, server: PageServer, language: Language
) -> None:
    page.goto(server.url + PATHS[language])
    found = {"empty": violations(page)}
    page.locator("#subject").fill(SUBJECTS[language])
    page.locator("button[type=submit]").first.click()
    page.locator("#voorbeeld").wait_for()
    page.locator("label[for=shown-quiz]").click()
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
        rules = () if scheme == "light" else COLOUR_RULES
        found[scheme] = violations(page, rules=rules)
    page.locator("#subject").fill("qwrtp")
    page.locator("button[type=submit]").first.click()
    page.locator("#melding").wait_for()
    found["refusal"] = violations(page)
    assert {state: wrong for state, wrong in found.items() if wrong} == {}
    assert page.locator("html").get_attribute("lang") == language
    assert "qwrtp" not in page.url


def test_course_material_is_made_with_the_keyboard_alone(page: Page, server: PageServer) -> None:
    page.goto(server.url + PATHS["nl"])
    page.locator("#subject").focus()
    page.keyboard.type("wethouder")
    page.keyboard.press("Enter")
    page.locator("#voorbeeld").wait_for()
    expect(page.locator("#voorbeeld")).to_have_text("Voorbeeld: wethouder")
    box = page.locator("input[name=without]").first
    box.focus()
    page.keyboard.press("Space")
    expect(box).to_be_checked()
    replace = page.locator("button[name=redraw]").nth(1)
    gone = replace.get_attribute("value")
    replace.focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**#handout-2")
    assert page.locator(f'button[name=redraw][value="{gone}"]').count() == 0
    expect(page.locator("input[name=without]").first).to_be_checked()
    button = page.locator("button[value='quiz.gift']")
    expect(button).to_be_hidden()
    page.locator("#shown-handout").focus()
    page.keyboard.press("ArrowRight")
    expect(page.locator("#shown-quiz")).to_be_focused()
    button.focus()
    with page.expect_download() as downloading:
        page.keyboard.press("Enter")
    assert downloading.value.suggested_filename == "quiz.gift"


def test_one_kind_is_seen_at_a_time_and_stays_so_and_all_fits_a_screen_of_320_pixels(
    page: Page, server: PageServer
) -> None:
    page.goto(server.url + PATHS["nl"])
    page.locator("#subject").fill(SUBJECT)
    page.locator("button[type=submit]").first.click()
    page.locator("#voorbeeld").wait_for()
    sections = page.locator(".tabs > section")
    assert sections.count() == len(KINDS)
    expect(sections.filter(visible=True)).to_have_count(1)
    page.locator("label[for=shown-cases]").click()
    expect(page.locator("#cases-1")).to_be_visible()
    expect(page.locator("#handout-1")).to_be_hidden()
    before = ids(page.content())
    page.get_by_role("button", name="Kies andere onderdelen").first.click()
    page.locator("input[name=seed][value='2']").wait_for(state="attached")
    assert ids(page.content()) != before
    expect(page.locator("#cases-1")).to_be_visible()
    page.set_viewport_size({"width": 320, "height": 640})
    assert page.evaluate("document.documentElement.scrollWidth") <= 320


def test_one_course_is_made_at_a_time_and_who_waits_too_long_hears_so(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Several at once would take the processors from those who ask, and a hundred MB each."""
    document = Document("molen", "Molen", "nl", "De molen maalt.", ())
    begun, goes_on = threading.Event(), threading.Event()

    def make(*_: object) -> str:
        begun.set()
        assert goes_on.wait(60)
        return "gemaakt"

    monkeypatch.setattr(CoursePage, "show", make)
    monkeypatch.setattr(turn.Turn.__init__, "__defaults__", (0.1,))
    app = site_client(Library({"molen": document})).app

    async def all_at_once() -> None:
        async with AsyncClient(transport=ASGITransport(app), base_url="http://page") as client:

            async def send() -> Response:
                return await client.post(PATHS["nl"], data={"subject": "griffier"})

            first = asyncio.create_task(send())
            assert await asyncio.to_thread(begun.wait, 60)
            for busy in await asyncio.gather(send(), send()):
                assert busy.status_code == 503
                assert load_texts("nl")["course.page_busy"] in busy.text
                assert "griffier" in busy.text
            goes_on.set()
            assert [(await first).text, (await send()).text] == ["gemaakt", "gemaakt"]

    try:
        with ThreadPoolExecutor(1) as thread:
            thread.submit(lambda: asyncio.run(all_at_once())).result()
    finally:
        goes_on.set()
