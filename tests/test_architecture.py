"""What may know what: held by reading every module, and by looking at what a process has loaded."""

from __future__ import annotations

import ast
import subprocess
import sys
from collections.abc import Iterator
from functools import cache
from graphlib import TopologicalSorter
from pathlib import Path

import pytest

from assistant import Settings

REPOSITORY = Path(__file__).resolve().parents[1]
PACKAGES = ("corpus", "index", "assistant", "eval")
# What is made here and never checked in (.gitignore), and git's own folder.
NOT_OURS = {"var", "build", "dist", "__pycache__"}
HIDDEN_BUT_OURS = {".ci", ".gitignore", ".gitattributes"}


@cache
def modules() -> list[Path]:
    """Return every module of the four packages, as paths in the repository."""
    return [
        path.relative_to(REPOSITORY)
        for package in PACKAGES
        for path in sorted((REPOSITORY / package).rglob("*.py"))
    ]


@cache
def tree_of(module: Path) -> ast.Module:
    return ast.parse((REPOSITORY / module).read_text(encoding="utf-8"))


@cache
def imports(module: Path) -> tuple[str, ...]:
    return tuple(_imports(module))


def _imports(module: Path) -> Iterator[str]:
    """Yield what a module imports: at its top, in functions, for types, and by name at run time."""
    for node in ast.walk(tree_of(module)):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{module}: relative import"
            if node.module:
                yield node.module
        elif isinstance(node, ast.Call) and isinstance(node.func, ast.Name | ast.Attribute):
            name = node.func.id if isinstance(node.func, ast.Name) else node.func.attr
            first = node.args[0] if node.args else None
            if name in ("import_module", "__import__") and isinstance(first, ast.Constant):
                yield str(first.value)


@cache
def name_of(module: Path) -> str:
    """Return what a module is imported as."""
    return ".".join(module.with_suffix("").parts).removesuffix(".__init__")


def imports_on_loading(module: Path) -> Iterator[str]:
    """Yield the modules of ours that a module needs before it is there itself."""
    known = {name_of(one) for one in modules()}
    for node in tree_of(module).body:
        if isinstance(node, ast.Import):
            yield from known & {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            parts = {f"{node.module}.{alias.name}" for alias in node.names} & known
            yield from parts or known & {str(node.module)}


def importers(library: str) -> set[str]:
    """Return the modules that import a library."""
    return {
        module.as_posix()
        for module in modules()
        if any(name == library or name.startswith(f"{library}.") for name in imports(module))
    }


def loaded_by(code: str, *libraries: str) -> str:
    """Run code in a fresh process and return which of the libraries it has loaded."""
    script = (
        "import atexit, sys\n"
        f"names = {libraries!r}\n"
        "atexit.register(lambda: print('LOADED', *(n for n in names if n in sys.modules)))\n"
        f"{code}\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=True, cwd=REPOSITORY
    )
    return done.stdout.rsplit("LOADED", 1)[1].strip()


def test_there_are_modules_to_look_at() -> None:
    found = {module.as_posix() for module in modules()}
    assert {"corpus/library.py", "index/store.py", "assistant/chain.py", "eval/run.py"} <= found


@pytest.mark.parametrize("module", modules(), ids=lambda module: module.as_posix())
def test_no_module_imports_a_package_to_its_right(module: Path) -> None:
    to_the_right = PACKAGES[PACKAGES.index(module.parts[0]) + 1 :]
    wrong = [name for name in imports(module) if name.split(".")[0] in (*to_the_right, "tests")]
    assert wrong == []


def test_no_module_needs_itself() -> None:
    needed = {name_of(module): set(imports_on_loading(module)) for module in modules()}
    assert sum(map(len, needed.values())) > len(needed)
    TopologicalSorter(needed).prepare()  # raises CycleError, with the modules of the circle


def test_only_the_stores_know_chroma() -> None:
    assert importers("chromadb") == {"index/store.py", "index/server_store.py"}


def test_only_the_database_knows_sqlalchemy() -> None:
    assert importers("sqlalchemy") == {"assistant/database.py"}


def test_only_the_page_knows_gradio() -> None:
    found = importers("gradio")
    assert found
    assert all(module.startswith("assistant/page/") for module in found)


def test_langchain_is_met_in_few_modules() -> None:
    """The retriever, the chain, what speaks to a chat model, and the plain chain to compare with."""
    found = set().union(*(importers(name) for name in ("langchain", "langchain_core")))
    assert found == {
        "index/retriever.py",
        "assistant/chain.py",
        "assistant/service.py",
        "assistant/chat_model/connection.py",
        "assistant/chat_model/reading.py",
        "assistant/chat_model/statements.py",
        "eval/plain_chain.py",
    } | {module for module in found if module.startswith("eval/judge/")}


@pytest.mark.parametrize(
    "library", ["torch", "sentence_transformers", "transformers", "onnxruntime", "tokenizers"]
)
def test_what_computes_vectors_is_met_only_with_the_embedding_models(library: str) -> None:
    """``eval bench`` names the version of the engine, and measures a plain chain beside ours."""
    found = importers(library) - {"eval/probe.py", "eval/plain_chain.py"}
    trains = {module for module in found if module.startswith("eval/training/")}
    assert library == "torch" or not trains
    assert all(module.startswith("index/embedding/") for module in found - trains), found


def test_importing_the_assistant_loads_nothing_heavy() -> None:
    heavy = ("torch", "gradio", "transformers", "chromadb", "onnxruntime", "langchain_core")
    assert loaded_by("import assistant", *heavy, "sqlalchemy") == ""


def test_asking_loads_neither_torch_nor_gradio_nor_what_serves_or_speaks_to_servers(
    settings: Settings,
) -> None:
    code = (
        "sys.argv = ['assistant', 'ask', '--json', 'Wat is de bedoeling?']\n"
        "from assistant.commands import main\n"
        "main()"
    )
    assert settings.embedding_model is None
    servers = ("index.server_store", "index.embedding.served", "assistant.api", "assistant.mcp")
    serving = ("fastapi", "uvicorn", "mcp", "openai", "prometheus_client", "sqlalchemy", "psycopg")
    heavy = ("torch", "gradio", "transformers", "sentence_transformers")
    assert loaded_by(code, *heavy, *servers, *serving) == ""


def test_every_command_but_chat_does_without_gradio_until_it_runs() -> None:
    code = "from assistant.commands.app import run"
    assert loaded_by(code, "torch", "gradio", "chromadb", "onnxruntime", "eval") == ""


def test_nothing_refers_to_what_lies_beside_the_repository() -> None:
    """A checkout stands alone: no file names a folder above it, by a path of this machine or not."""
    beside = ("../" + "shared", "/work/" + "shared", "/work/" + "main")
    for path in sorted(REPOSITORY.rglob("*")):
        parts = path.relative_to(REPOSITORY).parts
        is_hidden = parts[0].startswith(".") and parts[0] not in HIDDEN_BUT_OURS
        if is_hidden or NOT_OURS & set(parts) or parts[0].endswith(".egg-info"):
            continue
        if not path.is_file():
            continue
        content = path.read_bytes()
        for place in beside:
            assert place.encode() not in content, f"{path} mentions {place}"
