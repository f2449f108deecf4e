"""Errors of the chat page.

corpus.errors.AssistantError
├── DataUnreadable            the folder with the model and the index cannot be read
├── AddressUnavailable        the page cannot listen on the address in the settings
├── ThemeInvalid              the file with an organisation's own colours cannot be used
├── SavedConversationInvalid  a file holds no conversation that can be gone on with
└── Stopping                  the server is being stopped, and takes no new questions
"""

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
