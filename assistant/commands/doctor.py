"""``assistant doctor``: is every part in order, and if not, what to do."""

from __future__ import annotations

import sys
from typing import Final

from assistant.commands.options import Documents
from assistant.doctor import CheckResult, examine
from assistant.errors import SettingsInvalid
from assistant.settings import read_settings

_SIGNS: Final = {"good": "✓", "warning": "!", "problem": "✗"}


def doctor(documents: Documents = None) -> None:
    """Check that everything is in order.

    Checks settings, documents, catalogue, model, index and port, and says for each what to do.
    """
    try:
        results = examine(read_settings(documents=documents))
    except SettingsInvalid as error:
        results = [CheckResult("settings", "problem", str(error), "Correct the setting.")]
    for result in results:
        print(f"{_SIGNS[result.severity]} {result.name}: {result.message}")
        if result.remedy:
            print(f"    → {result.remedy}")
    if any(result.severity == "problem" for result in results):
        sys.exit(1)
