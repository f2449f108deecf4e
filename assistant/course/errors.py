"""Errors of making course material; ``str()`` is in the reader's language."""

from __future__ import annotations

from corpus import AssistantError


class SubjectUnknown(AssistantError):
    """There is no such element, dimension or document: wrong use."""


class SubjectNotCovered(AssistantError):
    """The library does not cover the subject: a refusal."""


class KindsNotPossible(AssistantError):
    """None of the kinds that were asked for can be made of this library."""


class NoOtherItem(AssistantError):
    """There is nothing else in the sources to put in an item's place."""


class FolderInUse(AssistantError):
    """The folder to write to holds files already."""
