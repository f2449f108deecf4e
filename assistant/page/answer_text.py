"""From the text of an answer to HTML that is safe to show.

What a chat model writes is not trusted: an image in it would be fetched by the reader's browser
(and so carry text to another host), a link in it may lead anywhere. So HTML is shown as text, an
image as its description, a link as what was typed. The one way out of an answer is a marker.

The HTML is one line in one ``div``: Gradio reads messages as Markdown, and leaves an HTML block
alone up to the first empty line.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, MutableMapping, Sequence
from html import escape
from typing import Any, Final

from markdown_it import MarkdownIt
from markdown_it.renderer import RendererHTML
from markdown_it.token import Token
from markdown_it.utils import OptionsDict

from assistant.answer import Reply
from assistant.page.anchors import marker_id, source_id
from corpus import Language

_MARKER: Final = re.compile(r"\[(\d{1,3})\]")
_NOT_RENDERED: Final = ("html_block", "html_inline", "link", "autolink", "reference", "lheading")
# Joined to the text around it, an escaped "\[1\]" of a quotation would become a marker.
_NOT_JOINED: Final = "text_join"


class _Renderer(RendererHTML):
    """Markdown to HTML in which markers lead to their sources."""

    def image(
        self,
        tokens: Sequence[Token],
        idx: int,
        options: OptionsDict,  # noqa: ARG002
        env: MutableMapping[str, Any],  # noqa: ARG002
    ) -> str:
        return escape(tokens[idx].content)

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
        return _MARKER.sub(lambda found: env["marker"](found), escape(tokens[idx].content))

    def text_special(
        self,
        tokens: Sequence[Token],
        idx: int,
        options: OptionsDict,  # noqa: ARG002
        env: MutableMapping[str, Any],  # noqa: ARG002
    ) -> str:
        return escape(tokens[idx].content)


_markdown: Final = MarkdownIt("commonmark", {"html": False}, renderer_cls=_Renderer).disable(
    [*_NOT_RENDERED, _NOT_JOINED]
)


def question_html(question: str) -> str:
    """Return the reader's own words as HTML: nothing in them is markup."""
    lines = [escape(line) for line in question.strip().splitlines() if line.strip()]
    return f"<div>{'<br>'.join(lines)}</div>"


def answer_html(reply: Reply, turn: int, texts: Mapping[str, str], language: Language) -> str:
    """Return the answer of ``turn`` (1, 2, …) as HTML for a page in ``language``.

    :param texts: the interface texts of ``language``.
    """
    answer = reply.answer
    body = _body(reply, turn, texts)
    lang = "" if answer.language == language else f' lang="{answer.language}"'
    parts = [f'<div class="answer {answer.outcome}" id="answer-{turn}" tabindex="-1">']
    if reply.standalone_question.strip() != reply.question.strip():
        understood = texts["page.understood"]
        question = f"<q{lang}>{escape(_one_line(reply.standalone_question))}</q>"
        parts.append(f'<p class="understood">{escape(understood)} {question}</p>')
    parts.append(f"<div{lang}>{body}</div>")
    if answer.outcome == "not_in_sources":
        parts.append(f'<p class="advice">{escape(texts["page.other_words"])}</p>')
    if answer.citations:
        parts.append(f'<p class="made-by">{escape(made_by(reply, texts))}</p>')
    parts.append("</div>")
    return "".join(parts)


def made_by(reply: Reply, texts: Mapping[str, str]) -> str:
    """Return the line that tells how an answer was made."""
    writer = reply.answer.writer
    if writer == "quotes":
        return texts["page.made_by_quotes"]
    return texts["page.made_by_model"].format(writer=writer)


def _body(reply: Reply, turn: int, texts: Mapping[str, str]) -> str:
    known = {citation.number for citation in reply.answer.citations}
    seen: set[int] = set()

    def marker(found: re.Match[str]) -> str:
        number = int(found[1])
        if number not in known:
            return found[0]
        # An id stands once on a page: the way back from the source is to its first marker.
        own_id = "" if number in seen else f' id="{marker_id(turn, number)}"'
        seen.add(number)
        name = escape(texts["page.source"])
        return (
            f'<a{own_id} class="marker" href="#{source_id(turn, number)}">'
            f'<span class="only-read">{name} </span>{number}</a>'
        )

    html: str = _markdown.render(reply.answer.text, {"marker": marker})
    # Line ends are gone but for those in code, where they count.
    return re.sub(r">\n+", ">", html).strip().replace("\n", "&#10;")


def _one_line(text: str) -> str:
    return " ".join(text.split())
