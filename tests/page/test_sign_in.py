"""Signing in: who sees the page, and everything that must not get past it."""

from __future__ import annotations

import asyncio
import io
import re
import subprocess
import sys
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from functools import cache, partial
from pathlib import Path
from typing import Any

import pytest
from fastapi.testclient import TestClient
from httpx import ASGITransport, AsyncClient, Response
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse
from starlette.routing import Route

from assistant import Settings
from assistant.commands import main
from assistant.errors import SettingsInvalid
from assistant.page.guard.build import guard
from assistant.page.guard.household import household
from assistant.page.sign_in import by_password, passwords
from assistant.page.sign_in.accounts import read_accounts
from assistant.page.sign_in.by_password import own_address
from assistant.page.sign_in.passwords import hash_password, is_password_hash, is_right
from assistant.page.sign_in.requirement import check_sign_in, is_this_machine
from assistant.page.sign_in.sessions import SESSION_MOST_S, Sessions
from assistant.page.sign_in.throttle import Throttle
from assistant.texts import load_texts
from assistant.visitor import visitor_of

NAME = "Jan.Jansen"
PASSWORD = "vier losse woorden samen"
HERE = "http://127.0.0.1:7860"
HTML = {"accept": "text/html,application/xhtml+xml"}
TEXTS = load_texts("nl")


async def secret(request: Request) -> JSONResponse:
    """Answer with what only someone signed in may see."""
    visitor = visitor_of(request)
    assert visitor is not None
    return JSONResponse({"actor": visitor.actor, "headers": dict(request.headers)})


INNER = Starlette(routes=[Route("/{path:path}", secret, methods=["GET", "POST"])])


@pytest.fixture(autouse=True)
def cheap_passwords(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Make a check take 50 ms in place of 300."""
    monkeypatch.setattr(passwords, "_LOG2_N", 14)
    monkeypatch.setattr(passwords, "_P", 1)
    by_password._nobody.cache_clear()
    yield
    by_password._nobody.cache_clear()


@cache
def kept() -> str:
    return hash_password(PASSWORD)


@pytest.fixture
def accounts(tmp_path: Path) -> Path:
    path = tmp_path / "accounts"
    path.write_text(f"# wie erin mag\n\n{NAME}:{kept()}\n")
    return path


@pytest.fixture
def stopped_clock(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let no time pass between tries, however slow the machine is."""
    monkeypatch.setattr(by_password, "Throttle", partial(Throttle, clock=lambda: 0.0))


@pytest.fixture
def client(tmp_path: Path, accounts: Path) -> TestClient:
    settings = Settings(data=tmp_path, sign_in="password", passwords=accounts)
    return TestClient(guard(INNER, settings), HERE, follow_redirects=False)


@pytest.fixture
def secure(tmp_path: Path, accounts: Path) -> TestClient:
    """Open the page at an https address."""
    settings = Settings(
        data=tmp_path,
        sign_in="password",
        passwords=accounts,
        public_url="https://vraag.example.nl",
    )
    return TestClient(guard(INNER, settings), "https://vraag.example.nl", follow_redirects=False)


def sign_in(
    client: TestClient, name: str = NAME, password: str = PASSWORD, **form: str
) -> Response:
    response: Response = client.post("/sign-in", data={"name": name, "password": password, **form})
    return response


# --- password: in and out --------------------------------------------------------------------


def test_with_the_right_password_the_page_opens(client: TestClient) -> None:
    response = sign_in(client, next="/library?lang=nl")
    assert (response.status_code, response.headers["location"]) == (303, "/library?lang=nl")
    assert client.get("/library").status_code == 200


def test_capitals_in_a_name_do_not_matter(client: TestClient) -> None:
    assert sign_in(client, NAME.upper()).status_code == 303


@pytest.mark.parametrize(
    ("name", "password"),
    [
        (NAME, PASSWORD + "x"),
        (NAME, PASSWORD.upper()),
        (NAME, ""),
        ("", PASSWORD),
        ("niemand", PASSWORD),
        ("niemand", ""),
        (NAME, "x" * 100_000),
        ("x" * 50_000, PASSWORD),
        (NAME, "\x00"),
        ("*", PASSWORD),
    ],
)
def test_anything_else_keeps_it_closed(client: TestClient, name: str, password: str) -> None:
    response = sign_in(client, name, password)
    assert response.status_code == 403
    assert TEXTS["sign_in.wrong"] in response.text
    assert "set-cookie" not in response.headers
    assert client.get("/").status_code == 401
    # Neither is written back onto the page.
    assert not password or password not in response.text


@pytest.mark.parametrize("body", [b"", b"\xff\xfe", b"%zz=%", b"a=&" * 500, b"name", b"&;=;&"])
def test_a_form_that_is_none_is_a_wrong_password(client: TestClient, body: bytes) -> None:
    assert client.post("/sign-in", content=body).status_code == 403


def test_who_signs_out_is_out(client: TestClient) -> None:
    sign_in(client)
    kept = dict(client.cookies)
    assert TEXTS["sign_in.sign_out"] in client.get("/sign-out").text
    assert client.get("/").status_code == 200, "a look at the page does not sign anyone out"
    response = client.post("/sign-out")
    assert (response.status_code, response.headers["location"]) == (303, "/sign-in?lang=nl&out=1")
    assert "Max-Age=0" in response.headers["set-cookie"]
    client.cookies.update(kept)
    assert client.get("/").status_code == 401, "the session itself has ended"
    assert TEXTS["sign_in.signed_out"] in client.get("/sign-in?lang=nl&out=1").text


def test_the_cookie_is_one_that_no_script_and_no_other_site_gets(
    client: TestClient, secure: TestClient
) -> None:
    cookie = sign_in(client).headers["set-cookie"]
    assert re.fullmatch(r"assistant=[\w-]{43}; HttpOnly; Path=/; SameSite=strict", cookie)
    cookie = sign_in(secure).headers["set-cookie"]
    assert re.fullmatch(
        r"__Host-assistant=[\w-]{43}; HttpOnly; Path=/; SameSite=strict; Secure", cookie
    )


def test_the_cookie_of_a_page_at_a_path_is_for_that_path(tmp_path: Path, accounts: Path) -> None:
    address = "https://intranet.example.nl/vraag"
    settings = Settings(data=tmp_path, sign_in="password", passwords=accounts, public_url=address)
    client = TestClient(guard(INNER, settings), address, follow_redirects=False)
    response = sign_in(client, next="/vraag/library")
    assert (response.status_code, response.headers["location"]) == (303, "/vraag/library")
    assert re.fullmatch(
        r"__Secure-assistant=[\w-]{43}; HttpOnly; Path=/vraag; SameSite=strict; Secure",
        response.headers["set-cookie"],
    )
    assert client.get("/library").status_code == 200


def test_nobody_gets_a_cookie_before_signing_in(client: TestClient) -> None:
    for path in ("/", "/sign-in", "/sign-in.css", "/healthz", "/x"):
        assert "set-cookie" not in client.get(path, headers=HTML).headers


def test_a_new_sign_in_is_a_new_session_and_ends_the_one_before(client: TestClient) -> None:
    """Otherwise one could lay a session ready for someone else, and use it with them."""
    sign_in(client)
    first = client.cookies["assistant"]
    sign_in(client)
    assert client.cookies["assistant"] != first
    client.cookies.clear()
    assert client.get("/", headers={"cookie": f"assistant={first}"}).status_code == 401


@pytest.mark.parametrize(
    "cookie",
    [
        "assistant=",
        "assistant=" + "A" * 43,
        "assistant=x; assistant=y",
        'assistant="jan"',
        "assistant=" + "é" * 20,
        "assistant",
        "__Host-assistant=x",
        "=;;;=",
        "a" * 5000,
        "$Version=1; assistant=0",
    ],
)
def test_a_forged_cookie_opens_nothing(client: TestClient, cookie: str) -> None:
    headers = [("cookie", cookie.encode("utf-8"))]
    assert client.get("/", headers=headers).status_code == 401  # type: ignore[arg-type]


@pytest.mark.parametrize("odd", ['x={"a":"b"}', "path=/", "é=1", "a,b=c", "a=b=c", "x"])
def test_an_odd_cookie_of_another_program_locks_nobody_out(client: TestClient, odd: str) -> None:
    sign_in(client)
    token = client.cookies["assistant"]
    client.cookies.clear()
    for cookie in (f"{odd}; assistant={token}", f"assistant={token}; {odd}"):
        headers = [("cookie", cookie.encode("utf-8"))]
        assert client.get("/", headers=headers).status_code == 200  # type: ignore[arg-type]


def test_a_cookie_of_another_server_opens_nothing(
    client: TestClient, tmp_path: Path, accounts: Path
) -> None:
    sign_in(client)
    settings = Settings(data=tmp_path, sign_in="password", passwords=accounts)
    other = TestClient(guard(INNER, settings), HERE, cookies=dict(client.cookies))
    assert other.get("/").status_code == 401


def test_over_https_the_cookie_without_the_prefix_counts_for_nothing(secure: TestClient) -> None:
    """Such a cookie could have been set over http, or by another host of the same domain."""
    sign_in(secure)
    token = secure.cookies["__Host-assistant"]
    secure.cookies.clear()
    assert secure.get("/", headers={"cookie": f"assistant={token}"}).status_code == 401
    assert secure.get("/", headers={"cookie": f"__Host-assistant={token}"}).status_code == 200


def test_the_page_behind_it_sees_no_cookie_and_a_pseudonym(client: TestClient) -> None:
    sign_in(client)
    seen = client.get("/").json()
    assert "cookie" not in seen["headers"]
    assert re.fullmatch(r"[0-9a-f]{16}", seen["actor"])
    assert client.get("/").headers["cache-control"] == "no-store"


# --- password: every route ---------------------------------------------------------------------


@pytest.mark.parametrize("method", ["GET", "HEAD", "POST"])
@pytest.mark.parametrize(
    "path",
    [
        "/", "/en/", "/library", "/about", "/config", "/theme.css",
        "/assets/index.js", "/gradio_api/queue/join", "/gradio_api/queue/data",
        "/gradio_api/heartbeat/x", "/sign-out", "/anything", "/sign-in/", "/SIGN-IN", "/Sign-In",
        "/sign-in/x", "/sign-in;x", "/sign-in%00", "/sign-in%2f..%2fconfig", "/sign-in.css/x",
        "/sign-in%20", "//sign-in", "/%2fsign-in", "/healthz/", "/healthz/x", "/HEALTHZ",
        "/sign-in.css%3fx", "/en/sign-in", "/healthz%2f..%2fconfig",
    ],
)  # fmt: skip
def test_without_signing_in_no_other_path_and_no_other_spelling_opens(
    client: TestClient, method: str, path: str
) -> None:
    response = client.send(client.build_request(method, HERE + path))
    assert response.status_code in (401, 404)
    assert "actor" not in response.text


def test_sign_in_style_and_health_are_open(client: TestClient) -> None:
    assert client.get("/sign-in").status_code == 200
    assert "--color-accent" in client.get("/sign-in.css").text
    assert client.get("/healthz").text == "ok\n"
    assert client.post("/healthz").status_code == 401
    assert client.post("/sign-in.css").status_code == 401


@pytest.mark.parametrize(
    "path", ["/toegankelijkheid", "/en/accessibility", "/.well-known/security.txt"]
)
def test_what_the_public_must_be_able_to_read_is_open_to_read_only(
    client: TestClient, path: str
) -> None:
    assert client.get(path).status_code == 200
    assert client.get(f"{path}/").status_code != 200 or "actor" not in client.get(f"{path}/").text
    assert client.post(path).status_code in (401, 403)


def test_a_reader_is_led_to_the_sign_in_page_and_back(client: TestClient) -> None:
    response = client.get("/en/library?q=x", headers=HTML)
    assert response.status_code == 303
    assert response.headers["location"] == "/sign-in?lang=en&next=%2Fen%2Flibrary%3Fq%3Dx"
    page = client.get(response.headers["location"])
    assert 'lang="en"' in page.text
    assert 'value="/en/library?q=x"' in page.text


def test_after_a_link_on_another_site_the_page_tries_once_more(client: TestClient) -> None:
    """A strict cookie does not come along with such a link; it does on the next step."""
    headers = {**HTML, "sec-fetch-site": "cross-site"}
    response = client.get("/library?a=1&b=2", headers=headers)
    assert response.status_code == 200
    assert 'content="0;url=/library?a=1&amp;b=2"' in response.text
    assert client.get("/library", headers=HTML).status_code == 303


@pytest.mark.parametrize(
    "address",
    ["//evil.example", "https://evil.example", "/\\evil.example", "\\\\evil.example", "evil",
     "javascript:alert(1)", "", "/\t/evil.example", "/ /evil", "/%0a\n", "/sign-in", "/sign-out",
     "/sign-in?next=/", "/é", "/" + "x" * 600, '/"\u2028'],
)  # fmt: skip
def test_after_signing_in_one_never_ends_up_elsewhere(client: TestClient, address: str) -> None:
    assert sign_in(client, next=address).headers["location"] == "/"


@pytest.mark.parametrize("address", ["/", "/en/", "/library/x?lang=nl#a", "/a?b=//c"])
def test_a_path_of_the_page_itself_is_gone_on_to(address: str) -> None:
    assert own_address(address) == address


@pytest.mark.parametrize(
    "address",
    ["/", "/mail", "/vraagbaak", "/vraag", "/vraag/../mail", "/vraag/%2E%2e/mail", "/vraag/.%2e",
     "/vraag/sign-in", "//evil.example", ""],
)  # fmt: skip
def test_from_a_page_at_a_path_one_never_ends_up_at_its_neighbours(address: str) -> None:
    assert own_address(address, "/vraag") == "/vraag/"
    assert own_address("/vraag/over?a=/../b", "/vraag") == "/vraag/over?a=/../b"


def test_nothing_from_the_address_becomes_markup(client: TestClient) -> None:
    attack = '"><script>alert(1)</script>'
    for path in ("/sign-in", "/sign-out"):
        for name in ("next", "lang", "out"):
            assert "<script" not in client.get(path, params={name: attack}).text
    headers = {**HTML, "sec-fetch-site": "cross-site"}
    response = client.get('/a"><script>alert(1)</script>', headers=headers)
    assert "<script" not in response.text


@pytest.mark.parametrize("path", ["/sign-in", "/sign-out"])
def test_another_site_cannot_sign_anyone_in_or_out(client: TestClient, path: str) -> None:
    sign_in(client)
    for headers in ({"origin": "https://evil.example"}, {"sec-fetch-site": "cross-site"}):
        data = {"name": NAME, "password": PASSWORD}
        assert client.post(path, data=data, headers=headers).status_code == 403
    assert client.get("/").status_code == 200


# --- password: guessing ---------------------------------------------------------------------


@pytest.mark.usefixtures("stopped_clock")
def test_after_five_wrong_passwords_one_has_to_wait_and_is_told_how_long(
    tmp_path: Path, accounts: Path
) -> None:
    settings = Settings(data=tmp_path, sign_in="password", passwords=accounts)
    client = TestClient(guard(INNER, settings), HERE)
    for _ in range(5):
        assert sign_in(client, password="fout").status_code == 403
    response = sign_in(client)
    assert response.status_code == 429, "the right password is not even looked at"
    assert response.headers["retry-after"] == "1"
    assert TEXTS["sign_in.wait"].format(wait=TEXTS["sign_in.second"]) in response.text
    assert sign_in(client, "iemand.anders", "fout").status_code == 403


@pytest.mark.usefixtures("stopped_clock")
def test_guesses_that_come_all_at_once_are_counted_all_the_same(
    tmp_path: Path, accounts: Path
) -> None:
    settings = Settings(data=tmp_path, sign_in="password", passwords=accounts)
    transport = ASGITransport(guard(INNER, settings))

    async def guess() -> list[int]:
        async with AsyncClient(transport=transport, base_url=HERE) as client:
            data = {"name": NAME, "password": "fout"}
            tries = (client.post("/sign-in", data=data) for _ in range(30))
            return [response.status_code for response in await asyncio.gather(*tries)]

    # In a thread: that of the tests has Playwright's own loop.
    with ThreadPoolExecutor(1) as thread:
        statuses = thread.submit(lambda: asyncio.run(guess())).result()
    assert (statuses.count(403), statuses.count(429)) == (5, 25)


@pytest.mark.usefixtures("stopped_clock")
def test_an_address_that_tries_many_names_has_to_wait_too(client: TestClient) -> None:
    for number in range(20):
        assert sign_in(client, f"naam{number}", "fout").status_code == 403
    assert sign_in(client).status_code == 429


class Clock:
    def __init__(self) -> None:
        self.now = 1000.0

    def __call__(self) -> float:
        return self.now


@pytest.mark.parametrize(
    ("one", "other", "is_same"),
    [
        ("2001:db8::1", "2001:db8::ffff:2", True),
        ("2001:db8::1", "2001:db8:0:1::1", False),
        ("192.0.2.1", "192.0.2.2", False),
        ("unknown", "unknown", True),
    ],
)
def test_who_has_a_network_of_addresses_tries_no_more_often(
    one: str, other: str, is_same: bool
) -> None:
    assert (household(one) == household(other)) is is_same


def test_each_wait_is_twice_as_long_up_to_the_longest() -> None:
    clock = Clock()
    throttle = Throttle(free=2, wait_max_s=10, clock=clock)
    waits = []
    for _ in range(8):
        waits.append(throttle.wait_s("a"))
        clock.now += waits[-1]
        throttle.count("a")
    assert waits == [0, 0, 1, 2, 4, 8, 10, 10]
    assert throttle.wait_s("b") == 0
    clock.now += 3601
    throttle.count("a")
    assert throttle.wait_s("a") == 0, "an hour later it is forgotten"


def test_the_right_password_ends_the_waiting() -> None:
    throttle = Throttle(free=1, wait_max_s=10, clock=Clock())
    throttle.count("a")
    throttle.forget("a")
    assert throttle.wait_s("a") == 0


def test_tries_beyond_number_neither_fill_the_memory_nor_break_the_waiting() -> None:
    throttle = Throttle(free=1, wait_max_s=10, clock=Clock())
    for _ in range(3000):
        throttle.count("a")
    assert throttle.wait_s("a") == 10
    for number in range(20_000):
        throttle.count(str(number))
    assert len(throttle._tries) == 10_000


def test_a_session_ends_when_it_is_not_used_and_in_any_case_after_a_day_of_work() -> None:
    clock = Clock()
    sessions = Sessions(60, clock)
    token = sessions.begin("jan")
    assert len({sessions.begin("jan") for _ in range(100)}) == 100
    clock.now += 59
    assert sessions.account(token) == "jan"
    clock.now += 60
    assert sessions.account(token) is None
    token = sessions.begin("jan")
    began = clock.now
    while clock.now < began + SESSION_MOST_S - 60:
        clock.now += 50
        assert sessions.account(token) == "jan"
    clock.now += 60
    assert sessions.account(token) is None


# --- passwords and accounts -------------------------------------------------------------------


def test_a_hash_tells_nothing_and_fits_one_password_only() -> None:
    first, second = hash_password(PASSWORD), hash_password(PASSWORD)
    assert first != second
    assert PASSWORD not in first
    assert is_right(PASSWORD, first)
    assert is_right(PASSWORD, second)
    assert not is_right(PASSWORD + " ", first)
    assert is_right("cafe\u0301", hash_password("caf\u00e9")), "as another keyboard writes it"


@pytest.mark.parametrize(
    "text",
    ["", "geheim", "scrypt", "scrypt$15$8$3$AA==$AA==", "md5$1$2$3$AA==$AA==",
     "scrypt$40$8$3$1b0moa5VHJY70H6eNBdkRg==$qGHqOyOpnL/l57GzhYVjAKyQZFy3U/3FxcCAX1Wc0Kk=",
     "scrypt$1$8$3$1b0moa5VHJY70H6eNBdkRg==$qGHqOyOpnL/l57GzhYVjAKyQZFy3U/3FxcCAX1Wc0Kk="],
)  # fmt: skip
def test_what_is_no_hash_or_costs_too_much_or_too_little_is_refused(text: str) -> None:
    assert not is_password_hash(text)


@pytest.mark.parametrize(
    ("lines", "told"),
    [
        ("jan:geheimwoord", "line 1"),
        ("# ja\n\njan", "line 3"),
        ("{name}:{hash}\n{name}:{hash}", "line 2"),
        ("j n:{hash}", "line 1"),
        ("", "no accounts"),
        (None, "cannot be read"),
    ],
)
def test_a_file_with_accounts_that_is_not_right_is_told_without_showing_it(
    tmp_path: Path, lines: str | None, told: str
) -> None:
    path = tmp_path / "lijst"
    if lines is not None:
        path.write_text(lines.format(name="jan", hash=hash_password(PASSWORD)))
    with pytest.raises(SettingsInvalid, match=told) as refused:
        read_accounts(path)
    assert "geheimwoord" not in str(refused.value)
    assert "\n" not in str(refused.value)


def test_the_command_makes_a_line_that_lets_one_in(tmp_path: Path) -> None:
    """In a process of its own, where nothing else was imported before."""
    command = [sys.executable, "-m", "assistant", "password", "piet"]
    done = subprocess.run(command, input=f"{PASSWORD}\n", capture_output=True, text=True)
    assert (done.returncode, done.stderr) == (0, "")
    (tmp_path / "accounts").write_text(done.stdout)
    assert is_right(PASSWORD, read_accounts(tmp_path / "accounts")["piet"])


@pytest.mark.parametrize(
    ("name", "typed"), [("piet", "te kort\n"), ("p:t", PASSWORD), ("piet", ""), ("p t", PASSWORD)]
)
def test_the_command_makes_no_line_of_a_wrong_name_or_a_short_password(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], name: str, typed: str
) -> None:
    monkeypatch.setattr("sys.argv", ["assistant", "password", name])
    monkeypatch.setattr("sys.stdin", io.StringIO(typed))
    with pytest.raises(SystemExit) as ended:
        main()
    assert ended.value.code == 2
    out, err = capsys.readouterr()
    assert (out, len(err.splitlines())) == ("", 1)
    assert not typed.strip() or typed.strip() not in err


# --- header ------------------------------------------------------------------------------------


def by_header(tmp_path: Path, address: str, **changes: Any) -> TestClient:
    settings = Settings(
        data=tmp_path,
        host="0.0.0.0",
        sign_in="header",
        trusted_proxies="10.0.0.1",  # type: ignore[arg-type]
        **changes,
    )
    return TestClient(guard(INNER, settings), HERE, client=(address, 1))


def test_whom_a_trusted_proxy_names_is_signed_in(tmp_path: Path) -> None:
    client = by_header(tmp_path, "10.0.0.1")
    response = client.get("/", headers={"x-remote-user": "jan"})
    assert response.status_code == 200
    assert "x-remote-user" not in response.json()["headers"]
    assert (
        response.json()["actor"]
        != client.get("/", headers={"x-remote-user": "piet"}).json()["actor"]
    )


@pytest.mark.parametrize("address", ["10.0.0.2", "127.0.0.1", "::1", "testclient", "10.0.0.1.x"])
def test_the_same_header_from_another_address_counts_for_nothing(
    tmp_path: Path, address: str
) -> None:
    client = by_header(tmp_path, address)
    headers = {"x-remote-user": "jan", "x-forwarded-for": "10.0.0.1", "forwarded": "for=10.0.0.1"}
    assert client.get("/", headers=headers).status_code == 401
    assert client.get("/healthz", headers=headers).status_code == 200


@pytest.mark.parametrize(
    "headers",
    [
        [],
        [("x-remote-user", "")],
        [("x-remote-user", "  ")],
        [("x-remote-user", "jan"), ("x-remote-user", "piet")],
        [("X-Remote-User", "jan"), ("x-remote-user", "jan")],
        [("x_remote_user", "jan")],
        [("x-remote-user", "x" * 300)],
        [("x-remote-user", "(null)")],
        [("x-remote-user", "jan, admin")],
        [("x-user", "jan")],
    ],
)
def test_without_one_clear_name_nobody_is_signed_in(
    tmp_path: Path, headers: list[tuple[str, str]]
) -> None:
    client = by_header(tmp_path, "10.0.0.1")
    for path in ("/", "/config", "/gradio_api/queue/join", "/library", "/sign-in"):
        response = client.get(path, headers=headers)  # type: ignore[arg-type]
        assert response.status_code == 401
        assert response.text.strip() == TEXTS["guard.not_signed_in_at_proxy"]


def test_a_name_may_have_accents_however_the_proxy_writes_them(tmp_path: Path) -> None:
    client = by_header(tmp_path, "10.0.0.1")
    actors = set()
    for written in ("Élise Müller".encode(), "Élise Müller".encode("latin-1")):
        response = client.get("/", headers=[("x-remote-user", written)])  # type: ignore[arg-type]
        assert response.status_code == 200
        actors.add(response.json()["actor"])
    assert len(actors) == 1


def test_the_name_of_the_header_is_a_setting(tmp_path: Path) -> None:
    client = by_header(tmp_path, "10.0.0.1", sign_in_header="OIDC-Claim-Sub")
    assert client.get("/", headers={"oidc-claim-sub": "jan"}).status_code == 200
    assert client.get("/", headers={"x-remote-user": "jan"}).status_code == 401


# --- what the settings must say ----------------------------------------------------------------


@pytest.mark.parametrize(
    "changes",
    [
        {"host": "0.0.0.0"},
        {"host": "::"},
        {"host": "10.1.2.3"},
        {"host": "vraag.example.nl"},
        {"public_url": "https://vraag.example.nl"},
        {"sign_in": "password"},
        {"sign_in": "password", "passwords": Path("/nowhere")},
        {"sign_in": "header"},
        {"sign_in": "header", "host": "0.0.0.0"},
    ],
)
@pytest.mark.parametrize("language", ["nl", "en"])
def test_a_page_that_others_reach_does_not_start_before_it_is_said_who_may_enter(
    changes: dict[str, Any], language: str
) -> None:
    with pytest.raises(SettingsInvalid, match="ASSISTANT_") as refused:
        check_sign_in(Settings(language=language, **changes))  # type: ignore[arg-type]
    assert "\n" not in str(refused.value)


@pytest.mark.parametrize(
    "changes",
    [
        {},
        {"host": "localhost"},
        {"host": "::1"},
        {"host": "0.0.0.0", "sign_in": "none"},
        {"public_url": "http://localhost:7860/"},
        {"host": "0.0.0.0", "sign_in": "header", "trusted_proxies": "10.0.0.1"},
    ],
)
def test_on_this_machine_or_when_it_is_said_it_starts(changes: dict[str, Any]) -> None:
    check_sign_in(Settings(**changes))


def test_only_addresses_of_the_machine_itself_are_this_machine() -> None:
    assert all(map(is_this_machine, ("127.0.0.1", "127.8.9.1", "::1", "localhost", "LOCALHOST")))
    others = ("0.0.0.0", "::", "10.0.0.1", "localhost.example.nl", "werkplek", "")
    assert not any(map(is_this_machine, others))


def test_without_sign_in_there_is_no_cookie_and_no_sign_in_page(tmp_path: Path) -> None:
    client = TestClient(guard(INNER, Settings(data=tmp_path)), HERE)
    assert "actor" in client.get("/sign-in").json(), "it is the page's own to answer"
    assert "set-cookie" not in client.get("/").headers


# --- whose conversation ------------------------------------------------------------------------


@pytest.mark.parametrize("prefix", ["", "/en"])
@pytest.mark.parametrize(
    "ask",
    [
        lambda client, at, who: client.get(f"{at}/heartbeat/h1", headers=who),
        lambda client, at, who: client.get(f"{at}/queue/data?session_hash=h1", headers=who),
        lambda client, at, who: client.get(f"{at}/queue/data?a=1&session_hash=h1", headers=who),
        lambda client, at, who: client.post(
            f"{at}/queue/join", json={"session_hash": "h1", "data": []}, headers=who
        ),
        lambda client, at, who: client.post(
            f"{at}/cancel", json={"session_hash": "h1", "event_id": "e"}, headers=who
        ),
    ],
)
def test_a_conversation_is_its_own_readers_only(
    tmp_path: Path, prefix: str, ask: Callable[[TestClient, str, dict[str, str]], Any]
) -> None:
    client = by_header(tmp_path, "10.0.0.1")
    jan, piet = {"x-remote-user": "jan"}, {"x-remote-user": "piet"}
    at = f"{prefix}/gradio_api"
    body = {"session_hash": "h1", "data": ["vraag"]}
    assert client.post(f"{at}/queue/join", json=body, headers=jan).json()["actor"]
    assert ask(client, at, jan).status_code == 200
    refused = ask(client, at, piet)
    assert refused.status_code == 403
    assert "vraag" not in refused.text
    # Another conversation is theirs.
    mine = client.post(f"{at}/queue/join", json={"session_hash": "h2"}, headers=piet)
    assert mine.status_code == 200


@pytest.mark.parametrize("body", [b"", b"[", b"[]", b'{"session_hash": 1}', b"[" * 5000])
def test_a_body_that_names_no_conversation_is_left_to_the_page(tmp_path: Path, body: bytes) -> None:
    client = by_header(tmp_path, "10.0.0.1")
    headers = {"x-remote-user": "jan"}
    assert client.post("/gradio_api/queue/join", content=body, headers=headers).status_code == 200
