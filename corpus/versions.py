"""Copies of one text, and versions of one document: which is shown, and in which order."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Final, TypeVar

from corpus.document import Document

# Texts of a sentence or two are the same by chance: "See the intranet."
_COPY_CHARACTERS_MIN: Final = 200
_Item = TypeVar("_Item")


def without_copies(documents: Iterable[Document]) -> tuple[dict[str, Document], dict[str, str]]:
    """Return each text once, by id, and the id of the document that stands for each one given.

    The first stands for the others and names them. A described document has none: its translation
    and its catalogue make it more than its text.
    """
    kept: dict[str, Document] = {}
    stands_for: dict[str, str] = {}
    of_text: dict[str, str] = {}
    for document in documents:
        text = " ".join(document.original.split())
        is_told_apart = document.translation is not None or document.catalogue
        if is_told_apart or len(text) < _COPY_CHARACTERS_MIN:
            first = document.id
        else:
            first = of_text.setdefault(text, document.id)
        stands_for[document.id] = first
        if first == document.id:
            kept[first] = document
        else:
            kept[first] = replace(kept[first], copies=(*kept[first].copies, document.id))
    return kept, stands_for


def replaced_documents(
    documents: Iterable[Document],
    names: Mapping[str, str],
    stands_for: Mapping[str, str],
    refuse: Callable[[Document, str], None],
) -> dict[str, str]:
    """Return for the id of each document that another replaces the id of that other.

    :param names: the file of each document, by id.
    :param stands_for: the id of the document that stands for each one's text.
    :param refuse: is told which document says wrongly that it replaces one, and why.
    """
    ids = {name: stands_for[one] for one, name in names.items()}
    found: dict[str, str] = {}
    for document in documents:
        if document.replaces is None:
            continue
        newer, older = stands_for[document.id], ids.get(document.replaces)
        if older is None:
            refuse(document, f"{document.replaces} is no file that was read; correct the path")
        elif older in _after(newer, found):
            refuse(document, "leads in a circle; take one of the two out")
        elif older != newer:
            found[older] = newer
    return found


def _after(document: str, replaced_by: Mapping[str, str]) -> list[str]:
    """Return the ids of the versions after one, the newest last."""
    later: list[str] = []
    while document in replaced_by:
        document = replaced_by[document]
        later.append(document)
    return later


def with_versions(
    documents: Mapping[str, Document], replaced_by: Mapping[str, str]
) -> tuple[Document, ...]:
    """Return the documents in their order, each followed by the versions that it replaces.

    :param replaced_by: for the id of an older version the id of the one after it; no circles.
    """
    told = [
        replace(one, replaced_by=replaced_by[one.id]) if one.id in replaced_by else one
        for one in documents.values()
    ]
    older: dict[str, list[Document]] = defaultdict(list)
    for one in told:
        if one.replaced_by is not None:
            older[one.replaced_by].append(one)
    ordered: list[Document] = []
    waiting = [one for one in reversed(told) if one.replaced_by is None]
    while waiting:
        one = waiting.pop()
        ordered.append(one)
        waiting.extend(reversed(older[one.id]))
    return tuple(ordered)


def newest_first(
    items: Sequence[_Item], document_of: Callable[[_Item], Document], all_: Mapping[str, Document]
) -> tuple[_Item, ...]:
    """Return items in their order; of versions of one document the newest in the first places.

    :param all_: the documents by id, in which the version after another is looked up.
    """
    ages = [_age(document_of(item), all_) for item in items]
    places: dict[str, list[int]] = defaultdict(list)
    for place, (newest, _) in enumerate(ages):
        places[newest].append(place)
    ordered = list(items)
    for alike in places.values():
        by_age = sorted(alike, key=lambda place: ages[place][1])
        for place, chosen in zip(alike, by_age, strict=True):
            ordered[place] = items[chosen]
    return tuple(ordered)


def _age(document: Document, all_: Mapping[str, Document]) -> tuple[str, int]:
    """Return the id of the newest version of a document, and how many steps away that is."""
    steps = 0
    while document.replaced_by is not None and document.replaced_by in all_:
        document = all_[document.replaced_by]
        steps += 1
    return document.id, steps
