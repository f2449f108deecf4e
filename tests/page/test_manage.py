"""Managing the documents: who may, what may be sent, and that an answer comes from what was added."""

from __future__ import annotations

import os
import time
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest
import uvicorn
from axe import violations
from fastapi import FastAPI
from fastapi.testclient import TestClient
from playwright.sync_api import BrowserContext, Page
from served import Served
from site_helpers import Library

from assistant import Settings, open_assistant
from assistant.errors import SettingsInvalid
from assistant.page.editions import Edition, Editions
from assistant.page.guard import limits
from assistant.page.guard.build import guard
from assistant.page.manage import folder as managed
from assistant.page.manage.builds import Builds, BuildState
from assistant.page.manage.folder import FileRefused, safe_name
from assistant.page.new_builds import taking_up_new_builds
from assistant.page.sign_in import passwords
from assistant.page.sign_in.passwords import hash_password
from assistant.page.sign_in.requirement import check_sign_in
from assistant.page.site.routes import add_site
from assistant.texts import load_texts
from corpus import SHIPPED_DOCUMENTS
from index.build import build_index
from index.builds import IndexDirectory
from index.embedding import load_embedding_model

HERE = "http://127.0.0.1:7860"
PASSWORD = "vier losse woorden samen"
NL = load_texts("nl")
NL_AND_EN = {"nl": NL, "en": load_texts("en")}
TEXT = "# Molen\n\nDe molen draait op wind. Een geheimwoordmerkteken staat hier.\n"
# A build loads the model in a process of its own; a machine that tests may be busy.
WITHIN_S = 240.0

Client = Callable[..., TestClient]


@pytest.fixture(autouse=True)
def cheaper_passwords(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(passwords, "_LOG2_N", 14)
    monkeypatch.setattr(passwords, "_P", 1)


@pytest.fixture
def settings_(tmp_path: Path) -> Settings:
    """Name a folder with one document, and two accounts of which one is a manager."""
    documents = tmp_path / "documents"
    documents.mkdir()
    (documents / "molen.md").write_text(TEXT, encoding="utf-8")
    accounts = tmp_path / "accounts"
    accounts.write_text(f"Jan:{hash_password(PASSWORD)}\npiet:{hash_password(PASSWORD)}\n")
    return Settings(
        documents=documents,
        data=tmp_path / "data",
        sign_in="password",
        passwords=accounts,
        managers="jan",  # type: ignore[arg-type]
    )


@pytest.fixture
def client(settings_: Settings) -> Client:
    """Return the pages beside the chat to someone who has signed in, or to nobody."""

    def open_(name: str | None = "jan", **changes: object) -> TestClient:
        changed = settings_.model_copy(update=changes)
        app = FastAPI()
        edition = Edition.of(Library({}), changed)  # type: ignore[arg-type]
        add_site(app, lambda: edition, changed)
        opened = TestClient(guard(app, changed), HERE, follow_redirects=False)
        if name is not None:
            answer = opened.post("/sign-in", data={"name": name, "password": PASSWORD})
            assert answer.status_code == 303
        return opened

    return open_


def send(client: TestClient, *names: str, content: bytes = b"De beek.\n", **fields: str) -> str:
    files = [("bestanden", (name, content)) for name in names]
    response = client.post("/beheer/bestanden", files=files, data=fields)
    assert response.status_code == 200, response.text
    return response.text


def in_folder(settings: Settings) -> list[str]:
    return sorted(one.name for one in settings.documents.iterdir())


def test_only_managers_may_see_or_do_anything(client: Client, settings_: Settings) -> None:
    posts = ("/beheer/bestanden", "/beheer/weg", "/beheer/opbouw", "/en/manage/weg")
    gets = ("/beheer", "/en/manage", "/beheer/weg?bestand=molen.md", "/beheer/lezing")
    nobody, other, manager = client(None), client("piet"), client("jan")
    for path in gets:
        assert nobody.get(path).status_code == 401
        assert nobody.get(path, headers={"accept": "text/html"}).status_code == 303
        assert other.get(path).status_code == 403
    assert other.get("/beheer").text == NL["guard.not_manager"] + "\n"
    for path in posts:
        for one, status in ((nobody, 401), (other, 403)):
            assert one.post(path, data={"bestand": "molen.md"}).status_code == status
        far = {"sec-fetch-site": "cross-site"}
        refused = manager.post(path, data={"bestand": "molen.md"}, headers=far)
        assert refused.status_code == 403
    files = {"bestanden": ("a.md", b"x")}
    assert other.post("/beheer/bestanden", files=files).status_code == 403
    assert in_folder(settings_) == ["molen.md"]
    assert "molen.md" in manager.get("/beheer").text
    assert NL["manage.title"] in manager.get("/over").text
    assert NL["manage.title"] not in other.get("/over").text


def test_without_managers_there_is_no_such_page(client: Client) -> None:
    assert client(managers=()).get("/beheer").status_code == 404


def test_managers_without_a_sign_in_are_a_mistake() -> None:
    with pytest.raises(SettingsInvalid, match="ASSISTANT_MANAGERS"):
        check_sign_in(Settings(managers="jan"))  # type: ignore[arg-type]


def test_the_shipped_documents_cannot_be_changed(client: Client) -> None:
    shipped = client(documents=SHIPPED_DOCUMENTS)
    assert "ASSISTANT_DOCUMENTS=" in shipped.get("/beheer").text
    before = sorted(SHIPPED_DOCUMENTS.iterdir())
    for path in ("bestanden", "weg", "opbouw"):
        files = {"bestanden": ("a.md", b"x")} if path == "bestanden" else None
        data = {"bestand": "tip-16-mandaat"}
        assert shipped.post(f"/beheer/{path}", files=files, data=data).status_code == 403
    assert sorted(SHIPPED_DOCUMENTS.iterdir()) == before


@pytest.mark.parametrize(
    "name", ["../../kwaad.md", "..\\..\\kwaad.md", "/etc/kwaad.md", "C:\\kwaad.md", "a/../kwaad.md"]
)
def test_of_a_path_only_the_name_counts(client: Client, settings_: Settings, name: str) -> None:
    send(client(), name)
    assert in_folder(settings_) == ["kwaad.md", "molen.md"]


@pytest.mark.parametrize(
    ("name", "why"),
    [
        (".md", "name"),
        (".verborgen.md", "name"),
        ("..", "name"),
        ("~$nota.docx", "name"),
        ("CON.txt", "name"),
        ("nul.oud.md", "name"),
        ("a\x00b.md", "name"),
        ("a\nb.md", "name"),
        ("a\u202eb.md", "name"),
        ("pijp|.md", "name"),
        ("x" * 200 + ".md", "name"),
        ("nota", "kind"),
        ("nota.exe", "kind"),
        ("documents.toml", "kind"),
        ("nota.md.sh", "kind"),
    ],
)
def test_a_name_that_cannot_be_is_refused(name: str, why: str) -> None:
    with pytest.raises(FileRefused) as refused:
        safe_name(name)
    assert refused.value.why == why


def test_a_file_never_takes_the_place_of_another_without_saying_so(
    client: Client, settings_: Settings
) -> None:
    manager = client()
    assert NL["manage.there"] in send(manager, "molen.md", "beek.md")
    assert (settings_.documents / "molen.md").read_text(encoding="utf-8") == TEXT
    assert NL["manage.replaced"] in send(manager, "molen.md", vervang="1")
    assert (settings_.documents / "molen.md").read_bytes() == b"De beek.\n"
    (kept,) = settings_.removed_directory.rglob("molen.md")
    assert kept.read_text(encoding="utf-8") == TEXT


def test_a_pipe_a_folder_or_a_link_of_that_name_is_left_alone(
    client: Client, settings_: Settings, tmp_path: Path
) -> None:
    os.mkfifo(settings_.documents / "pijp.md")
    (settings_.documents / "map.md").mkdir()
    outside = tmp_path / "buiten.md"
    outside.write_text("buiten", encoding="utf-8")
    (settings_.documents / "link.md").symlink_to(outside)
    html = send(client(), "pijp.md", "map.md", "link.md", vervang="1")
    assert html.count(NL["manage.there"]) == 2
    assert outside.read_text(encoding="utf-8") == "buiten"
    assert not (settings_.documents / "link.md").is_symlink()
    assert list((settings_.documents / "map.md").iterdir()) == []


def test_what_is_too_large_empty_or_too_many_is_refused_and_nothing_is_left(
    client: Client, settings_: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    manager = client()
    monkeypatch.setattr(managed, "FILE_BYTES_MAX", 1000)
    told = NL["manage.size"].partition("{")[0]
    assert told in send(manager, "groot.md", content=b"x" * 1001)
    assert NL["manage.empty"] in send(manager, "leeg.md", content=b"")
    many = [("bestanden", (f"{n}.md", b"x")) for n in range(21)]
    assert manager.post("/beheer/bestanden", files=many).status_code == 400
    assert NL["manage.no_file"] in manager.post("/beheer/bestanden", data={"a": "b"}).text
    broken = {"content-type": "multipart/form-data; boundary=x"}
    unclear = manager.post("/beheer/bestanden", content=b"--y\r\n", headers=broken)
    assert unclear.status_code in (200, 400)
    monkeypatch.setattr(limits, "UPLOAD_BYTES_MAX", 3000)
    files = {"bestanden": ("groot.md", b"x" * 10_000)}
    assert manager.post("/beheer/bestanden", files=files).status_code == 413
    assert in_folder(settings_) == ["molen.md"]


def test_what_is_taken_out_is_asked_first_and_kept(client: Client, settings_: Settings) -> None:
    manager = client()
    asked = manager.get("/beheer/weg", params={"bestand": "molen.md"})
    assert NL["manage.ask_title"] in asked.text
    assert in_folder(settings_) == ["molen.md"]
    for wrong in ("../accounts", "/etc/passwd", "", "molen.md/../molen.md"):
        assert manager.post("/beheer/weg", data={"bestand": wrong}).status_code == 404
        assert manager.get("/beheer/weg", params={"bestand": wrong}).status_code == 404
        assert manager.get("/beheer/lezing", params={"bestand": wrong}).status_code == 404
    done = manager.post("/beheer/weg", data={"bestand": "molen.md"})
    assert NL["manage.removed"] in done.text
    assert in_folder(settings_) == []
    (kept,) = settings_.removed_directory.rglob("molen.md")
    assert kept.read_text(encoding="utf-8") == TEXT


def test_the_preview_shows_how_a_file_is_read(client: Client, settings_: Settings) -> None:
    (settings_.documents / "stuk.pdf").write_bytes(b"%PDF-1.7\n")
    manager = client()
    html = manager.get("/beheer/lezing", params={"bestand": "molen.md"}).text
    assert NL["manage.block_paragraph"] in html
    assert "De molen draait op wind." in html
    assert "beschadigd" in manager.get("/beheer/lezing", params={"bestand": "stuk.pdf"}).text


def wait_for(builds: Builds) -> BuildState:
    ends = time.monotonic() + WITHIN_S
    while builds.state.status == "working":
        assert time.monotonic() < ends, "the build did not end in time"
        time.sleep(0.1)
    return builds.state


def test_why_a_file_is_not_read_is_told_in_the_language_of_the_page(
    client: Client, settings_: Settings
) -> None:
    (settings_.documents / "kapot.pdf").write_bytes(b"%PDF-1.7\n")
    (settings_.documents / "kaart.jpg").write_bytes(b"\xff\xd8")
    opened = client()
    for page, damaged, kind in (
        ("beheer", "is beschadigd, of is geen PDF.", "is van een soort die niet wordt gelezen."),
        ("en/manage", "is damaged or is no PDF;", "is of a kind that is not read;"),
    ):
        preview = opened.get(f"/{page}/lezing?bestand=kapot.pdf").text
        assert f'<p class="message">{damaged}' in preview
        assert str(settings_.documents) not in preview.partition("<main")[2]
        assert kind in opened.get(f"/{page}").text


def test_a_build_that_a_restart_interrupted_is_begun_again(
    settings_: Settings, make_data: Callable[[Path, Path], None]
) -> None:
    make_data(settings_.data, settings_.documents)
    (settings_.documents / "leeg.md").write_text("", encoding="utf-8")
    name = IndexDirectory(settings_.indexes_directory, settings_.documents).path.name
    kept = settings_.data / "manage" / f"{name}.json"
    kept.parent.mkdir()
    kept.write_text(BuildState(status="working", stage="embed").model_dump_json())
    state = wait_for(Builds(settings_))
    assert (state.status, state.message) == ("done", "")
    assert state.report is not None
    assert state.report.new == ("molen.md",)
    assert [one.file for one in state.report.skipped] == ["leeg.md"]
    assert "geheimwoordmerkteken" not in kept.read_text()
    # Nothing that the page can build from: it says so, and does not build again by itself.
    (settings_.documents / "molen.md").rename(settings_.documents / "molen.weg")
    again = Builds(settings_)
    assert again.state == state
    again.ask_for()
    again.ask_for()
    assert again.state.again
    failed = wait_for(again)
    assert failed.status == "failed"
    assert "nothing that can be read" in failed.message


def test_a_build_that_would_lose_documents_asks_and_goes_on_when_it_may(
    settings_: Settings,
    make_data: Callable[[Path, Path], None],
    models_directory: Path,
    client: Client,
) -> None:
    make_data(settings_.data, settings_.documents)
    (settings_.documents / "beek.md").write_text("# Beek\n\nDe beek stroomt.\n", encoding="utf-8")
    directory = IndexDirectory(settings_.indexes_directory, settings_.documents)
    build_index(directory, load_embedding_model(None, models_directory))
    before = directory.current()
    (settings_.documents / "molen.md").unlink()
    builds = Builds(settings_)
    builds.ask_for()
    asked = wait_for(builds)
    assert (asked.status, asked.lost) == ("asks", ("molen",))
    assert directory.current() == before
    page = client().get("/beheer").text
    assert NL["manage.lost"].format(count=1, names="molen") in page
    assert '<input type="hidden" name="akkoord" value="1">' in page
    builds.ask_for(is_agreed=True)
    assert wait_for(builds).status == "done"


class Managed(Served):
    """The pages beside the chat."""

    def __init__(self, current: Callable[[], Edition], settings: Settings) -> None:
        super().__init__()
        app = FastAPI()
        add_site(app, current, settings)
        self._serve(uvicorn.Config(guard(app, settings), log_level="warning"))


def enter(context: BrowserContext, url: str, path: str, language: str) -> Page:
    """Open the page as the manager."""
    page = context.new_page()
    page.set_default_timeout(60_000)
    page.goto(f"{url}/sign-in?lang={language}&next={path}")
    page.locator("#name").fill("jan")
    page.locator("#password").fill(PASSWORD)
    page.keyboard.press("Enter")
    page.get_by_role("heading", level=1, name=NL_AND_EN[language]["manage.title"]).wait_for()
    return page


def check(page: Page) -> None:
    """Hold that everyone can use what is shown, on a phone and on a wide screen."""
    for width in (390, 1440):
        page.set_viewport_size({"width": width, "height": 900})
        assert violations(page) == []
        wide = page.evaluate("document.documentElement.scrollWidth > innerWidth")
        assert not wide, "nothing to scroll sideways"


@pytest.mark.parametrize("language", ["nl", "en"])
def test_a_manager_adds_looks_at_and_takes_out_a_file_in_either_language(
    settings_: Settings, context: BrowserContext, language: str, tmp_path: Path
) -> None:
    texts, path = NL_AND_EN[language], "/beheer" if language == "nl" else "/en/manage"
    (settings_.documents / "leeg.md").write_text("", encoding="utf-8")
    (settings_.documents / "cijfers.xlsx").write_bytes(b"PK")
    edition = Edition.of(Library({}), settings_)  # type: ignore[arg-type]
    with Managed(lambda: edition, settings_) as running:
        page = enter(context, running.url, path, language)
        check(page)
        sent = tmp_path / "beek.md"
        sent.write_text("# De beek\n\nIn de beek zwemmen twaalf eenden.\n", encoding="utf-8")
        page.locator("#bestanden").set_input_files([sent])
        page.get_by_role("button", name=texts["manage.add_button"], exact=True).click()
        page.locator(".outcomes .done").filter(has_text=texts["manage.added"]).wait_for()
        check(page)
        card = page.locator(".documents .card").filter(has_text="beek.md")
        assert texts["manage.state_new"] in card.inner_text()
        card.get_by_role("link", name=texts["manage.preview"]).click()
        page.get_by_role("heading", level=1, name=texts["manage.preview_title"]).wait_for()
        assert "twaalf eenden" in page.locator("main").inner_text()
        check(page)
        page.locator(".trail a").click()
        card.get_by_role("link", name=texts["manage.remove"]).click()
        page.get_by_role("heading", level=1, name=texts["manage.ask_title"]).wait_for()
        check(page)
        page.get_by_role("button", name=texts["manage.ask_yes"]).click()
        page.locator(".outcomes .done").filter(has_text=texts["manage.removed"]).wait_for()
        assert not (settings_.documents / "beek.md").exists()


@pytest.mark.timeout(900)
def test_what_a_manager_adds_is_in_the_library_when_its_build_is_done(
    settings_: Settings,
    make_data: Callable[[Path, Path], None],
    models_directory: Path,
    context: BrowserContext,
) -> None:
    make_data(settings_.data, settings_.documents)
    directory = IndexDirectory(settings_.indexes_directory, settings_.documents)
    build_index(directory, load_embedding_model(None, models_directory))
    first = open_assistant(settings_, build=directory.current())
    with (
        closing(Editions(Edition.owning(first, settings_))) as editions,
        taking_up_new_builds(editions, settings_),
        Managed(editions.current, settings_) as running,
    ):
        page = enter(context, running.url, "/beheer", "nl")
        (settings_.documents / "beek.md").write_text("# De beek\n\nTwaalf eenden.\n", "utf-8")
        page.get_by_role("button", name=NL["manage.build"], exact=True).click()
        page.locator("#stand[data-status=working]").wait_for()
        check(page)
        # Without a reload by hand.
        page.locator("#stand[data-status=done]").wait_for(timeout=WITHIN_S * 1000)
        assert NL["manage.report_new"].format(count=1) in page.locator("main").inner_text()
        check(page)
        ends = time.monotonic() + WITHIN_S
        while page.goto(f"{running.url}/bibliotheek/beek").status == 404:  # type: ignore[union-attr]
            assert time.monotonic() < ends, "the new build was not taken up"
            time.sleep(0.5)
        assert "Twaalf eenden" in page.locator("main").inner_text()
