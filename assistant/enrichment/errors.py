"""Errors of having a chat model write questions.

corpus.errors.AssistantError
└── EnrichmentFailed    the chat model failed or wrote nothing that holds; the index is as it was
"""

from __future__ import annotations

from corpus import AssistantError


class EnrichmentFailed(AssistantError):
    """The chat model failed or wrote nothing that holds; the index is as it was."""
