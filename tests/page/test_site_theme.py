"""An organisation's own colours: used when they can be read, refused with a reason when not."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from axe import COLOUR_RULES, violations
from page_helpers import PageServer, ScriptedAssistant, ask
from playwright.sync_api import BrowserContext, Page
from site_helpers import Library, site_client

from assistant import Settings
from assistant.doctor import examine
from assistant.page.errors import ThemeInvalid
from assistant.page.server import build_app
from assistant.page.tokens import THEMES, contrast, read_tokens

OWN = """
/* Gemeente Voorbeeld */
:root { --color-accent: #004d40; --color-accent-strong: #00332b; }
@media (prefers-color-scheme: dark) {
  :root { --color-accent: #80cbc4 }
}
"""


@pytest.fixture
def page(context: BrowserContext) -> Page:
    return context.new_page()


def write(folder: Path, css: str) -> Path:
    path = folder / "huisstijl.css"
    path.write_text(css)
    return path


def test_an_organisations_own_colours_go_before_the_shipped_ones(tmp_path: Path) -> None:
    path = write(tmp_path, OWN)
    css = site_client(Library({}), theme_file=path).get("/style/tokens.css").text
    light, dark, _ = css.split("@media")
    assert "--color-accent: #004d40;" in light
    assert "--color-accent: #80cbc4;" in dark
    assert f"--color-text: {read_tokens().light['text']};" in light
    assert "Voorbeeld" not in css


def test_a_page_asks_for_new_colours_when_they_change(tmp_path: Path) -> None:
    def version(**settings: object) -> str:
        html = site_client(Library({}), **settings).get("/over").text
        found = re.search(r"tokens\.css\?(\w+)", html)
        assert found
        return found[1]

    assert version() != version(theme_file=write(tmp_path, OWN))


@pytest.mark.parametrize(
    ("css", "reason"),
    [
        (":root { --color-accnt: #004d40 }", "--color-accnt is not one of the colours"),
        (":root { --accent: #004d40 }", "their names begin with --color-"),
        (":root { --color-accent: teal }", "write a colour as #"),
        (":root { --color-accent: url(https://elders.example/a) }", "write a colour as #"),
        ("@import url(https://elders.example/a.css);", "does not belong in it"),
        (":root { --color-text: #000 } body { display: none }", "does not belong in it"),
        (":root { --color-accent: #8fb8d8 }", "contrast of 2.0:1; make it 4.5:1"),
        ("@media (prefers-color-scheme: dark) { :root { --color-focus: #000 } }", "(dark)"),
        (":root { --color-control-line: #ccc }", "make it 3:1"),
        ("</style><script>alert(1)</script>", "does not belong in it"),
        ("x" * 30_000, "too large"),
    ],
)
def test_colours_that_cannot_be_used_are_refused_with_the_reason(
    tmp_path: Path, css: str, reason: str
) -> None:
    with pytest.raises(ThemeInvalid) as raised:
        read_tokens(write(tmp_path, css))
    assert reason in str(raised.value)
    assert "huisstijl.css" in str(raised.value)


def test_a_theme_file_that_is_not_there_is_told(tmp_path: Path) -> None:
    with pytest.raises(ThemeInvalid, match="ASSISTANT_THEME_FILE"):
        site_client(Library({}), theme_file=tmp_path / "weg.css")


@pytest.mark.parametrize("theme", sorted(THEMES.glob("*.css")), ids=lambda path: path.stem)
def test_a_shipped_theme_passes_the_same_test_and_names_every_colour(theme: Path) -> None:
    tokens = read_tokens(theme)
    declared = re.findall(r"--color-([a-z-]+):", theme.read_text())
    assert sorted(declared) == sorted([*tokens.light, *tokens.dark])
    assert (tokens == read_tokens()) == (theme.stem == "neutral")


def test_the_colours_of_others_keep_their_notice() -> None:
    notice = (THEMES / "municipality.css").read_text().partition("*/")[0]
    assert "Community for NL Design System" in notice
    assert "Licensed under the EUPL" in notice


def test_every_colour_is_explained() -> None:
    explained = (THEMES.parents[2] / "docs" / "colours.md").read_text()
    assert [name for name in read_tokens().light if f"`--color-{name}`" not in explained] == []


def test_a_bad_file_stops_the_start_and_the_doctor_names_it(tmp_path: Path) -> None:
    settings = Settings(theme_file=write(tmp_path, ":root { --color-text: #eee }"))
    with pytest.raises(ThemeInvalid, match="contrast of"):
        build_app(ScriptedAssistant(), settings)
    (found,) = [one for one in examine(settings) if one.name == "colours"]
    assert found.severity == "problem"
    assert "make it 4.5:1 or more" in found.message


def test_a_page_is_drawn_in_the_colours_of_the_file(page: Page) -> None:
    with PageServer(ScriptedAssistant(), theme_file=THEMES / "municipality.css") as server:
        for path, ready in (("/over/stijl", "#chat"), ("/", "#question textarea")):
            page.goto(server.url + path)
            page.locator(ready).wait_for()
            for scheme, ground in (("light", "rgb(249, 249, 250)"), ("dark", "rgb(0, 26, 64)")):
                page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
                drawn = "() => getComputedStyle(document.body).backgroundColor"
                assert page.evaluate(drawn) == ground
                assert violations(page, rules=COLOUR_RULES) == []
        ask(page, "Wie?")
        mark = page.locator("#sources mark").first.evaluate("it => getComputedStyle(it).color")
        assert mark == "rgb(32, 27, 12)"
        assert violations(page, rules=COLOUR_RULES) == []


@pytest.mark.parametrize(
    ("one", "other", "ratio"),
    [("#000000", "#ffffff", 21.0), ("#777777", "#ffffff", 4.48), ("#ffffff", "#ffffff", 1.0)],
)
def test_contrast_is_that_of_wcag(one: str, other: str, ratio: float) -> None:
    assert contrast(one, other) == pytest.approx(ratio, abs=0.005)
