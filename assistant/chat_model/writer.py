"""The writer that is a chat model: its statements, checked one by one, become an answer."""

from __future__ import annotations

import re
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

from assistant.answer import Answer, CheckedStatement, Citation, Draft, Fallback, ModelWork
from assistant.chat_model.checking import Checker, compare_by
from assistant.chat_model.entailment import Entailment
from assistant.chat_model.judge import judged
from assistant.chat_model.prompting import Form, answer_messages, source_ids
from assistant.chat_model.reading import CutOff, ModelReader, TimedOut, Unavailable
from assistant.chat_model.statements import (
    STATEMENTS_MAX,
    WrittenStatement,
    is_cut_off,
    read_statements,
)
from assistant.texts import load_texts
from assistant.writing.composition import plain
from corpus import Document, Language
from index.passages import Passage
from index.ranking import RankedPassage
from index.search import SearchIndex

# Often enough to read along with, seldom enough not to parse the text at every token.
_DRAFT_EVERY_S: Final = 0.08
_DRAFT_EVERY_CHARACTERS: Final = 500
_BULLET: Final = re.compile(r"^(?:[-*•]|\d{1,2}[.)])\s+")


@dataclass(frozen=True, slots=True)
class Task:
    """What a chat model is asked to answer, and from what.

    ``question`` stands on its own; ``quoted`` is the answer of quotations: what is shown when the
    model fails.
    """

    question: str
    language: Language
    passages: Sequence[RankedPassage]
    quoted: Answer
    deadline: float


@dataclass(frozen=True, slots=True)
class Written:
    """The finished answer, and what the model did for it.

    ``first_text_s``: seconds from the call to the first words shown; ``None`` if none were.
    """

    answer: Answer
    work: ModelWork
    first_text_s: float | None


@dataclass(frozen=True, slots=True)
class ChatModelWriter:
    """Has a chat model write answers, and shows only what a quotation carries.

    :param name: what the answer calls its writer.
    :param count: passages that the model gets to read.
    """

    reader: ModelReader
    name: str
    form: Form
    count: int
    index: SearchIndex
    entailment: Entailment
    documents: Mapping[str, Document]
    use_judge: bool = False

    def write(self, task: Task) -> Iterator[Draft | Written]:
        """Yield the answer as it grows, last the finished one.

        Whatever the model or its server does, the last is an answer, at the latest at the deadline.
        """
        began = time.monotonic()
        chosen = _choose_passages(task, self.count)
        sources = dict(zip(source_ids(len(chosen)), chosen, strict=True))
        others = [ranked.passage for ranked in task.passages if ranked.passage not in chosen]
        checker = Checker(
            sources,
            others,
            self.documents,
            task.language,
            task.question,
            compare_by(
                self.index.word_weights,
                self.index.known_words,
                self.entailment.log_odds,
                [*chosen, *others],
            ),
        )
        messages = answer_messages(task.question, sources, task.language, self.form)
        checked: list[CheckedStatement] = []
        text, shown, first_text_s, looked, read = "", "", None, 0.0, 0
        try:
            pieces = self.reader.read(
                messages, task.deadline, is_structured=self.form == "structured"
            )
            for piece in pieces:
                text += piece
                is_soon = time.monotonic() - looked < _DRAFT_EVERY_S
                if is_soon and len(text) - read < _DRAFT_EVERY_CHARACTERS:
                    continue
                looked, read = time.monotonic(), len(text)
                written = read_statements(text, self.form, is_whole=False)
                self._check_new(written, checked, checker, task)
                draft = _draft(checked, written[len(checked) :], task)
                if draft.text and draft.text != shown:
                    first_text_s = first_text_s or time.monotonic() - began
                    shown = draft.text
                    yield draft
                if len(checked) >= STATEMENTS_MAX:
                    break
            else:
                if is_cut_off(text, self.form):
                    raise CutOff
                written = read_statements(text, self.form, is_whole=True)
                self._check_new(written, checked, checker, task)
            pieces.close()
        except (TimedOut, Unavailable, CutOff) as error:
            yield _fall_back(task, checked, _reason(error), first_text_s)
            return
        work = ModelWork(tuple(checked))
        if not work.count("grounded"):
            yield _fall_back(task, checked, "unusable", first_text_s)
            return
        yield Written(_compose(checked, task, self.name), work, first_text_s)

    def _check_new(
        self,
        written: Sequence[WrittenStatement],
        checked: list[CheckedStatement],
        checker: Checker,
        task: Task,
    ) -> None:
        """Check the statements that were completed since the last time, up to the most there are."""
        for statement in written[len(checked) : STATEMENTS_MAX]:
            if not statement.is_complete:
                return
            bare = replace(statement, text=_BULLET.sub("", statement.text))
            result = checker.check(bare)
            if self.use_judge:
                result = judged(result, self.reader, task.deadline)
            checked.append(result)


def _choose_passages(task: Task, count: int) -> list[Passage]:
    """Return the passages to answer from: those that the quotations are from, then the best."""
    passages = [ranked.passage for ranked in task.passages]

    def is_quoted(passage: Passage) -> bool:
        return any(
            citation.document == passage.document
            and passage.start <= citation.start
            and citation.end <= passage.end
            for citation in task.quoted.citations
        )

    chosen = sorted(passages, key=lambda passage: not is_quoted(passage))[:count]
    return [passage for passage in passages if passage in chosen]


def _draft(
    checked: Sequence[CheckedStatement], unfinished: Sequence[WrittenStatement], task: Task
) -> Draft:
    """Return what can be read so far: what holds, and the statement that is being written."""
    body, citations = _body(checked)
    pending: frozenset[int] = frozenset()
    if unfinished and unfinished[0].text:
        number = len(citations) + 1
        body = f"{body}\n\n{plain(_BULLET.sub('', unfinished[0].text))} [{number}]".strip()
        pending = frozenset((number,))
    return Draft(body, task.language, task.question, citations, pending)


def _compose(checked: Sequence[CheckedStatement], task: Task, name: str) -> Answer:
    """Return the answer of the statements that hold, and how many were left out."""
    texts = load_texts(task.language)
    body, citations = _body(checked)
    dropped = sum(statement.state != "grounded" for statement in checked)
    if dropped:
        line = texts["answer.left_out_one" if dropped == 1 else "answer.left_out"]
        body += f"\n\n*{line.format(count=dropped)}*"
    return Answer(body, task.language, task.quoted.outcome, name, citations)


def _body(checked: Sequence[CheckedStatement]) -> tuple[str, tuple[Citation, ...]]:
    """Return the statements that hold, each once, with the quotation that they rest on below them.

    Of a statement that does not, the quotation alone is shown: it is true whatever was made of it.
    """
    citations: dict[tuple[str, int, int], Citation] = {}
    sentences: dict[int, list[str]] = {}
    for statement in checked:
        found = statement.citation
        if found is None:
            continue
        key = (found.document, found.start, found.end)
        number = citations.setdefault(key, replace(found, number=len(citations) + 1)).number
        resting = sentences.setdefault(number, [])
        sentence = f"{plain(statement.text)} [{number}]"
        if statement.state == "grounded" and sentence not in resting:
            resting.append(sentence)
    parts: list[str] = []
    for cited in citations.values():
        quote = " ".join((cited.translation or cited.quote).split())
        parts += filter(None, [" ".join(sentences[cited.number])])
        parts.append(f"> “{plain(quote)}” [{cited.number}]")
    return "\n\n".join(parts), tuple(citations.values())


def _fall_back(
    task: Task,
    checked: Sequence[CheckedStatement],
    reason: Fallback,
    first_text_s: float | None,
) -> Written:
    """Return the answer of quotations, with a line that tells why."""
    line = load_texts(task.language)[f"answer.fallback_{reason}"]
    answer = replace(task.quoted, text=f"*{line}*\n\n{task.quoted.text}")
    return Written(answer, ModelWork(tuple(checked), reason), first_text_s)


def _reason(error: Exception) -> Fallback:
    if isinstance(error, TimedOut):
        return "timed_out"
    return "cut_off" if isinstance(error, CutOff) else "unavailable"
