"""``python -m assistant.page.manage.worker``: one build, in a process of its own.

It reads what to build as a line of JSON, and writes a line for every step: how far it is, and at
the end ``{"report": …}``, ``{"lost": …}`` where documents would be lost, or ``{"failed": …}``. It
ends when whoever started it does: a build that was interrupted is begun again.
"""

from __future__ import annotations

import json
import os
import sys
import threading
from typing import Any

from assistant.building import as_record, build
from assistant.settings import Settings
from corpus import AssistantError
from index.changes import Loss
from index.errors import BuildRefused


def main() -> None:
    """Build and tell."""
    asked = json.loads(sys.stdin.readline())
    threading.Thread(target=_end_with_parent, daemon=True).start()
    told = os.fdopen(os.dup(1), "w", encoding="utf-8")
    # What a library prints is no step.
    os.dup2(2, 1)

    def tell(**values: Any) -> None:
        told.write(json.dumps(values) + "\n")
        told.flush()

    def progress(stage: str, done: int, total: int) -> None:
        tell(stage=stage, done=done, total=total)

    lost: list[Loss] = []

    def agree(loss: Loss) -> bool:
        lost.append(loss)
        return bool(asked["is_agreed"])

    try:
        report = build(Settings(**asked["settings"]), progress, agree=agree)
    except BuildRefused:
        tell(lost=[loss.documents for loss in lost][-1])
    except (AssistantError, OSError) as error:
        tell(failed=str(error))
    else:
        tell(report=as_record(report))


def _end_with_parent() -> None:
    sys.stdin.read()
    os._exit(1)


if __name__ == "__main__":
    main()
