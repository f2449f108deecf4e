"""nginx with the configuration of deploy/, as the documentation has it put in place."""

from __future__ import annotations

import shutil
import subprocess
import time
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Final, Self

import httpx
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.x509.oid import NameOID

REPOSITORY: Final = Path(__file__).resolve().parents[2]
SHIPPED: Final = REPOSITORY / "deploy" / "nginx"
HOST: Final = "vraag.example.nl"
# `make nginx` puts it there, where the system has none.
_UNPACKED: Final = REPOSITORY / "var" / "nginx" / "usr" / "sbin" / "nginx"
NGINX: Final = shutil.which("nginx") or (str(_UNPACKED) if _UNPACKED.exists() else None)
_START_TIMEOUT_S: Final = 20
_MAIN: Final = """
daemon off;
master_process off;
error_log {folder}/error.log;
pid {folder}/nginx.pid;
events {{}}
http {{
    access_log off;
    {temporary}
    include conf.d/*.conf;
    {site}
}}
"""
_PROCESSES: Final = "".join(f"    server 127.0.0.1:{one} max_fails=0;\n" for one in (7860, 7861))
_SITE: Final = "server {{ listen 127.0.0.1:{port}; {inside} }}"
_TEMPORARY: Final = ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")


def place_of(path: Path) -> str:
    """Return where in /etc/nginx a file of deploy/nginx belongs, as its first line says."""
    first = path.read_text(encoding="utf-8").partition("\n")[0]
    return first.removeprefix("# To /etc/nginx/").partition(":")[0]


class Nginx:
    """nginx on a port of this machine; nothing of it is outside ``folder``.

    :param processes: ports of the processes that it passes on to.
    :param at_path: whether the assistant is at a path of another site, instead of on its own.
    """

    def __init__(self, folder: Path, port: int, processes: Sequence[int], *, at_path: bool) -> None:
        self.folder = folder
        self._configuration = folder / "nginx.conf"
        (folder / "conf.d").mkdir(parents=True)
        (folder / "assistant").mkdir()
        self.url = f"http://127.0.0.1:{port}" if at_path else f"https://127.0.0.1:{port}"
        changes = {
            _PROCESSES: "".join(f"    server 127.0.0.1:{one} max_fails=0;\n" for one in processes),
            "/var/log/nginx/": f"{folder}/",
            "listen 80;": f"listen unix:{folder}/http;",
            "listen 443 ssl;": f"listen 127.0.0.1:{port} ssl;",
            "/etc/ssl/certs/vraag.example.nl.pem": f"{folder}/certificate.pem",
            "/etc/ssl/private/vraag.example.nl.key": f"{folder}/key.pem",
        }
        for path in sorted(SHIPPED.iterdir()):
            text = path.read_text(encoding="utf-8")
            if path.name == "site.conf" and at_path:
                continue
            target = place_of(path)
            for old, new in changes.items():
                text = text.replace(old, new)
            (folder / target).write_text(text, encoding="utf-8")
        inside = "include assistant/sub-path.conf;"
        site = _SITE.format(port=port, inside=inside) if at_path else ""
        temporary = " ".join(f"{one}_temp_path {folder}/{one};" for one in _TEMPORARY)
        self._configuration.write_text(
            _MAIN.format(folder=folder, temporary=temporary, site=site), encoding="utf-8"
        )
        make_certificate(folder)

    def check(self) -> subprocess.CompletedProcess[str]:
        """Have nginx read its configuration."""
        return subprocess.run([*self._command, "-t"], capture_output=True, text=True, check=False)

    @property
    def _command(self) -> list[str]:
        assert NGINX is not None
        return [NGINX, "-p", str(self.folder), "-e", "error.log", "-c", str(self._configuration)]

    def __enter__(self) -> Self:
        self._process = subprocess.Popen(self._command)
        ends = time.monotonic() + _START_TIMEOUT_S
        while True:
            try:
                httpx.get(self.url, timeout=_START_TIMEOUT_S, verify=False)
            except httpx.TransportError:
                assert time.monotonic() < ends, (self.folder / "error.log").read_text()
                time.sleep(0.05)
            else:
                return self

    def __exit__(self, *_: object) -> None:
        self._process.terminate()
        self._process.wait(_START_TIMEOUT_S)


def make_certificate(folder: Path) -> None:
    """Write a certificate that nobody but the tests believes."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, HOST)])
    now = datetime.now(UTC)
    certificate = (
        x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .sign(key, hashes.SHA256())
    )
    (folder / "certificate.pem").write_bytes(certificate.public_bytes(Encoding.PEM))
    (folder / "key.pem").write_bytes(
        key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    )
