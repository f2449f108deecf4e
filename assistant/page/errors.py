"""Errors of the chat page."""

from __future__ import annotations

from corpus import AssistantError


class AddressUnavailable(AssistantError):
    """The page cannot listen on the host and port in the settings."""


class ThemeInvalid(AssistantError):
    """The file with an organisation's own colours cannot be used."""


class Stopping(AssistantError):
    """The server is being stopped, and takes no new questions."""


class DataUnreadable(AssistantError):
    """The folder with the model and the index cannot be read."""


class SavedConversationInvalid(AssistantError):
    """A file holds no conversation that can be gone on with."""
