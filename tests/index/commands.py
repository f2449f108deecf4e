"""Commands of the assistant, each in a child of a process that has everything imported.

So a command takes no second of imports, and what ends it in the middle ends its work.
"""

from __future__ import annotations

import json
import signal
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Final, Self

# Reads lines of JSON: the arguments and settings of a command, after how many seconds which signal
# ends it. Prints a line for each: how it went. It ends a child before it waits for it, so the
# process id can belong to nobody else by then.
_RUNNING: Final = """
import json, os, signal as signals, sys, tempfile, time, traceback
import bm25s, chromadb, onnxruntime, py3langid, rich.progress, Stemmer
import chromadb.api.rust, assistant.service, index.build, index.embedding.light
import assistant.commands.app
from assistant.commands import main

for line in sys.stdin:
    arguments, settings, seconds, signal = json.loads(line)
    end = time.monotonic() + (seconds or float("inf"))
    with tempfile.TemporaryFile() as out, tempfile.TemporaryFile() as error:
        child = os.fork()
        if child == 0:
            os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
            os.dup2(out.fileno(), 1)
            os.dup2(error.fileno(), 2)
            os.environ.update(settings)
            sys.argv = ["assistant", *arguments]
            code = 99
            # A shell has what it runs in the background ignore it.
            signals.signal(signals.SIGINT, signals.default_int_handler)
            try:
                main()
            except SystemExit as done:
                code = done.code
            except BaseException:
                traceback.print_exc()
            sys.stdout.flush()
            sys.stderr.flush()
            os._exit(code)  # onnxruntime's own way out does not survive a fork
        state = (0, 0)
        while state[0] == 0 and time.monotonic() < end:
            time.sleep(0.002)
            state = os.waitpid(child, os.WNOHANG)
        if state[0] == 0:
            os.kill(child, signal)
            state = os.waitpid(child, 0)
        told = [os.waitstatus_to_exitcode(state[1])]
        for file in (out, error):
            file.seek(0)
            told.append(file.read().decode())
    print(json.dumps(told), flush=True)
"""


@dataclass(frozen=True)
class Done:
    """How a command went; ``code``: negative for the signal that ended it."""

    code: int
    out: str
    error: str


class Commands:
    """A process that runs commands, until it is left as a context."""

    def __init__(self) -> None:
        self._process = subprocess.Popen(
            [sys.executable, "-c", _RUNNING],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )

    def run(
        self,
        folder: Path,
        *arguments: str,
        ended_after_s: float | None = None,
        by: signal.Signals = signal.SIGKILL,
    ) -> Done:
        """Run a command over a folder with ``documents`` and ``data``."""
        assert self._process.stdin
        assert self._process.stdout
        settings = {
            "ASSISTANT_DATA": str(folder / "data"),
            "ASSISTANT_DOCUMENTS": str(folder / "documents"),
            "ASSISTANT_THREADS": "1",
        }
        line = json.dumps([arguments, settings, ended_after_s, by])
        print(line, file=self._process.stdin, flush=True)
        return Done(*json.loads(self._process.stdout.readline()))

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._process.communicate()  # closes its input, which ends it
