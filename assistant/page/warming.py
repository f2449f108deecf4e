"""Doing once, before anybody asks, what the first reader would otherwise wait for."""

from __future__ import annotations

import threading
from collections.abc import Callable

import gradio as gr

from assistant.page.editions import Edition


def warm_up(edition: Edition, warmed: Callable[[], None] = lambda: None) -> threading.Thread:
    """Start to load what Gradio and the search load at their first question; return at once.

    :param warmed: called when it is loaded.

    Gradio imports matplotlib at the first event, wanted or not (0.8 s); the first search fills
    the caches of model and index (0.5 s).
    """

    def run() -> None:
        try:
            with gr.utils.MatplotlibBackendMananger():
                pass
            edition.suggestions.warm_up()
        finally:
            # A Chroma server that is away just now keeps nobody out for good.
            warmed()

    thread = threading.Thread(target=run, daemon=True, name="warm-up")
    thread.start()
    return thread
