"""Question, passages, answer, verified citations: the assistant itself.

>>> from assistant import Settings, open_assistant
>>> with open_assistant(Settings()) as assistant:
...     reply = assistant.ask("Wat is publieke verantwoording?")

Importing this package loads neither torch nor gradio; what is heavy is loaded when first used.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from assistant.answer import Answer, Citation, Draft, Outcome, Reply, Turn
from assistant.errors import QuestionError
from assistant.settings import Settings

if TYPE_CHECKING:
    from assistant.service import Assistant, open_assistant

__all__ = [
    "Answer",
    "Assistant",
    "Citation",
    "Draft",
    "Outcome",
    "QuestionError",
    "Reply",
    "Settings",
    "Turn",
    "open_assistant",
]


def __getattr__(name: str) -> Any:
    if name in ("Assistant", "open_assistant"):
        from assistant import service

        return getattr(service, name)
    raise AttributeError(f"module 'assistant' has no attribute {name!r}")
