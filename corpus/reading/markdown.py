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
    tokens = parser.parse(text, environment)
    for token in tokens:
        before = None
        for child in token.children or ():
            if before in ("link_close", "image") and child.type == "text":
                child.content = _ATTRIBUTES.sub("", child.content)
            before = child.type
    rendered: str = parser.renderer.render(tokens, parser.options, environment)
    return rendered


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
