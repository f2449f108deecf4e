"""Markdown of an answer to HTML that is safe to show.

What a chat model writes is not trusted: an image in it would be fetched by the reader's browser
(and so carry text to another host), a link in it may lead anywhere. So HTML is shown as text, an
image as its description, a link as what was typed. The one way out of an answer is a marker.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, MutableMapping, Sequence
from html import escape
from itertools import pairwise
from typing import Any, Final

from markdown_it import MarkdownIt
from markdown_it.renderer import RendererHTML
from markdown_it.token import Token
from markdown_it.utils import OptionsDict

_MARKER: Final = re.compile(r"\[(\d{1,3})\]")
_MARKER_AFTER: Final = re.compile(rf"( ?){_MARKER.pattern}")
# The markers at the end of a statement: what stands before them rests on them.
_MARKERS: Final = re.compile(r"\[\d{1,3}\](?:\s*\[\d{1,3}\])*[.,;:!?]?")
_NOT_RENDERED: Final = ("html_block", "html_inline", "link", "autolink", "reference", "lheading")
# Joined to the text around it, an escaped "\[1\]" of a quotation would become a marker.
_NOT_JOINED: Final = "text_join"


def parse_markdown(text: str) -> list[Token]:
    """Return what an answer consists of; links, images and HTML are plain text in it."""
    return _markdown.parse(text)


def markdown_html(
    text: str,
    marker_html: Callable[[int], str | None],
    *,
    verified: Collection[int] | None = None,
) -> str:
    """Return an answer as HTML on one line: Gradio ends a block of HTML at an empty line.

    :param marker_html: the HTML of the marker with a number; ``None``: it stays text.
    :param verified: for a draft: the numbers of what is checked. What does not rest on these alone
        stands in a ``span`` of the class ``unverified``.
    """
    html: str = _markdown.render(text, {"marker": marker_html, "verified": verified})
    # Line ends are gone but for those in code, where they count.
    return re.sub(r">\n+", ">", html).strip().replace("\n", "&#10;")


def rests_on_unverified(text: str, verified: Collection[int]) -> bool:
    """Tell whether a draft says anything that is not checked yet."""
    return any(
        not is_verified
        for token in parse_markdown(text)
        for _, is_verified in _statements(_plain(token.children or ()), verified)
    )


def _plain(tokens: Sequence[Token]) -> str:
    return "".join(token.content for token in tokens if token.type == "text")


def _statements(text: str, verified: Collection[int]) -> list[tuple[int, bool]]:
    """Return where each statement ends, and whether it is checked."""
    statements = [
        (found.end(), all(int(number) in verified for number in _MARKER.findall(found[0])))
        for found in _MARKERS.finditer(text)
    ]
    begun = statements[-1][0] if statements else 0
    if text[begun:].strip():
        statements.append((len(text), False))
    return statements


class _Renderer(RendererHTML):
    """Markdown to HTML in which markers lead to their sources."""

    def renderInline(  # noqa: N802
        self, tokens: Sequence[Token], options: OptionsDict, env: MutableMapping[str, Any]
    ) -> str:
        if env["verified"] is not None:
            env["statements"] = _statements(_plain(tokens), env["verified"])
            env["position"] = 0
        return super().renderInline(tokens, options, env)

    def image(
        self,
        tokens: Sequence[Token],
        idx: int,
        options: OptionsDict,  # noqa: ARG002
        env: MutableMapping[str, Any],
    ) -> str:
        return _between(escape(tokens[idx].content), env)

    text_special = image

    def heading_open(self, *_: Any) -> str:
        # Level 3 whatever was written: the page's own headings stand above it.
        return "<h3>"

    def heading_close(self, *_: Any) -> str:
        return "</h3>"

    def softbreak(self, *_: Any) -> str:
        return " "

    def hardbreak(self, *_: Any) -> str:
        return "<br>"

    def text(
        self,
        tokens: Sequence[Token],
        idx: int,
        options: OptionsDict,  # noqa: ARG002
        env: MutableMapping[str, Any],
    ) -> str:
        content = tokens[idx].content
        if env["verified"] is None:
            return _with_markers(content, env)
        start = env["position"]
        env["position"] = end = start + len(content)
        ends = [place for place, _ in env["statements"] if start < place < end]
        return "".join(
            _marked(_with_markers(content[one - start : other - start], env), other, env)
            for one, other in pairwise((start, *ends, end))
        )

    def code_inline(
        self,
        tokens: Sequence[Token],
        idx: int,
        options: OptionsDict,  # noqa: ARG002
        env: MutableMapping[str, Any],
    ) -> str:
        return _between(f"<code>{escape(tokens[idx].content)}</code>", env)


def _with_markers(text: str, env: MutableMapping[str, Any]) -> str:
    def shown(found: re.Match[str]) -> str:
        marker = env["marker"](int(found[2]))
        # It does not begin a line: it is about what stands before it.
        return found[0] if marker is None else found[1].replace(" ", "&nbsp;") + marker

    return _MARKER_AFTER.sub(shown, escape(text))


def _between(html: str, env: MutableMapping[str, Any]) -> str:
    """Return what stands between two texts, as a part of the statement that goes on there."""
    return html if env["verified"] is None else _marked(html, env["position"] + 1, env)


def _marked(html: str, end: int, env: MutableMapping[str, Any]) -> str:
    is_verified = next((known for place, known in env["statements"] if end <= place), False)
    return html if is_verified or not html else f'<span class="unverified">{html}</span>'


_markdown: Final = MarkdownIt("commonmark", {"html": False}, renderer_cls=_Renderer).disable(
    [*_NOT_RENDERED, _NOT_JOINED]
)
