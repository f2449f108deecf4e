"""The texts in ``texts/``: invented documents, with questions that they answer and near misses.

One file holds many documents::

    # DOC nl | Title
    ## Heading
    [1] A sentence.
    ## QUESTIONS
    nl | 1,2 | A question that sentences 1 and 2 answer together
    en | - | A question on the subject that the document leaves open

Those of a file whose name begins with ``site_`` are the pages of one site: short, near to each
other, and no page answers the questions of another.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from pathlib import Path
from typing import Final

from corpus import Language
from corpus.sentences import split_sentences

TEXTS: Final = Path(__file__).parent / "texts"

_DOCUMENT: Final = re.compile(r"# DOC (?P<language>nl|en) \| (?P<title>.*)")
_SENTENCE: Final = re.compile(r"\[(\d+)\] (.*)")
_QUESTION: Final = re.compile(r"(?P<language>nl|en) \| (?P<answers>[-\d, ]+) \| (?P<text>.*)")
# One document in eight and one site in four are kept out of the reader's training, to calibrate on.
_HELD_OUT: Final = 8
_SITES_HELD_OUT: Final = 4
_PAGES_HELD_OUT: Final = 4


@dataclass(frozen=True, slots=True)
class TextQuestion:
    """A question; ``answers``: the numbers of the sentences that answer it, none if none do."""

    language: Language
    text: str
    answers: tuple[int, ...]


@dataclass(frozen=True)
class Text:
    """A document; ``lines``: number, heading and text of each sentence.

    ``site``: what it is a page of; a document by itself is its own.
    """

    id: str
    site: str
    language: Language
    title: str
    lines: tuple[tuple[int, str, str], ...]
    questions: tuple[TextQuestion, ...]

    @property
    def is_page(self) -> bool:
        """Tell whether it is a page of a site."""
        return self.site != self.id

    @cached_property
    def sentences(self) -> dict[int, str]:
        """The sentences by their numbers."""
        return {number: text for number, _, text in self.lines}

    @property
    def markdown(self) -> str:
        """The document as people would write it down."""
        parts, heading = [f"# {self.title}"], ""
        for _, under, text in self.lines:
            if under != heading:
                parts.append(f"\n## {under}\n")
                heading = under
            parts.append(text)
        return "\n".join(parts) + "\n"


def is_held_out(text: Text) -> bool:
    """Tell whether a document, or the site it is a page of, is kept out of the reader's training."""
    one_in = _SITES_HELD_OUT if text.is_page else _HELD_OUT
    return _is_drawn(text.site, one_in)


def is_held_out_page(context: str) -> bool:
    """Tell whether a page of others is kept out of the reader's training: one in four."""
    return _is_drawn(context, _PAGES_HELD_OUT)


def _is_drawn(text: str, one_in: int) -> bool:
    return int(hashlib.md5(text.encode()).hexdigest(), 16) % one_in == 0


def read_texts(folder: Path = TEXTS) -> Iterator[Text]:
    """Yield every document of every file, in the order of the files."""
    for path in sorted(folder.glob("*.txt")):
        chunks = re.split(r"^(?=# DOC )", path.read_text(encoding="utf-8"), flags=re.MULTILINE)
        for number, chunk in enumerate(chunk for chunk in chunks if chunk.startswith("# DOC ")):
            identifier = f"syn-{path.stem}{number}"
            is_page = path.stem.startswith("site_")
            yield _text(identifier, path.stem if is_page else identifier, chunk)


def read_elsewhere(folder: Path) -> Iterator[Text]:
    """Yield pages of others that the reader was not trained on.

    Each ``*.jsonl`` of ``{"question", "context", "answers"}`` is a site.
    """
    for path in sorted(folder.glob("*.jsonl")):
        language: Language = "nl" if path.stem.endswith("_nl") else "en"
        asked: dict[str, list[tuple[str, list[str]]]] = {}
        for line in path.read_text(encoding="utf-8").splitlines():
            row = json.loads(line)
            if is_held_out_page(row["context"]):
                asked.setdefault(row["context"], []).append((row["question"], row["answers"]))
        for number, (context, questions) in enumerate(asked.items()):
            # With the line ends behind it: a page's paragraphs and headings stay what they are.
            starts = [start for start, _ in split_sentences(context)]
            said = [context[start:end] for start, end in pairwise([*starts, len(context)])]
            lines = tuple((place, "", sentence) for place, sentence in enumerate(said, start=1))
            yield Text(
                f"{path.stem}-{number}",
                path.stem,
                language,
                "",
                lines,
                tuple(
                    TextQuestion(language, question, found)
                    for question, answers in questions
                    if (found := _places_of(answers, lines))
                ),
            )


def _places_of(answers: Sequence[str], lines: Sequence[tuple[int, str, str]]) -> tuple[int, ...]:
    return tuple(
        place
        for place, _, sentence in lines
        if any(answer.lower() in sentence.lower() for answer in answers)
    )


def _text(identifier: str, site: str, chunk: str) -> Text:
    first, *rest = (line.strip() for line in chunk.splitlines() if line.strip())
    head = _DOCUMENT.match(first)
    assert head is not None, f"{identifier}: {first}"
    heading, lines, questions = "", [], []
    for line in rest:
        if asked := _QUESTION.match(line):
            numbers = tuple(map(int, re.findall(r"\d+", asked["answers"])))
            questions.append(TextQuestion(_language(asked), asked["text"], numbers))
        elif said := _SENTENCE.match(line):
            lines.append((int(said[1]), heading, said[2]))
        elif line.startswith("## "):
            heading = line[3:]
    return Text(identifier, site, _language(head), head["title"], tuple(lines), tuple(questions))


def _language(found: re.Match[str]) -> Language:
    return "nl" if found["language"] == "nl" else "en"
