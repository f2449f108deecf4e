"""How fast the chat page is to who opens it: usable, calm, and with an answer, in a real browser.

Each visit is made with nothing kept from the one before. The page itself notes the times, so that
what drives the browser does not count.
"""

from __future__ import annotations

import os
import shutil
import time
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any, Final

from eval.errors import MeasurementFailed
from eval.latency import stage_latency

BROWSERS: Final = ("chromium", "chromium-browser", "google-chrome")
_TIMEOUT_MS: Final = 60_000
_NOTE: Final = """
(() => {
  const noted = (window.noted = { shift: 0 });
  new PerformanceObserver((list) => {
    for (const one of list.getEntries()) if (!one.hadRecentInput) noted.shift += one.value;
  }).observe({ type: "layout-shift", buffered: true });
  let began = 0;
  document.addEventListener("keydown", (event) => {
    if (event.key === "Enter") began = performance.now();
  }, true);
  const look = () => {
    const now = performance.now();
    const box = document.querySelector("#question textarea");
    if (box && !box.disabled && document.querySelector("#send")) noted.usable ??= now;
    if (began && document.querySelector("#pending .waiting")?.checkVisibility()) noted.shown ??= now - began;
    if (began && document.querySelector("#chat .answer")) noted.answered ??= now - began;
    // Told in an attribute: the policy of the page lets nobody evaluate what to wait for.
    document.documentElement.dataset.noted = Object.keys(noted).join(" ");
    requestAnimationFrame(look);
  };
  requestAnimationFrame(look);
})();
"""


@dataclass(frozen=True, slots=True)
class Visit:
    """One visit: milliseconds from opening to usable, from Enter to the first sign and to the
    answer; how far the layout moved by itself, as browsers measure it; the load of the machine."""

    usable_ms: float
    sign_ms: float
    answered_ms: float
    shift: float
    load: float


def visit_page(url: str, question: str, count: int) -> tuple[Visit, ...]:
    """Open a page that is served and ask it one question, ``count`` times.

    :raises MeasurementFailed: there is no Chromium, no page, or no answer.
    """
    from playwright.sync_api import Error, sync_playwright

    found = next(filter(None, map(shutil.which, BROWSERS)), None)
    if found is None:
        raise MeasurementFailed("Chromium is not here: make browser")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=found, args=["--no-sandbox"])
        try:
            return tuple(_visit(browser, url, question) for _ in range(count))
        except Error as error:
            raise MeasurementFailed(error.message.splitlines()[0]) from None
        finally:
            browser.close()


def _visit(browser: Any, url: str, question: str) -> Visit:
    load = os.getloadavg()[0]
    context = browser.new_context(viewport={"width": 1440, "height": 900})
    context.set_default_timeout(_TIMEOUT_MS)
    page = context.new_page()
    page.add_init_script(_NOTE)
    page.goto(url)
    page.locator("html[data-noted~=usable]").wait_for()
    box = page.locator("#question textarea")
    box.fill(question)
    # As a reader does: who types has looked at the page for a moment.
    page.wait_for_timeout(1000)
    box.press("Enter")
    page.locator("html[data-noted~=answered]").wait_for()
    # What comes after the answer may move it.
    page.wait_for_timeout(2000)
    noted = page.evaluate("window.noted")
    context.close()
    return Visit(noted["usable"], noted.get("shown", 0.0), noted["answered"], noted["shift"], load)


def speed_record(visits: Sequence[Visit]) -> dict[str, Any]:
    """Return median and 95th percentile of each figure, and every visit."""
    told: dict[str, Any] = {
        "created": time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime()),
        "visits": len(visits),
        "processors": os.cpu_count(),
    }
    for name in Visit.__dataclass_fields__:
        figures = stage_latency(name, [getattr(one, name) for one in visits])
        told[name] = {"median": round(figures.median_ms, 3), "p95": round(figures.p95_ms, 3)}
    return {**told, "each": [asdict(one) for one in visits]}
