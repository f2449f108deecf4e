"""``assistant doctor``: is every part in order, and if not, what to do."""

from __future__ import annotations

import sys
from typing import Final

from assistant.commands.options import Documents, Library, chosen_library
from assistant.doctor import CheckResult, examine
from assistant.errors import SettingsInvalid
from assistant.libraries import Libraries

_SIGNS: Final = {"good": "✓", "warning": "!", "problem": "✗"}


def doctor(documents: Documents = None, library: Library = None) -> None:
    """Check that everything is in order.

    Checks settings, documents, catalogue, model, index and port, and says for each what to do.
    """
    try:
        examined = chosen_library(documents, library)
        others = () if library else tuple(Libraries(examined.settings))[1:]
        results = examine(examined.settings, others)
    except SettingsInvalid as error:
        results = [CheckResult("settings", "problem", str(error), "Correct the setting.")]
    for result in results:
        print(f"{_SIGNS[result.severity]} {result.name}: {result.message}")
        if result.remedy:
            print(f"    → {result.remedy}")
    if any(result.severity == "problem" for result in results):
        sys.exit(1)
