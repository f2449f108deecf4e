"""Nothing is shown that does not stand in its document."""

from __future__ import annotations

from dataclasses import replace

import pytest

from assistant import Answer, Citation
from assistant.verification import is_sound, is_verbatim, markers, without_markers
from corpus import Document

TEXT = "De raad kiest. Het team werkt."
DOCUMENTS = {"tekst": Document("tekst", "Tekst", "nl", TEXT, ())}
FIRST = Citation(1, "tekst", "Tekst", "nl", (), "De raad kiest.", 0, 14)
SECOND = Citation(2, "tekst", "Tekst", "nl", (), "Het team werkt.", 15, 30)
ANSWER = Answer("“De raad kiest.” [1] [2]", "nl", "answered", "quotes", (FIRST, SECOND))


def test_a_sound_answer_is_sound() -> None:
    assert is_verbatim(FIRST, DOCUMENTS)
    assert is_sound(ANSWER, DOCUMENTS)


@pytest.mark.parametrize(
    "citation",
    [
        replace(FIRST, quote="De raad kiest"),
        replace(FIRST, quote="de raad kiest."),
        replace(FIRST, start=1),
        replace(FIRST, document="ander"),
        replace(FIRST, start=-30, end=-16),
        replace(FIRST, quote="", start=3, end=3),
        replace(SECOND, end=31),
        replace(FIRST, start=14, end=0),
    ],
)
def test_a_quote_that_does_not_stand_at_its_place_is_not_verbatim(citation: Citation) -> None:
    assert not is_verbatim(citation, DOCUMENTS)
    assert not is_sound(Answer("x [1]", "nl", "answered", "quotes", (citation,)), DOCUMENTS)


@pytest.mark.parametrize(
    "answer",
    [
        replace(ANSWER, text="“De raad kiest.” [1]"),
        replace(ANSWER, text="“De raad kiest.” [1] [2] [3]"),
        replace(ANSWER, citations=(FIRST,)),
        replace(ANSWER, citations=(FIRST, replace(SECOND, number=1)), text="x [1]"),
        replace(ANSWER, outcome="not_in_sources"),
        replace(ANSWER, outcome="outside_subject"),
        replace(ANSWER, outcome="not_in_sources", citations=()),
    ],
)
def test_markers_and_citations_go_together_and_a_refusal_has_none(answer: Answer) -> None:
    assert not is_sound(answer, DOCUMENTS)


def test_what_reads_as_a_marker_can_be_taken_out() -> None:
    assert markers("a [1] b [12] [a] [1234] [1, 2]") == {1, 12}
    assert without_markers("zie [1] en [[2]]") == "zie (1) en [(2)]"
    assert markers(without_markers("[1][22][333][[4]]")) == set()
