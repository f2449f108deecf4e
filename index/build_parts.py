"""Writing the parts of a build that a question is answered from."""

from __future__ import annotations

from collections.abc import Sequence, Set
from contextlib import closing
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from corpus import LANGUAGES, Document
from index.answerability import Answerability
from index.background import Background, BackgroundCount
from index.centring import Centring, general_text
from index.embedding import EmbeddingModel
from index.entries import ENTRY_KINDS, Entry, EntryKind, catalogue_of, collection_name, keyword_text
from index.keywords import KeywordIndex
from index.library_kind import LibraryKind
from index.passages import Passage
from index.progress import Progress
from index.reader.reader import Reader
from index.reader.token_vectors import TokenVectors
from index.store import VectorStore
from index.vector_cache import text_digest


def write_searched(
    build: Path,
    store: VectorStore,
    documents: Sequence[Document],
    passages: Sequence[Passage],
    entries: Sequence[Entry],
    vectors: dict[bytes, NDArray[np.float32]],
    machine_made: Set[Entry],
    progress: Progress,
) -> dict[str, Background]:
    """Write what is searched: the means of languages, keywords, vectors, known questions.

    :param vectors: of each text of ``entries``, and of the general texts, by its digest.
    :param machine_made: the entries that a chat model wrote.
    :return: how near questions about anything else come.
    """
    centring = _centring(vectors)
    centring.save(build / "centring.npz")
    by_id = {document.id: document for document in documents}
    for language in LANGUAGES:
        numbers = [n for n, passage in enumerate(passages) if passage.text_in(language)]
        texts = [
            keyword_text(passage, document, catalogue_of(passage, document), language)
            for passage, document in ((passages[n], by_id[passages[n].document]) for n in numbers)
        ]
        folder = build / f"keywords_{language}"
        folder.mkdir()
        np.save(folder / "passages.npy", np.asarray(numbers, dtype=np.int64))
        KeywordIndex.build(texts, language).save(folder)
    written = 0
    background = BackgroundCount(vectors, centring)
    known: dict[EntryKind, list[NDArray[np.float32]]] = {"questions": [], "open_questions": []}
    for kind in ENTRY_KINDS:
        for language in LANGUAGES:
            chosen = [
                entry for entry in entries if entry.kind == kind and entry.language == language
            ]
            if not chosen:
                continue
            raw = np.stack([vectors[text_digest(entry.role, entry.text)] for entry in chosen])
            centred = centring(raw, chosen[0].role, language)
            if kind in known:
                known[kind].append(centred)
            else:
                background.add(kind, centred)
            store.add(
                collection_name(kind, language),
                [entry.id for entry in chosen],
                centred,
                [entry.text for entry in chosen],
                [_metadata(passages[entry.passage], entry in machine_made) for entry in chosen],
            )
            written += len(chosen)
            progress("store", written, len(entries))
    answerability = Answerability.fit(known["questions"], known["open_questions"])
    answerability.save(build / "answerability.npz")
    return background.found()


def write_read(
    build: Path,
    passages: Sequence[Passage],
    library: LibraryKind,
    model: EmbeddingModel,
    progress: Progress,
) -> None:
    """Keep what the reader makes of each passage; it reads with the bundled model only."""
    from index.embedding.light import LightModel

    if not isinstance(model, LightModel):
        return
    texts = [
        (passage, language)
        for passage in passages
        for language in LANGUAGES
        if passage.kind != "outline" and passage.text_in(language) is not None
    ]
    with closing(Reader(model, library)) as reader:
        read = {}
        for (passage, language), one in zip(texts, reader.read_ahead(texts), strict=True):
            read[passage.id, language] = one
            progress("read", len(read), len(texts))
    if read:
        TokenVectors.write(build, reader.digest, read)


def _centring(vectors: dict[bytes, NDArray[np.float32]]) -> Centring:
    return Centring(
        {
            (text.role, text.language): np.mean(
                [vectors[text_digest(text.role, sentence)] for sentence in text.sentences], axis=0
            ).astype(np.float32)
            for text in general_text()
        }
    )


def _metadata(passage: Passage, is_machine_made: bool) -> dict[str, str | int]:
    return {
        "machine_made": is_machine_made,
        "document": passage.document,
        "title": passage.title,
        "section": " – ".join(passage.section),
        "passage": passage.id,
        "start": passage.start,
        "end": passage.end,
    }
