"""What the reader has read of the passages of an index, kept in the build.

Reading a passage for the first time takes 25 ms, and a question reads eight; what was kept is
compared at once (late interaction with a stored index: Khattab & Zaharia 2020, ColBERT). Some
150 kB for each passage and language.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import numpy as np
from numpy.typing import NDArray

from corpus import Language
from index.passages import Passage

_VECTORS: Final = "token_vectors.npy"
_OWNERS: Final = "token_owners.npy"
_PLACES: Final = "token_places.json"


@dataclass(frozen=True, slots=True)
class ReadPassage:
    """A passage as the reader's networks compare it.

    ``vectors``: half precision, ``(tokens, values)``; ``owners``: for each token the position of
    its sentence in the passage, -1 for one of none.
    """

    vectors: NDArray[np.float16]
    owners: NDArray[np.int16]


class TokenVectors:
    """The passages of a build that were read when it was made; they stay on disk."""

    def __init__(self, build: Path) -> None:
        """Open those of a build; of one without any, nothing is kept."""
        self.reader: str = ""
        self._places: dict[str, tuple[int, int]] = {}
        if (build / _PLACES).exists():
            written = json.loads((build / _PLACES).read_text(encoding="utf-8"))
            self.reader, self._places = written["reader"], written["places"]
            self._vectors = np.load(build / _VECTORS, mmap_mode="r")
            self._owners = np.load(build / _OWNERS)

    @staticmethod
    def write(build: Path, reader: str, read: Mapping[tuple[str, Language], ReadPassage]) -> None:
        """Keep passages.

        :param reader: the digest of the reader that has read them.
        :param read: at least one, by id and language.
        """
        ends = np.cumsum([len(one.owners) for one in read.values()]).tolist()
        places = {
            _key(*key): (start, end)
            for key, start, end in zip(read, [0, *ends], ends, strict=False)
        }
        np.save(build / _VECTORS, np.concatenate([one.vectors for one in read.values()]))
        np.save(build / _OWNERS, np.concatenate([one.owners for one in read.values()]))
        (build / _PLACES).write_text(
            json.dumps({"reader": reader, "places": places}), encoding="utf-8"
        )

    def find(self, passage: Passage, language: Language) -> ReadPassage | None:
        """Return a passage as it was read in a language, if it was."""
        place = self._places.get(_key(passage.id, language))
        if place is None:
            return None
        part = slice(*place)
        return ReadPassage(self._vectors[part], self._owners[part])


def _key(passage: str, language: Language) -> str:
    return f"{language} {passage}"
