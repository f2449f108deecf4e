"""The measurement of how many lies the check of statements lets through."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from assistant import Assistant
from eval.errors import QuestionsInvalid
from eval.statements.cases import TextCase, read_cases
from eval.statements.checked import check_cases, statements_record
from eval.training.entailment import KEPT_APART, TRAINED
from eval.training.texts import TEXTS

CASE = {
    "language": "nl",
    "quotation_language": "nl",
    "document": "iso-11367-elementen/original.txt",
    "quotation": "Publiek dienstverleners horen hun doel, missie, visie en strategie vast te leggen "
    "en af te stemmen op het beoogde publieke belang.",
    "statement": "Publieke dienstverleners horen hun doel, missie, visie en strategie vast te leggen.",
    "question": "Wat horen publieke dienstverleners vast te leggen?",
    "verdict": "fair",
    "kind": "shortening",
}
LIE = {
    "statement": "Publieke dienstverleners kunnen hun doel, missie, visie en strategie vastleggen.",
    "verdict": "lie",
    "kind": "modality",
}


def written(folder: Path, *cases: dict[str, str]) -> Path:
    file = folder / "cases.jsonl"
    file.write_text("\n".join(map(json.dumps, cases)), encoding="utf-8")
    return file


def test_lies_and_fair_statements_are_counted_apart(assistant: Assistant, tmp_path: Path) -> None:
    cases = read_cases(written(tmp_path, CASE, CASE | LIE))
    record = statements_record(check_cases(cases, assistant))
    assert record["quotations_not_found"] == 0
    assert record["by_kind"]["fair"]["shortening"] == {"shown": 1, "n": 1}
    assert record["by_direction"]["lie"]["nl-nl"] == {"shown": 0, "n": 1}


def test_of_the_statements_kept_apart_few_lies_are_shown(assistant: Assistant) -> None:
    """Of all: 0.05 of the lies and 0.30 of the fair; of a tenth, some more or less."""
    cases = read_cases(KEPT_APART)
    tenth = set(sorted({one.quotation for one in cases})[::10])
    checked = check_cases([one for one in cases if one.quotation in tenth], assistant)
    shown = {
        verdict: [one.is_shown for one in checked if one.case.verdict == verdict]
        for verdict in ("lie", "fair")
    }
    assert len(shown["lie"]) == len(shown["fair"]) > 200
    assert sum(shown["lie"]) <= 0.09 * len(shown["lie"])
    assert sum(shown["fair"]) >= 0.22 * len(shown["fair"])


def test_mistakes_are_named_with_their_line(tmp_path: Path) -> None:
    with pytest.raises(QuestionsInvalid, match="line 2: verdict"):
        read_cases(written(tmp_path, CASE, CASE | {"verdict": "unsure"}))


@pytest.mark.parametrize("name", ["document", "question"])
def test_a_statement_on_the_library_says_its_document_and_question(
    tmp_path: Path, name: str
) -> None:
    half = {key: value for key, value in CASE.items() if key != name}
    with pytest.raises(QuestionsInvalid, match=f"line 1: {name}"):
        read_cases(written(tmp_path, half))


def test_a_document_that_there_is_not_is_named(assistant: Assistant, tmp_path: Path) -> None:
    cases = read_cases(written(tmp_path, CASE | {"document": "nowhere/original.txt"}))
    with pytest.raises(QuestionsInvalid, match="nowhere"):
        check_cases(cases, assistant)


def test_a_quotation_stands_by_itself_with_its_statements(
    assistant: Assistant, tmp_path: Path
) -> None:
    text = {
        "language": "nl",
        "title": "Thuiswerken",
        "heading": "Aanvragen",
        "quotation": "De leidinggevende reageert binnen tien werkdagen op het verzoek.",
        "fair": [["shortening", "De leidinggevende reageert binnen tien werkdagen."]],
        "lies": [["number", "De leidinggevende reageert binnen twintig werkdagen."]],
    }
    file = tmp_path / "texts.jsonl"
    file.write_text(json.dumps(text), encoding="utf-8")
    record = statements_record(check_cases(read_cases(file), assistant))
    assert record["by_kind"]["fair"]["shortening"] == {"shown": 1, "n": 1}
    assert record["by_kind"]["lie"]["number"] == {"shown": 0, "n": 1}


@pytest.mark.parametrize("file", [TRAINED, KEPT_APART])
def test_the_quotations_of_invented_texts_stand_in_them(file: Path) -> None:
    cases = read_cases(file)
    quotations = {one.quotation for one in cases}
    texts = "\n".join(path.read_text("utf-8") for path in sorted(TEXTS.glob("*.txt")))
    bare = " ".join(re.sub(r"\[\d+\] ", "", texts).split())
    assert len(cases) == 6 * len(quotations)
    assert all(quotation in bare for quotation in quotations)


def test_no_document_is_both_trained_and_kept_apart() -> None:
    trained, apart = (
        {one.heading.partition(":")[0] for one in read_cases(file) if isinstance(one, TextCase)}
        for file in (TRAINED, KEPT_APART)
    )
    assert trained
    assert apart
    assert not trained & apart
