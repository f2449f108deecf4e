"""The page: the conversation with its question box, and the sources beside it."""

from __future__ import annotations

import json
from collections.abc import Mapping
from html import escape
from pathlib import Path
from typing import Any, Final

import gradio as gr

from assistant.answer import Reply
from assistant.page.answer_text import answer_html, question_html
from assistant.page.conversation import Assistant, Desk
from assistant.page.glossary import glossary_html
from assistant.page.sources import sources_html
from assistant.texts import load_texts
from corpus import Language, other_language

_FOLDER: Final = Path(__file__).parent
OWN_EXAMPLES: Final = ("page.example_1", "page.example_2", "page.example_3", "page.example_4")
OTHER_EXAMPLES: Final = ("page.example_1", "page.example_2")
_CONVERSATION_KEPT_S: Final = 4 * 3600
# Texts that page.js puts on elements which Gradio leaves without a name, or names in English.
_SCRIPT_TEXTS: Final = (
    "your_question",
    "answer_of_assistant",
    "conversation",
    "sources",
    "connection_lost",
    "close_message",
)


def head(language: Language) -> str:
    """Return the style of the page, and the script that mends what Gradio draws.

    The style goes this way because Gradio rewrites the selectors of its ``css`` argument, and
    loses those within media queries.
    """
    texts = load_texts(language)
    for_script = {name: texts[f"page.{name}"] for name in _SCRIPT_TEXTS}
    # "<" is escaped so that no text can end the script element.
    data = json.dumps(for_script, ensure_ascii=False).replace("<", "\\u003c")
    script = (_FOLDER / "page.js").read_text(encoding="utf-8")
    style = (_FOLDER / "style.css").read_text(encoding="utf-8")
    return (
        f"<style>{style}</style>\n<script>window.pageTexts = {data};</script>\n"
        f"<script>{script}</script>"
    )


def make_page(
    assistant: Assistant, desk: Desk, language: Language, question_characters_max: int
) -> gr.Blocks:
    """Return the page in ``language``; ``desk`` is shared by the pages of all languages."""
    texts = load_texts(language)

    def show(replies: tuple[Reply, ...]) -> tuple[Any, ...]:
        """Return everything that depends on the replies, in the order of ``shown``."""
        return (
            replies,
            _messages(replies, texts, language),
            sources_html(replies, assistant.documents, texts, language),
            gr.Column(visible=not replies),
            gr.Button(interactive=bool(replies)),
        )

    def ask(question: str, replies: tuple[Reply, ...]) -> tuple[Any, ...]:
        step = desk.ask(question, replies, texts, question_characters_max)
        left_in_box = question if step.notice else ""
        return *show(step.replies), left_in_box, escape(step.notice)

    def clear() -> tuple[Any, ...]:
        return *show(()), "", ""

    def forget(request: gr.Request) -> None:
        """Drop a conversation when its page is closed; Gradio would keep it for an hour."""
        if request.session_hash is not None:
            page.state_holder.session_data.pop(request.session_hash, None)

    page = gr.Blocks(title=texts["page.title"], analytics_enabled=False)
    with page:
        replies = gr.State((), time_to_live=_CONVERSATION_KEPT_S)
        with gr.Row(elem_id="top"):
            _html(
                f"<h1>{escape(texts['page.title'])}</h1><p>{escape(texts['page.intro'])}</p>"
                f'<p class="notice">{escape(texts["page.notice"])} '
                f"{escape(texts['page.privacy'])}</p>",
                "intro",
            )
            _html(_switch_html(language), "languages")
        with gr.Row(elem_id="desk"):
            with gr.Column(elem_id="conversation"):
                chat = gr.Chatbot(
                    elem_id="chat",
                    show_label=False,
                    label=texts["page.conversation"],
                    container=False,
                    height="auto",
                    buttons=[],
                    latex_delimiters=[],
                    layout="panel",
                    autoscroll=False,
                    feedback_options=None,
                )
                with gr.Column(elem_id="composer"):
                    notice = _html("", "notice")
                    box = gr.Textbox(
                        label=texts["page.question_label"],
                        info=texts["page.question_hint"],
                        placeholder=texts["page.question_placeholder"],
                        lines=1,
                        max_lines=8,
                        elem_id="question",
                        autofocus=False,
                        buttons=[],
                    )
                    with gr.Row(elem_id="actions"):
                        send = gr.Button(texts["page.send"], variant="primary", elem_id="send")
                        wipe = gr.Button(texts["page.clear"], elem_id="clear", interactive=False)
                with gr.Column(elem_id="examples") as examples:
                    _html(f"<h2>{escape(texts['page.examples'])}</h2>", "examples-title")
                    buttons = _example_buttons(language)
            with gr.Column(elem_id="side"):
                with gr.Column(elem_id="sources"):
                    _html(f"<h2>{escape(texts['page.sources'])}</h2>", "sources-title")
                    panel = _html(sources_html((), assistant.documents, texts, language), "panel")
                if assistant.glossary:
                    _html(
                        glossary_html(assistant.glossary, assistant.documents, texts, language),
                        "glossary",
                    )

        shown = [replies, chat, panel, examples, wipe]
        asking: dict[str, Any] = {
            "fn": ask,
            "outputs": [*shown, box, notice],
            "show_progress": "minimal",
            "show_progress_on": [chat],
            "api_visibility": "private",
            "concurrency_limit": None,
        }
        # Enter sends only in a box that is declared with one line; the style makes it higher.
        box.submit(inputs=[box, replies], **asking)
        send.click(inputs=[box, replies], **asking)
        for button in buttons:
            button.click(inputs=[button, replies], **asking)
        page.unload(forget)
        wipe.click(
            clear, outputs=[*shown, box, notice], show_progress="hidden", api_visibility="private"
        )
    return page


def _messages(
    replies: tuple[Reply, ...], texts: Mapping[str, str], language: Language
) -> list[dict[str, str]]:
    messages = []
    for turn, reply in enumerate(replies, start=1):
        messages += [
            {"role": "user", "content": question_html(reply.question)},
            {"role": "assistant", "content": answer_html(reply, turn, texts, language)},
        ]
    return messages


def _example_buttons(language: Language) -> list[gr.Button]:
    other = other_language(language)
    questions = [(load_texts(language)[key], language) for key in OWN_EXAMPLES]
    questions += [(load_texts(other)[key], other) for key in OTHER_EXAMPLES]
    return [
        gr.Button(question, elem_classes=["example", f"lang-{written_in}"], size="sm")
        for question, written_in in questions
    ]


def _switch_html(language: Language) -> str:
    """Return the link to the page in the other language, written in that language."""
    other = other_language(language)
    name = escape(load_texts(other)["page.this_language"])
    return f'<p><a href="?lang={other}" lang="{other}" hreflang="{other}">{name}</a></p>'


def _html(html: str, elem_id: str) -> gr.Markdown:
    """Return fixed HTML; gr.HTML would need ``unsafe-eval`` in the content security policy."""
    return gr.Markdown(html, elem_id=elem_id, container=False, latex_delimiters=[])
