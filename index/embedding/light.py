"""The bundled model on onnxruntime and tokenizers alone: no torch, loaded in half a second."""

from __future__ import annotations

import hashlib
import os
from collections import OrderedDict
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Lock
from typing import Final

import numpy as np
import onnxruntime
from numpy.typing import NDArray
from tokenizers import Tokenizer

from index.embedding.bundled import GRAPH_FILE, READ_FILES, TOKENIZER_FILE
from index.embedding.manifest import check_files, read_manifest
from index.embedding.sentence_transformers_folder import PROMPTS
from index.errors import ModelAltered

# The model reads 512 tokens of at most 16 characters; twice that leaves room for the runs of spaces
# that the tokenizer drops. Cutting first keeps a text of 100 kB from being tokenised in vain.
_CHARACTERS_MAX: Final = 2 * 512 * 16
# Questions of as many people at a time.
_ASKED_MAX: Final = 32


class LightModel:
    """The prepared bundled model.

    Each text goes through the network by itself, on one thread, and as many at a time as there are
    threads. This is faster than batches on two threads (41 against 35 passages of 190 tokens per
    second), needs no padding and less memory, and above all a text has the same vector whatever
    stands beside it, so vectors can be kept and looked up later.
    """

    def __init__(self, directory: Path, threads: int | None = None) -> None:
        """Load the model from its folder.

        :param threads: how many texts at a time; by default one for each processor at hand.
        :raises ModelNotPrepared: there is no prepared model in the folder.
        :raises ModelAltered: a file of it is missing or damaged.
        """
        with ThreadPoolExecutor(1) as beside:
            # 60 MB, read while they are loaded.
            whole = beside.submit(check_files, directory, READ_FILES)
            self._session, self._tokenizer = _load(directory)
            manifest = whole.result()
        self.name: str = manifest.model
        self.fingerprint: str = _fingerprint(
            onnxruntime.__version__, *(manifest.files[name].sha256 for name in READ_FILES)
        )
        self.threads = threads or _processors()
        self._asked: OrderedDict[bytes, NDArray[np.float32]] = OrderedDict()
        self._lock = Lock()
        self._begin = self._tokenizer.token_to_id("<s>")
        self._end = self._tokenizer.token_to_id("</s>")
        self.dimensions: int = self._session.get_outputs()[0].shape[1]

    def embed_queries(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Embed questions; shape ``(len(texts), 384)``, 5 ms each.

        A question is embedded by each of those who look at it, so the last few vectors are kept; by
        a digest, as no question is kept anywhere.
        """
        if len(texts) != 1:
            return self._embed(PROMPTS["query"], texts)
        digest = hashlib.blake2b(_readable(texts[0]).encode()).digest()
        with self._lock:
            known = self._asked.get(digest)
        if known is None:
            known = self._embed(PROMPTS["query"], texts)
            with self._lock:
                self._asked[digest] = known
                if len(self._asked) > _ASKED_MAX:
                    self._asked.popitem(last=False)
        return known.copy()

    def embed_passages(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Embed passages; shape ``(len(texts), 384)``. What follows after 512 tokens is not read."""
        return self._embed(PROMPTS["passage"], texts)

    def tokens(self, text: str) -> list[int]:
        """Return the numbers of a text's tokens, without those for its beginning and end."""
        numbers: list[int] = self._tokenizer.encode(_readable(text), add_special_tokens=False).ids
        return numbers

    def token_states(self, tokens: Sequence[int]) -> NDArray[np.float32]:
        """Return the vectors of each token in its text, one of each layer that is compared.

        :param tokens: at most 510; those for beginning and end are added.
        :return: shape ``(len(tokens) + 2, layers, 384)``.
        """
        inputs = {"input_ids": np.array([[self._begin, *tokens, self._end]], dtype=np.int64)}
        states: NDArray[np.float32] = self._session.run(["states"], inputs)[0][0]
        return states.reshape(len(states), -1, self.dimensions)

    def _embed(self, prompt: str, texts: Sequence[str]) -> NDArray[np.float32]:
        vectors = np.empty((len(texts), self.dimensions), dtype=np.float32)
        if len(texts) == 1:
            vectors[0] = self._embed_one(prompt + texts[0])
            return vectors
        pool = ThreadPoolExecutor(self.threads)
        try:
            prompted = (prompt + text for text in texts)
            for number, vector in enumerate(pool.map(self._embed_one, prompted)):
                vectors[number] = vector
        finally:
            pool.shutdown(cancel_futures=True)
        return vectors

    def _embed_one(self, text: str) -> NDArray[np.float32]:
        tokens = self._tokenizer.encode(_readable(text)).ids
        inputs = {"input_ids": np.array([tokens], dtype=np.int64)}
        vector: NDArray[np.float32] = self._session.run(["embedding"], inputs)[0][0]
        return vector


def _load(directory: Path) -> tuple[onnxruntime.InferenceSession, Tokenizer]:
    read_manifest(directory)
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = 1
    options.inter_op_num_threads = 1
    options.enable_cpu_mem_arena = False  # keeps the memory of the longest text for ever
    options.log_severity_level = 3
    try:
        session = onnxruntime.InferenceSession(
            str(directory / GRAPH_FILE), options, providers=["CPUExecutionProvider"]
        )
        return session, Tokenizer.from_file(str(directory / TOKENIZER_FILE))
    # Both libraries raise bare Exceptions for a file that is not what it should be.
    except Exception as error:
        raise ModelAltered(
            f"The embedding model in {directory} cannot be loaded ({error}); run `assistant "
            "index`, which makes it again."
        ) from error


def _readable(text: str) -> str:
    # Half a surrogate pair, which JSON can hold, is a character that cannot be encoded.
    return text[:_CHARACTERS_MAX].encode(errors="replace").decode()


def _fingerprint(*parts: str) -> str:
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()[:16]


def _processors() -> int:
    """Count the processors that this process may use, which in a container can be fewer."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1
