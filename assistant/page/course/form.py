"""What was chosen on the page, from a form that was sent, and back into a form."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

from starlette.requests import Request

from assistant.course.request import (
    AUDIENCE_CHARACTERS_MAX,
    KINDS,
    LENGTHS,
    SEED_MAX,
    SUBJECT_CHARACTERS_MAX,
    CourseRequest,
    Kind,
    Length,
    SubjectKind,
)
from assistant.page.course.subjects import Subjects
from assistant.page.site.forms import fields_in
from corpus import Language
from corpus.items import ID_CHARACTERS_MAX, ID_PATTERN

_FIELDS_MAX: Final = 600


@dataclass(frozen=True, slots=True)
class Form:
    """What stands in the form.

    :param subject: the name of one of the subjects that the library has, or whatever was typed;
        empty: everything.
    :param shown: the kind whose items are looked at.
    :param redraw: the item for which another was asked with this press of a button.
    :param file: the file that was asked for.
    """

    subject: str = ""
    audience: str = ""
    length: Length = "normal"
    kinds: tuple[Kind, ...] = KINDS
    seed: int = 1
    shown: Kind | None = None
    without: tuple[str, ...] = ()
    redrawn: tuple[str, ...] = ()
    redraw: str = ""
    file: str = ""

    def requests(self, language: Language, subjects: Subjects) -> tuple[CourseRequest, ...]:
        """Return the requests that the form can mean, with nothing left out yet.

        What is typed may be what many sentences name, such as a role, or else a question.
        """
        meant = subjects.meant_by(self.subject)
        return tuple(self._request(kind, subject, language) for kind, subject in meant)

    def _request(self, kind: SubjectKind, subject: str, language: Language) -> CourseRequest:
        return CourseRequest(
            subject_kind=kind,
            subject=subject,
            language=language,
            audience=self.audience.strip(),
            length=self.length,
            kinds=self.kinds,
            seed=self.seed,
            redrawn=(*self.redrawn, self.redraw) if self.redraw else self.redrawn,
        )

    def with_redrawn(self) -> Form:
        """Return the form after the item that was asked for has come."""
        redrawn = (*self.redrawn, self.redraw) if self.redraw else self.redrawn
        return replace(self, redrawn=redrawn, redraw="")


async def form_in(request: Request) -> Form | None:
    """Return the form that was sent; ``None`` if it is no form, or a far too long one.

    What is not one of the choices becomes the default.
    """
    fields = await fields_in(request, _FIELDS_MAX)
    return None if fields is None else _form(fields)


def _form(fields: Mapping[str, Sequence[str]]) -> Form:
    def one(name: str) -> str:
        # The last: a button may stand for another value than the one that the form remembers.
        return fields.get(name, [""])[-1]

    length, seed = one("length"), one("seed").strip()
    return Form(
        subject=one("subject")[: SUBJECT_CHARACTERS_MAX + 1],
        audience=one("audience")[:AUDIENCE_CHARACTERS_MAX],
        length=next((known for known in LENGTHS if known == length), "normal"),
        kinds=tuple(known for known in KINDS if known in fields.get("kinds", ())) or KINDS,
        shown=next((known for known in KINDS if known == one("shown")), None),
        seed=min(int(seed), SEED_MAX) if re.fullmatch(r"[0-9]{1,9}", seed) else 1,
        without=_ids(fields.get("without", ())),
        redrawn=_ids(fields.get("redrawn", ())),
        redraw=next(iter(_ids([one("redraw")])), ""),
        file=one("file"),
    )


def _ids(values: Sequence[str]) -> tuple[str, ...]:
    return tuple(
        one for one in values if len(one) <= ID_CHARACTERS_MAX and re.fullmatch(ID_PATTERN, one)
    )
