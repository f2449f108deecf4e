"""What a course is about: the sentences of the sources that belong to its subject."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final, Never

from assistant.answer import REFUSALS
from assistant.course.elements import dimensions_of, elements_of
from assistant.course.errors import SubjectNotCovered, SubjectUnknown
from assistant.course.excerpt import Excerpt, Place, excerpts_of
from assistant.course.request import SUBJECT_CHARACTERS_MAX, CourseRequest, SubjectKind
from assistant.errors import QuestionError
from assistant.service import Assistant
from assistant.texts import load_texts
from corpus import Document, Language
from corpus.glossary import mentioned_terms
from corpus.words import tokens

# Whoever wants "the whole library" wants an overview, and reads every sentence of it here.
LIBRARY_DOCUMENTS_MAX: Final = 100
# Of the ten passages that a search returns, those that come near the best one are on the subject:
# for "mandaat" the scores are 13, 11, 7, 4.5, 4.4 …, and the fourth is on another mandate.
_NEAR_SHARE: Final = 0.4
_ROLE_EXCERPTS_MIN: Final = 3


@dataclass(frozen=True, slots=True)
class Subject:
    """A subject that the library covers.

    ``excerpts`` are what the sources say on it: for a question the nearest first, else in the
    order of the text. ``answer`` has those that answer a question, the best first. ``note`` tells what the reader must know of the sources.
    """

    kind: SubjectKind
    title: str
    excerpts: tuple[Excerpt, ...]
    note: str = ""
    answer: tuple[Excerpt, ...] = ()

    @property
    def documents(self) -> tuple[Document, ...]:
        """The documents that it is drawn from, the first ones first."""
        return tuple({one.document.id: one.document for one in self.excerpts}.values())


def find_subject(assistant: Assistant, request: CourseRequest) -> Subject:
    """Return what the library says on the subject of a request.

    :raises SubjectUnknown: there is no such element, dimension or document.
    :raises SubjectNotCovered: the library does not cover the subject.
    """
    if len(request.subject) > SUBJECT_CHARACTERS_MAX:
        _refuse(SubjectUnknown, request, "subject_too_long", maximum=SUBJECT_CHARACTERS_MAX)
    if request.subject_kind != "library" and not request.subject.strip():
        _refuse(SubjectUnknown, request, "subject_empty")
    subject = _FINDERS[request.subject_kind](assistant, request)
    if not subject.excerpts:
        _refuse(SubjectNotCovered, request, "not_covered", subject=request.subject)
    return subject


def _of_element(assistant: Assistant, request: CourseRequest) -> Subject:
    elements = elements_of(_few_documents(assistant, request))
    if not elements:
        _refuse(SubjectNotCovered, request, "no_elements")
    wanted = _chosen(
        request.subject,
        [(str(one.number), one.name("nl"), one.name("en")) for one in elements],
    )
    if wanted is None:
        names = "; ".join(f"{one.number} {one.name(request.language)}" for one in elements)
        _refuse(SubjectUnknown, request, "no_such_element", subject=request.subject, names=names)
    element = elements[wanted]
    texts = load_texts(request.language)
    note = ""
    if len(element.numbers) > 1:
        note = texts["course.numbers_differ"].format(
            name=element.name(request.language),
            numbers=texts["course.and"].join(map(str, sorted(element.numbers))),
        )
    title = element.name(request.language)
    return Subject("element", title, element.excerpts, note)


def _of_dimension(assistant: Assistant, request: CourseRequest) -> Subject:
    elements = elements_of(_few_documents(assistant, request))
    dimensions = dimensions_of(elements)
    if not dimensions:
        _refuse(SubjectNotCovered, request, "no_elements")
    wanted = _chosen(
        request.subject,
        [(str(place), one.name("nl"), one.name("en")) for place, one in enumerate(dimensions, 1)],
    )
    if wanted is None:
        names = "; ".join(
            f"{place} {one.name(request.language)}" for place, one in enumerate(dimensions, 1)
        )
        _refuse(SubjectUnknown, request, "no_such_dimension", subject=request.subject, names=names)
    dimension = dimensions[wanted]
    excerpts = {
        one.place: one
        for element in elements
        if element.dimension.place == dimension.place
        for one in element.excerpts
    }
    title = dimension.name(request.language)
    return Subject("dimension", title, tuple(excerpts.values()))


def _of_document(assistant: Assistant, request: CourseRequest) -> Subject:
    document = assistant.documents.get(request.subject)
    if document is None:
        names = ", ".join(sorted(assistant.documents)[:12])
        _refuse(SubjectUnknown, request, "no_such_document", subject=request.subject, names=names)
    return Subject("document", document.title_in(request.language), excerpts_of(document))


def _of_role(assistant: Assistant, request: CourseRequest) -> Subject:
    """Find every sentence that names the role, in the reader's or the document's language."""
    documents = _few_documents(assistant, request)
    terms = [
        term
        for language in ("nl", "en")
        for term in mentioned_terms(request.subject, language, assistant.glossary)
    ]
    names: dict[Language, set[frozenset[str]]] = {
        language: {
            frozenset(words)
            for name in (request.subject, *(term.term(language) for term in terms))
            if (words := tokens(name, language))
        }
        for language in ("nl", "en")
    }
    excerpts = tuple(
        one for document in documents for one in excerpts_of(document) if _names(one, names)
    )
    if len(excerpts) < _ROLE_EXCERPTS_MIN:
        _refuse(SubjectNotCovered, request, "role_not_covered", subject=request.subject)
    return Subject("role", request.subject.strip(), excerpts)


def _of_library(assistant: Assistant, request: CourseRequest) -> Subject:
    documents = _few_documents(assistant, request)
    excerpts = tuple(one for document in documents for one in excerpts_of(document))
    title = load_texts(request.language)["course.whole_library"]
    return Subject("library", title, excerpts)


def _of_question(assistant: Assistant, request: CourseRequest) -> Subject:
    """Ask the assistant: what it refuses is not covered, what it finds near is the subject."""
    try:
        reply = assistant.ask(request.subject, language=request.language)
    except QuestionError as error:
        raise SubjectUnknown(str(error)) from error
    passages = [one for one in reply.passages if one.passage.kind != "outline"]
    if reply.answer.outcome in REFUSALS or not passages or not reply.answer.citations:
        _refuse(SubjectNotCovered, request, "not_covered", subject=request.subject)
    best = max(one.score for one in passages)
    cited = [(one.document, one.start, one.end) for one in reply.answer.citations]
    near = [one.passage for one in passages if one.score >= _NEAR_SHARE * best]
    excerpts: dict[Place, Excerpt] = {}
    answer: dict[tuple[int, int], Excerpt] = {}
    for identifier in dict.fromkeys([one[0] for one in cited] + [one.document for one in near]):
        for excerpt in excerpts_of(assistant.documents[identifier]):
            _, start, end = excerpt.place
            is_cited = False
            for place, (document, first, last) in enumerate(cited):
                if document == identifier and first <= start < last:
                    answer[place, start] = excerpt
                    is_cited = True
            is_near = any(
                one.document == identifier and one.start <= start and end <= one.end for one in near
            )
            if is_cited or is_near:
                excerpts[excerpt.place] = excerpt
    title = request.subject.strip()
    return Subject(
        "question",
        title,
        tuple(excerpts.values()),
        answer=tuple(one for _, one in sorted(answer.items())),
    )


_FINDERS: Final[Mapping[SubjectKind, Callable[[Assistant, CourseRequest], Subject]]] = {
    "question": _of_question,
    "element": _of_element,
    "dimension": _of_dimension,
    "document": _of_document,
    "role": _of_role,
    "library": _of_library,
}


def _chosen(wanted: str, names: Sequence[tuple[str, ...]]) -> int | None:
    """Return the place of the names that are meant: the same, or the only ones that hold it."""
    asked = " ".join(wanted.split()).casefold()
    for place, known in enumerate(names):
        if asked in {name.casefold() for name in known}:
            return place
    if asked.isdigit():
        return None
    holding = [
        place
        for place, known in enumerate(names)
        if any(asked in name.casefold() for name in known)
    ]
    return holding[0] if len(holding) == 1 else None


def _names(excerpt: Excerpt, names: Mapping[Language, set[frozenset[str]]]) -> bool:
    own = excerpt.document.language
    other: Language = "en" if own == "nl" else "nl"
    for language, text in ((own, excerpt.sentence.text), (other, excerpt.sentence.translation)):
        said = set(tokens(text or "", language))
        if any(words <= said for words in names[language]):
            return True
    return False


def _few_documents(assistant: Assistant, request: CourseRequest) -> tuple[Document, ...]:
    if len(assistant.documents) > LIBRARY_DOCUMENTS_MAX:
        _refuse(SubjectNotCovered, request, "library_too_large", maximum=LIBRARY_DOCUMENTS_MAX)
    return tuple(assistant.documents.values())


def _refuse(
    error: type[SubjectNotCovered | SubjectUnknown],
    request: CourseRequest,
    text: str,
    **values: object,
) -> Never:
    raise error(load_texts(request.language)[f"course.{text}"].format(**values))
