"""What can be chosen as the subject of a course, from what the library has."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final, cast

from assistant.course.elements import dimensions_of, elements_of
from assistant.course.request import SubjectKind
from assistant.course.subject import LIBRARY_DOCUMENTS_MAX
from corpus import Document, Language

_WORDS_OF_A_NAME_MAX: Final = 3


@dataclass(frozen=True, slots=True)
class Choice:
    """One choice: the kind of subject and which one, as ``element:5``, and its name."""

    value: str
    name: str


@dataclass(frozen=True, slots=True)
class Subjects:
    """The choices, in groups under the key of the text that names the group."""

    groups: tuple[tuple[str, tuple[Choice, ...]], ...]
    is_small: bool

    def meant_by(self, typed: str) -> tuple[tuple[SubjectKind, str], ...]:
        """Return what a text may mean, the likeliest first: kinds of subject, and which one."""
        words = typed.split()
        if not self.is_small:
            return (("question", typed.strip()),)
        if not words:
            return (("library", ""),)
        name = " ".join(words).casefold()
        for _, choices in self.groups:
            for choice in choices:
                if choice.name.casefold() == name:
                    kind, _, chosen = choice.value.partition(":")
                    return ((cast(SubjectKind, kind), chosen),)
        question: tuple[SubjectKind, str] = ("question", typed.strip())
        is_name = len(words) <= _WORDS_OF_A_NAME_MAX and "?" not in typed
        return (("role", typed.strip()), question) if is_name else (question,)


def subjects_of(documents: Mapping[str, Document], language: Language) -> Subjects:
    """Return the choices for a reader of ``language``; of a large library only a question."""
    if len(documents) > LIBRARY_DOCUMENTS_MAX:
        return Subjects((), is_small=False)
    # Without their numbers: the shipped source gives some elements two.
    elements = elements_of(documents.values())
    groups = (
        (
            "course.page_elements",
            tuple(Choice(f"element:{one.number}", one.name(language)) for one in elements),
        ),
        (
            "course.page_dimensions",
            tuple(
                Choice(f"dimension:{place}", one.name(language))
                for place, one in enumerate(dimensions_of(elements), 1)
            ),
        ),
        (
            "course.page_documents",
            tuple(
                Choice(f"document:{one.id}", " ".join(one.title_in(language).split()))
                for one in documents.values()
            ),
        ),
    )
    return Subjects(tuple(group for group in groups if group[1]), is_small=True)
