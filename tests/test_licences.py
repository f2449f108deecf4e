"""Everything that is installed may go with a program under EUPL-1.2."""

from __future__ import annotations

import re
import tomllib
from email.message import Message
from fnmatch import fnmatchcase
from importlib import metadata
from pathlib import Path
from typing import Final

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

OURS: Final = "bedoeling-assistant"
WRITTEN: Final = tomllib.loads(
    (Path(__file__).parent / "licences.toml").read_text(encoding="utf-8")
)
INSTALLED: Final = {canonicalize_name(one.name): one for one in metadata.distributions()}


def licences(name: str, described: Message | metadata.PackageMetadata) -> set[str]:
    """Return every licence that a package names, as SPDX writes them; none if it tells nothing."""
    for pattern, known in WRITTEN["package"].items():
        if fnmatchcase(name, pattern):
            return in_expression(known["licence"])
    if described.get("License-Expression"):
        return in_expression(described["License-Expression"])
    classifiers = [
        line.rpartition(" :: ")[2]
        for line in described.get_all("Classifier", [])
        if line.startswith("License :: OSI Approved :: ")
    ]
    texts = classifiers or described.get("License", "").strip().splitlines()[:1]
    return {one for text in texts for one in in_expression(WRITTEN["spelling"].get(text, text))}


def in_expression(expression: str) -> set[str]:
    """Return each licence in an expression; also of a choice every one has to be allowed."""
    return {one.strip("() ") for one in re.split(r" (?:AND|OR|WITH) ", expression)}


def needed_to_run() -> set[str]:
    """Return the packages that the program needs, also those that a chat model asks for."""
    found: set[str] = set()
    waiting = [(OURS, extra) for extra in ("", "openai", "ollama", "mcp", "postgresql")]
    seen = set(waiting)
    while waiting:
        name, extra = waiting.pop()
        found.add(name)
        for line in (INSTALLED[name].requires or ()) if name in INSTALLED else ():
            wanted = Requirement(line)
            if wanted.marker is None or wanted.marker.evaluate({"extra": extra}):
                new = {(canonicalize_name(wanted.name), one) for one in ("", *wanted.extras)}
                waiting.extend(new - seen)
                seen |= new
    return found - {OURS}


def test_every_installed_package_has_a_licence_that_goes_with_ours() -> None:
    fitting = WRITTEN["allowed"].keys() | WRITTEN["development"].keys()
    for name, package in INSTALLED.items():
        if name != OURS:
            found = licences(name, package.metadata)
            assert found, f"{name} does not tell its licence; look it up for tests/licences.toml"
            assert found <= fitting, f"{name}: {found - fitting} is not in tests/licences.toml"


def test_what_the_program_runs_with_binds_nobody_to_another_licence() -> None:
    needed = needed_to_run()
    assert {"gradio", "chromadb", "grpcio", "genanki", "frozendict", "langchain-ollama"} <= needed
    assert not {"pytest", "pygiftparserrgmf"} & needed
    for name in needed & INSTALLED.keys():
        found = licences(name, INSTALLED[name].metadata)
        assert found <= WRITTEN["allowed"].keys(), name


def test_a_licence_that_nobody_looked_at_is_seen() -> None:
    described = Message()
    assert licences("new", described) == set()
    described["License-Expression"] = "MIT AND (SSPL-1.0 OR GPL-2.0-only)"
    assert licences("new", described) == {"MIT", "SSPL-1.0", "GPL-2.0-only"}
    assert licences("nvidia-cublas", described) == {"LicenseRef-NVIDIA"}


def test_every_licence_has_its_reason() -> None:
    reasons = [*WRITTEN["allowed"].values(), *WRITTEN["development"].values()]
    assert all(len(reason) > 10 for reason in reasons)
    assert not WRITTEN["allowed"].keys() & WRITTEN["development"].keys()
