"""The parts of the page that events change."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import gradio as gr

Changes = dict[Any, Any]
# Given by Gradio where a function asks for it.
Request = gr.Request | None


@dataclass(frozen=True, slots=True)
class Parts:
    """The parts of the page that change."""

    conversation: gr.State
    held: gr.Markdown
    cleared: gr.State
    name: gr.Textbox
    judged: gr.State
    chat: gr.Chatbot
    panel: gr.Markdown
    further: gr.Markdown
    examples: gr.Column
    box: gr.Textbox
    notice: gr.Markdown
    undoing: gr.Row
    warning: gr.Column
    warning_text: gr.Markdown
    judging: gr.Column
    judging_text: gr.Markdown
    reason: gr.Textbox
    file: gr.Markdown
    within: gr.Accordion
    chosen: gr.CheckboxGroup
    pending: gr.Markdown

    def all(self) -> list[Any]:
        """Return every part, as Gradio wants to know what an event may change."""
        return [getattr(self, name) for name in self.__dataclass_fields__]
