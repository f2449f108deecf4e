"""Verdicts on answers: what the buttons below an answer and the box for a reason do."""

from __future__ import annotations

from collections.abc import Mapping
from html import escape
from typing import Final

import gradio as gr

from assistant.database import DatabaseUnavailable
from assistant.event_log import record
from assistant.feedback import FeedbackStore
from assistant.feedback.store import REASON_CHARACTERS_MAX, Verdict
from assistant.page.conversation import Conversation
from assistant.page.parts import Changes, Parts, Request
from assistant.personal_data import find_personal_data

_VERDICTS: Final[tuple[Verdict, ...]] = ("good", "poor")


class Verdicts:
    """What readers think of answers.

    :param feedback: where verdicts go; ``None``: readers are not asked for any.
    """

    def __init__(
        self, parts: Parts, texts: Mapping[str, str], feedback: FeedbackStore | None
    ) -> None:
        self._parts = parts
        self._texts = texts
        self._feedback = feedback

    def judge(
        self, asked: str, turn: int, conversation: Conversation, request: Request
    ) -> Changes | None:
        """Keep the verdict that a button asks for; ``None``: it asks for none."""
        verdict = next((one for one in _VERDICTS if one == asked), None)
        if verdict is None or not 1 <= turn <= len(conversation.answered):
            return None
        is_kept = self._keep(verdict, turn, conversation)
        record("feedback_given", "answer", verdict if is_kept else "failed", request)
        told = f"page.judged_{verdict}" if is_kept else "page.judging_failed"
        return {
            **self._told(told),
            self._parts.judging: gr.Column(visible=True),
            self._parts.judged: (verdict, turn) if is_kept else None,
            self._parts.reason: gr.Textbox("", visible=is_kept),
        }

    def give_reason(
        self, reason: str, judged: tuple[Verdict, int] | None, conversation: Conversation
    ) -> Changes:
        """Keep a reason beside the verdict that was given before."""
        if judged is None:
            return {self._parts.judging: gr.Column(visible=False)}
        if find_personal_data(reason):
            return self._told("page.reason_personal_data")
        if len(reason.strip()) > REASON_CHARACTERS_MAX:
            return self._told("page.reason_too_long")
        verdict, turn = judged
        if not self._keep(verdict, turn, conversation, reason):
            return self._told("page.judging_failed")
        return {**self._told("page.reason_kept"), self._parts.reason: gr.Textbox("", visible=False)}

    def close_reason(self) -> Changes:
        """Close what asks for a reason."""
        return {self._parts.judging: gr.Column(visible=False), self._parts.reason: ""}

    def _keep(
        self, verdict: Verdict, turn: int, conversation: Conversation, reason: str = ""
    ) -> bool:
        if self._feedback is None or turn > len(conversation.answered):
            return False
        answered = conversation.answered[turn - 1]
        try:
            self._feedback.add(answered.id, verdict, reason, answered.reply.question)
        except DatabaseUnavailable:
            return False
        return True

    def _told(self, key: str) -> Changes:
        return {self._parts.judging_text: f"<p>{escape(self._texts[key])}</p>"}
