"""Calibrates the judgement: ``python -m eval.training.judgement``; a quarter of an hour.

Fits the logistic models of :mod:`assistant.evidence.judgement` on questions that the reader was not
trained on: for the shipped library the train split, for follow-ups the conversations in
``follow_ups.txt``, for bare documents those texts in ``texts/`` that the training of the reader
leaves out and, with ``--elsewhere``, the pages of others in that folder that it leaves out, which
are as people's own are. Folds are grouped by paraphrase, and for bare documents by document. The
threshold is the one that refuses the wanted share of the answerable: for bare documents, of those
pages.
Prints the figures of the folds and writes ``calibration.toml``.
"""

from __future__ import annotations

import argparse
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from assistant.answer import Turn
from assistant.evidence.follow_up import follow_up_signals
from assistant.evidence.judgement import (
    CALIBRATION_FILE,
    answer_signals,
    probability,
)
from assistant.evidence.retrieval import READ_MAX, signals_of
from assistant.evidence.signals import as_row
from assistant.service import Assistant, open_assistant
from assistant.settings import read_settings
from assistant.understanding.query_rewriting import standalone_question
from corpus import detect_language
from eval.training.cases import Case, general_cases, overlaps, plain_cases, shipped_cases
from eval.training.conversations import read_conversations
from eval.training.texts import is_held_out, read_elsewhere, read_texts
from index.library_kind import LibraryKind

# Of the answerable questions of the folds at most this share may be refused; of others it is more
# (0.03 and 0.05 are the aims: see eval/choices.md).
_REFUSED_SHARE: Final[dict[LibraryKind, float]] = {"catalogued": 0.012, "plain": 0.05}
_FOLDS: Final = 5
_REGULARISATION: Final = 0.3

Array = NDArray[np.float64]
Model = tuple[float, Array]


def main() -> None:
    """Fit both kinds of library, print and write."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--elsewhere", type=Path, help="pages of others, for the threshold")
    arguments = parser.parse_args()
    settings = read_settings()
    written: dict[LibraryKind, dict[str, Any]] = {}
    with open_assistant(settings) as assistant:
        shipped = [*shipped_cases(assistant), *general_cases(assistant)]
        unclear = _fit_unclear(shipped)
        written["catalogued"] = _fit("catalogued", [case for case in shipped if not case.is_vague])
        follow_up = _fit_follow_up(assistant, written["catalogued"]["sentence"])
    held_out = list(plain_cases((text for text in read_texts() if is_held_out(text)), settings))
    pages = (
        list(plain_cases(read_elsewhere(arguments.elsewhere), settings))
        if arguments.elsewhere
        else []
    )
    written["plain"] = _fit("plain", [*held_out, *pages])
    if pages:
        written["plain"]["threshold"] = _threshold_for(written["plain"], pages)
    written["catalogued"]["threshold_across"] = written["catalogued"]["threshold"]
    written["plain"]["threshold_across"] = threshold_across(written["plain"], held_out)
    how = " --elsewhere" if arguments.elsewhere else ""
    lines = [f"# Written by `python -m eval.training.judgement{how}`; see eval/choices.md."]
    for kind, values in written.items():
        lines += ["", f"[{kind}]", f"threshold = {values['threshold']:.3f}"]
        lines += [f"threshold_across = {values['threshold_across']:.3f}"]
        for name in ("sentence", "answered"):
            weights = ", ".join(f"{weight:.4f}" for weight in values[name][1])
            lines += ["", f"[{kind}.{name}]", f"intercept = {values[name][0]:.4f}"]
            lines += [f"weights = [{weights}]"]
    for name, (intercept, values_of) in (("unclear", unclear), ("follow_up", follow_up)):
        weights = ", ".join(f"{weight:.4f}" for weight in values_of)
        lines += ["", f"[{name}]", f"intercept = {intercept:.4f}", f"weights = [{weights}]"]
    CALIBRATION_FILE.write_text("\n".join(lines) + "\n", encoding="utf-8")


def _fit(kind: LibraryKind, cases: Sequence[Case]) -> dict[str, Any]:
    from sklearn.metrics import roc_auc_score
    from sklearn.model_selection import GroupKFold

    cases = [case for case in cases if case.signals]
    groups = [case.group for case in cases]
    is_answerable = np.array([case.is_answerable for case in cases])
    found = np.zeros(len(cases))
    is_first = np.zeros(len(cases), dtype=bool)
    for train, test in GroupKFold(_FOLDS).split(cases, groups=groups):
        sentence, answered = _models([cases[place] for place in train])
        for place in test:
            log_odds = _log_odds(sentence, cases[place])
            is_first[place] = cases[place].answers[int(np.argmax(log_odds))]
            found[place] = _value(answered, _answer_row(log_odds, cases[place]))
    threshold = float(np.quantile(found[is_answerable], _REFUSED_SHARE[kind]))
    print(
        f"{kind}: {is_answerable.sum()} answerable, {(~is_answerable).sum()} not; "
        f"sentence first {is_first[is_answerable].mean():.3f}; "
        f"AUC of answered {roc_auc_score(is_answerable, found):.3f}; "
        f"refused {(found[is_answerable] < threshold).mean():.3f} and "
        f"{(found[~is_answerable] < threshold).mean():.3f}"
    )
    sentence, answered = _models(cases)
    return {
        "sentence": sentence,
        "answered": answered,
        "threshold": probability(threshold),
    }


def _threshold_for(fitted: Mapping[str, Any], cases: Sequence[Case]) -> float:
    """Return the threshold that refuses the wanted share of other answerable questions."""
    found = _values(fitted, cases)
    is_answerable = np.array([case.is_answerable for case in cases])
    threshold = float(np.quantile(found[is_answerable], _REFUSED_SHARE["plain"]))
    print(
        f"elsewhere: {is_answerable.sum()} answerable, {(~is_answerable).sum()} not; "
        f"{(found[~is_answerable] < threshold).mean():.3f} refused"
    )
    return probability(threshold)


def threshold_across(fitted: Mapping[str, Any], cases: Sequence[Case]) -> float:
    """Return the threshold that refuses as large a share of the answerable across languages as the
    threshold that there is does within one."""
    from scipy.special import expit

    answerable = [case for case in cases if case.is_answerable and case.signals]
    found = expit(_values(fitted, answerable))
    is_across = np.array([case.is_across for case in answerable])
    share = (found[~is_across] < fitted["threshold"]).mean()
    return float(np.quantile(found[is_across], share))


def _values(fitted: Mapping[str, Any], cases: Sequence[Case]) -> Array:
    """Return the log-odds that each question is answered."""
    sentence, answered = fitted["sentence"], fitted["answered"]
    return np.array([_value(answered, _answer_row(_log_odds(sentence, one), one)) for one in cases])


def _fit_unclear(cases: Sequence[Case]) -> Model:
    from sklearn.metrics import roc_auc_score
    from sklearn.model_selection import GroupKFold

    rows = np.array([case.vagueness for case in cases])
    is_vague = np.array([case.is_vague for case in cases])
    is_answerable = np.array([case.is_answerable for case in cases])
    found = np.zeros(len(cases))
    for train, test in GroupKFold(_FOLDS).split(rows, groups=[case.group for case in cases]):
        intercept, weights = _logistic(rows[train], is_vague[train])
        found[test] = intercept + rows[test] @ weights
    print(
        f"unclear: {is_vague.sum()} vague; AUC {roc_auc_score(is_vague, found):.3f}; asked back "
        f"{(found[is_vague] > 0).mean():.3f} and {(found[is_answerable] > 0).mean():.3f} "
        "of the answerable"
    )
    return _logistic(rows, is_vague)


def _fit_follow_up(assistant: Assistant, sentence: Model) -> Model:
    rows, flags = [], []
    for conversation in read_conversations(assistant.documents):
        language, follow_up = conversation.language, conversation.follow_up
        history = (Turn("user", conversation.question), Turn("assistant", follow_up.said))
        text = standalone_question(follow_up.question, history, follows_up=True)
        searched_in = detect_language(text, language, is_question=True)
        found = assistant.retriever.search(text, READ_MAX, searched_in)
        read = signals_of(assistant.retriever, assistant.reader, text, found, searched_in)
        passages = [one.passage for one in found]
        typed = follow_up_signals(assistant.reader, passages, searched_in, follow_up)
        for ranked, of_passage in read:
            for position, signals in of_passage:
                log_odds = sentence[0] + float(sentence[1] @ np.array(as_row(signals)))
                rows.append((log_odds, *typed[ranked.passage.id][position]))
                place = (ranked.passage.document, ranked.passage.sentences[position])
                flags.append(overlaps(conversation.answers, *place))
    return _logistic(np.array(rows), np.array(flags))


def _models(cases: Sequence[Case]) -> tuple[Model, Model]:
    rows = np.array([as_row(one) for case in cases if case.is_answerable for one in case.signals])
    flags = np.array([flag for case in cases if case.is_answerable for flag in case.answers])
    sentence = _logistic(rows, flags)
    answer_rows = np.array([_answer_row(_log_odds(sentence, case), case) for case in cases])
    return sentence, _rising(answer_rows, np.array([case.is_answerable for case in cases]))


def _logistic(rows: Array, flags: NDArray[np.bool_]) -> Model:
    from sklearn.linear_model import LogisticRegression
    from sklearn.preprocessing import StandardScaler

    scaler = StandardScaler().fit(rows)
    model = LogisticRegression(C=_REGULARISATION, max_iter=1000)
    model.fit(scaler.transform(rows), flags)
    weights = model.coef_[0] / scaler.scale_
    return float(model.intercept_[0] - weights @ scaler.mean_), weights


def _rising(rows: Array, flags: NDArray[np.bool_]) -> Model:
    """Fit a logistic model in which no signal counts against an answer.

    Near misses written on purpose share more words with a text than questions that it answers; that
    is how they were written, not how people ask. What weighs less than nothing is left out, the
    worst first.
    """
    kept = list(range(rows.shape[1]))
    while True:
        intercept, weights = _logistic(rows[:, kept], flags)
        if weights.min() >= 0:
            everything = np.zeros(rows.shape[1])
            everything[kept] = weights
            return intercept, everything
        del kept[int(weights.argmin())]


def _value(model: Model, row: Sequence[float]) -> float:
    return float(model[0] + model[1] @ np.asarray(row))


def _log_odds(model: Model, case: Case) -> Array:
    found: Array = model[0] + np.array([as_row(one) for one in case.signals]) @ model[1]
    return found


def _answer_row(log_odds: Array, case: Case) -> tuple[float, ...]:
    everything = list(zip(log_odds.tolist(), case.signals, strict=True))
    return answer_signals(everything, case.left_open)


if __name__ == "__main__":
    main()
