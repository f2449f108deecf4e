"""Make ``docs/report.png``, the picture of a report in the README, from the record of a run.

After ``assistant eval run --label readme``:
``.venv/bin/python tests/eval/take_report_screenshot.py var/runs/readme.json``
"""

from __future__ import annotations

import shutil
import sys
import tempfile
from pathlib import Path

from playwright.sync_api import sync_playwright

from eval.record import read_run
from eval.report import html_report

PICTURE = Path(__file__).resolve().parents[2] / "docs" / "report.png"


def main() -> None:
    """Open the report in English and take a picture of its beginning."""
    chromium = next(filter(None, map(shutil.which, ("chromium", "google-chrome"))))
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        path = Path(folder) / "report.html"
        path.write_text(html_report(read_run(Path(sys.argv[1])), "en"), encoding="utf-8")
        browser = playwright.chromium.launch(
            executable_path=chromium, args=["--no-sandbox", "--disable-gpu"]
        )
        page = browser.new_page(viewport={"width": 1280, "height": 1180}, color_scheme="light")
        page.goto(path.as_uri())
        page.screenshot(path=PICTURE)
        browser.close()
    print(PICTURE)


if __name__ == "__main__":
    main()
