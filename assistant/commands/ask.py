"""``assistant ask``: an answer with its quotations."""

from __future__ import annotations

import re
import sys
from collections.abc import Mapping
from typing import Annotated, Any

import typer

from assistant.answer import Reply, Turn
from assistant.commands.options import (
    AsJson,
    Documents,
    Input,
    Library,
    Within,
    chosen_library,
    known_language,
    print_json,
)
from assistant.commands.questions import QuestionLine, read_question_lines
from assistant.commands.unreached import told_in
from assistant.errors import QuestionError, UsageProblem
from assistant.reply_record import as_record
from assistant.standing import date_of, validity_of
from assistant.understanding.question import choose_documents, tidy_question
from corpus import Language, detect_language


def ask(
    question: Annotated[
        str | None, typer.Argument(help="The question, in quotation marks.")
    ] = None,
    documents: Documents = None,
    as_json: AsJson = False,
    questions: Input = None,
    language: Annotated[
        str | None, typer.Option(help="Language of the answer, nl or en; default: the question's.")
    ] = None,
    within: Within = None,
    library: Library = None,
) -> None:
    """Answer a question.

    Or every question of a file. Answers come with quotations from the documents.
    """
    if (question is None) == (questions is None):
        raise UsageProblem('Give one question, as in: assistant ask "…", or a file with --input.')
    if questions is not None and not as_json:
        raise UsageProblem("--input goes with --json; add --json.")
    wanted = known_language(language)
    lines = read_question_lines(questions) if questions is not None else []
    first = lines[0].question if question is None else question
    asked_in = wanted or detect_language(first, is_question=True)
    asked = chosen_library(documents, library, asked_in)
    if question is not None:
        # A question that cannot be answered is not worth the second that opening takes.
        tidy_question(question, asked.settings.question_characters_max, wanted)
    with told_in(asked_in), asked.open(asked_in) as assistant:
        chosen = choose_documents(within or (), assistant.documents)
        if question is not None:
            reply = assistant.ask(question, language=wanted, documents=chosen)
            if as_json:
                print_json(as_record(None, reply))
            else:
                print(_text(reply))
            return
        failed = False
        for line in lines:
            record = _answer_line(assistant.ask, line, wanted, chosen)
            failed = failed or "error" in record
            print_json(record)
    if failed:
        sys.exit(1)


def _answer_line(
    ask_one: Any, line: QuestionLine, language: Language | None, within: frozenset[str]
) -> Mapping[str, Any]:
    try:
        history = tuple(Turn(turn.role, turn.content) for turn in line.history)
        return as_record(line.id, ask_one(line.question, history, language, within))
    except QuestionError as error:
        return {"id": line.id, "question": line.question, "error": str(error)}


def _text(reply: Reply) -> str:
    # A terminal shows Markdown as it is, so without the marks that keep it from being markup.
    lines = [re.sub(r"\\([^\w\s])", r"\1", reply.answer.plain_text)]
    if reply.standalone_question != reply.question:
        lines.insert(0, f"({reply.standalone_question})\n")
    if reply.answer.citations:
        lines.append("")
    for citation in reply.answer.citations:
        page = () if citation.page is None else (f"p. {citation.page}",)
        spoken, standing = reply.answer.language, citation.standing
        told = filter(None, (date_of(standing, spoken), *validity_of(standing, spoken)))
        place = " – ".join((citation.title, *citation.section, *page, *told))
        quote = " ".join(citation.quote.split())
        lines.append(f"[{citation.number}] {place} ({citation.start}–{citation.end})\n    {quote}")
    return "\n".join(lines)
