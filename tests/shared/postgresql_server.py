"""A PostgreSQL server of the tests' own, on this machine."""

from __future__ import annotations

import os
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from pathlib import Path
from typing import Final, Self
from urllib.parse import quote

import psycopg

# What has to be written otherwise in an address.
PASSWORD: Final = "g3h@im/:"
_WITHIN_S: Final = 120


class RunningPostgresql:
    """Runs between entering and leaving; ``address`` opens it."""

    def __init__(self) -> None:
        found = [Path(found).parent for found in [shutil.which("postgres")] if found]
        programs = [*found, *sorted(Path("/usr/lib/postgresql").glob("*/bin"))]
        assert programs, "the tests of the database need PostgreSQL: make postgresql"
        self._programs = programs[-1]
        with socket.socket() as taken:
            taken.bind(("127.0.0.1", 0))
            port = taken.getsockname()[1]
        place = f"127.0.0.1:{port}"
        self.address = f"postgresql://assistant:{quote(PASSWORD, safe='')}@{place}/assistant"
        self._as_owner = f"postgresql://owner@{place}/postgres"
        self._options = ("-h", "127.0.0.1", "-p", str(port), "-F")

    def __enter__(self) -> Self:
        self._folder = Path(tempfile.mkdtemp())
        if os.geteuid() == 0:
            # It refuses to be run by root.
            shutil.chown(self._folder, "postgres")
        how = ("--username=owner", "--encoding=UTF8", "--no-sync", "--auth=trust")
        subprocess.run(self._command("initdb", *how), check=True, stdout=subprocess.DEVNULL)
        allowed = "host all owner 127.0.0.1/32 trust\nhost all all 127.0.0.1/32 scram-sha-256\n"
        (self._folder / "data" / "pg_hba.conf").write_text(allowed)
        self.start()
        with psycopg.connect(self._as_owner, autocommit=True) as connection:
            # As docs/deployment.md says.
            connection.execute(f"CREATE ROLE assistant LOGIN PASSWORD '{PASSWORD}'")
            connection.execute("CREATE DATABASE assistant OWNER assistant")
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()
        shutil.rmtree(self._folder)

    def start(self) -> None:
        self._process = subprocess.Popen(
            self._command("postgres", "-k", str(self._folder), *self._options),
            stderr=subprocess.DEVNULL,
        )
        ends = time.monotonic() + _WITHIN_S
        while not self._answers():
            assert time.monotonic() < ends, "PostgreSQL did not start"
            assert self._process.poll() is None
            time.sleep(0.1)

    def stop(self) -> None:
        # Without waiting for those who are connected.
        self._process.send_signal(signal.SIGINT)
        self._process.wait(_WITHIN_S)

    def _answers(self) -> bool:
        try:
            psycopg.connect(self._as_owner).close()
        except psycopg.OperationalError:
            return False
        return True

    def _command(self, program: str, *options: str) -> list[str]:
        command = [str(self._programs / program), "-D", str(self._folder / "data"), *options]
        return ["setpriv", "--reuid=postgres", "--regid=postgres", "--clear-groups", *command][
            0 if os.geteuid() == 0 else 4 :
        ]
