"""Question, passages, answer, verified citations: the assistant itself.

>>> from assistant import Settings, open_assistant
>>> with open_assistant(Settings()) as assistant:
...     reply = assistant.ask("Wat is publieke verantwoording?")

Importing this package loads nothing; each name is loaded when it is first used.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from assistant.answer import Answer, Citation, Draft, Outcome, Reply, Turn
    from assistant.errors import QuestionError
    from assistant.service import Assistant, open_assistant
    from assistant.settings import Settings

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
_HOMES: Final = {
    "QuestionError": "errors",
    "Assistant": "service",
    "open_assistant": "service",
    "Settings": "settings",
}


def __getattr__(name: str) -> Any:
    if name in __all__:
        return getattr(import_module(f"assistant.{_HOMES.get(name, 'answer')}"), name)
    raise AttributeError(f"module 'assistant' has no attribute {name!r}")
