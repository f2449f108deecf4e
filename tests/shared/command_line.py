"""The command line in a process of its own: what several tests run."""

from __future__ import annotations

import os
import subprocess
import sys


def run_assistant(
    *arguments: str, setting: tuple[str, str] | None = None, **environment: str
) -> subprocess.CompletedProcess[str]:
    """Run the command line in a process of its own, with none of our settings but those given."""
    clean = {name: value for name, value in os.environ.items() if not name.startswith("ASSISTANT_")}
    done = subprocess.run(
        [sys.executable, "-m", "assistant", *arguments],
        env={**clean, **environment, **dict([setting] if setting else [])},
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )
    assert "Traceback" not in done.stderr
    return done
