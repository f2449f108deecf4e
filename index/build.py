"""Making an index of a folder of documents."""

from __future__ import annotations

import shutil
import sqlite3
import time
from collections import Counter
from collections.abc import Sequence, Set
from contextlib import closing
from dataclasses import dataclass
from functools import partial
from typing import Final

import numpy as np
from filelock import FileLock, Timeout
from numpy.typing import NDArray

from corpus import LANGUAGES, Document
from corpus.contents import Contents
from corpus.errors import DocumentsMissing
from corpus.library import read_folder
from corpus.reading.kept import KeptReadings
from index.build_parts import write_read, write_searched
from index.builds import (
    FORMAT,
    IndexDirectory,
    Manifest,
    build_checksums,
    file_digests,
    write_manifest,
)
from index.centring import Role, general_text
from index.changes import Agree, Changes, changes_since, require_agreement, source_digests
from index.check import check_in_child
from index.embedding import EmbeddingModel
from index.entries import (
    COLLECTIONS,
    Entry,
    catalogue_of,
    collection_name,
    open_entries,
    passage_entries,
)
from index.errors import (
    IndexBuildFailed,
    IndexBusy,
    IndexMissing,
    NotReached,
    StoreUnusable,
)
from index.library_kind import library_kind
from index.machine_made import MachineMade
from index.passages import Passage, cut_passages
from index.progress import Progress, no_progress
from index.records import Records
from index.searched_documents import searched_documents
from index.store import check_server, store_to_fill
from index.vector_cache import VectorCache, text_digest

# Sentence vectors make the right passage surer but cost five times the embedding work, so a large
# library goes without (30,000 passages: 11 minutes instead of an hour on two cores).
SENTENCE_VECTORS_PASSAGES_MAX: Final = 3000
# A large library is read when it is asked: reading 1,000 passages takes 15 s on two cores.
READ_AHEAD_PASSAGES_MAX: Final = 500
# Texts embedded between two writes to the cache: what an interruption can cost, at most.
_TEXTS_PER_WRITE: Final = 512


@dataclass(frozen=True, slots=True)
class BuildReport:
    """What a build did."""

    manifest: Manifest
    contents: Contents
    changes: Changes
    embedded: int
    reused: int
    seconds: float


def build_index(
    directory: IndexDirectory,
    model: EmbeddingModel,
    progress: Progress = no_progress,
    *,
    is_strict: bool = False,
    agree: Agree | None = None,
) -> BuildReport:
    """Build an index and make it the current one.

    :param is_strict: stop at the first file that cannot be read, instead of skipping it.
    :param agree: is asked before many of the documents of the index of now are lost.
    :raises IndexBusy: another process is building this index.
    :raises CorpusError: the documents cannot be used.
    :raises BuildRefused: ``agree`` said no.
    :raises IndexBuildFailed: the disk is full or the new build did not pass its check.
    :raises NotReached: the Chroma server or the model's server cannot be used.
    """
    if directory.server is not None:
        check_server(directory.server)
    began = time.monotonic()
    lock = FileLock(directory.lock_path)
    try:
        directory.path.mkdir(parents=True, exist_ok=True)
        lock.acquire(timeout=0)
    except Timeout as error:
        raise IndexBusy(
            f"Another `assistant index` is at work on {directory.documents}; wait until it is "
            "ready and try again."
        ) from error
    except OSError as error:
        raise IndexBuildFailed(
            f"{directory.path} cannot be written to ({error.strerror}); make it writable or set "
            "ASSISTANT_DATA to another folder."
        ) from error
    try:
        digests = file_digests(directory.documents) if directory.documents.is_dir() else {}
        try:
            with KeptReadings(directory.readings_path) as kept:
                contents = read_folder(
                    directory.documents,
                    is_strict=is_strict,
                    kept=kept,
                    told=partial(progress, "scan"),
                )
        except sqlite3.Error as error:
            raise IndexBuildFailed(_failure_message(error, directory)) from error
        if agree is not None:
            require_agreement(directory, contents, agree)
        directory.clear_old()  # what was interrupted takes room that this build may need
        report = _build(directory, contents, digests, model, progress, began)
        directory.clear_old()
        return report
    finally:
        lock.release()


def _build(
    directory: IndexDirectory,
    contents: Contents,
    digests: dict[str, str],
    model: EmbeddingModel,
    progress: Progress,
    began: float,
) -> BuildReport:
    documents = contents.documents
    sources = source_digests(contents.sources, digests)
    changes = changes_since(directory, sources)
    build = directory.new_build()
    try:
        searched = searched_documents(documents, MachineMade(directory.machine_made_path))
        vectors, entries, passages, counts = _embed(directory, searched, model, progress)
        machine_made = _machine_made(documents, searched, passages, entries)
        Records.write(build / "records.sqlite", documents, passages)
        with closing(store_to_fill(build, directory.server)) as store:
            background = write_searched(
                build, store, searched, passages, entries, vectors, machine_made, progress
            )
            store.finish()
        if len(passages) <= READ_AHEAD_PASSAGES_MAX:
            write_read(build, passages, library_kind(one.kind for one in entries), model, progress)
        counts_of = Counter(collection_name(one.kind, one.language) for one in entries)
        manifest = Manifest(
            format=FORMAT,
            created=time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime()),
            documents_folder=str(directory.documents),
            files=digests,
            sources=sources,
            model=model.name,
            model_fingerprint=model.fingerprint,
            dimensions=model.dimensions,
            documents=len(documents),
            passages=len(passages),
            entries={name: counts_of[name] for name in COLLECTIONS},
            build_id=build.name,
            checksums=build_checksums(build),
            machine_made=len(machine_made),
            background=background,
        )
        write_manifest(build, manifest)
        progress("check", 0, 1)
        if (reason := check_in_child(build, directory.server)) is not None:
            raise IndexBuildFailed(
                f"The new index did not pass its check ({reason}).{_still_answers(directory)} Run "
                "`assistant index` again."
            )
        progress("check", 1, 1)
        directory.switch_to(build)
    except NotReached:
        directory.discard(build)
        raise
    except (OSError, sqlite3.Error, MemoryError, StoreUnusable) as error:
        directory.discard(build)
        raise IndexBuildFailed(_failure_message(error, directory)) from error
    except BaseException:
        directory.discard(build)
        raise
    return BuildReport(manifest, contents, changes, counts[0], counts[1], time.monotonic() - began)


def _embed(
    directory: IndexDirectory,
    documents: Sequence[Document],
    model: EmbeddingModel,
    progress: Progress,
) -> tuple[dict[bytes, NDArray[np.float32]], list[Entry], list[Passage], tuple[int, int]]:
    passages: list[Passage] = []
    owners: list[Document] = []
    left_open: list[Entry] = []
    for document in documents:
        cut = cut_passages(document)
        for language in LANGUAGES:
            left_open.extend(open_entries(len(passages), document, language) if cut else ())
        passages.extend(cut)
        owners.extend([document] * len(cut))
    if not passages:
        raise DocumentsMissing(
            f"{directory.documents} holds documents without any text; put text in them and try again."
        )
    with_sentences = len(passages) <= SENTENCE_VECTORS_PASSAGES_MAX
    entries = [
        entry
        for number, (passage, owner) in enumerate(zip(passages, owners, strict=True))
        for language in LANGUAGES
        for entry in passage_entries(
            number,
            passage,
            owner,
            catalogue_of(passage, owner),
            language,
            with_sentences=with_sentences,
        )
    ] + left_open
    wanted: dict[bytes, tuple[Role, str]] = {
        text_digest(entry.role, entry.text): (entry.role, entry.text) for entry in entries
    }
    for general in general_text():
        for sentence in general.sentences:
            wanted[text_digest(general.role, sentence)] = (general.role, sentence)
    with VectorCache(directory.vectors_path(model.fingerprint)) as cache:
        vectors = cache.find(list(wanted))
        missing = [digest for digest in wanted if digest not in vectors]
        total = len(missing)
        progress("embed", 0, total)
        done = 0
        for role in ("query", "passage"):
            todo = [digest for digest in missing if wanted[digest][0] == role]
            for start in range(0, len(todo), _TEXTS_PER_WRITE):
                part = todo[start : start + _TEXTS_PER_WRITE]
                texts = [wanted[digest][1] for digest in part]
                embed = model.embed_queries if role == "query" else model.embed_passages
                fresh = dict(zip(part, embed(texts), strict=True))
                cache.store(fresh)
                vectors.update(fresh)
                done += len(part)
                progress("embed", done, total)
        if missing:
            cache.keep_only(wanted)
    return vectors, entries, passages, (total, len(wanted) - total)


def _machine_made(
    documents: Sequence[Document],
    searched: Sequence[Document],
    passages: Sequence[Passage],
    entries: Sequence[Entry],
) -> Set[Entry]:
    """Return the questions of documents that have them from a chat model only."""
    changed = {
        after.id for before, after in zip(documents, searched, strict=True) if after is not before
    }
    return {
        entry
        for entry in entries
        if entry.role == "query" and passages[entry.passage].document in changed
    }


def _failure_message(error: BaseException, directory: IndexDirectory) -> str:
    free = shutil.disk_usage(directory.path).free // 2**20
    reason = error.__cause__ if isinstance(error, StoreUnusable) else error
    return (
        f"The index could not be written to {directory.path} ({reason}; {free} MB free there). "
        f"Make room or set ASSISTANT_DATA to another folder.{_still_answers(directory)}"
    )


def _still_answers(directory: IndexDirectory) -> str:
    try:
        directory.current()
    except IndexMissing:
        return ""
    return " The index from before still answers."
