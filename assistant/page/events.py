"""What happens on the page: each function answers one event with what changes."""

from __future__ import annotations

import base64
import re
import secrets
from collections.abc import Iterator, Sequence
from html import escape
from typing import Final

import gradio as gr

from assistant.event_log import record
from assistant.page.answer_tools import DOWNLOADS, Download
from assistant.page.conversation import Conversation, Desk, Step
from assistant.page.conversation_file import conversation_publication
from assistant.page.errors import SavedConversationInvalid
from assistant.page.held_conversation import going_on, hold
from assistant.page.parts import Changes, Parts, Request
from assistant.page.saved_conversation import as_name, load_conversation, save_conversation
from assistant.page.screen import Screen
from assistant.page.verdicts import Verdicts
from assistant.personal_data import find_personal_data
from assistant.publishing import write_publication

_LOAD: Final = "load "


class Events:
    """The events of the page in one language.

    :param verdicts: those on its answers.
    """

    def __init__(
        self,
        parts: Parts,
        screen: Screen,
        desk: Desk,
        verdicts: Verdicts,
        question_characters_max: int,
    ) -> None:
        self._parts = parts
        self._screen = screen
        self._texts = screen.texts
        self._desk = desk
        self._verdicts = verdicts
        self._question_characters_max = question_characters_max

    def ask(
        self,
        question: str,
        conversation: Conversation,
        chosen: Sequence[str] = (),
        held: object = "",
        request: Request = None,
    ) -> Iterator[Changes]:
        """Answer a question; first warn of personal data in it, and then ask nothing.

        :param chosen: the ids of the documents to answer from; none: all of them.
        :param held: the conversation as the browser holds it.
        """
        found = dict.fromkeys(one.kind for one in find_personal_data(question))
        if found:
            kinds = self._texts["page.and"].join(self._texts[f"page.{kind}"] for kind in found)
            warned = escape(self._texts["page.personal_data"].format(kinds=kinds))
            yield {
                **self._without_asides(),
                self._parts.warning: gr.Column(visible=True),
                self._parts.warning_text: f"<p>{warned}</p>",
            }
            return
        yield from self.ask_anyway(question, conversation, chosen, held, request)

    def ask_anyway(
        self,
        question: str,
        conversation: Conversation,
        chosen: Sequence[str] = (),
        held: object = "",
        request: Request = None,
    ) -> Iterator[Changes]:
        """Answer a question, whatever is in it."""
        conversation = self._going_on(conversation, held)
        steps = self._desk.ask(
            question, conversation, self._texts, self._question_characters_max, chosen
        )
        cited: tuple[int, ...] = ()
        for place, step in enumerate(steps):
            if not step.is_new:
                # Nothing to show, and yet a moment at which the answer can be stopped.
                yield {self._parts.notice: gr.skip()}
                continue
            changes: Changes = {
                self._parts.conversation: step.conversation,
                self._parts.chat: self._screen.messages(step),
            }
            if place == 0:
                changes |= self._without_asides()
                changes |= {self._parts.box: "", self._parts.examples: gr.Column(visible=False)}
            now = tuple(one.number for one in step.draft.citations) if step.draft else ()
            if step.is_last or now != cited:
                cited = now
                changes[self._parts.panel] = self._screen.panel(step)
            if step.is_last:
                changes |= self._ended(step, question)
                # The first step only shows the question, even when that is empty.
                if place > 0:
                    record("question_asked", "conversation", step.result, request)
            yield changes

    def choose(self, chosen: Sequence[str]) -> Changes:
        """Say which documents are searched in, on the control and while a question waits."""
        return {
            self._parts.within: gr.Accordion(label=self._screen.within(chosen)),
            self._parts.pending: self._screen.pending(chosen),
        }

    def suggest(self, conversation: Conversation) -> Changes:
        """Offer questions to ask next; a step of its own, for which nobody waits."""
        edition = self._screen.current()
        further = edition.suggestions.after(conversation.replies)
        return {self._parts.further: self._screen.further(conversation, further)}

    def stop(self, conversation: Conversation, request: Request = None) -> Changes:
        """Show the conversation as it was before the question that is being answered."""
        if not conversation.asking:
            return {self._parts.notice: gr.skip()}
        record("question_asked", "conversation", "stopped", request)
        step = Step(Conversation(conversation.answered), notice=self._texts["page.stopped"])
        return {
            self._parts.conversation: step.conversation,
            self._parts.chat: self._screen.messages(step),
            self._parts.panel: self._screen.panel(step),
            **self._ended(step, conversation.asking),
        }

    def clear(
        self,
        conversation: Conversation,
        held: object = "",
        name: str = "",
        request: Request = None,
    ) -> Changes:
        """Put the conversation away; it can be had back until the next question, or for a moment.

        page.js asks to forget it when that moment is over.
        """
        record("conversation_cleared", "conversation", "done", request)
        conversation = self._going_on(conversation, held)
        return {
            **self._shown(Conversation()),
            self._parts.cleared: Conversation(conversation.answered, name=name),
            self._parts.undoing: gr.Row(visible=bool(conversation.answered)),
        }

    def undo(self, cleared: Conversation) -> Changes:
        """Bring back the conversation that was cleared."""
        return self._shown(cleared)

    def _shown(self, conversation: Conversation) -> Changes:
        """Return what shows a conversation and nothing else."""
        step = Step(conversation)
        return {
            **self._without_asides(),
            self._parts.conversation: conversation,
            self._parts.name: conversation.name,
            self._parts.chat: self._screen.messages(step),
            self._parts.panel: self._screen.panel(step),
            self._parts.file: "",
            **self._ended(step, ""),
            self._parts.box: "",
            self._parts.chosen: [*conversation.replies[-1].documents]
            if step.conversation.answered
            else [],
        }

    def adjust(self) -> Changes:
        """Close the warning; the question is still in its box."""
        return {self._parts.warning: gr.Column(visible=False)}

    def act(
        self,
        message: str,
        conversation: Conversation,
        held: object = "",
        called: str = "",
        request: Request = None,
    ) -> Changes:
        """Do what a button below an answer asks: "docx", or "good 2" about the second answer.

        :param message: ends in ``#`` and a number, so that no two are the same.
        :param called: the name that the reader has given the conversation.
        """
        if message.startswith(_LOAD):
            return self._load(message.removeprefix(_LOAD).rpartition("#")[0], request)
        asked = message.split("#", 1)[0].split()
        conversation = self._going_on(conversation, held)
        if asked == ["received"]:
            return {self._parts.file: ""}
        if asked == ["forget"]:
            return self._forgotten()
        for name in DOWNLOADS:
            if asked == [name]:
                record("conversation_downloaded", "conversation", name, request)
                return self._file(name, conversation, as_name(called))
        turn = int(asked[1]) if len(asked) == 2 and asked[1].isdecimal() else 0
        judged = self._verdicts.judge("".join(asked[:1]), turn, conversation, request)
        return {self._parts.notice: gr.skip()} if judged is None else judged

    def _going_on(self, conversation: Conversation, held: object) -> Conversation:
        return going_on(conversation, held, self._screen.current().documents)

    def _load(self, content: str, request: Request) -> Changes:
        """Show the conversation in a file that was kept before."""
        try:
            loaded = load_conversation(content, self._screen.current().documents)
        except SavedConversationInvalid:
            record("conversation_loaded", "conversation", "refused", request)
            return {self._parts.notice: escape(self._texts["page.load_refused"])}
        record("conversation_loaded", "conversation", "done", request)
        left_out = self._texts["page.load_left_out"].format(count=loaded.left_out)
        return {
            **self._shown(loaded.conversation),
            self._parts.notice: escape(left_out) if loaded.left_out else "",
        }

    def _file(self, kind: Download, conversation: Conversation, name: str) -> Changes:
        """Hand over the conversation as a file; the page offers it, no address leads to it."""
        answered = conversation.answered
        if not answered:
            return {self._parts.file: ""}
        if kind == "json":
            try:
                written = save_conversation(answered, name)
            except SavedConversationInvalid:
                return {self._parts.notice: escape(self._texts["page.save_refused"])}
        else:
            written = write_publication(
                conversation_publication(
                    answered, self._screen.current().documents, self._screen.language, name
                ),
                kind,
            )
        content = base64.b64encode(written).decode()
        # Letters and figures alone: what else is in a name may mean something to a file system.
        called = "-".join(re.findall(r"\w+", name.lower())) or self._texts["page.file_name"]
        title = f"{called}-{answered[-1].at:%Y-%m-%d}.{kind}"
        # The id is new each time, so that the same file can be asked for twice.
        return {
            self._parts.file: f'<p id="file-{secrets.token_hex(4)}" title="{title}">{content}</p>'
        }

    def _without_asides(self) -> Changes:
        """Return what closes everything that is beside the conversation."""
        return {
            self._parts.notice: "",
            self._parts.warning: gr.Column(visible=False),
            self._parts.warning_text: "",
            self._parts.judging: gr.Column(visible=False),
            self._parts.judging_text: "",
            self._parts.judged: None,
            self._parts.reason: "",
            self._parts.further: "",
            **self._forgotten(),
        }

    def _forgotten(self) -> Changes:
        """Return what forgets the conversation that was cleared."""
        return {self._parts.cleared: Conversation(), self._parts.undoing: gr.Row(visible=False)}

    def _ended(self, step: Step, question: str) -> Changes:
        """Return what the end of an answer changes; without one, the question is in its box."""
        is_empty = not step.conversation.answered
        changes: Changes = {
            self._parts.notice: escape(step.notice),
            self._parts.held: hold(step.conversation.answered),
            self._parts.examples: gr.Column(visible=is_empty),
        }
        if step.notice:
            changes[self._parts.box] = question
        return changes
