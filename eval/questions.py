"""Question sets: what is asked, where the answer stands, and what it must hold.

One JSON object per line::

    {"id": "q001", "lang": "nl", "kind": "fact",
     "question": "…", "question_translated": "…",
     "history": [{"role": "user", "content": "…"}], "history_translated": [],
     "evidence": [{"doc": "tip-16-mandaat", "quote": "…"}],
     "facts": [["veertig", "40"], ["zestig", "60"]], "answerable": true}

``question_translated`` is the same question in the other language; it, ``history`` and
``history_translated`` may be left out. Every quote stands character for character in the original
of its document, any one of them may carry the answer. A right answer holds at least one
alternative (in lower case) of every list in ``facts``. ``group`` is the same for wordings of one
question; it too may be left out.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Annotated, Any, Final, Literal

from pydantic import BaseModel, ConfigDict, StringConstraints, ValidationError

from assistant.answer import Turn
from corpus import Document, Language, other_language
from eval.errors import QuestionsInvalid

_PLAIN_MESSAGES: Final = {
    "missing": "is missing; add it.",
    "extra_forbidden": "is not a field of a question; take it out or correct its name.",
    "string_too_short": "is empty; fill it.",
}


@dataclass(frozen=True, slots=True)
class Evidence:
    """A quote that may carry the answer, verbatim from a document's original."""

    document: str
    quote: str


@dataclass(frozen=True, slots=True)
class Question:
    """One question of a set.

    ``facts`` are groups of alternatives, all in lower case. ``kind`` is free text to group by; in
    the shipped set it describes the question in its first language. ``group``: wordings of one
    question share it.
    """

    id: str
    language: Language
    kind: str
    text: str
    evidence: tuple[Evidence, ...]
    facts: tuple[tuple[str, ...], ...]
    is_answerable: bool
    history: tuple[Turn, ...] = ()
    translated_text: str | None = None
    translated_history: tuple[Turn, ...] = ()
    group: str | None = None


_Filled = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1)]


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True)


class _TurnRecord(_Strict):
    role: Literal["user", "assistant"]
    content: _Filled


class _EvidenceRecord(_Strict):
    doc: _Filled
    # Not stripped: a quote is compared with its document character for character.
    quote: Annotated[str, StringConstraints(min_length=1)]


class _QuestionRecord(_Strict):
    id: _Filled
    lang: Language
    kind: _Filled
    question: _Filled
    group: _Filled | None = None
    question_translated: _Filled | None = None
    history: list[_TurnRecord] = []
    history_translated: list[_TurnRecord] = []
    evidence: list[_EvidenceRecord]
    facts: list[list[_Filled]]
    answerable: bool


def read_questions(path: Path, documents: Mapping[str, Document]) -> tuple[Question, ...]:
    """Read a question file and check it against the documents that it asks about.

    :raises QuestionsInvalid: with one line per mistake, each naming the file and the line.
    """
    try:
        text = path.read_bytes().decode("utf-8")
    except OSError as error:
        raise QuestionsInvalid(
            [f"{path} cannot be opened ({error.strerror}); name a question file (.jsonl)."]
        ) from error
    except UnicodeDecodeError as error:
        raise QuestionsInvalid(
            [f"{path} is not UTF-8 text (byte {error.start}); save it again as UTF-8."]
        ) from error
    lines = (
        (f"{path}, line {number}", line)
        for number, line in enumerate(text.split("\n"), start=1)
        if line.strip()
    )
    return check_questions(
        ((where, *_read_json(line)) for where, line in lines),
        documents,
        when_empty=f"{path} holds no questions; write one JSON object per line.",
    )


def check_questions(
    rows: Iterable[tuple[str, Mapping[str, Any] | None, str]],
    documents: Mapping[str, Document],
    when_empty: str,
) -> tuple[Question, ...]:
    """Check questions as plain values against the documents that they ask about.

    :param rows: for each: where it stands, its fields, and instead of fields what is wrong.
    :param when_empty: the problem when there are none at all.
    :raises QuestionsInvalid: with one line per mistake, each naming the place.
    """
    questions: list[Question] = []
    problems: list[str] = []
    first_place: dict[str, str] = {}
    for where, values, mistake in rows:
        if values is None:
            problems.append(f"{where}: {mistake}")
            continue
        record, mistakes = _parse(values)
        problems.extend(f"{where}: {mistake}" for mistake in mistakes)
        if record is None:
            continue
        if record.id in first_place:
            problems.append(
                f"{where}: the id {record.id!r} was used on {first_place[record.id]}; "
                "give each question an id of its own."
            )
        first_place.setdefault(record.id, where.rpartition(", ")[2])
        problems.extend(f"{where}: {mistake}" for mistake in _mistakes(record, documents))
        questions.append(_question(record))
    if not questions and not problems:
        problems.append(when_empty)
    if problems:
        raise QuestionsInvalid(problems)
    return tuple(questions)


def question_record(question: Question) -> dict[str, Any]:
    """Return a question as the plain values of a question file."""
    return {
        "id": question.id,
        "lang": question.language,
        "kind": question.kind,
        "question": question.text,
        "question_translated": question.translated_text,
        "group": question.group,
        "history": [asdict(turn) for turn in question.history],
        "history_translated": [asdict(turn) for turn in question.translated_history],
        "evidence": [{"doc": item.document, "quote": item.quote} for item in question.evidence],
        "facts": [list(alternatives) for alternatives in question.facts],
        "answerable": question.is_answerable,
    }


def question_from(values: Mapping[str, Any]) -> Question:
    """Return the question that :func:`question_record` has made plain.

    :raises ValueError: a field is missing or wrong.
    """
    return _question(_QuestionRecord.model_validate(values))


def questions_text(questions: Iterable[Question]) -> str:
    """Return the text of a question file."""
    lines = (json.dumps(question_record(one), ensure_ascii=False) for one in questions)
    return "".join(f"{line}\n" for line in lines)


def in_other_language(question: Question) -> Question | None:
    """Return the same question asked in the other language, ``None`` without a translation.

    Its id is that of the question with the language added: ``q001-en``.
    """
    if question.translated_text is None:
        return None
    language = other_language(question.language)
    return replace(
        question,
        id=f"{question.id}-{language}",
        language=language,
        text=question.translated_text,
        history=question.translated_history,
        translated_text=question.text,
        translated_history=question.history,
    )


def _read_json(line: str) -> tuple[Mapping[str, Any] | None, str]:
    try:
        values = json.loads(line)
    except (ValueError, RecursionError) as error:
        place = f", column {error.colno}" if isinstance(error, json.JSONDecodeError) else ""
        message = getattr(error, "msg", error)
        return None, f"not valid JSON ({message}{place}); correct this line."
    if not isinstance(values, dict):
        return None, "not a JSON object; write {...} with the fields of a question."
    return values, ""


def _parse(values: Mapping[str, Any]) -> tuple[_QuestionRecord | None, list[str]]:
    try:
        return _QuestionRecord.model_validate(values), []
    except ValidationError as error:
        return None, [
            f'"{_field(problem["loc"])}" '
            + _PLAIN_MESSAGES.get(problem["type"], f"is wrong: {problem['msg']}.")
            for problem in error.errors()
        ]


def _field(location: tuple[int | str, ...]) -> str:
    """Name a place in a record as it is written in code: ``evidence[0].quote``."""
    return "".join(
        f"[{part}]" if isinstance(part, int) else f".{part}" for part in location
    ).lstrip(".")


def _mistakes(record: _QuestionRecord, documents: Mapping[str, Document]) -> Iterator[str]:
    for position, evidence in enumerate(record.evidence):
        if evidence.doc not in documents:
            yield (
                f'"evidence[{position}].doc" names an unknown document {evidence.doc!r}; '
                f"use one of: {', '.join(sorted(documents))}."
            )
        elif evidence.quote not in documents[evidence.doc].original:
            yield (
                f'"evidence[{position}].quote" does not stand in {evidence.doc}, character for '
                f"character: {_shortened(evidence.quote)!r}; copy it from the original."
            )
    if record.answerable and not record.evidence:
        yield '"evidence" is empty; quote at least one passage, or set "answerable" to false.'
    if not record.answerable and (record.evidence or record.facts):
        yield '"answerable" is false but there is evidence or a fact; take one of them out.'
    for position, alternatives in enumerate(record.facts):
        if not alternatives:
            yield f'"facts[{position}]" is empty; give at least one alternative.'
        for alternative in alternatives:
            if alternative != alternative.lower():
                yield (
                    f'"facts[{position}]" holds {alternative!r}, which is never found because '
                    "answers are compared in lower case; write it in lower case."
                )
    if (record.question_translated or record.history_translated) and (
        [turn.role for turn in record.history] != [turn.role for turn in record.history_translated]
    ):
        yield '"history_translated" must hold the same turns as "history", in the same order.'


def _shortened(quote: str, characters: int = 60) -> str:
    return quote if len(quote) <= characters else f"{quote[:characters]}…"


def _question(record: _QuestionRecord) -> Question:
    return Question(
        id=record.id,
        language=record.lang,
        kind=record.kind,
        text=record.question,
        evidence=tuple(Evidence(item.doc, item.quote) for item in record.evidence),
        facts=tuple(tuple(alternatives) for alternatives in record.facts),
        is_answerable=record.answerable,
        history=_turns(record.history),
        translated_text=record.question_translated,
        translated_history=_turns(record.history_translated),
        group=record.group,
    )


def _turns(records: list[_TurnRecord]) -> tuple[Turn, ...]:
    return tuple(Turn(record.role, record.content) for record in records)
