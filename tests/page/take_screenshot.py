"""Make ``docs/page-{wide,phone}-{nl,en}.png``, ``course-page.png`` and ``page-of-pdf.png``.

Run it after a change of the pages, where LibreOffice is:
``PYTHONPATH=tests/corpus .venv/bin/python tests/page/take_screenshot.py``
"""

from __future__ import annotations

import shutil
from pathlib import Path
from tempfile import TemporaryDirectory

from page_helpers import CHROMIUM_ARGUMENTS, PageServer, ask
from PIL import Image
from playwright.sync_api import Browser, sync_playwright
from quoted_pdf import QUOTED, write_regulation

from assistant import Settings, open_assistant
from assistant.page.site import Links
from assistant.settings import read_settings
from eval.page_speed import BROWSERS
from index.build import build_index
from index.builds import IndexDirectory
from index.embedding import load_embedding_model

FOLDER = Path(__file__).resolve().parents[2] / "docs"
QUESTIONS = {
    "nl": "Aan wie legt een opgaveteam verantwoording af?",
    "en": "Which elements belong to culture and employee engagement?",
}
SIZES = {"wide": (1360, 860), "phone": (390, 844)}


def main() -> None:
    """Ask a question in each language, on each size of screen, and take the pictures."""
    chromium = next(filter(None, map(shutil.which, BROWSERS)))
    FOLDER.mkdir(exist_ok=True)
    with (
        open_assistant(read_settings()) as assistant,
        PageServer(assistant) as server,
        sync_playwright() as playwright,
    ):
        browser = playwright.chromium.launch(executable_path=chromium, args=CHROMIUM_ARGUMENTS)
        for language in QUESTIONS:
            for size in SIZES:
                print(smaller(take(browser, server.url, language, size)))
        print(smaller(take_course(browser, server.url)))
        print(smaller(take_page_of_pdf(browser, read_settings())))
        browser.close()


def smaller(path: Path) -> Path:
    """Keep 256 colours of a picture: half as large, and nobody sees it."""
    with Image.open(path) as picture:
        picture.convert("RGB").quantize(256).save(path, optimize=True)
    return path


def take(browser: Browser, url: str, language: str, size: str) -> Path:
    """Ask, open the source where there is room for it, and take the picture."""
    width, height = SIZES[size]
    page = browser.new_page(
        viewport={"width": width, "height": height}, reduced_motion="reduce", color_scheme="light"
    )
    page.goto(f"{url}/?lang={language}")
    page.locator("#question textarea").wait_for()
    answer = ask(page, QUESTIONS[language])
    page.locator("#further button").first.wait_for()
    if size == "wide":
        answer.locator("a.marker").last.click()
        page.locator("mark:target").wait_for()
    page.evaluate("document.activeElement.blur()")
    page.wait_for_timeout(500)
    path = FOLDER / f"page-{size}-{language}.png"
    page.screenshot(path=path)
    page.close()
    return path


def take_course(browser: Browser, url: str) -> Path:
    """Have a short course made and take the picture of its beginning."""
    width, height = SIZES["wide"]
    page = browser.new_page(
        viewport={"width": width, "height": height}, reduced_motion="reduce", color_scheme="light"
    )
    page.goto(f"{url}/cursusmateriaal")
    page.locator("main form input[type=text]").first.fill("wethouder")
    page.locator("main form button").first.click()
    page.locator(".tabs").wait_for()
    path = FOLDER / "course-page.png"
    page.screenshot(path=path, full_page=False)
    page.close()
    return path


def take_page_of_pdf(browser: Browser, settings: Settings) -> Path:
    """Index a PDF, open a quotation from it beside its page and take the picture."""
    with TemporaryDirectory() as folder:
        documents, data = Path(folder, "documents"), Path(folder, "data")
        documents.mkdir()
        data.mkdir()
        made = write_regulation(Path(folder))
        made.rename(documents / made.name)
        (data / "models").symlink_to(settings.models_directory)
        own = settings.model_copy(update={"documents": documents, "data": data})
        build_index(
            IndexDirectory(own.indexes_directory, documents),
            load_embedding_model(None, own.models_directory),
        )
        with open_assistant(own) as assistant, PageServer(assistant, documents=documents) as server:
            (document,) = assistant.documents.values()
            start = document.original.index(QUOTED["ligatures"])
            place = (start, start + len(QUOTED["ligatures"]))
            page = browser.new_page(viewport={"width": 1280, "height": 728}, color_scheme="light")
            page.goto(f"{server.url}/{Links('', 'nl').sheet('nl', document.id, *place)}")
            page.locator(".paper rect").first.wait_for()
            page.wait_for_function("document.querySelector('.paper img').naturalWidth > 0")
            page.wait_for_timeout(500)
            path = FOLDER / "page-of-pdf.png"
            page.screenshot(path=path)
            page.close()
    return path


if __name__ == "__main__":
    main()
