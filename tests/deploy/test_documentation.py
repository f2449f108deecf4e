"""docs/deployment.md names what is there."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Final

from assistant.page.guard.health import HEALTH, READINESS
from assistant.settings import Settings

REPOSITORY: Final = Path(__file__).resolve().parents[2]
FILES: Final = [path for path in (REPOSITORY / "deploy").rglob("*") if path.is_file()]
DOCUMENTATION: Final = (REPOSITORY / "docs" / "deployment.md").read_text(encoding="utf-8")


def test_the_documentation_names_every_file_and_none_that_is_not_there() -> None:
    named = set(re.findall(r"(?<!tests/)deploy/[\w@./-]*\w", DOCUMENTATION))
    assert {str(path.relative_to(REPOSITORY)) for path in FILES} <= named
    assert all((REPOSITORY / name).exists() for name in named)
    assert f"`{HEALTH}`" in DOCUMENTATION
    assert f"127.0.0.1:{Settings().port}{READINESS}" in DOCUMENTATION
    known = {f"ASSISTANT_{name.upper()}" for name in Settings.model_fields}
    assert set(re.findall(r"ASSISTANT_[A-Z_]+", DOCUMENTATION)) <= known
