"""Of when a source is and whether it still holds, in words for readers."""

from __future__ import annotations

import datetime

from assistant.texts import load_texts
from corpus import LANGUAGES, Language
from corpus.document import Document, Standing


def facts_of(document: Document, language: Language) -> tuple[str, ...]:
    """Return whose a document is, of when, and until when it holds; only what is known."""
    told = (
        ", ".join(document.authors),
        document.publisher,
        document.place,
        date_of(document.standing, language),
    )
    return tuple(one for one in told if one)


def date_of(standing: Standing, language: Language) -> str:
    """Return the date of a source in words; one that is no whole day with its month in words.

    A source may tell "28 September" and no year.
    """
    told = standing.date or ""
    try:
        return in_words(datetime.date.fromisoformat(told), language)
    except ValueError:
        known = [name.lower() for one in LANGUAGES for name in _months(one)]
        months = dict(zip(known, len(LANGUAGES) * _months(language), strict=True))
        return " ".join(months.get(word.lower(), word) for word in told.split())


def validity_of(
    standing: Standing, language: Language, today: datetime.date | None = None
) -> tuple[str, ...]:
    """Return what a reader must know before using a source.

    That is until when it holds, what came after, and whether it was read from a scan.

    :param today: default: the day of now.
    """
    texts = load_texts(language)
    told = []
    if standing.valid_until is not None:
        is_past = standing.is_past(today or datetime.date.today())
        key = "document.past" if is_past else "document.valid_until"
        told.append(texts[key].format(date=in_words(standing.valid_until, language)))
    if standing.replaced_by is not None:
        told.append(texts["document.replaced"])
    if standing.is_scan:
        told.append(texts["document.scan"])
    return tuple(told)


def in_words(day: datetime.date, language: Language) -> str:
    """Return a day as people write it: "1 januari 2025"."""
    return f"{day.day} {_months(language)[day.month - 1]} {day.year}"


def _months(language: Language) -> list[str]:
    return load_texts(language)["document.months"].split()
