"""How course material reads: each kind as a publication."""

from assistant.course.layout.publication import publication_of

__all__ = ["publication_of"]
