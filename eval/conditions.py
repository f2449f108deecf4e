"""What a run was made with: whatever its figures may depend on, as plain values.

Two runs under equal conditions give the same answers with the quotes writer. A run that was cut
goes on only under the conditions that it began with.
"""

from __future__ import annotations

import hashlib
import json
import platform
import re
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any, Final

from assistant import Assistant
from assistant.chat_model.entailment import ENTAILMENT_FILE
from assistant.evidence.judgement import CALIBRATION_FILE as JUDGEMENT_FILE
from assistant.evidence.subject import calibration
from assistant.understanding.turns import WEIGHTS_FILE
from corpus import Document
from eval.questions import Question, questions_text
from index.reader.reader import READER_FILE
from index.search import CATALOGUED, PLAIN

_LIBRARIES: Final = (
    "bm25s", "chromadb", "langchain-core", "numpy", "onnxruntime", "sentence-transformers",
    "tokenizers",
)  # fmt: skip
_LEARNT: Final = (READER_FILE, JUDGEMENT_FILE, WEIGHTS_FILE, ENTAILMENT_FILE)
_CREDENTIALS: Final = re.compile(r"//[^/@\s]*@")


def conditions(
    assistant: Assistant, questions: Sequence[Question], without: Sequence[str] = ()
) -> dict[str, Any]:
    """Return what a run of these questions put to this assistant depends on.

    :param without: the parts of the library that were left out.
    """
    index = assistant.retriever.index
    kind = index.manifest.library
    found = {
        "settings": {
            name: _CREDENTIALS.sub("//", value) if isinstance(value, str) else value
            for name, value in assistant.settings.model_dump(mode="json").items()
        },
        "without": sorted(without),
        "versions": versions(),
        "model": {"name": index.manifest.model, "fingerprint": index.manifest.model_fingerprint},
        "corpus_hash": corpus_hash(assistant.documents),
        "library": {
            "documents": index.manifest.documents,
            "passages": index.manifest.passages,
            "entries": index.manifest.entries,
            "files_hash": _digest(json.dumps(index.manifest.files, sort_keys=True)),
        },
        "weights": {
            "catalogued": asdict(CATALOGUED),
            "plain": asdict(PLAIN),
        },
        "calibration": {"library": kind, **asdict(calibration(kind))},
        "learnt": {path.name: _file_digest(path) for path in _LEARNT},
        "questions": {"count": len(questions), "hash": _digest(questions_text(questions))},
    }
    # As it will be read back, so that conditions can be compared.
    plain: dict[str, Any] = json.loads(json.dumps(found))
    return plain


def corpus_hash(documents: Mapping[str, Document]) -> str:
    """Return a SHA-256 over ids, originals and translations, in the order of the ids."""
    digest = hashlib.sha256()
    for identifier in sorted(documents):
        document = documents[identifier]
        for part in (identifier, document.original, document.translation or ""):
            digest.update(part.encode())
            digest.update(b"\x00")
    return digest.hexdigest()


def versions() -> dict[str, str]:
    """Return the versions of Python and of the libraries that figures depend on."""
    found = {"python": platform.python_version()}
    for library in _LIBRARIES:
        try:
            found[library] = version(library)
        except PackageNotFoundError:
            continue
    return found


def _file_digest(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()
