"""The configuration of nginx: browsers keep to one process, programs go to any, and it leads to paths that are there."""

from __future__ import annotations

import re
import threading
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Final

import httpx
import pytest
from nginx import HOST, NGINX, REPOSITORY, SHIPPED, Nginx, place_of

from assistant.api.paths import ROOTS
from assistant.page.guard.limits import BODY_BYTES_MAX
from assistant.page.server import take_address
from assistant.settings import Settings

FILES: Final = {path.name: path.read_text(encoding="utf-8") for path in SHIPPED.iterdir()}
SITES: Final = ("site.conf", "sub-path.conf")
SETTINGS: Final = (REPOSITORY / "deploy" / "settings").read_text(encoding="utf-8")


@pytest.mark.parametrize("name", SITES)
def test_every_path_of_the_api_has_its_place_and_the_page_has_the_rest(name: str) -> None:
    text = FILES[name]
    path = Settings(public_url=f"https://{HOST}{'' if name == 'site.conf' else '/vraag'}").sub_path
    assert f"location {path}/ {{" in text
    found = re.search(rf"location ~ \^{path}/\((.*)\)\(/\|\$\) {{", text)
    assert found is not None
    assert {*found[1].split("|"), "metrics"} == {root.strip("/") for root in ROOTS}
    assert f"location = {path}/metrics {{ return 404; }}" in text
    assert f"set $assistant_path {path or '/'};" in text


def test_what_one_file_names_another_one_says() -> None:
    whole = "\n".join(FILES.values())
    said = set(re.findall(r"(?m)^upstream (\w+) {", whole))
    assert set(re.findall(r"proxy_pass http://(\w+);", whole)) == said
    places = {place_of(path) for path in SHIPPED.iterdir()}
    assert set(re.findall(r"include (\S+);", whole)) <= places
    known = {*re.findall(r"(?:map \S+|set) (\$\w+)", whole)}
    assert set(re.findall(r"\$assistant_\w+", whole)) == known


def test_it_fits_the_settings_beside_it() -> None:
    assert f"ASSISTANT_PUBLIC_URL=https://{HOST}\n" in SETTINGS
    assert f"https://intranet.example.nl{'/vraag'}" in SETTINGS
    assert f"client_max_body_size {BODY_BYTES_MAX // 1024}k;" in FILES["passing.conf"]
    header = Settings().sign_in_header
    assert f'proxy_set_header {header} "";' in FILES["passing.conf"]
    port = Settings().port
    assert FILES["processes.conf"].count(f"server 127.0.0.1:{port} ") == 2


@contextmanager
def processes(count: int) -> Iterator[dict[int, ThreadingHTTPServer]]:
    """Serve what tells its port, and what it was asked; on ``/v1/stopping`` the first is stopping,
    on ``/v1/full`` all of them have too much to do."""
    with ExitStack() as stack:
        servers: dict[int, ThreadingHTTPServer] = {}
        for number in range(count):

            class Handler(BaseHTTPRequestHandler):
                is_first = number == 0

                def do_GET(self) -> None:
                    is_stopping = (self.is_first and "stopping" in self.path) or "full" in self.path
                    told = f"{self.server.server_address[1]} {self.path} {self.headers}".encode()
                    self.send_response(503 if is_stopping else 200)
                    self.send_header("Content-Length", str(len(told)))
                    self.end_headers()
                    self.wfile.write(told)

                do_POST = do_GET  # noqa: N815

                def log_message(self, *_: object) -> None: ...

            server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
            threading.Thread(target=server.serve_forever, daemon=True).start()
            stack.callback(server.server_close)
            stack.callback(server.shutdown)
            servers[server.server_address[1]] = server
        yield servers


def free_port() -> int:
    with take_address("127.0.0.1", 0) as listening:
        return int(listening.getsockname()[1])


# Where there is no nginx to be had, what can be read of its files is held by the tests above.
if NGINX is not None:

    @pytest.mark.parametrize("at_path", [False, True])
    def test_nginx_takes_it(tmp_path: Path, *, at_path: bool) -> None:
        checked = Nginx(tmp_path / "nginx", 8080, (7860, 7861), at_path=at_path).check()
        assert checked.returncode == 0, checked.stderr
        assert "test is successful" in checked.stderr
        assert "[warn]" not in checked.stderr

    @pytest.mark.parametrize("at_path", [False, True])
    def test_a_browser_keeps_to_one_process_and_programs_go_to_any(
        tmp_path: Path, *, at_path: bool
    ) -> None:
        path = "/vraag" if at_path else ""
        with (
            processes(2) as servers,
            Nginx(tmp_path / "nginx", free_port(), [*servers], at_path=at_path) as nginx,
            httpx.Client(base_url=nginx.url, verify=False, timeout=30) as client,
        ):

            def answers(address: str, cookie: str = "") -> httpx.Response:
                # By hand: as many browsers, each with a cookie of its own.
                client.cookies.clear()
                return client.get(path + address, headers={"cookie": cookie} if cookie else {})

            seen = set()
            for _ in range(20):
                first = answers("/over?x=1")
                cookie = re.fullmatch(
                    rf"(assistant_process=\w{{32}}); Path={path or '/'}; HttpOnly; Secure; "
                    "SameSite=Lax",
                    first.headers["set-cookie"],
                )
                assert cookie is not None
                process, asked, _ = first.text.split(" ", 2)
                assert asked == f"{path}/over?x=1"
                again = [answers("/bibliotheek/a%2Fb", cookie[1]) for _ in range(3)]
                assert {one.text.split()[0] for one in again} == {process}
                assert {one.text.split()[1] for one in again} == {f"{path}/bibliotheek/a%2Fb"}
                assert all("set-cookie" not in one.headers for one in again)
                seen.add(process)
            assert seen == {str(one) for one in servers}

            programs = [answers("/v1/search?q=merkteken") for _ in range(10)]
            assert {one.text.split()[0] for one in programs} == seen
            assert all("set-cookie" not in one.headers for one in programs)
            posted = [client.post(f"{path}/v1/stopping") for _ in range(4)]
            assert [one.status_code for one in posted] == [200] * 4, "another process answers"
            full = [client.post(f"{path}/v1/full") for _ in range(4)]
            assert [one.status_code for one in full] == [503] * 4
            assert all("/v1/full" in one.text for one in full), "a process says it, and not nginx"
            after = [answers(one) for one in ("/v1/models", "/over") for _ in range(8)]
            assert {one.status_code for one in after} == {200}, "nobody is kept out afterwards"
            assert answers("/metrics").status_code == 404

            told = answers("/over").text
            assert "X-Forwarded-For: 127.0.0.1" in told
            assert f"X-Forwarded-Proto: {'http' if at_path else 'https'}" in told
            forged = client.get(f"{path}/over", headers={"X-Remote-User": "de-baas"})
            assert "de-baas" not in forged.text
            assert "merkteken" not in (nginx.folder / "assistant.log").read_text()

            # The process that a browser keeps to goes away: the other one takes it over.
            cookie_value = answers("/over").headers["set-cookie"].partition(";")[0]
            gone = int(answers("/over", cookie_value).text.split()[0])
            servers[gone].shutdown()
            servers[gone].server_close()
            taken_over = answers("/over", cookie_value)
            assert taken_over.status_code == 200
            assert taken_over.text.split()[0] != str(gone)
            assert {client.post(f"{path}/v1/ask").status_code for _ in range(8)} == {200}
