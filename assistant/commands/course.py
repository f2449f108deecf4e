"""``assistant course``: course material with a source under every line."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from assistant.commands.options import Documents, known_language
from assistant.commands.unreached import told_in
from assistant.course.errors import FolderInUse, SubjectUnknown
from assistant.course.request import (
    AUDIENCE_CHARACTERS_MAX,
    KINDS,
    LENGTHS,
    SEED_MAX,
    CourseRequest,
    Kind,
    Length,
    SubjectKind,
)
from assistant.errors import UsageProblem
from assistant.settings import read_settings
from corpus import Language, detect_language

if TYPE_CHECKING:
    from assistant.course.course import Course
    from assistant.course.files import TextFormat

_DEFAULT_FOLDER = Path("course-material")
_SHOWN_CHARACTERS = 70
_IN_PACK: tuple[Kind, ...] = ("programme", "cases", "exercises", "quiz")


def course(
    subject: Annotated[
        str | None, typer.Argument(help="A question or a subject, in quotation marks.")
    ] = None,
    element: Annotated[
        str | None,
        typer.Option(metavar="N", help="Number or name of an element, instead of a subject."),
    ] = None,
    dimension: Annotated[
        str | None,
        typer.Option(metavar="N", help="Number (from 1) or name of a dimension."),
    ] = None,
    document: Annotated[
        str | None, typer.Option(metavar="ID", help="One document, by its id.")
    ] = None,
    role: Annotated[
        str | None, typer.Option(metavar="NAME", help="A role, such as wethouder or alderman.")
    ] = None,
    library: Annotated[bool, typer.Option("--library", help="The whole library.")] = False,
    language: Annotated[
        str | None, typer.Option(help="nl or en; default: that of the subject, else nl.")
    ] = None,
    audience: Annotated[
        str, typer.Option(metavar="WHO", help="Whom it is for, such as: new council members.")
    ] = "",
    length: Annotated[str, typer.Option(help=f"{', '.join(LENGTHS)}.")] = "normal",
    kinds: Annotated[
        str, typer.Option(metavar="LIST", help=f"With commas between them: {', '.join(KINDS)}.")
    ] = ",".join(KINDS),
    seed: Annotated[int, typer.Option(help="Another number gives another choice of items.")] = 1,
    without: Annotated[
        list[str] | None,
        typer.Option(metavar="ID", help="Leave this item out; may be given more than once."),
    ] = None,
    redraw: Annotated[
        list[str] | None,
        typer.Option(
            metavar="ID", help="Put another item in its place; may be given more than once."
        ),
    ] = None,
    out: Annotated[
        Path, typer.Option(metavar="DIR", help="New or empty folder for the files.")
    ] = _DEFAULT_FOLDER,
    file_format: Annotated[
        str,
        typer.Option("--format", help="docx, odt, md or all; slides are always .pptx."),
    ] = "docx",
    pack: Annotated[
        bool,
        typer.Option(
            "--pack",
            help="Also one PDF to print for the trainer: programme, notes, cases, exercises, answers.",
        ),
    ] = False,
    only_list: Annotated[
        bool, typer.Option("--list", help="Print the items with their ids; write nothing.")
    ] = False,
    documents: Documents = None,
) -> None:
    """Make course material.

    A handout, a quiz, cases, exercises, flashcards, a glossary, a programme and slides. Every item stands on a
    quotation from the documents. The same seed gives the same material.
    """
    subject_kind, wanted = _subject(subject, element, dimension, document, role, library)
    request = CourseRequest(
        subject_kind=subject_kind,
        subject=wanted,
        language=_language(language, wanted if subject_kind in ("question", "role") else ""),
        audience=_audience(audience),
        length=_length(length),
        kinds=_kinds(kinds),
        seed=_seed(seed),
        without=frozenset(without or ()),
        redrawn=tuple(redraw or ()),
    )
    if pack and not set(request.kinds) & set(_IN_PACK):
        raise UsageProblem(f"--pack holds {', '.join(_IN_PACK)}; name one of them with --kinds.")
    formats = _formats(file_format)
    settings = read_settings(documents=documents)
    from assistant.course.course import make_course
    from assistant.course.files import require_free, write_course
    from assistant.publishing.pdf import OfficeMissing, office
    from assistant.service import open_assistant

    try:
        if pack:
            office()
        if not only_list:
            require_free(out, request.language)
        with told_in(request.language), open_assistant(settings) as assistant:
            now = datetime.now().astimezone()
            made = make_course(assistant, request, now)
            _require_known(request, made)
            if only_list:
                _print_items(made)
                return
            paths = write_course(made, assistant.documents, out, formats, with_pack=pack)
    except (SubjectUnknown, FolderInUse, OfficeMissing) as error:
        raise UsageProblem(str(error)) from error
    for path in paths:
        print(path)
    for reason in made.impossible.values():
        print(reason)


def _subject(
    subject: str | None,
    element: str | None,
    dimension: str | None,
    document: str | None,
    role: str | None,
    library: bool,
) -> tuple[SubjectKind, str]:
    given: list[tuple[SubjectKind, str]] = []
    named: Sequence[tuple[SubjectKind, str | None]] = (
        ("question", subject),
        ("element", element),
        ("dimension", dimension),
        ("document", document),
        ("role", role),
    )
    given = [(kind, value) for kind, value in named if value is not None]
    if library:
        given.append(("library", ""))
    if len(given) != 1:
        raise UsageProblem(
            'Give one subject, as in: assistant course "…", or one of --element, --dimension, '
            "--document, --role and --library."
        )
    return given[0]


def _language(value: str | None, subject: str) -> Language:
    if (language := known_language(value)) is not None:
        return language
    return detect_language(subject, "nl", is_question=True) if subject.strip() else "nl"


def _length(value: str) -> Length:
    for length in LENGTHS:
        if value == length:
            return length
    raise UsageProblem(f"--length {value} is not known; use {', '.join(LENGTHS)}.")


def _kinds(value: str) -> tuple[Kind, ...]:
    asked = [part.strip() for part in value.split(",") if part.strip()]
    unknown = [part for part in asked if part not in KINDS]
    if unknown or not asked:
        named = ", ".join(unknown) or "nothing"
        raise UsageProblem(f"--kinds names {named}; use one or more of {', '.join(KINDS)}.")
    return tuple(kind for kind in KINDS if kind in asked)


def _audience(value: str) -> str:
    if len(value) > AUDIENCE_CHARACTERS_MAX:
        raise UsageProblem(
            f"--audience is too long; use at most {AUDIENCE_CHARACTERS_MAX} characters."
        )
    return value


def _seed(value: int) -> int:
    if not 0 <= value <= SEED_MAX:
        raise UsageProblem(f"--seed {value} cannot be used; use a number from 0 to {SEED_MAX}.")
    return value


def _formats(value: str) -> tuple[TextFormat, ...]:
    match value:
        case "docx" | "odt" | "md":
            return (value,)
        case "all":
            return ("docx", "odt", "md")
        case _:
            raise UsageProblem(f"--format {value} is not known; use docx, odt, md or all.")


def _require_known(request: CourseRequest, made: Course) -> None:
    """Check that every id to leave out or to redraw is that of an item."""
    unknown = sorted((request.without | set(request.redrawn)) - made.known_ids)
    if unknown:
        raise UsageProblem(
            f"There is no item {', '.join(unknown)} in this course; --list prints the ids."
        )


def _print_items(made: Course) -> None:
    for kind, items in made.items.items():
        print(f"{kind}:")
        for item in items:
            shown = " ".join(item.label.split())
            if len(shown) > _SHOWN_CHARACTERS:
                shown = f"{shown[: _SHOWN_CHARACTERS - 1]}…"
            print(f"  {item.id}  {shown}")
