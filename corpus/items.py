"""The bank of course items of a document: goals, questions, cases and exercises.

An ``items.toml`` is written by people who know the document. Each item exists in both languages
and rests on sentences of the original, copied character for character.
"""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Final, Literal

from pydantic import BaseModel, ConfigDict, Field

from corpus.errors import DescriptionInvalid
from corpus.language import Language
from corpus.text_file import shown
from corpus.toml_file import read_toml

Level = Literal["remember", "understand", "apply", "analyse", "evaluate"]
ExerciseForm = Literal["own_work", "icebreaker", "stance"]
_Text = Annotated[str, Field(pattern=r"^\S(.*\S)?$")]  # one line, without margins
_Texts = tuple[_Text, ...]
ID_PATTERN: Final = r"^[a-z0-9]+(-[a-z0-9]+)+$"
ID_CHARACTERS_MAX: Final = 80
_Id = Annotated[str, Field(pattern=ID_PATTERN, max_length=ID_CHARACTERS_MAX)]


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Told(_Strict):
    """A text in both languages."""

    text_nl: _Text
    text_en: _Text

    def text(self, language: Language) -> str:
        """Return the text in one language."""
        return self.text_nl if language == "nl" else self.text_en


class Supported(Told):
    """A text with the sentence that carries it."""

    quote: str = Field(min_length=1)


class Option(Told):
    """An option of a choice, and why it is right or wrong."""

    why_nl: _Text
    why_en: _Text

    def why(self, language: Language) -> str:
        """Return the reason in one language."""
        return self.why_nl if language == "nl" else self.why_en


class Goal(Told):
    """What someone can do afterwards; reads on from "Afterwards you can"."""

    id: _Id
    subjects: _Texts = ()
    level: Level


class _Item(_Strict):
    id: _Id
    goal: _Text
    subjects: _Texts = ()

    @property
    def quotes(self) -> tuple[str, ...]:
        """The sentences that it rests on."""
        raise NotImplementedError


class _Quoting(_Item):
    quote: str = Field(min_length=1)

    @property
    def quotes(self) -> tuple[str, ...]:
        """The sentence that it rests on."""
        return (self.quote,)


class ChoiceItem(_Quoting):
    """A multiple-choice question; the first option is right, the three others are wrong."""

    level: Level
    stem_nl: _Text
    stem_en: _Text
    options: Annotated[tuple[Option, ...], Field(min_length=4, max_length=4)]

    def asked(self, language: Language) -> str:
        """Return the question in one language."""
        return self.stem_nl if language == "nl" else self.stem_en


class OpenItem(_Item):
    """An open question, with the points that a good answer holds."""

    level: Level
    question_nl: _Text
    question_en: _Text
    points: Annotated[tuple[Supported, ...], Field(min_length=1)]

    def asked(self, language: Language) -> str:
        """Return the question in one language."""
        return self.question_nl if language == "nl" else self.question_en

    @property
    def quotes(self) -> tuple[str, ...]:
        """The sentences that it rests on."""
        return tuple(one.quote for one in self.points)


class _Titled(_Item):
    title_nl: _Text
    title_en: _Text

    def asked(self, language: Language) -> str:
        """Return the title in one language."""
        return self.title_nl if language == "nl" else self.title_en


class CaseItem(_Titled):
    """A situation with a decision to take, and what the sources put for either side."""

    level: Level
    situation_nl: _Text
    situation_en: _Text
    hard_nl: _Text
    hard_en: _Text
    questions_nl: Annotated[_Texts, Field(min_length=1)]
    questions_en: Annotated[_Texts, Field(min_length=1)]
    sides: Annotated[tuple[Supported, ...], Field(min_length=2)]
    notes_nl: _Text
    notes_en: _Text

    def situation(self, language: Language) -> str:
        """Return what goes on, in one language."""
        return self.situation_nl if language == "nl" else self.situation_en

    def hard(self, language: Language) -> str:
        """Return what makes it hard, in one language."""
        return self.hard_nl if language == "nl" else self.hard_en

    def questions(self, language: Language) -> tuple[str, ...]:
        """Return what to discuss, in one language."""
        return self.questions_nl if language == "nl" else self.questions_en

    def notes(self, language: Language) -> str:
        """Return what a trainer can expect, in one language."""
        return self.notes_nl if language == "nl" else self.notes_en

    @property
    def quotes(self) -> tuple[str, ...]:
        """The sentences that it rests on."""
        return tuple(one.quote for one in self.sides)


class ExerciseItem(_Titled, _Quoting):
    """What participants do; ``fields`` are a form to fill in, or the statements to stand for."""

    form: ExerciseForm
    minutes: int = Field(gt=0)
    instruction_nl: _Text
    instruction_en: _Text
    fields_nl: _Texts = ()
    fields_en: _Texts = ()

    def instruction(self, language: Language) -> str:
        """Return what to do, in one language."""
        return self.instruction_nl if language == "nl" else self.instruction_en

    def fields(self, language: Language) -> tuple[str, ...]:
        """Return the form or the statements, in one language."""
        return self.fields_nl if language == "nl" else self.fields_en


BankItem = ChoiceItem | OpenItem | CaseItem | ExerciseItem


class _File(_Strict):
    goal: tuple[Goal, ...] = ()
    choice: tuple[ChoiceItem, ...] = ()
    open: tuple[OpenItem, ...] = ()
    case: tuple[CaseItem, ...] = ()
    exercise: tuple[ExerciseItem, ...] = ()

    @property
    def usable(self) -> tuple[BankItem, ...]:
        """Every item that can be used."""
        return (*self.choice, *self.open, *self.case, *self.exercise)


class ItemBank(_File):
    """The goals and items of a document; ``stale`` are ids whose quotations no longer stand in it.

    Stale items are in no other field.
    """

    stale: tuple[str, ...] = ()


def read_items(path: Path, original: str) -> ItemBank:
    """Read an items.toml and set the items apart whose quotations do not stand in the text.

    :raises DescriptionInvalid: naming the file, the item and what is wrong with it.
    :raises DocumentUnreadable: the file cannot be opened.
    """
    bank = read_toml(path, _File)
    goals, known = {one.id for one in bank.goal}, set[str]()
    for one in (*bank.goal, *bank.usable):
        if one.id in known:
            raise DescriptionInvalid(f"{shown(path)}: two have the id {one.id}; rename one.")
        known.add(one.id)
    for item in bank.usable:
        if item.goal not in goals:
            raise DescriptionInvalid(
                f"{shown(path)}: {item.id} names the goal {item.goal}, which is not in this file; "
                "name one that is."
            )
    stale = {one.id for one in bank.usable if any(quote not in original for quote in one.quotes)}
    return ItemBank(
        goal=bank.goal,
        choice=tuple(one for one in bank.choice if one.id not in stale),
        open=tuple(one for one in bank.open if one.id not in stale),
        case=tuple(one for one in bank.case if one.id not in stale),
        exercise=tuple(one for one in bank.exercise if one.id not in stale),
        stale=tuple(sorted(stale)),
    )
