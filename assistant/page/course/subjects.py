"""What can be chosen as the subject of a course, from what the library has."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from assistant.course.elements import dimensions_of, elements_of
from assistant.course.subject import LIBRARY_DOCUMENTS_MAX
from corpus import Document, Language


@dataclass(frozen=True, slots=True)
class Choice:
    """One choice: what the form sends, and its name for the reader."""

    value: str
    name: str


@dataclass(frozen=True, slots=True)
class Subjects:
    """The choices, in groups under the key of the text that names the group."""

    groups: tuple[tuple[str, tuple[Choice, ...]], ...]
    is_small: bool

    @property
    def values(self) -> tuple[str, ...]:
        """Every value that a form may send."""
        fixed = ("library", "question", "role") if self.is_small else ("question",)
        return (*fixed, *(one.value for _, choices in self.groups for one in choices))


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
                Choice(f"document:{one.id}", one.title_in(language)) for one in documents.values()
            ),
        ),
    )
    return Subjects(tuple(group for group in groups if group[1]), is_small=True)
