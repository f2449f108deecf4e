"""The report of a run: one page that stands by itself, and the same in Markdown."""

from eval.report.page import html_report, markdown_report

__all__ = ["html_report", "markdown_report"]
