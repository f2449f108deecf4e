"""The exported run: ir_measures works out the same figures from it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import ir_measures
import pytest
from ir_measures import RR, Qrel, ScoredDoc, Success, nDCG
from typer.testing import CliRunner

from assistant import Assistant, Reply
from eval import SHIPPED_QUESTIONS
from eval.commands import app
from eval.figures import figures
from eval.questions import Question, read_questions
from eval.record import run_record, write_json
from eval.run import Run, ask_questions
from eval.trec import trec_qrels, trec_run

SAME = {
    "ndcg_at_10": nDCG @ 10,
    "mrr_at_10": RR @ 10,
    "hit_at_1": Success @ 1,
    "hit_at_5": Success @ 5,
    "hit_at_10": Success @ 10,
}


def agree(run: Run) -> None:
    """Check that ir_measures gives each figure of a run to 1e-6."""
    qrels = list(ir_measures.read_trec_qrels(trec_qrels(run)))
    scored = list(ir_measures.read_trec_run(trec_run(run)))
    found = ir_measures.calc_aggregate(SAME.values(), qrels, scored)
    ours = figures(run.results)[0].figures
    for name, measure in SAME.items():
        figure = ours[name]
        assert figure is not None
        assert figure.mean == pytest.approx(found[measure], abs=1e-6), name


def test_ir_measures_gives_the_same_figures_on_the_run_worked_out_by_hand(mill_run: Run) -> None:
    agree(mill_run)


@pytest.fixture(scope="module")
def shipped_run(assistant: Assistant) -> Run:
    """Every fourth question of the shipped set, put to the assistant."""
    questions = read_questions(SHIPPED_QUESTIONS, assistant.documents)[::4]
    return Run("every fourth", "", {}, ask_questions(assistant, questions))


def test_ir_measures_gives_the_same_figures_on_the_shipped_set(shipped_run: Run) -> None:
    agree(shipped_run)


@pytest.mark.parametrize("count", [5, 10])
def test_recall_is_the_share_of_evidence_that_ir_measures_finds_one_by_one(
    shipped_run: Run, count: int
) -> None:
    """Each piece of evidence as a topic of its own: found or not, averaged over its question."""
    qrels, scored, shares = [], [], {}
    for result in shipped_run.results:
        pieces = [f"{result.question.id}.{n}" for n in range(len(result.question.evidence))]
        passages = [passage["id"] for passage in result.reply["passages"]]
        for number, piece in enumerate(pieces):
            qrels.append(Qrel(piece, "none", 0))
            for rank, (passage, held) in enumerate(zip(passages, result.held, strict=True)):
                scored.append(ScoredDoc(piece, passage, -rank))
                qrels.append(Qrel(piece, passage, int(number in held)))
        if pieces:
            shares[result.question.id] = pieces
    found = {
        one.query_id: one.value for one in ir_measures.iter_calc([Success @ count], qrels, scored)
    }
    means = [sum(found[piece] for piece in pieces) / len(pieces) for pieces in shares.values()]
    ours = figures(shipped_run.results)[0].figures[f"recall_at_{count}"]
    assert ours is not None
    assert ours.mean == pytest.approx(sum(means) / len(means), abs=1e-6)


def test_a_question_without_any_passage_counts_as_not_found(
    scripted: Callable[..., Any],
    reply_with: Callable[..., Reply],
    mill_questions: tuple[Question, ...],
    mill_run: Run,
) -> None:
    silent = scripted({mill_questions[0].text: reply_with("Niets.", outcome="outside_subject")})
    (nothing,) = ask_questions(silent, mill_questions[:1])
    agree(replace(mill_run, results=(nothing, *mill_run.results[1:])))
    lost = replace(nothing, relevant=())
    agree(replace(mill_run, results=(lost, *mill_run.results[1:])))


def test_names_with_spaces_stay_one_field(mill_run: Run) -> None:
    first = mill_run.results[0]
    spaced = replace(first, question=replace(first.question, id="vraag 1"))
    lines = trec_run(replace(mill_run, label="my run", results=(spaced,))).splitlines()
    assert lines[0].split() == [
        "vraag%201", "Q0", first.reply["passages"][0]["id"], "1", str(len(lines)), "my%20run",
    ]  # fmt: skip


def test_the_command_writes_both_files(
    mill_run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ASSISTANT_DATA", str(tmp_path))
    write_json(run_record(mill_run), tmp_path / "runs" / "v1.2.json")
    result = CliRunner().invoke(app, ["export", "v1.2", str(tmp_path / "out")])
    assert result.exit_code == 0, result.output
    assert (tmp_path / "out" / "v1.2.run").read_text(encoding="utf-8") == trec_run(mill_run)
    assert (tmp_path / "out" / "v1.2.qrels").read_text(encoding="utf-8") == trec_qrels(mill_run)
