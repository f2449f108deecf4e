"""Whatever is sent as a form: it is read within its limits, or it is none."""

from __future__ import annotations

from functools import cache
from typing import Any
from urllib.parse import urlencode

from fastapi import FastAPI
from fastapi.testclient import TestClient
from hypothesis import given, settings
from hypothesis import strategies as st
from starlette.requests import Request
from starlette.responses import JSONResponse

from assistant.course.request import SEED_MAX, SUBJECT_CHARACTERS_MAX
from assistant.page.course.form import form_in
from assistant.page.course.subjects import Choice, Subjects
from assistant.page.sign_in.by_password import own_address
from assistant.page.site.forms import number_in, words_in

SUBJECTS = Subjects((("", (Choice("element:5", "quiz"),)),), is_small=True)
NAMES = ("shown", "subject", "audience", "length", "kinds", "seed", "without", "redraw", "file")

texts = st.text(st.characters(exclude_categories=["Cs"]), max_size=30)
bodies = st.one_of(
    st.binary(max_size=60),
    st.lists(
        st.tuples(
            st.sampled_from((*NAMES, "woorden")),
            st.one_of(
                texts, st.sampled_from(["9" * 9, "9" * 5000, "\u0661", "-1", "quiz", "q" * 900])
            ),
        ),
        max_size=14,
    ).map(lambda fields: urlencode(fields).encode()),
)


@cache
def client() -> TestClient:
    """Return a client of an app that only reads what it is sent."""
    app = FastAPI()

    async def words(request: Request) -> JSONResponse:
        return JSONResponse([await words_in(request, "woorden"), number_in(request, "van")])

    async def course(request: Request) -> JSONResponse:
        form = await form_in(request)
        if form is None:
            return JSONResponse(None)
        made, *_ = form.requests("nl", SUBJECTS)
        return JSONResponse([made.subject_kind, made.seed, made.subject, len(made.kinds)])

    app.add_route("/words", words, methods=["POST"])
    app.add_route("/course", course, methods=["POST"])
    return TestClient(app)


@given(
    body=bodies,
    kind=st.sampled_from(["application/x-www-form-urlencoded", "text/plain", ";", "é"]),
    van=texts,
)
@settings(max_examples=60, derandomize=True, deadline=None, database=None)
def test_any_form_is_read_within_its_limits(body: bytes, kind: str, van: str) -> None:
    sent: dict[str, Any] = {"content": body, "headers": {"content-type": kind.encode()}}
    found = client().post("/words", params={"van": van}, **sent)
    assert found.status_code == 200
    assert found.json()[1] is None or 0 <= found.json()[1] < 10**9
    made = client().post("/course", **sent).json()
    if made is not None:
        kind, seed, subject, kinds = made
        assert kind in ("library", "element", "role", "question")
        assert 0 <= seed <= SEED_MAX
        assert len(subject) <= SUBJECT_CHARACTERS_MAX + 1
        assert kinds


@given(
    text=st.one_of(texts, texts.map(lambda text: f"/{text}"), st.text("/\\.:?#@\t ae", max_size=9))
)
@settings(max_examples=200, derandomize=True, deadline=None, database=None)
def test_after_signing_in_no_address_leads_elsewhere(text: str) -> None:
    address = own_address(text)
    assert address[0] == "/"
    assert address[1:2] not in ("/", "\\")
    assert address.isascii()
    assert address.isprintable()
