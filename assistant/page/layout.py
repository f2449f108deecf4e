"""The page: the conversation with its question box, and the sources beside it."""

from __future__ import annotations

from collections.abc import Mapping
from html import escape
from typing import Any, Final

import gradio as gr

from assistant.feedback import FeedbackStore
from assistant.page.answer_tools import downloads_html
from assistant.page.conversation import Conversation, Desk, Step
from assistant.page.editions import Editions
from assistant.page.events import Events
from assistant.page.examples import examples_html, holds_shipped
from assistant.page.glossary import glossary_html
from assistant.page.parts import Parts
from assistant.page.saved_conversation import NAME_CHARACTERS_MAX
from assistant.page.screen import Screen
from assistant.page.sessions import bound_sessions, forget_session
from assistant.page.site import Links, navigation_html
from assistant.page.site.choice import LibraryChoice
from assistant.page.sources import sources_head_html
from assistant.page.tour import tour_html
from assistant.page.verdicts import Verdicts
from assistant.page.within import DocumentChoice, choices, has_filter
from corpus import Language

_CONVERSATION_KEPT_S: Final = 4 * 3600


def make_page(
    editions: Editions,
    desk: Desk,
    language: Language,
    question_characters_max: int,
    sessions_max: int,
    *,
    home: Language = "nl",
    feedback: FeedbackStore | None = None,
    choice: LibraryChoice | None = None,
) -> gr.Blocks:
    """Return the page in ``language``; ``desk`` is shared by the pages of all languages.

    Whoever opens it after a new edition has come finds what that has.

    :param sessions_max: how many conversations are kept.
    :param home: the language of the page at the root; the other lies below it.
    :param feedback: where verdicts go; ``None``: readers are not asked for any.
    :param choice: the libraries to choose from.
    """
    links = Links("" if language == home else "../", home)
    screen = Screen(editions.current, language, links, can_judge=feedback is not None)
    texts = screen.texts

    async def forget(request: gr.Request) -> None:
        if request.session_hash is not None:
            await forget_session(page, request.session_hash)

    page = gr.Blocks(title=texts["page.title"], analytics_enabled=False, fill_width=True)
    with page:
        conversation = gr.State(Conversation(), time_to_live=_CONVERSATION_KEPT_S)
        cleared = gr.State(Conversation(), time_to_live=_CONVERSATION_KEPT_S)
        judged = gr.State(None, time_to_live=_CONVERSATION_KEPT_S)
        with gr.Row(elem_id="top"):
            _html(_navigation(language, home, texts["page.skip"], choice), "navigation")
            introduction = _html("", "intro")
        with gr.Row(elem_id="desk"):
            with gr.Column(elem_id="conversation"):
                with gr.Row(elem_id="bar"):
                    name = gr.Textbox(
                        label=texts["page.name"],
                        placeholder=texts["page.name"],
                        show_label=False,
                        container=False,
                        max_lines=1,
                        max_length=NAME_CHARACTERS_MAX,
                        elem_id="name",
                        buttons=[],
                        # It is of the conversation, so no browser may write it down.
                        html_attributes=gr.InputHTMLAttributes(autocomplete="off"),
                    )
                    wipe = gr.Button(texts["page.clear"], elem_id="clear")
                    _html(downloads_html(texts), "downloads")
                with gr.Column(elem_id="talk"):
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
                    # page.js shows it from the press of Enter until the question is in the chat.
                    pending = _html("", "pending")
                with gr.Column(elem_id="composer"):
                    further = _html("", "further")
                    with gr.Column(elem_id="judging", visible=False) as judging:
                        judging_text = _html("", "judging-text")
                        reason = gr.Textbox(
                            label=texts["page.reason_label"],
                            info=texts["page.reason_hint"],
                            lines=1,
                            max_lines=4,
                            elem_id="reason",
                            buttons=[],
                        )
                        with gr.Row(elem_id="judging-actions"):
                            give = gr.Button(texts["page.reason_send"], elem_id="give-reason")
                            close = gr.Button(texts["page.reason_close"], elem_id="close-reason")
                    notice = _html("", "notice")
                    with gr.Row(elem_id="undoing", visible=False) as undoing:
                        _html(f"<p>{escape(texts['page.cleared'])}</p>", "undoing-text")
                        undo = gr.Button(texts["page.undo"], elem_id="undo")
                    with gr.Column(elem_id="warning", visible=False) as warning:
                        warning_text = _html("", "warning-text")
                        with gr.Row(elem_id="warning-actions"):
                            adjust = gr.Button(texts["page.adjust"], elem_id="adjust")
                            anyway = gr.Button(texts["page.send_anyway"], elem_id="send-anyway")
                    with gr.Accordion(open=False, elem_id="within") as within:
                        within_filter = gr.Textbox(
                            label=texts["page.within_filter"],
                            elem_id="within-filter",
                            max_lines=1,
                            buttons=[],
                        )
                        chosen = DocumentChoice(
                            label=texts["page.within_documents"],
                            elem_id="within-documents",
                            buttons=[],
                        )
                    with gr.Row(elem_id="asking"):
                        box = gr.Textbox(
                            label=texts["page.question_label"],
                            placeholder=texts["page.placeholder"],
                            info=texts["page.question_hint"],
                            lines=1,
                            max_lines=8,
                            elem_id="question",
                            autofocus=False,
                            buttons=[],
                        )
                        send = gr.Button(texts["page.send"], variant="primary", elem_id="send")
                        stop = gr.Button(texts["page.stop"], elem_id="stop")
                with gr.Column(elem_id="examples") as examples:
                    _html(tour_html(texts), "tour")
                    examples_list = _html("", "examples-list")
            with gr.Column(elem_id="side"):
                with gr.Column(elem_id="sources"):
                    _html(sources_head_html(texts), "sources-title")
                    panel = _html("", "panel")
                glossary = _html("", "glossary")
        # By these page.js tells the server what was pressed, and gets the files to offer.
        wire = gr.Textbox(elem_id="wire", visible="hidden", label="", show_label=False)
        file = gr.Markdown("", elem_id="file", visible="hidden", latex_delimiters=[])
        # No field of a form: what is in those, a browser may write down to fill them in again.
        held = gr.Markdown("", visible="hidden", latex_delimiters=[])

        parts = Parts(
            conversation, held, cleared, name, judged, chat, panel, further, examples, box, notice,
            undoing, warning, warning_text, judging, judging_text, reason, file, within, chosen, pending,
        )  # fmt: skip
        verdicts = Verdicts(parts, screen.texts, feedback)
        events = Events(parts, screen, desk, verdicts, question_characters_max)
        every: dict[str, Any] = {
            "outputs": parts.all(),
            "show_progress": "hidden",
            "api_visibility": "private",
            "concurrency_limit": None,
        }
        # Enter sends only in a box that is declared with one line; the style makes it higher.
        asking = gr.on(
            [box.submit, send.click],
            events.ask,
            [box, conversation, chosen, held],
            trigger_mode="once",
            **every,
        )
        asking_anyway = anyway.click(events.ask_anyway, [box, conversation, chosen, held], **every)
        both = [asking, asking_anyway]
        suggesting = [one.then(events.suggest, [conversation], **every) for one in both]
        # First the end of the answer, then what is shown: the other way around a last draft, on
        # its way already, would come back.
        stop.click(None, cancels=both).then(events.stop, [conversation], **every)
        wipe.click(None, cancels=[*both, *suggesting]).then(
            events.clear, [conversation, held, name], **every
        )
        undo.click(events.undo, [cleared], **every)
        adjust.click(events.adjust, **every)
        wire.change(events.act, [wire, conversation, held, name], **every)
        gr.on(
            [reason.submit, give.click],
            verdicts.give_reason,
            [reason, judged, conversation],
            **every,
        )
        close.click(verdicts.close_reason, **every)
        chosen.change(events.choose, [chosen], **every)
        page.unload(forget)
    bound_sessions(page, sessions_max)

    def fill() -> None:
        edition = editions.current()
        whose = "" if holds_shipped(edition.documents) else "own_"
        introduction.value = _introduction(texts, texts[f"page.{whose}intro"])
        examples_list.value = examples_html(language, edition.documents, links)
        panel.value = screen.panel(Step(Conversation()))
        pending.value = screen.pending(())
        offered = choices(edition.documents, language)
        chosen.choices = [*offered]
        within.visible = bool(offered)
        within.label = screen.within(())
        within_filter.visible = has_filter(offered)
        glossary.value = glossary_html(edition.glossary, edition.documents, screen.reader)
        glossary.visible = bool(edition.glossary)
        # What Gradio hands out to who opens the page; it is made anew only for a new layout.
        page.config = page.get_config_file()

    fill()
    editions.when_replaced(fill)
    return page


def _navigation(language: Language, home: Language, skip: str, choice: LibraryChoice | None) -> str:
    """Return the way past the top of the page, and to the other pages, on one line."""
    navigation = " ".join(navigation_html(language, home, choice).split())
    return f'<div><a class="skip" href="#question">{escape(skip)}</a>{navigation}</div>'


def _introduction(texts: Mapping[str, str], subject: str) -> str:
    """Return the title, what is answered, and the notice: one line, and the rest behind it."""
    more = " ".join(escape(texts[f"page.{name}"]) for name in ("notice_more", "privacy"))
    return (
        f"<h1>{escape(texts['page.title'])}</h1><p>{escape(subject)}</p>"
        f'<details class="notice"><summary>{escape(texts["page.notice"])} '
        f"<span>{escape(texts['page.more'])}</span></summary>"
        f"<p>{more}</p><p>{escape(texts['page.keys'])}</p></details>"
    )


def _html(html: str, elem_id: str) -> gr.Markdown:
    """Return fixed HTML; gr.HTML would need ``unsafe-eval`` in the content security policy."""
    return gr.Markdown(html, elem_id=elem_id, container=False, latex_delimiters=[])
