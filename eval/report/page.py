"""The report of a run, from its record alone: one HTML page, or Markdown.

The page loads nothing and runs nothing: style and plots are part of it, and it says so to the
browser. Whatever comes from questions, documents or models is escaped.
"""

from __future__ import annotations

from pathlib import Path
from typing import Final

from assistant.page.markdown import markdown_html
from assistant.page.templates import templates
from corpus import Language
from eval.report.content import Report
from eval.run import Run
from eval.texts import load_texts

_FOLDER: Final = Path(__file__).parent


def html_report(run: Run, language: Language) -> str:
    """Return the report as one HTML page that stands by itself."""
    return _render("report.html", run, language)


def markdown_report(run: Run, language: Language) -> str:
    """Return the figures, and the questions that went wrong, in Markdown."""
    return _render("report.md", run, language)


def _render(template: str, run: Run, language: Language) -> str:
    from markupsafe import Markup

    environment = templates(_FOLDER)
    # Safe to show as it is: what makes it escapes whatever is not its own.
    environment.filters["answer"] = lambda text: Markup(markdown_html(text, lambda _: None))
    environment.filters["drawing"] = Markup
    environment.filters["line"] = lambda text: " ".join(str(text).split())
    report = Report(run, language)
    texts = load_texts(language)
    return environment.get_template(template).render(
        report=report, run=run, texts=texts, t=texts["report"], language=language
    )
