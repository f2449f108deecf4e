"""Errors of the chat page.

corpus.errors.AssistantError
└── AddressUnavailable   the page cannot listen on the address in the settings
"""

from __future__ import annotations

from corpus import AssistantError


class AddressUnavailable(AssistantError):
    """The page cannot listen on the host and port in the settings."""
