"""Errors of having a chat model write questions."""

from __future__ import annotations

from corpus import AssistantError


class EnrichmentFailed(AssistantError):
    """The chat model failed or wrote nothing that holds; the index is as it was."""
