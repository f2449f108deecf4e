"""What the reader is trained on: questions, the passages that answer them, and those that do not.

From the project itself: the invented texts (``texts/``, those held out excepted), and the catalogue
of the shipped library with the questions that it leaves open. From elsewhere, where a folder is
given: ``*.jsonl`` of ``{"question", "context", "answers", "title"}``, questions whose answer stands
in their context, or that it leaves open (no answers); one context in four is kept out.
"""

from __future__ import annotations

import json
import random
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from operator import attrgetter
from pathlib import Path
from typing import Final

from corpus import LANGUAGES, SHIPPED_DOCUMENTS, Document, Language, read_library
from corpus.sentences import split_sentences
from eval.training.texts import Text, is_held_out, is_held_out_page, read_texts
from index.library_kind import LibraryKind
from index.passages import cut_passages

_WORDS: Final = (85, 150)
_NEW_HEADING_WORDS: Final = 45
_UNTITLED: Final = 0.5
# One answered question in so many also stands joined to another: people ask two things at once, and
# the sentence that answers the second must count as much as the one that answers the first.
_JOINED: Final = 5
_JOINED_WORDS_MAX: Final = 32
# What two places of the shipped library answer together is a twentieth of its questions, and each
# of the two counts as an answer by itself: so often more.
_TWO_PLACES_MORE: Final = 2
_JOINTS: Final[Mapping[Language, tuple[str, ...]]] = {
    "nl": (", en ", " En ", " + ", " / ", ", terwijl we ook willen weten: "),
    "en": (", and ", " And ", " + ", " / ", ", and we would also like to know: "),
}


@dataclass(frozen=True, slots=True)
class TrainingPassage:
    """Sentences that are read together, with the title and headings above them."""

    language: Language
    header: str
    sentences: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class TrainingQuestion:
    """A question; ``answers``: positions of the sentences that answer it, by passage.

    ``others``: passages that do not answer it. ``strings``: what an answer holds; a passage with
    one of them is no counterexample.
    """

    language: Language
    text: str
    answers: Mapping[int, frozenset[int]]
    others: tuple[int, ...]
    strings: tuple[str, ...] = ()


class TrainingSet:
    """All passages, and questions that refer to them by number."""

    def __init__(self, library: LibraryKind, elsewhere: Path | None = None) -> None:
        """Read everything.

        :param library: the shipped one is only in what the networks for catalogued ones learn from.
        :param elsewhere: data of others.
        """
        self.passages: list[TrainingPassage] = []
        self.questions: list[TrainingQuestion] = []
        self._random = random.Random(0)
        # At how many sentences of the shipped library a question stands.
        self._places: Counter[str] = Counter()
        trained = (text for text in read_texts() if not is_held_out(text))
        for _, pages in groupby(trained, key=attrgetter("site")):
            self._add_site(list(pages))
        for document in read_library(SHIPPED_DOCUMENTS) if library == "catalogued" else ():
            for language in LANGUAGES:
                self._add_document(document, language)
        self.questions += _TWO_PLACES_MORE * [
            one for one in self.questions if self._places[one.text] > 1
        ]
        self.questions += list(self._joined())
        for path in sorted(elsewhere.glob("*.jsonl")) if elsewhere else ():
            self._add_elsewhere(path)

    def _add_site(self, pages: Sequence[Text]) -> None:
        """Add the pages of a site, or a document by itself."""
        first = len(self.passages)
        places = [self._add_passages(page) for page in pages]
        everything = range(first, len(self.passages))
        for page, of_page in zip(pages, places, strict=True):
            for question in page.questions:
                found = [of_page[number] for number in question.answers if number in of_page]
                self._ask(question.language, question.text, found, everything)

    def _add_passages(self, text: Text) -> dict[int, tuple[int, int]]:
        """Cut a document; return the passage of each sentence by number, and its place there."""
        places: dict[int, tuple[int, int]] = {}
        # People's pages often have no title; a page is to be told by what it says.
        title = "" if text.is_page and self._random.random() < _UNTITLED else text.title
        for group in self._groups(text.lines):
            for position, (number, _, _) in enumerate(group):
                places[number] = (len(self.passages), position)
            self.passages.append(
                TrainingPassage(
                    text.language,
                    " – ".join(filter(None, (title, group[0][1]))),
                    tuple(said for _, _, said in group),
                )
            )
        return places

    def _groups(
        self, lines: Sequence[tuple[int, str, str]]
    ) -> Iterator[list[tuple[int, str, str]]]:
        group: list[tuple[int, str, str]] = []
        words, limit = 0, self._random.randint(*_WORDS)
        for line in lines:
            more = len(line[2].split())
            is_new = bool(group) and line[1] != group[-1][1] and words >= _NEW_HEADING_WORDS
            if group and (words + more > limit or is_new):
                yield group
                group, words, limit = [], 0, self._random.randint(*_WORDS)
            group.append(line)
            words += more
        if group:
            yield group

    def _add_document(self, document: Document, language: Language) -> None:
        """Add a shipped document in one language, with the questions to it in both."""
        starts: list[tuple[int, int, int, int]] = []
        first = len(self.passages)
        for passage in cut_passages(document):
            if passage.kind == "outline" or passage.text_in(language) is None:
                continue
            body = range(passage.headings, len(passage.sentences))
            for row, position in enumerate(body):
                sentence = passage.sentences[position]
                starts.append((sentence.start, sentence.end, len(self.passages), row))
            self.passages.append(
                TrainingPassage(
                    language,
                    " – ".join(passage.headings_in(language)),
                    tuple(" ".join(passage.sentence_in(one, language).split()) for one in body),
                )
            )
        everything = range(first, len(self.passages))

        def within(start: int, end: int) -> list[tuple[int, int]]:
            return [(of, row) for begin, stop, of, row in starts if begin < end and start < stop]

        asked: dict[tuple[Language, str], set[tuple[int, int]]] = {}
        for entry in document.catalogue:
            # Only what was written for one sentence says which one answers.
            if len({row for _, row in within(entry.start, entry.end)}) == 1:
                for asked_in in LANGUAGES:
                    for text in entry.questions(asked_in):
                        self._places[text] += language == document.language
                        places = asked.setdefault((asked_in, text), set())
                        places.update(within(entry.start, entry.end))
        for (asked_in, text), places in asked.items():
            self._ask(asked_in, text, sorted(places), everything)
        for asked_in in LANGUAGES:
            for text in document.open_questions.questions(asked_in):
                self._ask(asked_in, text, [], everything)

    def _joined(self) -> Iterator[TrainingQuestion]:
        """Yield questions joined in pairs, about one text or about two."""
        answered = [one for one in self.questions if one.answers]
        for number, first in enumerate(answered[::_JOINED]):
            # Neighbours in the list are about one text.
            near = answered[number * _JOINED + 1 : number * _JOINED + 12]
            second = self._random.choice(near if near and number % 2 else answered)
            words = len(first.text.split()) + len(second.text.split())
            if second.language != first.language or words > _JOINED_WORDS_MAX:
                continue
            answers = {**first.answers, **second.answers}
            for of in first.answers.keys() & second.answers.keys():
                answers[of] = first.answers[of] | second.answers[of]
            joint = self._random.choice(_JOINTS[first.language])
            yield TrainingQuestion(
                first.language,
                f"{first.text.rstrip('?. ')}{joint}{second.text[0].lower()}{second.text[1:]}",
                answers,
                tuple(of for of in (*first.others, *second.others) if of not in answers),
            )

    def _add_elsewhere(self, path: Path) -> None:
        language: Language = "nl" if path.stem.endswith("_nl") else "en"
        numbers: dict[str, int] = {}
        for line in path.read_text(encoding="utf-8").splitlines():
            row = json.loads(line)
            context, strings = row["context"], tuple(one.lower() for one in row["answers"])
            if is_held_out_page(context):
                continue
            sentences = tuple(context[slice(*span)] for span in split_sentences(context))
            if context not in numbers:
                numbers[context] = len(self.passages)
                self.passages.append(TrainingPassage(language, row.get("title") or "", sentences))
            found = [
                (numbers[context], position)
                for position, sentence in enumerate(sentences)
                if any(one in sentence.lower() for one in strings)
            ]
            if found:
                self._ask(language, row["question"], found, (), strings)
            elif not strings:
                self._ask(language, row["question"], (), (numbers[context],))
        everything = tuple(numbers.values())
        self.questions = [
            TrainingQuestion(one.language, one.text, one.answers, everything, one.strings)
            if one.strings and not one.others
            else one
            for one in self.questions
        ]

    def _ask(
        self,
        language: Language,
        text: str,
        places: Sequence[tuple[int, int]],
        everything: Sequence[int],
        strings: tuple[str, ...] = (),
    ) -> None:
        answers: dict[int, set[int]] = {}
        for of, row in places:
            answers.setdefault(of, set()).add(row)
        self.questions.append(
            TrainingQuestion(
                language,
                text,
                {of: frozenset(rows) for of, rows in answers.items()},
                tuple(of for of in everything if of not in answers),
                strings,
            )
        )
