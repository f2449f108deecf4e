"""``python -m index.check BUILD``: opens a build and searches it; exit code 0 when it answers."""

from __future__ import annotations

import sys
from pathlib import Path

import numpy as np

from index.builds import read_manifest
from index.centring import Centring
from index.records import Records
from index.store import VectorStore


def check_build(build: Path) -> None:
    """Compare a build with its manifest and search every collection once.

    :raises ValueError: saying what is missing.
    """
    manifest = read_manifest(build)
    records = Records(build / "records.sqlite")
    if len(records) != manifest.documents:
        raise ValueError(f"{len(records)} of {manifest.documents} documents")
    records.passages([0, manifest.passages - 1])
    Centring.load(build / "centring.npz")
    store = VectorStore(build / "chroma")
    probe = np.full(manifest.dimensions, manifest.dimensions**-0.5, dtype=np.float32)
    for name, count in manifest.entries.items():
        if store.size(name) != count:
            raise ValueError(f"{store.size(name)} of {count} entries in {name}")
        if count and not store.nearest(name, probe, 5).ids:
            raise ValueError(f"a search in {name} finds nothing")
    store.close()
    records.close()


if __name__ == "__main__":
    try:
        check_build(Path(sys.argv[1]))
    except Exception as problem:
        sys.exit(f"{type(problem).__name__}: {problem}")
