"""Make ``docs/page.png``, the picture of the chat page in the README.

Run it after a change of the page: ``.venv/bin/python tests/page/take_screenshot.py``
"""

from __future__ import annotations

import shutil
from pathlib import Path

from page_helpers import CHROMIUM_ARGUMENTS, CHROMIUM_NAMES, PageServer, ask
from playwright.sync_api import sync_playwright

from assistant import open_assistant
from assistant.settings import read_settings

PICTURE = Path(__file__).resolve().parents[2] / "docs" / "page.png"
QUESTION = "Aan wie legt een opgaveteam verantwoording af?"


def main() -> None:
    """Ask a question, follow its last marker, and take the picture."""
    chromium = next(filter(None, map(shutil.which, CHROMIUM_NAMES)))
    with (
        open_assistant(read_settings()) as assistant,
        PageServer(assistant) as server,
        sync_playwright() as playwright,
    ):
        browser = playwright.chromium.launch(executable_path=chromium, args=CHROMIUM_ARGUMENTS)
        page = browser.new_page(
            viewport={"width": 1360, "height": 860}, reduced_motion="reduce", color_scheme="light"
        )
        page.goto(server.url)
        page.locator("#question textarea").wait_for()
        answer = ask(page, QUESTION)
        answer.locator("a.marker").last.click()
        page.locator("mark:target").wait_for()
        page.wait_for_timeout(500)
        PICTURE.parent.mkdir(exist_ok=True)
        page.screenshot(path=PICTURE)
        browser.close()
    print(PICTURE)


if __name__ == "__main__":
    main()
