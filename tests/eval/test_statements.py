"""The measurement of how many lies the check of statements lets through."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from assistant import Assistant
from eval.errors import QuestionsInvalid
from eval.statements.cases import read_cases
from eval.statements.checked import check_cases, statements_record

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
    record = statements_record(check_cases(cases, assistant.retriever.index, assistant.documents))
    assert record["quotations_not_found"] == 0
    assert record["by_kind"]["fair"]["shortening"] == {"shown": 1, "n": 1}
    assert record["by_direction"]["lie"]["nl-nl"] == {"shown": 0, "n": 1}


def test_of_the_work_file_few_lies_are_shown(assistant: Assistant) -> None:
    cases = read_cases(Path(__file__).parents[2] / "eval/statements/work.jsonl")
    record = statements_record(check_cases(cases, assistant.retriever.index, assistant.documents))
    assert record["by_kind"]["lie"]["all"]["n"] == record["by_kind"]["fair"]["all"]["n"] == 100
    assert record["by_kind"]["lie"]["all"]["shown"] <= 5
    assert record["by_kind"]["fair"]["all"]["shown"] >= 35


def test_mistakes_are_named_with_their_line(tmp_path: Path) -> None:
    with pytest.raises(QuestionsInvalid, match="line 2: verdict"):
        read_cases(written(tmp_path, CASE, CASE | {"verdict": "unsure"}))


def test_a_document_that_there_is_not_is_named(assistant: Assistant, tmp_path: Path) -> None:
    cases = read_cases(written(tmp_path, CASE | {"document": "nowhere/original.txt"}))
    with pytest.raises(QuestionsInvalid, match="nowhere"):
        check_cases(cases, assistant.retriever.index, assistant.documents)
