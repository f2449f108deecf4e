"""Checks of every part, each with what to do when it fails."""

from __future__ import annotations

import socket
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Literal
from urllib.parse import urlsplit

from assistant.chat_model.connection import choose_form, connect_chat_model, refuse_tracing
from assistant.enrichment.plan import plan
from assistant.libraries import NamedLibrary
from assistant.page.tokens import read_tokens
from assistant.publishing.pdf import OfficeMissing, office
from assistant.settings import Settings
from corpus import AssistantError, Document, read_library
from corpus.library import read_folder
from corpus.reading.recognition import INSTALL, LANGUAGES, recogniser
from index.builds import changed_files, read_manifest
from index.check import check_in_child
from index.embedding import check_bundled_model, check_embedding_model
from index.machine_made import MachineMade
from index.store import check_server

Severity = Literal["good", "warning", "problem"]


@dataclass(frozen=True, slots=True)
class CheckResult:
    """What one check found, and what to do about it."""

    name: str
    severity: Severity
    message: str
    remedy: str = ""


_Check = Callable[[Settings], Iterator[CheckResult]]


def examine(settings: Settings, others: Sequence[NamedLibrary] = ()) -> list[CheckResult]:
    """Run every check; one that fails does not keep the others from running.

    :param others: libraries of which the documents and the index are looked at as well.
    """
    results = [CheckResult("settings", "good", "every setting is known and valid")]
    checks: tuple[tuple[str, _Check], ...] = (
        ("documents", _documents),
        ("model", _model),
        ("Chroma server", _chroma),
        ("index", _index),
        ("machine-made questions", _machine_made),
        ("chat model", _chat_model),
        ("scans", _scans),
        ("LibreOffice", _office),
        ("database", _database),
        ("API", _api),
        ("colours", _colours),
        ("port", _port),
    )
    for name, check in checks:
        results.extend(_checked(name, check, settings))
    for library in others:
        for name, check in checks:
            if check in (_documents, _index, _machine_made):
                results.extend(
                    replace(one, name=f"{one.name} of {library.name}")
                    for one in _checked(name, check, library.settings)
                )
    return results


def _checked(name: str, check: _Check, settings: Settings) -> Iterator[CheckResult]:
    try:
        yield from check(settings)
    except AssistantError as error:
        yield CheckResult(name, "problem", str(error))
    except OSError as error:
        yield CheckResult(name, "problem", str(error), "Check the folder and its permissions.")


def _colours(settings: Settings) -> Iterator[CheckResult]:
    read_tokens(settings.theme_file)
    named = "as shipped" if settings.theme_file is None else str(settings.theme_file)
    yield CheckResult("colours", "good", f"{named}; every text can be read on its ground")


def _documents(settings: Settings) -> Iterator[CheckResult]:
    contents = read_folder(settings.documents)
    documents = contents.documents
    languages = ", ".join(
        f"{sum(document.language == language for document in documents)} in {name}"
        for language, name in (("nl", "Dutch"), ("en", "English"))
    )
    yield CheckResult("documents", "good", f"{len(documents)} can be read ({languages})")
    if contents.skipped:
        few = _few([one.name for one in contents.skipped])
        yield CheckResult(
            "documents",
            "warning",
            f"{len(contents.skipped)} skipped: {few}",
            "Run `assistant index`, which says why and what to do.",
        )
    stale = [(document, _stale_entries(document)) for document in documents]
    if any(count for _, count in stale):
        named = ", ".join(f"{document.id} ({count})" for document, count in stale if count)
        yield CheckResult(
            "catalogue",
            "warning",
            f"entries that no longer fit their text: {named}",
            "Write them again in catalogue.toml; until then they are not used.",
        )
    elif any(document.catalogue for document in documents):
        total = sum(len(document.catalogue) for document in documents)
        yield CheckResult("catalogue", "good", f"{total} entries fit their text")
    if any(document.items.stale for document in documents):
        named = ", ".join(one for document in documents for one in document.items.stale)
        yield CheckResult(
            "course items",
            "warning",
            f"rest on sentences that no longer stand in their document: {named}",
            "Copy their quotations anew in items.toml; until then they are not used.",
        )


def _few(names: Sequence[str]) -> str:
    return ", ".join(names[:3]) + (" …" if len(names) > 3 else "")


def _stale_entries(document: Document) -> int:
    return sum(entry.is_stale for entry in document.catalogue)


def _model(settings: Settings) -> Iterator[CheckResult]:
    server = settings.embedding_server
    name = check_embedding_model(settings.embedding_model, settings.models_directory, server)
    if server is None:
        yield CheckResult("model", "good", f"{name} is whole")
        return
    # What reads passages with a question is the bundled model all the same.
    check_bundled_model(settings.models_directory)
    message = f"{name} at {server.url} gives vectors; every question is sent there"
    yield CheckResult("model", "good", message)


def _chroma(settings: Settings) -> Iterator[CheckResult]:
    server = settings.chroma_server
    if server is None:
        return
    check_server(server)
    shown = "without a token" if server.token is None else "with a token"
    message = f"{server.url} answers, {shown}"
    is_here = urlsplit(server.url).hostname in ("127.0.0.1", "localhost")
    if server.url.startswith("http:") and server.token and not is_here:
        yield CheckResult(
            "Chroma server",
            "warning",
            f"{message}, which is sent unencrypted",
            "Give it an address with https.",
        )
    else:
        yield CheckResult("Chroma server", "good", message)


def _index(settings: Settings) -> Iterator[CheckResult]:
    build = settings.index_directory.current()
    manifest = read_manifest(build)
    if settings.chroma_server is not None:
        check_server(settings.chroma_server)
    if (reason := check_in_child(build, settings.chroma_server)) is not None:
        yield CheckResult(
            "index", "problem", f"cannot be searched ({reason})", "Run `assistant index`."
        )
        return
    model = settings.load_embedding_model()
    if model.fingerprint != manifest.model_fingerprint:
        yield CheckResult(
            "index",
            "problem",
            f"was made with the embedding model {manifest.model} as it was on {manifest.created}, "
            f"not with {model.name} as it is now",
            "Run `assistant index`.",
        )
        return
    changed = changed_files(settings.documents, manifest.files)
    if changed:
        yield CheckResult(
            "index",
            "warning",
            f"made {manifest.created} as {manifest.build_id}, before documents were changed: "
            f"{_few(changed)}",
            "Run `assistant index` to take the changes in.",
        )
        return
    yield CheckResult(
        "index",
        "good",
        f"{manifest.passages} passages, made {manifest.created} as {manifest.build_id}, "
        "as new as the documents",
    )


def _machine_made(settings: Settings) -> Iterator[CheckResult]:
    directory = settings.index_directory
    kept = MachineMade(directory.machine_made_path)
    documents = read_library(settings.documents)
    wanted = plan(documents, kept)
    stale = kept.stale(documents)
    written = wanted.passages - len(wanted.todo)
    if not stale and not written:
        return
    indexed = read_manifest(directory.current()).machine_made
    message = f"{indexed} in the index; {written} of {wanted.passages} passages have some"
    if not stale and not wanted.todo:
        yield CheckResult("machine-made questions", "good", message)
        return
    if stale:
        names = sorted({one.document for one in stale})
        count = sum(one.count for one in stale)
        message += f"; {count} no longer fit their text: {', '.join(names)}"
    yield CheckResult(
        "machine-made questions",
        "warning",
        message,
        "Run `assistant index --enrich` to have the others written.",
    )


def _chat_model(settings: Settings) -> Iterator[CheckResult]:
    """Look at the settings only: a question would be sent, and may cost money."""
    refuse_tracing(settings)
    if settings.chat_model is None:
        yield CheckResult("chat model", "good", "none: answers are quotations")
        return
    choose_form(connect_chat_model(settings), settings.chat_format)
    address = settings.chat_base_url or "the provider's own address"
    yield CheckResult("chat model", "good", f"{settings.chat_model} at {address} is set up")


def _scans(_: Settings) -> Iterator[CheckResult]:
    found = recogniser()
    if found is not None:
        message = f"{found} reads them, in {' and '.join(LANGUAGES)}"
        yield CheckResult("scans", "good", message)
        return
    message = f"are not read: tesseract is not there, or lacks one of {', '.join(LANGUAGES)}"
    yield CheckResult("scans", "warning", message, f"For documents that are scans: {INSTALL}.")


def _office(_: Settings) -> Iterator[CheckResult]:
    try:
        message = f"{office()} makes the PDF of course material (--pack)"
        yield CheckResult("LibreOffice", "good", message)
    except OfficeMissing as error:
        yield CheckResult("LibreOffice", "warning", "is not installed", str(error))


def _database(settings: Settings) -> Iterator[CheckResult]:
    from assistant.database import Database

    database = Database.of(settings)
    if database.is_made:
        with database.transaction() as execute:
            execute("SELECT count(*) FROM token")
        where = database.path if database.address is None else "PostgreSQL"
        yield CheckResult("database", "good", f"{where} can be used")


def _api(settings: Settings) -> Iterator[CheckResult]:
    if not settings.serves_programs:
        return
    if settings.api_open:
        message = "open: whoever can reach it may use it, without a token"
        yield CheckResult("API", "warning", message, "Take ASSISTANT_API_OPEN away to close it.")
        return
    from assistant.api.tokens import Tokens

    count = len(Tokens.of(settings).all())
    if count:
        yield CheckResult("API", "good", f"{count} tokens may use it")
    else:
        message = "there is no token, so everybody is refused"
        yield CheckResult("API", "warning", message, "Run `assistant token add NAME`.")


def _port(settings: Settings) -> Iterator[CheckResult]:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((settings.host, settings.port))
        except OSError as error:
            yield CheckResult(
                "port",
                "warning",
                f"{settings.host}:{settings.port} cannot be used ({error.strerror})",
                "Stop the program that uses it, or set ASSISTANT_PORT to another port.",
            )
            return
    yield CheckResult("port", "good", f"{settings.host}:{settings.port} is free")
