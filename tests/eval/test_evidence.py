"""When a passage holds evidence, and where evidence stands."""

from __future__ import annotations

from dataclasses import replace

from corpus import Document
from eval.evidence import Span, evidence_spans, held_evidence, holds
from eval.questions import Evidence
from index.passages import cut_passages


def test_a_passage_holds_a_quote_when_all_of_it_is_in_its_text(
    documents: dict[str, Document],
) -> None:
    passage = cut_passages(documents["molen"])[0]
    passage = replace(passage, text="De molen\ndraait   op wind.", document="molen")
    assert holds(passage, Evidence("molen", "De molen draait op wind."))
    assert not holds(passage, Evidence("molen", "De molen draait op wind. De"))
    assert not holds(passage, Evidence("molen", "de molen draait"))
    assert not holds(passage, Evidence("mill", "De molen draait op wind."))


def test_held_evidence_gives_positions(documents: dict[str, Document]) -> None:
    passage = replace(cut_passages(documents["molen"])[0], text="wind en graan")
    evidence = [Evidence("molen", "graan"), Evidence("molen", "meel"), Evidence("molen", "wind")]
    assert held_evidence(passage, evidence) == {0, 2}


def test_a_quote_has_a_span_at_every_place_where_it_stands(
    documents: dict[str, Document],
) -> None:
    document = replace(documents["molen"], original="wind en wind")
    assert evidence_spans(Evidence("molen", "wind"), document) == (
        Span("molen", 0, 4),
        Span("molen", 8, 12),
    )
