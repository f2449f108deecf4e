"""What may be spoken from: documents, their reading, cleaning and structure."""

from corpus.document import Block, BlockKind, Document, Sentence
from corpus.errors import AssistantError, CorpusError
from corpus.language import LANGUAGES, Language, detect_language, other_language
from corpus.library import SHIPPED_DOCUMENTS, read_library

__all__ = [
    "LANGUAGES",
    "SHIPPED_DOCUMENTS",
    "AssistantError",
    "Block",
    "BlockKind",
    "CorpusError",
    "Document",
    "Language",
    "Sentence",
    "detect_language",
    "other_language",
    "read_library",
]
