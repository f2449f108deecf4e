"""The quotes writer: answers with sentences of the sources, word for word.

It needs no chat model and cannot invent anything: what it says are sentences of the documents (or
their working translations), each resting on the original sentence.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import groupby
from typing import Final

from assistant.writing.selection import ScoredSentence, score_sentences
from assistant.writing.statement import Quotation, Statement, StatementKind
from corpus import Language
from index.passages import Passage
from index.ranking import RankedPassage

_WORDS_MAX: Final = 95
_SENTENCES_MAX: Final = 4
# A further sentence must be nearly as good as the best one.
_SCORE_SHARE_MIN: Final = 0.72


def write_quotes(
    question: str,
    passages: Sequence[RankedPassage],
    language: Language,
    word_weights: Mapping[str, float],
) -> list[Statement]:
    """Return the statements that answer a question, those of one passage together.

    :param passages: what the retriever found, best first.
    """
    chosen = _choose(score_sentences(passages, question, language, word_weights))
    statements: list[Statement] = []
    order = {ranked.passage.id: place for place, ranked in enumerate(passages)}
    chosen.sort(key=lambda one: (order[one.ranked.passage.id], one.position))
    for _, of_passage in groupby(chosen, key=lambda one: one.ranked.passage.id):
        group = list(of_passage)
        statements.extend(
            _statements(group[0].ranked.passage, [one.position for one in group], language)
        )
    return statements


def _choose(scored: Sequence[ScoredSentence]) -> list[ScoredSentence]:
    chosen: list[ScoredSentence] = []
    words = 0
    said: set[str] = set()
    for one in scored:
        if one.ranked.passage.kind == "outline" or _is_heading(one):
            continue
        length = len(one.sentence.text.split())
        if chosen and (
            one.score < _SCORE_SHARE_MIN * chosen[0].score
            or words + length > _WORDS_MAX
            or len(chosen) >= _SENTENCES_MAX
        ):
            continue
        if one.sentence.text in said:
            continue
        said.add(one.sentence.text)
        chosen.append(one)
        words += length
    return chosen


def _is_heading(one: ScoredSentence) -> bool:
    return one.sentence.text in one.ranked.passage.section


def _statements(passage: Passage, positions: Sequence[int], language: Language) -> list[Statement]:
    """Turn chosen sentences of a passage into statements; neighbours become one quotation."""
    speaker = len(passage.sentences) - 1 if passage.kind == "quotation" else None
    wanted = sorted({*positions} - {speaker})
    if passage.kind == "list" and _is_list_wanted(passage, wanted):
        wanted = [
            place for place in range(len(passage.sentences)) if not _is_section(passage, place)
        ]
        return [
            _statement(passage, place, place, language, "item" if number else "sentence")
            for number, place in enumerate(wanted)
        ]
    statements = [
        _statement(passage, first, last, language, "sentence") for first, last in _runs(wanted)
    ]
    if speaker is not None:
        statements.append(_statement(passage, speaker, speaker, language, "speaker"))
    return statements


def _is_section(passage: Passage, place: int) -> bool:
    return passage.sentences[place].text in passage.section


def _is_list_wanted(passage: Passage, wanted: Sequence[int]) -> bool:
    lead_in = next(
        place for place in range(len(passage.sentences)) if not _is_section(passage, place)
    )
    return lead_in in wanted or len(wanted) > 1


def _runs(positions: Sequence[int]) -> list[tuple[int, int]]:
    runs: list[tuple[int, int]] = []
    for position in positions:
        if runs and runs[-1][1] == position - 1:
            runs[-1] = (runs[-1][0], position)
        else:
            runs.append((position, position))
    return runs


def _statement(
    passage: Passage, first: int, last: int, language: Language, kind: StatementKind
) -> Statement:
    sentences = passage.sentences[first : last + 1]
    translations = [sentence.translation for sentence in sentences]
    is_foreign = language != passage.language
    translation = (
        " ".join(text for text in translations if text)
        if is_foreign and all(translations)
        else None
    )
    text = translation or " ".join(sentence.text for sentence in sentences)
    return Statement(
        text=_speaker_line(text) if kind == "speaker" else " ".join(text.split()),
        quotation=Quotation(passage, sentences[0].start, sentences[-1].end, translation),
        kind=kind,
    )


def _speaker_line(byline: str) -> str:
    """Return name and office in one line; of a name in two spellings the one beside the office."""
    lines = [line.strip() for line in byline.splitlines() if line.strip()]
    return ", ".join(lines[-2:])
