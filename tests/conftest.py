"""What every test may use."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import pytest
from filelock import FileLock

from assistant import Assistant, Settings, open_assistant
from index.build import build_index
from index.builds import IndexDirectory, changed_files, read_manifest
from index.embedding import BUNDLED_MODEL, load_embedding_model, prepare_bundled_model
from index.embedding.light import LightModel
from index.errors import IndexMissing

REPOSITORY = Path(__file__).resolve().parents[1]
# What `pytest --quick` leaves out: tests that want a browser, a server, LibreOffice, or processes
# of their own, by their folder or file, and those that want the model or an index, by their fixture.
SLOW_PLACES = {
    *("api", "course", "deploy", "index", "page"),
    *("test_bad_files.py", "test_formats.py", "test_pdf_tables.py", "test_quoted_pages.py"),
    *("test_any_file.py", "test_scans.py", "test_publishing.py", "test_command_line.py"),
    *("test_report.py", "test_no_network.py"),
}
SLOW_FIXTURE = "models_directory"


def pytest_addoption(parser: pytest.Parser) -> None:
    """With many kills --timeout goes with it: ``--kills 200 --timeout 3600``."""
    parser.addoption("--quick", action="store_true", help="only the tests that are done at once")
    parser.addoption("--kills", type=int, default=12, help="how often a build is killed")
    parser.addoption(
        "--questions", type=int, default=60, help="how many are asked of several processes"
    )


def pytest_ignore_collect(collection_path: Path, config: pytest.Config) -> bool | None:
    """Do not even load what ``--quick`` leaves out; that takes seconds as well."""
    return True if config.option.quick and collection_path.name in SLOW_PLACES else None


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    if config.option.quick:
        slow = [item for item in items if SLOW_FIXTURE in getattr(item, "fixturenames", ())]
        config.hook.pytest_deselected(items=slow)
        items[:] = [item for item in items if item not in slow]


@pytest.fixture(scope="session")
def models_directory() -> Path:
    """Return the folder with the prepared bundled model; it is prepared when missing."""
    directory = REPOSITORY / "var" / "models"
    prepare_bundled_model(directory)
    return directory


@pytest.fixture(scope="session")
def model(models_directory: Path) -> LightModel:
    """Return the bundled model."""
    return LightModel(models_directory / BUNDLED_MODEL)


@pytest.fixture(scope="session")
def settings(models_directory: Path) -> Settings:
    """Return the default settings, with an index of the shipped documents as new as they are."""
    settings = Settings()
    directory = IndexDirectory(settings.indexes_directory, settings.documents)
    model = load_embedding_model(None, models_directory)
    directory.path.mkdir(parents=True, exist_ok=True)
    # Of the processes that run the tests one builds it, and the others wait.
    with FileLock(directory.path / "tests.lock"):
        try:
            manifest = read_manifest(directory.current())
            is_current = manifest.model_fingerprint == model.fingerprint and not changed_files(
                settings.documents, manifest.files
            )
        except IndexMissing:
            is_current = False
        if not is_current:
            build_index(directory, model)
    return settings


@pytest.fixture(scope="session")
def assistant(settings: Settings) -> Iterator[Assistant]:
    """Open the assistant over the shipped documents."""
    with open_assistant(settings) as opened:
        yield opened


@pytest.fixture(scope="session")
def make_data(settings: Settings, models_directory: Path) -> Callable[[Path, Path], None]:
    """Make a data folder for a folder of documents: with the model, and with the vectors that
    every index needs, which take ten seconds to compute."""
    shipped = IndexDirectory(settings.indexes_directory, settings.documents)
    fingerprint = read_manifest(shipped.current()).model_fingerprint

    def make(data: Path, documents: Path) -> None:
        data.mkdir(exist_ok=True)
        if not (data / "models").exists():
            (data / "models").symlink_to(models_directory)
        directory = IndexDirectory(data / "indexes", documents)
        directory.path.mkdir(parents=True)
        with (
            closing(sqlite3.connect(shipped.vectors_path(fingerprint))) as source,
            closing(sqlite3.connect(directory.vectors_path(fingerprint))) as copy,
        ):
            source.backup(copy)

    return make


# Each says something that none of the others does; the third has no index.
MILL, BREAD, EMPTY = "molen", "Brood én kaas", "leeg"
_SAID = {
    MILL: "De molen van Jan draait alleen op zaterdag.",
    BREAD: "Roggebrood van het dorp wordt gebakken van rogge, water en zout.",
    EMPTY: "Hier staat nog niets van belang in.",
}


@pytest.fixture(scope="session")
def several(
    settings: Settings,
    make_data: Callable[[Path, Path], None],
    models_directory: Path,
    tmp_path_factory: pytest.TempPathFactory,
) -> Settings:
    """Return settings with the shipped library, two small ones, and one that has no index yet."""
    folder = tmp_path_factory.mktemp("several")
    libraries, data = folder / "libraries", folder / "data"
    model = load_embedding_model(None, models_directory)
    for name, said in _SAID.items():
        documents = libraries / name
        documents.mkdir(parents=True)
        (documents / "bericht.txt").write_text(f"Over {name}\n\n{said}\n", encoding="utf-8")
        if name != EMPTY:
            make_data(data, documents)
            build_index(IndexDirectory(data / "indexes", documents), model)
    (libraries / "lees-mij.txt").write_text("Geen bibliotheek.")
    shipped = settings.index_directory.path
    (data / "indexes" / shipped.name).symlink_to(shipped)
    return Settings(data=data, libraries=libraries)
