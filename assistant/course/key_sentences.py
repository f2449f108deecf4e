"""What the sources say on a subject: points of the bank, then sentences that open a paragraph."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from assistant.course.bank import Aim, quoted
from assistant.course.drawing import alternated, shuffled
from assistant.course.excerpt import Excerpt
from assistant.course.sources import Sources
from corpus.items import ChoiceItem, OpenItem

_WORDS_MIN: Final = 7
_WORDS_MAX: Final = 48


@dataclass(frozen=True, slots=True)
class KeySentences:
    """Sentences that follow each other; those of the bank serve a goal.

    Those of an open question also answer ``asked``, and ``lead`` says the same in our own words.
    """

    excerpts: tuple[Excerpt, ...]
    asked: str = ""
    lead: str = ""
    goal: str = ""


def key_sentences(sources: Sources) -> Iterator[KeySentences]:
    """Yield what to tell on a subject, each place once: the best first."""
    told = set[tuple[str, int, int]]()
    for one in (*_of_bank(sources), *_openings(sources)):
        if one.excerpts and one.excerpts[0].place not in told:
            told |= {excerpt.place for excerpt in one.excerpts}
            yield one


def _of_bank(sources: Sources) -> Iterator[KeySentences]:
    language = sources.language

    def of_open(aim: Aim, item: OpenItem) -> Iterator[KeySentences]:
        for point in item.points:
            yield KeySentences(
                quoted(point.quote, aim.document),
                item.asked(language),
                point.text(language),
                aim.goal.text(language),
            )

    yield from alternated(*(of_open(aim, item) for aim, item in sources.items(OpenItem)))
    for aim, item in sources.items(ChoiceItem):
        yield KeySentences(quoted(item.quote, aim.document), goal=aim.goal.text(language))


def _openings(sources: Sources) -> Iterator[KeySentences]:
    """Yield first sentences of paragraphs, each section in turn, then the other sentences."""
    for is_opening in (True, False):
        sections: dict[tuple[str, tuple[str, ...]], list[Excerpt]] = {}
        for one in sources.subject.excerpts:
            if (one.block.sentences[0] == one.sentence) is is_opening and is_statement(one):
                sections.setdefault((one.document.id, one.block.section), []).append(one)
        mixed = shuffled(sources.request, f"openings:{is_opening}", sections.values())
        for one in alternated(*mixed):
            yield KeySentences((one,))


def is_statement(excerpt: Excerpt) -> bool:
    """Tell whether an excerpt is a whole sentence, not too short or too long to quote."""
    text = excerpt.sentence.text.strip()
    is_whole = text.rstrip("”\"'’)")[-1:] in ("." if excerpt.block.kind == "paragraph" else ".;")
    return is_whole and _WORDS_MIN <= len(text.split()) <= _WORDS_MAX and "..." not in text
