"""What the assistant gives back: an answer, the citations it rests on, the passages it came from."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

from assistant.bold import without_bold
from assistant.evidence.subject import Evidence
from corpus import Language
from corpus.document import Standing
from index.ranking import RankedPassage

# Why a quotation does not carry a statement.
Objection = Literal[
    "markup",
    "language",
    "untranslated",
    "numbers",
    "names",
    "qualification",
    "negation",
    "order",
    "content",
    "entailment",
    "judged",
]
StatementState = Literal["grounded", "ungrounded", "missing"]
# Why the answer is one of quotations although a chat model was asked.
Fallback = Literal["timed_out", "unavailable", "cut_off", "unusable"]
Outcome = Literal[
    "answered",
    "partly_answered",
    "unclear",
    "not_in_sources",
    "outside_subject",
    "about_assistant",
    "courtesy",
]

# What was asked is not answered; ``unclear`` asks back.
REFUSALS: frozenset[Outcome] = frozenset({"unclear", "not_in_sources", "outside_subject"})


@dataclass(frozen=True, slots=True)
class Turn:
    """One earlier message of the conversation, as the client sends it."""

    role: Literal["user", "assistant"]
    content: str


@dataclass(frozen=True, slots=True)
class Citation:
    """A quotation that can be checked: ``original[start:end] == quote`` in its document.

    ``translation`` is a working translation of the quote, only where the reader's language is
    not the document's; ``page`` the one that it begins on, where the document has pages;
    ``standing``: of when the document is, and whether it still holds.
    """

    number: int
    document: str
    title: str
    language: Language
    section: tuple[str, ...]
    quote: str
    start: int
    end: int
    translation: str | None = None
    page: int | None = None
    standing: Standing = field(default_factory=Standing)


@dataclass(frozen=True, slots=True)
class Nearby:
    """A sentence that comes near a question but does not answer it, by its place."""

    document: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Answer:
    """An answer in Markdown with markers such as ``[1]``; only one from the sources has citations.

    Every marker in ``text`` has its citation and every citation its marker. ``readings`` are the
    questions that an unclear one may have meant; ``nearby`` is what comes closest to one that the
    sources leave open; ``elsewhere`` the document that does answer what those chosen do not.
    """

    text: str
    language: Language
    outcome: Outcome
    writer: str
    citations: tuple[Citation, ...] = ()
    readings: tuple[str, ...] = ()
    nearby: tuple[Nearby, ...] = ()
    elsewhere: str | None = None

    @property
    def plain_text(self) -> str:
        """The text without the marks that set the sentence that answers in bold."""
        return without_bold(self.text)

    @property
    def is_from_sources(self) -> bool:
        """Tell whether the answer, or a part of it, stands in the sources."""
        return self.outcome in ("answered", "partly_answered")

    @property
    def is_refusal(self) -> bool:
        """Tell whether the sources did not answer the question."""
        return self.outcome in REFUSALS


@dataclass(frozen=True, slots=True)
class CheckedStatement:
    """A statement of a chat model after verification.

    ``citation``: the quotation that was found, ``None`` if it stands nowhere in what the model was
    given; ``objection``: why it does not carry the statement; ``is_reattributed``: it was found in
    another passage than the one named.
    """

    text: str
    is_cited: bool
    citation: Citation | None = None
    objection: Objection | None = None
    is_reattributed: bool = False

    @property
    def state(self) -> StatementState:
        """Grounded in a quotation that carries it, cited without such a one, or not cited."""
        if not self.is_cited:
            return "missing"
        is_grounded = self.citation is not None and self.objection is None
        return "grounded" if is_grounded else "ungrounded"


@dataclass(frozen=True, slots=True)
class ModelWork:
    """What a chat model did for an answer.

    ``statements``: everything it wrote, also what was not shown; ``fallback``: why none of it was.
    """

    statements: tuple[CheckedStatement, ...] = ()
    fallback: Fallback | None = None

    def count(self, state: StatementState) -> int:
        """Return the number of statements in a state."""
        return sum(statement.state == state for statement in self.statements)


@dataclass(frozen=True, slots=True)
class Draft:
    """An answer that is still being written.

    ``text`` is Markdown with whole markers only. The numbers in ``pending`` are markers whose
    quotation is not checked yet; the others stand in ``citations``. Each draft replaces the one
    before it: what does not hold is gone from the next.
    """

    text: str
    language: Language
    standalone_question: str
    citations: tuple[Citation, ...] = ()
    pending: frozenset[int] = frozenset()

    def __add__(self, later: Draft | Reply) -> Draft | Reply:
        """Return what replaces this draft, which is how LangChain adds up what is streamed."""
        return later


@dataclass(frozen=True, slots=True)
class Reply:
    """An answer with the way to it.

    ``passages`` are those found, best first; ``standalone_question`` is the question as it was
    searched for (the question itself unless it was a follow-up); ``evidence`` is how near the
    sources come to it; ``model_work`` what a chat model did, if one was asked; ``documents`` the ids
    of those that the question was limited to, none if it was asked of all; ``timings_ms`` names
    each stage.
    """

    question: str
    standalone_question: str
    answer: Answer
    passages: tuple[RankedPassage, ...] = ()
    evidence: Evidence | None = None
    model_work: ModelWork | None = None
    documents: tuple[str, ...] = ()
    timings_ms: dict[str, float] = field(default_factory=dict)
