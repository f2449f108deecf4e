"""What a reader can do with an answer: judge it, copy it, keep the conversation, ask further.

Plain buttons in the HTML of the message. Gradio takes away every attribute but a few, so what a
button does stands in its class and its value; page.js does it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from html import escape
from typing import Final, Literal

from assistant.page.answer_text import questions_html
from assistant.page.conversation import Answered
from assistant.page.plain_answer import plain_answer
from assistant.page.source_card import Reader
from assistant.publishing.formats import FormatName
from corpus import Document, Language

Download = FormatName | Literal["json"]
# The last to go on with: see saved_conversation.py.
DOWNLOADS: Final[tuple[Download, ...]] = ("docx", "odt", "md", "json")


def tools_html(
    answered: Answered,
    turn: int,
    documents: Mapping[str, Document],
    texts: Mapping[str, str],
    *,
    can_judge: bool,
) -> str:
    """Return the row of buttons below the answer of ``turn``.

    :param can_judge: whether there is a store that a verdict can go to.
    """
    buttons, copied = [], ""
    if answered.reply.answer.is_from_sources:
        text = escape(plain_answer(answered, documents)).replace("\n", "&#10;")
        copied = f'<pre class="copied-text">{text}</pre>'
        buttons.append(_button("copy", "", texts["page.copy"]))
    buttons.append(_button("share", "", texts["page.share"]))
    if can_judge:
        buttons += [
            _button(f"verdict {verdict}", f"{verdict} {turn}", texts[f"page.{verdict}"])
            for verdict in ("good", "poor")
        ]
    return f'<div class="tools" id="tools-{turn}">{"".join(buttons)}{copied}</div>'


def downloads_html(texts: Mapping[str, str]) -> str:
    """Return what offers the whole conversation as a file."""
    files = "".join(_button("download", name, texts[f"page.{name}"]) for name in DOWNLOADS)
    return (
        f'<details class="downloads"><summary>{escape(texts["page.download"])}</summary>'
        f'<div class="files">{files}</div></details>'
    )


def suggestions_html(
    questions: Sequence[str], written_in: Language, reader: Reader, *, is_refused: bool
) -> str:
    """Return questions to ask next as buttons; nothing without any.

    :param is_refused: the last question was not answered; then these are offered in its place.
    """
    heading = escape(reader.texts["page.instead" if is_refused else "page.further"])
    return questions_html(questions, reader.lang(written_in), f"<p>{heading}</p>")


def _button(kind: str, value: str, text: str) -> str:
    return f'<button type="button" class="{kind}" value="{escape(value)}">{escape(text)}</button>'
