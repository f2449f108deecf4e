"""The report: what stands in it, and that nothing in it can do harm or harm the reader."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, sync_playwright

from corpus import LANGUAGES, Language
from eval.page_speed import BROWSERS
from eval.report import html_report, markdown_report
from eval.results import Result
from eval.run import Run
from eval.texts import load_texts

WCAG = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
HOSTILE = "<script>alert(1)</script><img src=//evil.example/x> ![p](http://evil.example/y)"


@pytest.fixture(scope="module")
def full_run(mill_run: Run) -> Run:
    """The run of the four questions with every part of a report: also follow-ups and a judge."""
    first, second, *rest = mill_run.results
    judged = {"judged_support": 0.5, "judged_completeness": 1.0}
    first = replace(
        first,
        scores={**first.scores, **judged},
        alone={**first.scores, "hit_at_1": 0.0},
        nearness=(0.9, 0.9, 0.9, 0.9),
    )
    agreement = {"mean": 0.875, "low": 0.75, "high": 1.0, "count": 24, "kappa": 0.75}
    return replace(
        mill_run,
        results=(first, second, *rest),
        judge={
            "model": "ollama:small",
            "prompt": "0123abcd",
            "agreement": dict.fromkeys(judged, agreement),
            "left_out": 2,
        },
    )


def hostile(result: Result) -> Result:
    """Return a result of which every text tries to be markup."""
    passages = [
        {**passage, "original_text": HOSTILE, "document": HOSTILE, "section": [HOSTILE]}
        for passage in result.reply["passages"]
    ]
    citations = [{**one, "quote": HOSTILE} for one in result.reply["citations"]]
    reply = {**result.reply, "text": HOSTILE, "passages": passages, "citations": citations}
    question = replace(result.question, text=HOSTILE, kind=HOSTILE, facts=((HOSTILE,),))
    return replace(result, question=question, reply=reply)


@pytest.fixture(scope="module")
def pages(full_run: Run) -> dict[Language, str]:
    """The report of the full run in both languages."""
    return {language: html_report(full_run, language) for language in LANGUAGES}


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_report_shows_the_figures_with_their_intervals(
    language: Language, pages: dict[Language, str]
) -> None:
    page = pages[language]
    assert f'<html lang="{language}">' in page
    good = {"nl": "3 van de 4 vragen zijn goed beantwoord.", "en": "3 of the 4 questions were"}
    assert good[language] in page
    sure = {"nl": "n = 4, 95%: 25% tot 100%", "en": "n = 4, 95%: 25% to 100%"}
    assert sure[language] in page
    for name in (
        "retrieval",
        "answers",
        "directions",
        "refused",
        "conversations",
        "time",
        "judged",
    ):
        assert f'<section id="{name}"' in page
    assert page.count("<svg") == 7
    assert page.count('role="img"') == page.count("<desc id=") == 7
    ids = re.findall(r'\bid="([^"]+)"', page)
    assert len(ids) == len(set(ids))


def test_every_judged_figure_has_the_agreement_next_to_it(pages: dict[Language, str]) -> None:
    page = pages["en"]
    section = page[page.index('<section id="judged"') : page.index('<section id="failed"')]
    assert section.count("88% of 24 (95%: 75% to 100%), kappa 0.75") == 2
    assert "2 answers got no judgement" in section
    assert "0123abcd" in section


def test_a_failed_question_stands_with_answer_passages_and_evidence(
    pages: dict[Language, str],
) -> None:
    page = pages["en"]
    failed = page[page.index('<section id="failed"') : page.index('<section id="measures"')]
    # q2 lacks its fact and cites another place; q3 lacks nothing that makes it fail.
    assert failed.count("<article") == 1
    assert "Wie koopt meel?" in failed
    assert "De molenaar van het dorp [2]." in failed
    assert "Another place is cited than was expected" in failed
    assert "<li>bakker</li>" in failed
    assert '<q lang="en">The baker buys the flour from the mill.</q>' in failed
    assert "First passage with evidence: number 2." in failed
    assert failed.count("holds evidence") == 1


def test_markdown_holds_the_same_figures_and_failures(full_run: Run) -> None:
    text = markdown_report(full_run, "en")
    assert text.startswith("## mill\n")
    assert "| all | 4 |" in text
    assert "- q2 (cross_lingual): Wie koopt meel? – An expected fact is missing; Another" in text
    assert "Agrees with the hand-labelled sample: 88% of 24" in text


def test_both_languages_have_the_same_texts() -> None:
    dutch, english = load_texts("nl"), load_texts("en")
    assert {name: set(section) for name, section in dutch.items()} == {
        name: set(section) for name, section in english.items()
    }
    for section in ("report", "plot"):
        for name, text in dutch[section].items():
            assert (re.findall(r"{\w+}", text) and True) or "{" not in text, name
            assert sorted(re.findall(r"{\w+}", text)) == sorted(
                re.findall(r"{\w+}", english[section][name])
            ), name


@pytest.fixture(scope="module")
def hostile_page(full_run: Run) -> str:
    """The report, in English, of a run in which every text tries to be markup."""
    results = tuple(map(hostile, full_run.results))
    return html_report(replace(full_run, label=HOSTILE, results=results), "en")


def test_nothing_in_a_text_becomes_markup(hostile_page: str) -> None:
    assert "<script" not in hostile_page
    assert "<img" not in hostile_page
    assert hostile_page.count("&lt;script&gt;") > 5


def test_a_run_of_which_little_is_known_is_still_a_report(mill_run: Run) -> None:
    refused = html_report(replace(mill_run, results=mill_run.results[3:]), "nl")
    assert '<section id="refused"' in refused
    for name in ("retrieval", "directions", "conversations", "judged"):
        assert f'<section id="{name}"' not in refused
        assert f'href="#{name}"' not in refused


def test_the_same_run_gives_the_same_page(full_run: Run, pages: dict[Language, str]) -> None:
    assert html_report(full_run, "nl") == pages["nl"]


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    import shutil

    found = next(filter(None, map(shutil.which, BROWSERS)), None)
    assert found, "the tests of the report need Chromium: make browser"
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=found, args=["--no-sandbox", "--disable-gpu"]
        )
        yield browser
        browser.close()


def opened(browser: Browser, path: Path, scheme: str, width: int) -> tuple[Page, list[str]]:
    """Open a report; return the page and what it asked for besides itself."""
    context = browser.new_context(
        color_scheme="dark" if scheme == "dark" else "light",
        viewport={"width": width, "height": 800},
    )
    page = context.new_page()
    requests: list[str] = []
    page.on("request", lambda request: requests.append(request.url))
    page.goto(path.as_uri())
    return page, [url for url in requests if url != path.as_uri()]


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_report_is_accessible_and_asks_nothing_of_anyone(
    scheme: str, pages: dict[Language, str], browser: Browser, tmp_path: Path
) -> None:
    path = tmp_path / "report.html"
    path.write_text(pages["nl" if scheme == "light" else "en"], encoding="utf-8")
    page, requests = opened(browser, path, scheme, 1280)
    found = Axe().run(page, options={"runOnly": WCAG})
    assert [(one["id"], one["nodes"][0]["html"]) for one in found.response["violations"]] == []
    assert requests == []
    drawings = page.locator("svg").all()
    assert len(drawings) == 7
    for drawing in drawings:
        box = drawing.bounding_box()
        assert box is not None
        assert box["width"] > 300
        assert box["height"] > 80
    page.context.close()


def test_the_report_is_read_on_a_narrow_screen_without_scrolling_sideways(
    pages: dict[Language, str], hostile_page: str, browser: Browser, tmp_path: Path
) -> None:
    path = tmp_path / "report.html"
    for content in (pages["nl"], hostile_page):
        path.write_text(content, encoding="utf-8")
        page, requests = opened(browser, path, "light", 320)
        assert page.evaluate("document.documentElement.scrollWidth") <= 320
        assert requests == []
        page.context.close()
