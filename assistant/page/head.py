"""What goes into the head of Gradio's page: the style, and the script that mends and adds."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Final

from assistant.page.saved_conversation import FILE_BYTES_MAX
from assistant.page.tokens import Tokens, read_tokens
from assistant.texts import load_texts
from corpus import Language

_FOLDER: Final = Path(__file__).parent
_STYLES: Final = ("sources.css", "style.css", "tour.css", "print.css")
_SCRIPTS: Final = ("page.js", "actions.js", "sources.js", "tour.js")
# Texts that the scripts put on elements which Gradio leaves without a name or names in English,
# and those that they say themselves.
_SCRIPT_TEXTS: Final = (
    "your_question",
    "answer_of_assistant",
    "conversation",
    "sources",
    "navigation",
    "connection_lost",
    "close_message",
    "answer_ready",
    "copied",
    "shared",
    "copy_failed",
    "cleared",
    "downloaded",
)


def head(language: Language, tokens: Tokens | None = None) -> str:
    """Return the style of the page and its scripts.

    The style goes this way because Gradio rewrites the selectors of its ``css`` argument, and
    loses those within media queries.

    :param tokens: the colours; default: those shipped.
    """
    texts = load_texts(language)
    for_scripts: dict[str, object] = {name: texts[f"page.{name}"] for name in _SCRIPT_TEXTS}
    for_scripts["file_bytes_max"] = FILE_BYTES_MAX
    # "<" is escaped so that no text can end the script element.
    data = json.dumps(for_scripts, ensure_ascii=False).replace("<", "\\u003c")
    styles = chat_style(tokens or read_tokens())
    scripts = "\n".join(
        f"<script>{(_FOLDER / name).read_text(encoding='utf-8')}</script>" for name in _SCRIPTS
    )
    return f"<style>{styles}</style>\n<script>window.pageTexts = {data};</script>\n{scripts}"


def shared_style() -> str:
    """Return the style that the chat and the pages beside it have in common."""
    return (_FOLDER / "shared.css").read_text(encoding="utf-8")


def chat_style(tokens: Tokens) -> str:
    """Return the style of the parts of the chat, with its colours."""
    # Gradio has a --color-accent of its own, which would go before ours.
    shared = (tokens.css() + shared_style()).replace("--color-", "--page-")
    styles = [(_FOLDER / name).read_text(encoding="utf-8") for name in _STYLES]
    return shared + "".join(styles)
