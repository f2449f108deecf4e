"""``python -m index.check BUILD``: opens a build and searches it; exit code 0 when it answers.

With a Chroma server, its address and token are lines of standard input: who else works on the
machine sees the arguments of every process.
"""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from typing import Final

import numpy as np

from corpus import LANGUAGES
from index.answerability import Answerability
from index.builds import check_whole, read_manifest
from index.centring import Centring
from index.chroma_server import ChromaServer
from index.keywords import KeywordIndex
from index.reader.token_vectors import TokenVectors
from index.records import Records
from index.store import store_to_read

# Some of these words are found, so that what is counted of them is read.
_WORDS: Final = 50
_TIMEOUT_S: Final = 600  # 30,000 passages took 5 s


def check_build(build: Path, server: ChromaServer | None = None) -> None:
    """Compare a build with its manifest and search every collection once.

    :param server: which holds its vectors.
    :raises IndexDamaged: a file or a collection is not as it was written.
    :raises ValueError: saying what is missing.
    """
    manifest = read_manifest(build)
    check_whole(build, manifest)
    records = Records(build / "records.sqlite")
    if len(records) != manifest.documents:
        raise ValueError(f"{len(records)} of {manifest.documents} documents")
    records.passages([0, manifest.passages - 1])
    Centring.load(build / "centring.npz")
    Answerability.load(build / "answerability.npz")
    TokenVectors(build)
    for language in LANGUAGES:
        folder = build / f"keywords_{language}"
        numbers = np.load(folder / "passages.npy")
        keywords = KeywordIndex.load(folder, language, len(numbers))
        keywords.scores(" ".join(keywords.vocabulary()[:_WORDS]))
    store = store_to_read(build, server)
    probe = np.full(manifest.dimensions, manifest.dimensions**-0.5, dtype=np.float32)
    store.check_sizes(manifest.entries)
    store.check_sample()
    for name, count in manifest.entries.items():
        if count and not store.nearest(name, probe, 5).ids:
            raise ValueError(f"a search in {name} finds nothing")
    store.close()
    records.close()


def check_in_child(build: Path, server: ChromaServer | None = None) -> str | None:
    """Check a build in a process of its own; return what is wrong with it, ``None`` if it answers.

    :param server: which holds its vectors.

    A torn Chroma segment can end the whole process, so it must not be this one.
    """
    try:
        checked = subprocess.run(
            [sys.executable, "-m", "index.check", str(build.resolve())],
            input="" if server is None else f"{server.url}\n{server.token or ''}\n",
            capture_output=True,
            text=True,
            check=False,
            timeout=_TIMEOUT_S,
            cwd=Path(__file__).resolve().parents[1],
        )
    except subprocess.TimeoutExpired:
        return f"it did not answer within {_TIMEOUT_S} s"
    if checked.returncode == 0:
        return None
    return (checked.stderr.strip().splitlines() or ["it ended without a word"])[-1]


if __name__ == "__main__":
    try:
        told = sys.stdin.read().splitlines()
        check_build(Path(sys.argv[1]), ChromaServer(told[0], told[1] or None) if told else None)
    except Exception as problem:
        sys.exit(f"{type(problem).__name__}: {problem}")
