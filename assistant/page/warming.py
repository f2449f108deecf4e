"""Doing once, before anybody asks, what the first reader would otherwise wait for."""

from __future__ import annotations

import threading

import gradio as gr

from assistant.page.conversation import Assistant
from assistant.page.suggestions import Suggestions


def warm_up(assistant: Assistant) -> threading.Thread:
    """Start to load what Gradio and the search load at their first question; return at once.

    Gradio imports matplotlib at the first event, wanted or not (0.8 s); the first search fills
    the caches of model and index (0.5 s).
    """

    def run() -> None:
        with gr.utils.MatplotlibBackendMananger():
            pass
        Suggestions.of(assistant).warm_up()

    thread = threading.Thread(target=run, daemon=True, name="warm-up")
    thread.start()
    return thread
