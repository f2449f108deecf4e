"""What was chosen on the page, from a form that was sent, and back into a form."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final, cast

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
from assistant.page.site.forms import fields_in
from corpus import Language
from corpus.items import ID_CHARACTERS_MAX, ID_PATTERN

_FIELDS_MAX: Final = 600
# Subjects that are typed; the others are chosen from what the library has.
_TYPED: Final = ("question", "role")


@dataclass(frozen=True, slots=True)
class Form:
    """What stands in the form.

    :param about: the kind of subject, and behind a colon which one: ``element:5``.
    :param subject: what was typed for a question or a role.
    :param redraw: the item for which another was asked with this press of a button.
    :param file: the file that was asked for.
    """

    about: str = "library"
    subject: str = ""
    audience: str = ""
    length: Length = "normal"
    kinds: tuple[Kind, ...] = KINDS
    seed: int = 1
    without: tuple[str, ...] = ()
    redrawn: tuple[str, ...] = ()
    redraw: str = ""
    file: str = ""

    def request(self, language: Language) -> CourseRequest:
        """Return the request that the form makes, with nothing left out yet."""
        kind, _, chosen = self.about.partition(":")
        return CourseRequest(
            subject_kind=cast(SubjectKind, kind),
            subject=self.subject.strip() if kind in _TYPED else chosen,
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


async def form_in(request: Request, subjects: Sequence[str]) -> Form | None:
    """Return the form that was sent; ``None`` if it is no form, or a far too long one.

    What is not one of the choices becomes the default.

    :param subjects: the values of ``about`` that this library has.
    """
    fields = await fields_in(request, _FIELDS_MAX)
    return None if fields is None else _form(fields, subjects)


def _form(fields: Mapping[str, Sequence[str]], subjects: Sequence[str]) -> Form:
    def one(name: str) -> str:
        return fields.get(name, [""])[0]

    about, length, seed = one("about"), one("length"), one("seed").strip()
    return Form(
        about=about if about in subjects else subjects[0],
        subject=one("subject")[: SUBJECT_CHARACTERS_MAX + 1],
        audience=one("audience")[:AUDIENCE_CHARACTERS_MAX],
        length=next((known for known in LENGTHS if known == length), "normal"),
        kinds=tuple(known for known in KINDS if known in fields.get("kinds", ())) or KINDS,
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
