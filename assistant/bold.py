"""The marks that set the sentence that answers in bold, in an answer's Markdown.

What is quoted is escaped, so two asterisks in an answer of quotations are always these.
"""

from __future__ import annotations

from typing import Final

_MARK: Final = "**"


def bold(text: str) -> str:
    """Return a text in bold."""
    return f"{_MARK}{text}{_MARK}"


def without_bold(text: str) -> str:
    """Return an answer as it is counted, compared and judged."""
    return text.replace(_MARK, "")
