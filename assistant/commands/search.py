"""``assistant search``: ranked passages, without an answer."""

from __future__ import annotations

import sys
from typing import Annotated

import typer

from assistant.commands.options import (
    AsJson,
    Documents,
    Input,
    Library,
    Within,
    chosen_library,
    print_json,
)
from assistant.commands.questions import read_question_lines
from assistant.commands.unreached import told_in
from assistant.errors import QuestionError, UsageProblem
from assistant.understanding.question import choose_documents, tidy_question
from corpus import detect_language
from index.ranking import RankedPassage


def search(
    question: Annotated[str | None, typer.Argument(help="What to look for.")] = None,
    documents: Documents = None,
    as_json: AsJson = False,
    questions: Input = None,
    count: Annotated[int, typer.Option("--k", min=1, max=200, help="How many passages.")] = 10,
    within: Within = None,
    library: Library = None,
) -> None:
    """Find passages, without an answer.

    For one question, or ranked ids of passages for every question of a file.
    """
    if (question is None) == (questions is None):
        raise UsageProblem('Give one question, as in: assistant search "…", or --input FILE.')
    if questions is not None and not as_json:
        raise UsageProblem("--input goes with --json; add --json.")
    lines = read_question_lines(questions) if questions is not None else []
    first = lines[0].question if question is None else question
    asked_in = detect_language(first, is_question=True)
    searched = chosen_library(documents, library, asked_in)
    characters_max = searched.settings.question_characters_max
    if question is not None:
        tidy_question(question, characters_max)
    with told_in(asked_in), searched.open(asked_in) as assistant:
        retriever = assistant.retriever.limited_to(
            choose_documents(within or (), assistant.documents)
        )

        def find(words: str) -> list[RankedPassage]:
            wanted = tidy_question(words, characters_max)
            return retriever.search(wanted, count)

        if question is not None:
            found = find(question)
            if as_json:
                print_json({"id": None, "hits": [_hit(one) for one in found]})
                return
            for place, ranked in enumerate(found, start=1):
                passage = ranked.passage
                where = " – ".join((passage.title, *passage.section))
                print(f"{place}. {where}  [{passage.id}]\n   {' '.join(passage.text.split())}\n")
            return
        failed = False
        for line in lines:
            try:
                print_json({"id": line.id, "hits": [_hit(one) for one in find(line.question)]})
            except QuestionError as error:
                failed = True
                print_json({"id": line.id, "hits": [], "error": str(error)})
    if failed:
        sys.exit(1)


def _hit(ranked: RankedPassage) -> dict[str, str | float]:
    return {
        "document": ranked.passage.document,
        "passage": ranked.passage.id,
        "score": round(ranked.score, 4),
    }
