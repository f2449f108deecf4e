"""What the check of a chat model's statements makes of statements that are known."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Final

from rich.table import Table

from assistant import Assistant
from assistant.answer import CheckedStatement
from assistant.chat_model.checking import Checker, compare_by
from assistant.chat_model.entailment import Entailment
from assistant.chat_model.quotation_search import find_quote
from assistant.chat_model.statements import WrittenStatement
from corpus import LANGUAGES, Language
from corpus.reading.plain import undescribed
from eval.errors import QuestionsInvalid
from eval.statements.cases import Case, LibraryCase, TextCase
from index.keywords import KeywordIndex
from index.passages import cut_passages
from index.progress import Progress, no_progress

_SOURCE: Final = "source-a"
_FOUND: Final = 10


@dataclass(frozen=True, slots=True)
class Checked:
    """A case, and what the check made of its statement."""

    case: Case
    statement: CheckedStatement

    @property
    def is_shown(self) -> bool:
        """Whether the statement is shown as such."""
        return self.statement.state == "grounded"


@dataclass(frozen=True, slots=True)
class Share:
    """How many of ``count`` statements are shown."""

    shown: int
    count: int


def check_cases(
    cases: Sequence[LibraryCase | TextCase],
    assistant: Assistant,
    progress: Progress = no_progress,
) -> tuple[Checked, ...]:
    """Check each statement as the chain does, among the passages that its question finds.

    :param assistant: with the library that the quotations are of. A quotation that stands by itself is
        the one passage there is, and how rare a word is is known from all of those.
    :raises QuestionsInvalid: a case names a document that there is not.
    """
    missing = {one.document for one in cases if isinstance(one, LibraryCase)} - {
        f"{name}/{side}.txt" for name in assistant.documents for side in ("original", "translation")
    }
    if missing:
        raise QuestionsInvalid([f"There is no document {name}." for name in sorted(missing)])
    log_odds = Entailment(assistant.reader.model).log_odds
    alone = _keywords([one for one in cases if isinstance(one, TextCase)])
    checked = []
    for number, case in enumerate(cases, start=1):
        if isinstance(case, LibraryCase):
            checker = _in_library(case, assistant, log_odds)
        else:
            checker = _alone(case, alone, log_odds)
        statement = checker.check(
            WrittenStatement(case.statement, _SOURCE, case.quotation, is_complete=True)
        )
        checked.append(Checked(case, statement))
        progress("Checking", number, len(cases))
    return tuple(checked)


def _in_library(
    case: LibraryCase, assistant: Assistant, log_odds: Callable[[str, str], float]
) -> Checker:
    index, documents = assistant.retriever.index, assistant.documents
    found = [ranked.passage for ranked in index.search(case.question, _FOUND, case.language)]
    document = documents[case.document.partition("/")[0]]
    quoted = [one for one in cut_passages(document) if find_quote(case.quotation, one)][:1]
    passages = list({one.id: one for one in (*quoted, *found)}.values())
    return Checker(
        {_SOURCE: passages[0]},
        passages[1:],
        documents,
        case.language,
        case.question,
        compare_by(index.word_weights, index.known_words, log_odds, passages),
    )


def _alone(
    case: TextCase,
    keywords: Mapping[Language, KeywordIndex],
    log_odds: Callable[[str, str], float],
) -> Checker:
    text = undescribed(_SOURCE, case.heading, case.quotation)
    document = replace(text, language=case.quotation_language)
    passages = cut_passages(document)
    return Checker(
        {_SOURCE: passages[0]},
        passages[1:],
        {_SOURCE: document},
        case.language,
        "",
        compare_by(
            lambda words, language: keywords[language].word_weights(words),
            lambda words, language: keywords[language].known_words(words),
            log_odds,
            passages,
        ),
    )


def _keywords(cases: Sequence[TextCase]) -> dict[Language, KeywordIndex]:
    texts = {
        language: dict.fromkeys(one.quotation for one in cases if one.language == language)
        for language in LANGUAGES
    }
    return {language: KeywordIndex.build(list(texts[language]), language) for language in LANGUAGES}


def shares(checked: Sequence[Checked], group: Callable[[Case], str]) -> dict[str, dict[str, Share]]:
    """Return, per verdict, for each group how many statements are shown; last those of all."""
    found: dict[str, dict[str, Share]] = {}
    for verdict in ("lie", "fair"):
        among = [one for one in checked if one.case.verdict == verdict]
        groups = dict.fromkeys(group(one.case) for one in among)
        found[verdict] = {
            name: _share([one for one in among if group(one.case) == name]) for name in groups
        } | {"all": _share(among)}
    return found


def _share(checked: Sequence[Checked]) -> Share:
    return Share(sum(one.is_shown for one in checked), len(checked))


def statements_record(checked: Sequence[Checked]) -> dict[str, Any]:
    """Return the shares as plain values.

    ``quotations_not_found``: statements whose quotation stands in no one passage, so that none of
    them is shown whatever it says.
    """
    return {
        "quotations_not_found": sum(one.statement.citation is None for one in checked),
        **{
            name: {
                verdict: {one: {"shown": s.shown, "n": s.count} for one, s in of_verdict.items()}
                for verdict, of_verdict in shares(checked, group).items()
            }
            for name, group in _GROUPS.items()
        },
    }


def statements_table(checked: Sequence[Checked]) -> Table:
    """Return the shares of lies let through and of fair statements kept."""
    table = Table("", "", "shown", "n", title="Statements shown as such")
    for group in _GROUPS.values():
        for verdict, of_verdict in shares(checked, group).items():
            for name, share in of_verdict.items():
                if share.count:
                    shown = f"{share.shown / share.count:.2f}"
                    table.add_row(_VERDICTS[verdict], name, shown, str(share.count))
            table.add_section()
    return table


_GROUPS: Final[dict[str, Callable[[Case], str]]] = {
    "by_kind": lambda case: case.kind,
    "by_direction": lambda case: case.direction,
}
_VERDICTS: Final = {"lie": "lies let through", "fair": "fair, kept"}
