"""Markdown: markdown-it makes HTML of it, which is read as such, whatever HTML stood in it too.

The front matter tells title, date and language, and is no text.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from typing import Any, Final

from corpus.reading.html import language_of, read_html
from corpus.reading.parts import Reading

_FRONT: Final = re.compile(r"(---|\+\+\+)[ \t]*\n(.*?\n)?\1[ \t]*(?:\n|$)", re.DOTALL)
# "[draaiboek](…){:target="_blank"}": what a site's program is told of the link before it.
_ATTRIBUTES: Final = re.compile(r"^\{:?[^{}\n]*\}")
# The same of a heading, behind it, and of a paragraph or list, on a line of its own.
_OF_HEADING: Final = re.compile(
    r"""\s*\{:?\s*(?:(?:[.#][\w-]+|[\w-]+=(?:"[^"]*"|'[^']*'|[^\s"'{}]+)|data-[\w-]+)\s*)+\}$"""
)
_OF_BLOCK: Final = re.compile(r"^\{:[^{}\n]*\}$")
# "[verslag](documenten/verslag mei.pdf)": a link only for programs that allow spaces.
_LOOSE_LINK: Final = re.compile(r"\[([^\[\]\n]+)\]\([^()\n]+\)(?:\{[^{}\n]*\})?")
# ":material-arrow-right:": a small picture.
_ICON: Final = re.compile(r"(?<![\w:]):[a-z0-9]+(?:[-_][a-z0-9]+)+:(?![\w:])")
# "*[AVG]: Algemene verordening …": what a site shows over a word.
_ABBREVIATION: Final = re.compile(r"^\*\[([^\]\n]+)\]:[ \t]+", re.MULTILINE)
_TABS: Final = re.compile(r"^[ \t]*\t", re.MULTILINE)
# A box goes on after any number of blank lines, as long as its text is set in.
_BLANK_LINES: Final = re.compile(r"\n(?:[ \t]*\n){2,}(?= {4}\s*\S)")


def read_markdown(text: str) -> Reading:
    """Read a Markdown text."""
    text = text.lstrip("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
    front = _FRONT.match(text)
    told = _told(front[1], front[2] or "") if front else None
    if told is None:
        told, front = {}, None
    html = _html(text[front.end() :] if front else text)
    read = read_html(f"<main>{html}</main>")
    date = _line(told.get("date"))
    return Reading(
        parts=read.parts,
        title=_line(told.get("title")),
        language=language_of(str(told.get("lang") or told.get("language") or "")),
        date=date and date[:10],
    )


def _html(text: str) -> str:
    from markdown_it import MarkdownIt
    from mdit_py_plugins.admon import admon_plugin
    from mdit_py_plugins.deflist import deflist_plugin
    from mdit_py_plugins.footnote import footnote_plugin

    parser = MarkdownIt("commonmark", {"html": True}).enable(["table", "strikethrough"])
    parser.use(footnote_plugin).use(admon_plugin).use(deflist_plugin)
    environment: dict[str, Any] = {}
    # What is set in by a tab is part of the box above it, as if it were set in by spaces.
    text = _TABS.sub(lambda one: one[0].expandtabs(4), text)
    text = _ABBREVIATION.sub(r"- \1: ", _BLANK_LINES.sub("\n\n", text))
    tokens = parser.parse(text, environment)
    above = None
    for token in tokens:
        before = None
        children = token.children or []
        for child in children:
            if child.type == "text":
                child.content = _said(child.content, before)
            before = child.type
        if above == "heading_open" and before == "text":
            children[-1].content = _OF_HEADING.sub("", children[-1].content)
        above = token.type
    rendered: str = parser.renderer.render(tokens, parser.options, environment)
    return rendered


def _said(text: str, before: str | None) -> str:
    """Return a piece of text without what only a program reads.

    :param before: what stands before it on its line.
    """
    if before in ("link_close", "image"):
        text = _ATTRIBUTES.sub("", text)
    if before in (None, "softbreak"):
        text = _OF_BLOCK.sub("", text)
    return _ICON.sub("", _LOOSE_LINK.sub(r"\1", text))


def _told(fence: str, front: str) -> Mapping[str, Any] | None:
    """Return what a front matter tells; ``None`` if it is text between two lines."""
    import yaml

    try:
        told = yaml.safe_load(front) if fence == "---" else tomllib.loads(front)
    except (yaml.YAMLError, ValueError, RecursionError):
        return None
    if told is None:
        return {}
    return told if isinstance(told, dict) else None


def _line(value: object) -> str | None:
    text = " ".join(str(value).split()) if value is not None else ""
    return text or None
