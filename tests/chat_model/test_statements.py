"""Reading statements out of what a model has written so far, cut off at any character."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.chat_model.prompting import Form
from assistant.chat_model.statements import is_cut_off, read_statements

STATEMENTS = [
    ("Het team beslist.", "source-a", "Het team beslist zelf"),
    ("Er zijn vier dimensies: a, b.", "source-b", "vier dimensies"),
]
DELIMITED = "\n".join(
    f"STATEMENT: {text}\nSOURCE: {source}\nQUOTE: “{quote}”" for text, source, quote in STATEMENTS
)
STRUCTURED = json.dumps(
    {"statements": [{"text": t, "source": s, "quote": q} for t, s, q in STATEMENTS]}
)
WHOLE: dict[Form, str] = {"delimited": DELIMITED, "structured": STRUCTURED}


@pytest.mark.parametrize("form", WHOLE)
def test_both_forms_say_the_same(form: Form) -> None:
    found = read_statements(WHOLE[form], form, is_whole=True)
    assert [(one.text, one.source, one.quote) for one in found] == STATEMENTS
    assert all(one.is_complete for one in found)
    assert not is_cut_off(WHOLE[form], form)


@pytest.mark.parametrize("form", WHOLE)
@pytest.mark.parametrize(
    ("halves", "shown"), [("\ud83d\ude00", "😀"), ("\ud83d", ""), ("\ude00\ud83d", "")]
)
def test_halves_of_characters_are_joined_or_left_out(form: Form, halves: str, shown: str) -> None:
    written = WHOLE[form].replace("beslist", f"beslist{halves}")
    first = read_statements(written, form, is_whole=True)[0]
    assert (first.text, first.quote) == (
        f"Het team beslist{shown}.",
        f"Het team beslist{shown} zelf",
    )


@pytest.mark.parametrize("form", WHOLE)
def test_cut_anywhere_no_label_and_no_half_statement_counts_as_complete(form: Form) -> None:
    whole = WHOLE[form]
    for end in range(len(whole)):
        found = read_statements(whole[:end], form, is_whole=False)
        for place, one in enumerate(found):
            assert STATEMENTS[place][0].startswith(one.text.rstrip("\\"))
            if one.is_complete:
                assert (one.text, one.source, one.quote) == STATEMENTS[place]


@pytest.mark.parametrize(
    "written",
    [
        '**STATEMENT:** Het team beslist.\n**SOURCE:** source-a\n**QUOTE:** "Het team beslist zelf"',
        "Natuurlijk! Hier is het antwoord.\n\n- STATEMENT: Het team beslist.\n- SOURCE: [source-a]\n"
        "- QUOTE: Het team beslist zelf",
        "statement: Het team beslist.\nsource: <source-a>\nquote: …Het team beslist zelf…",
    ],
)
def test_the_labels_may_be_dressed_up(written: str) -> None:
    found = read_statements(written, "delimited", is_whole=True)
    assert [(one.text, one.source, one.quote) for one in found] == STATEMENTS[:1]


def test_json_in_a_fence_is_read() -> None:
    found = read_statements(f"```json\n{STRUCTURED}\n```", "structured", is_whole=True)
    assert len(found) == 2


@pytest.mark.parametrize("written", [STRUCTURED[:-20], '{"statements": [', "", "geen JSON"])
def test_json_that_breaks_off_is_told(written: str) -> None:
    assert is_cut_off(written, "structured")


@given(st.text(max_size=400), st.sampled_from(["delimited", "structured"]), st.booleans())
def test_nothing_a_model_writes_stops_the_reading(text: str, form: Form, is_whole: bool) -> None:
    for one in read_statements(text, form, is_whole=is_whole):
        assert isinstance(one.text, str)
    is_cut_off(text, form)


@given(
    st.recursive(
        st.none() | st.booleans() | st.text(max_size=9),
        lambda inner: (
            st.lists(inner, max_size=4)
            | st.dictionaries(
                st.sampled_from(["statements", "text", "source", "quote"]), inner, max_size=4
            )
        ),
    )
)
def test_any_json_is_read(value: object) -> None:
    for one in read_statements(json.dumps(value), "structured", is_whole=True):
        assert isinstance(one.quote, str)
