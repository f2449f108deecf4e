"""Errors of setting up a chat model."""

from __future__ import annotations

from corpus import AssistantError


class ChatModelUnavailable(AssistantError):
    """The chat model of the settings cannot be used; nothing was sent to it."""


class TracingRefused(AssistantError):
    """LangSmith tracing is switched on in the environment, and the settings do not allow it."""
