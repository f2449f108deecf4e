"""Questions with what the search finds for them, to calibrate the judgement on."""

from __future__ import annotations

import json
import tempfile
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Final

from assistant.evidence.retrieval import READ_MAX, signals_of
from assistant.evidence.signals import SentenceSignals
from assistant.evidence.vagueness import vagueness_signals
from assistant.service import Assistant, open_assistant
from assistant.settings import Settings
from assistant.understanding.query_rewriting import standalone_question
from assistant.understanding.turns import follows_up
from corpus import Sentence, detect_language
from eval import TRAIN_QUESTIONS
from eval.question_files import read_question_set
from eval.training.texts import Text
from index.build import build_index
from index.centring import general_text
from index.embedding import load_embedding_model
from index.known_questions import OpenNearness

# Of the general questions, every third.
_GENERAL_STEP: Final = 3
# The kind of the questions that are to be asked back.
_VAGUE: Final = "vague"


@dataclass(frozen=True, slots=True)
class Case:
    """A question: the signals of every sentence found, which of them answer, and its group.

    ``is_across``: the text that it is asked of has it in the other language only.
    """

    signals: tuple[SentenceSignals, ...]
    answers: tuple[bool, ...]
    left_open: OpenNearness | None
    vagueness: tuple[float, ...]
    is_answerable: bool
    is_vague: bool
    is_across: bool
    group: str


def shipped_cases(assistant: Assistant) -> Iterator[Case]:
    documents = assistant.documents
    for question in read_question_set(TRAIN_QUESTIONS, documents):
        spans = []
        for evidence in question.evidence:
            start = documents[evidence.document].original.find(evidence.quote)
            spans.append((evidence.document, start, start + len(evidence.quote)))
        text = standalone_question(
            question.text,
            question.history,
            follows_up=follows_up(question.text, assistant.reader.vector(question.text)),
        )
        yield _case(
            assistant,
            text,
            partial(overlaps, spans),
            question.is_answerable,
            question.group or question.id,
            is_vague=question.kind == _VAGUE,
        )


def general_cases(assistant: Assistant) -> Iterator[Case]:
    """Yield questions on anything else: the general ones by which languages are centred."""
    for general in general_text():
        if general.role == "query":
            for number, question in enumerate(general.sentences[::_GENERAL_STEP]):
                yield _case(assistant, question, _never, False, f"general-{number}")


def _never(_document: str, _sentence: Sentence) -> bool:
    return False


def plain_cases(texts: Iterable[Text], settings: Settings) -> Iterator[Case]:
    """Yield questions to bare documents: to loose texts, and to sites.

    Each is asked of two libraries: of every second text or page, and of the others. So there are
    questions that the right text leaves open, and questions whose text is not there.
    """
    sites: defaultdict[str, list[Text]] = defaultdict(list)
    for text in texts:
        sites[text.site if text.is_page else ""].append(text)
    for site in sites.values():
        for half in (site[::2], site[1::2]):
            with _library(half, settings) as assistant:
                if not site[0].is_page:
                    yield from general_cases(assistant)
                yield from _text_cases(assistant, site, half)


@contextmanager
def _library(texts: Sequence[Text], settings: Settings) -> Iterator[Assistant]:
    """Open a library of texts; a site's pages have no titles."""
    with tempfile.TemporaryDirectory() as work:
        folder = Path(work) / "documents"
        folder.mkdir()
        pages = [
            json.dumps({"id": text.id, "title": "", "text": " ".join(text.sentences.values())})
            for text in texts
            if text.is_page
        ]
        if pages:
            (folder / "pages.jsonl").write_text("\n".join(pages), encoding="utf-8")
        for text in texts:
            if not text.is_page:
                (folder / f"{text.id}.md").write_text(text.markdown, encoding="utf-8")
        changed = settings.model_copy(update={"documents": folder})
        build_index(changed.index_directory, load_embedding_model(None, settings.models_directory))
        with open_assistant(changed) as assistant:
            yield assistant


def _text_cases(
    assistant: Assistant, texts: Sequence[Text], there: Sequence[Text]
) -> Iterator[Case]:
    present = {text.id for text in there}
    for text in texts:
        for question in text.questions:
            wanted = {text.sentences[number].strip() for number in question.answers}
            yield _case(
                assistant,
                question.text,
                partial(_is_one_of, text.id, wanted),
                bool(wanted) and text.id in present,
                text.site,
                is_across=question.language != text.language,
            )


def overlaps(spans: Sequence[tuple[str, int, int]], document: str, sentence: Sentence) -> bool:
    return any(
        document == of and sentence.start < end and start < sentence.end for of, start, end in spans
    )


def _is_one_of(of: str, wanted: set[str], document: str, sentence: Sentence) -> bool:
    return document == of and sentence.text.strip() in wanted


def _case(
    assistant: Assistant,
    question: str,
    answers: Callable[[str, Sentence], bool],
    is_answerable: bool,
    group: str,
    *,
    is_vague: bool = False,
    is_across: bool = False,
) -> Case:
    language = detect_language(question, is_question=True)
    found = assistant.retriever.search(question, READ_MAX, language)
    signals, flags = [], []
    for ranked, of_passage in signals_of(
        assistant.retriever, assistant.reader, question, found, language
    ):
        for position, one in of_passage:
            signals.append(one)
            flags.append(answers(ranked.passage.document, ranked.passage.sentences[position]))
    index = assistant.retriever.index
    weights = index.word_weights(question, language)
    vagueness = vagueness_signals(question, assistant.reader.vector(question), weights)
    return Case(
        tuple(signals),
        tuple(flags),
        index.known_questions.open_nearness(index.query_vector(question, language)),
        vagueness,
        is_answerable,
        is_vague,
        is_across,
        group,
    )
