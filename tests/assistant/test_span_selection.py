"""Which sentences are quoted, given how probable each is."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest

from assistant.evidence import span_selection
from assistant.evidence.judgement import JudgedPassage, Judgement, Part
from assistant.evidence.span_selection import choose_spans
from assistant.understanding.search_plan import Search
from assistant.writing.quotes import write_quotes
from corpus import Language, read_library
from index.passages import Passage, cut_passages
from index.ranking import RankedPassage


@pytest.fixture(autouse=True)
def _spans_of_any_length(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let a short span be: the texts here are short."""
    monkeypatch.setattr(span_selection, "SPAN_WORDS_MIN", 0)


def passage(folder: Path, text: str) -> Passage:
    """Return the passage of a document of one paragraph."""
    (folder / "tekst.txt").write_text(text, encoding="utf-8")
    (found,) = cut_passages(read_library(folder)[0])
    return found


def chosen(of: Passage, probabilities: Sequence[float], language: Language = "nl") -> str:
    """Return what is quoted of a passage."""
    judged = JudgedPassage(RankedPassage(of, 1.0), tuple(probabilities))
    part = Part(
        Search("Wat?"), language, (judged.ranked,), Judgement((judged,), 1.0, 0.5, "catalogued")
    )
    (one,) = choose_spans([part])
    span = one.spans[0]
    return " ".join(sentence.text for sentence in of.sentences[span.first : span.last + 1])


def test_the_most_probable_sentence_is_quoted_alone(tmp_path: Path) -> None:
    text = "De molen staat aan de dijk. Hij maalt op zondag graan. De molenaar woont in het dorp."
    assert chosen(passage(tmp_path, text), [0.1, 0.1, 0.9]) == "De molenaar woont in het dorp."


def test_neighbours_that_answer_too_are_quoted_with_it(tmp_path: Path) -> None:
    text = "De molen staat aan de dijk. De kap draait mee. De molenaar woont in het dorp."
    assert chosen(passage(tmp_path, text), [0.8, 0.7, 0.05]) == (
        "De molen staat aan de dijk. De kap draait mee."
    )


@pytest.mark.parametrize(
    ("text", "probabilities", "quoted"),
    [
        # Points back: it means nothing without the sentence before.
        ("De molen maalt graan. Dat doet hij op zondag. De deur is groen.", [0.1, 0.9, 0.1],
         "De molen maalt graan. Dat doet hij op zondag."),
        # Taken back: without it, the quotation says the opposite.
        ("De deur is groen. De molen maalt elke dag. Maar bij storm staat alles stil.", [0.1, 0.9, 0.1],
         "De molen maalt elke dag. Maar bij storm staat alles stil."),
        # Asked: a question is no answer.
        ("De deur is groen. Waarom maalt de molen niet? Er is geen wind.", [0.1, 0.9, 0.1],
         "Waarom maalt de molen niet? Er is geen wind."),
    ],
)  # fmt: skip
def test_what_cannot_be_read_alone_takes_its_neighbour_along(
    tmp_path: Path, text: str, probabilities: list[float], quoted: str
) -> None:
    assert chosen(passage(tmp_path, text), probabilities) == quoted


def test_a_brief_answer_is_one_sentence(tmp_path: Path) -> None:
    text = "De molen staat aan de dijk. De kap draait mee. De molenaar woont in het dorp."
    judged = JudgedPassage(RankedPassage(passage(tmp_path, text), 1.0), (0.8, 0.7, 0.6))
    part = Part(
        Search("Wat?"), "nl", (judged.ranked,), Judgement((judged,), 1.0, 0.5, "catalogued")
    )
    (one,) = choose_spans([part], is_brief=True)
    assert [(span.first, span.last) for span in one.spans] == [(0, 0)]


def test_two_parts_of_a_question_do_not_quote_the_same(tmp_path: Path) -> None:
    text = "De molen staat aan de dijk. De kap draait mee. De molenaar woont in het dorp."
    judged = JudgedPassage(RankedPassage(passage(tmp_path, text), 1.0), (0.9, 0.1, 0.1))
    part = Part(
        Search("Wat?"), "nl", (judged.ranked,), Judgement((judged,), 1.0, 0.5, "catalogued")
    )
    first, second = choose_spans([part, part])
    assert first.spans
    assert not second.spans
    assert second.is_answered


def judged(of: Passage, best: int) -> JudgedPassage:
    """Return a passage of which one sentence is most probable."""
    sure = tuple(0.9 if place == best else 0.05 for place in range(len(of.sentences)))
    return JudgedPassage(RankedPassage(of, 1.0), sure)


def test_an_item_stands_below_the_line_that_introduces_it(tmp_path: Path) -> None:
    text = "Een aanvraag kost tijd. Nodig zijn:\n- een pas die geldig is\n- een foto\n"
    (tmp_path / "tekst.txt").write_text(text, encoding="utf-8")
    (document,) = read_library(tmp_path)
    (found,) = cut_passages(document)
    assert found.lead_in == 1
    one = judged(found, 2)
    part = Part(Search("Pas?"), "nl", (one.ranked,), Judgement((one,), 1.0, 0.5, "plain"))
    [chosen] = choose_spans([part])
    statements = write_quotes(chosen, "nl", {document.id: document})
    assert [(said.kind, said.text) for said in statements] == [
        ("sentence", "Een aanvraag kost tijd. Nodig zijn:"),
        ("item", "een pas die geldig is"),
    ]
