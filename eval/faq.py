"""Recall on a FAQ in two languages of which every page exists in one of them only.

Every second page is put in the index in Dutch, the others in English; then the same the other way
round. All questions are asked in both languages, so that each is asked once of a page in its own
language and once of a page in the other.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from corpus import LANGUAGES, Language
from eval.errors import QuestionsInvalid
from index.build import build_index
from index.builds import IndexDirectory
from index.embedding import EmbeddingModel
from index.search import SearchIndex

_PLACES: Final = 10


@dataclass(frozen=True, slots=True)
class Page:
    """A page, a question that it answers, and what an answer holds, where that is known."""

    id: str
    question: str
    text: str
    answers: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class FaqRecall:
    """Recall@10 of the questions in one language, by the language that their page is in."""

    language: Language
    same_language: float
    other_language: float


def read_faq(folder: Path) -> dict[Language, tuple[Page, ...]]:
    """Read the pages of ``*_nl.jsonl`` and ``*_en.jsonl`` in a folder.

    :raises QuestionsInvalid: a file is missing, a line cannot be read, or the ids are not the same.
    """
    pages: dict[Language, tuple[Page, ...]] = {}
    for language in LANGUAGES:
        files = [path for path in sorted(folder.glob(f"*_{language}.jsonl")) if _is_faq(path)]
        if len(files) != 1:
            raise QuestionsInvalid([f"{folder} must hold one FAQ named *_{language}.jsonl."])
        pages[language] = read_pages(files[0])
    if [page.id for page in pages["nl"]] != [page.id for page in pages["en"]]:
        raise QuestionsInvalid([f"The two files in {folder} must have the same ids, in order."])
    return pages


def read_pages(path: Path) -> tuple[Page, ...]:
    """Read lines of ``{"id", "question", "context"}``, with or without ``"answers"``.

    :raises QuestionsInvalid: a line cannot be read.
    """
    pages = []
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1):
        try:
            row = json.loads(line)
            answers = tuple(str(one).lower() for one in row.get("answers", ()))
            pages.append(Page(str(row["id"]), str(row["question"]), str(row["context"]), answers))
        except (ValueError, KeyError, TypeError) as error:
            raise QuestionsInvalid(
                [f'{path}, line {number}: needs "id", "question" and "context" ({error}).']
            ) from error
    return tuple(pages)


def write_pages(folder: Path, texts: Mapping[str, str]) -> None:
    """Make a folder of documents without titles, by their ids."""
    folder.mkdir(parents=True)
    lines = [
        json.dumps({"id": identifier, "title": "", "text": text}, ensure_ascii=False)
        for identifier, text in texts.items()
    ]
    (folder / "pages.jsonl").write_text("\n".join(lines), encoding="utf-8")


def faq_recall(
    pages: Mapping[Language, Sequence[Page]],
    model: EmbeddingModel,
    work: Path,
) -> tuple[FaqRecall, ...]:
    """Build the two mixed indexes in ``work`` and ask every question of both."""
    found: dict[tuple[Language, bool], list[bool]] = {
        (language, is_same): [] for language in LANGUAGES for is_same in (True, False)
    }
    for turn in range(2):
        language_of = {
            page.id: LANGUAGES[(position + turn) % 2] for position, page in enumerate(pages["nl"])
        }
        documents = work / f"documents-{turn}"
        write_pages(
            documents,
            {
                page.id: page.text
                for language in LANGUAGES
                for page in pages[language]
                if language_of[page.id] == language
            },
        )
        directory = IndexDirectory(work / "indexes", documents)
        build_index(directory, model)
        index = SearchIndex(directory.current(), model)
        for language in LANGUAGES:
            for page in pages[language]:
                hits = index.search(page.question, _PLACES)
                is_found = page.id in {hit.passage.document for hit in hits}
                found[language, language_of[page.id] == language].append(is_found)
        index.close()
    return tuple(
        FaqRecall(language, share(found[language, True]), share(found[language, False]))
        for language in LANGUAGES
    )


def _is_faq(path: Path) -> bool:
    with path.open(encoding="utf-8") as file:
        return '"context"' in file.readline()


def share(values: Sequence[bool]) -> float:
    """Return the share of what is true; 0 of nothing."""
    return sum(values) / len(values) if values else 0.0
