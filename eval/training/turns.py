"""Fits the kinds of turns: ``python -m eval.training.turns``; two to three minutes.

Multinomial logistic regression over the bundled model's vectors of the examples in
``assistant/understanding/turns.toml``, the train split and the general questions by which
languages are centred. Prints the figures of a 10-fold cross-validation and writes
``turns.npz`` beside the examples.
"""

from __future__ import annotations

import tomllib
from collections import Counter
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from assistant.settings import read_settings
from assistant.understanding.names import without_names
from assistant.understanding.turns import (
    LENGTHS,
    PROBABILITY_MIN,
    SPOKEN,
    TURNS_FILE,
    WEIGHTS_FILE,
    ProbeName,
    word_signals,
)
from corpus import LANGUAGES, SHIPPED_DOCUMENTS, Document, read_library
from eval import TRAIN_QUESTIONS
from eval.question_files import read_question_set
from eval.training.conversations import read_conversations
from eval.training.texts import read_texts
from index.centring import general_text
from index.embedding import EmbeddingModel, load_embedding_model

VAGUE_FILE: Final = Path(__file__).parent / "vague.txt"
COMPARISONS_FILE: Final = Path(__file__).parent / "comparisons.txt"
SUMMARIES_FILE: Final = Path(__file__).parent / "summaries.txt"

_REGULARISATION: Final = 0.3
_FOLDS: Final = 10
# Kinds of turns that say nothing without the answer before them.
_ON_CONVERSATION: Final = ("continue", "example", "correction")
_PROBE_REGULARISATION: Final = 0.03
_DENSE_WEIGHT: Final = 0.3
# Sentences further apart than this are two places. Of the invented questions every second is
# taken, of the catalogue's that ask one thing every third.
_FAR: Final = 6
_SINGLE_STEP: Final = 3
_SHIPPED_WEIGHT: Final = 2
# Of what the catalogue knows, as many as make a question told as a story no request for a summary.
_KNOWN_STEP: Final = 5
# Requests for a part of a document weigh more than questions of the catalogue.
_NEAR_WEIGHT: Final = 2
# Of the questions that are left open, every sixth: about as many as of the catalogue.
_OPEN_STEP: Final = 6
# Of the questions that stand on their own, every second, so that "how do you make ..." is no task.
_WHOLE_STEP: Final = 2


def main() -> None:
    """Fit, print and write."""
    from sklearn.linear_model import LogisticRegression
    from sklearn.model_selection import StratifiedKFold, cross_val_predict
    from sklearn.pipeline import make_pipeline
    from sklearn.preprocessing import StandardScaler

    documents = _documents()
    examples = tomllib.loads(TURNS_FILE.read_text(encoding="utf-8"))
    texts, kinds = [], []
    for kind, by_language in examples.items():
        for language in ("nl", "en"):
            texts += by_language[language]
            kinds += [kind] * len(by_language[language])
    # Questions on anything, so that a greeting or a task is told from them too.
    everything = [text for one in general_text() if one.role == "query" for text in one.sentences]
    everything += [question.text for question in read_question_set(TRAIN_QUESTIONS, documents)]
    everything += _whole_questions(documents)[::_WHOLE_STEP]
    texts += everything
    kinds += ["question"] * len(everything)
    model = load_embedding_model(None, read_settings().models_directory)
    vectors, labels = model.embed_queries(texts), np.array(kinds)
    pipeline = make_pipeline(StandardScaler(), LogisticRegression(C=_REGULARISATION, max_iter=2000))
    folds = StratifiedKFold(_FOLDS, shuffle=True, random_state=0)
    shares = cross_val_predict(pipeline, vectors, labels, cv=folds, method="predict_proba")
    names = np.unique(labels)
    spoken = np.isin(names, list(SPOKEN))
    best = names[np.where(spoken, shares, 0.0).argmax(axis=1)]
    is_spoken = shares[:, spoken].sum(axis=1) >= PROBABILITY_MIN
    for kind in sorted(SPOKEN):
        caught = (is_spoken & (best == kind))[labels == kind].mean()
        print(f"{kind}: {caught:.2f} of {(labels == kind).sum()} recognised")
    others = ~np.isin(labels, list(SPOKEN))
    print(f"all else: {1 - is_spoken[others].mean():.3f} of {others.sum()} left to the sources")
    pipeline.fit(vectors, labels)
    scaler, regression = pipeline[0], pipeline[1]
    weights = regression.coef_ / scaler.scale_
    probes: dict[str, Any] = {}
    for name, (are_so, are_not) in _probed(documents, examples).items():
        probes[f"{name}_weights"], probes[f"{name}_intercept"] = _fit_probe(model, are_so, are_not)
    np.savez(
        WEIGHTS_FILE,
        kinds=names,
        weights=weights.astype(np.float32),
        intercepts=(regression.intercept_ - weights @ scaler.mean_).astype(np.float32),
        **probes,
    )


def _probed(
    documents: Mapping[str, Document], examples: Mapping[str, Mapping[str, list[str]]]
) -> Mapping[ProbeName, tuple[Sequence[str], Sequence[str]]]:
    """Return, for each probe, questions that are so and questions that are not.

    :param examples: of each kind of turn, by language.
    """
    conversations = list(read_conversations(documents))
    whole = _whole_questions(documents)
    said: dict[str, list[str]] = {"vague": [], "clear": list(whole)}
    for line in VAGUE_FILE.read_text(encoding="utf-8").splitlines():
        kind, _, text = line.split(" | ", 2)
        said[kind].append(text)
    known = [
        question
        for document in documents.values()
        for entry in document.catalogue
        for language in LANGUAGES
        for question in entry.questions(language)
    ]
    briefly: dict[str, list[str]] = {"document": [], "other": known[::_KNOWN_STEP]}
    for line in SUMMARIES_FILE.read_text(encoding="utf-8").splitlines():
        kind, _, text = line.partition(" | ")
        nameless, _ = without_names(text, documents.values())
        briefly[kind] += [nameless] * (1 if kind == "document" else _NEAR_WEIGHT)
    return {
        "follow_up": (
            [
                *(one.follow_up.question for one in conversations),
                *(
                    text
                    for kind in _ON_CONVERSATION
                    for language in LANGUAGES
                    for text in examples[kind][language]
                ),
            ],
            [*whole, *(one.question for one in conversations)],
        ),
        "vague": (said["vague"], said["clear"]),
        "several": _several(documents),
        "compares": (COMPARISONS_FILE.read_text(encoding="utf-8").splitlines(), whole),
        "summary": (briefly["document"], briefly["other"]),
    }


def _several(documents: Mapping[str, Document]) -> tuple[list[str], list[str]]:
    """Return questions that sentences far apart answer together, and others.

    Of the shipped library those that stand in the catalogue of two documents.
    """
    several: list[str] = []
    others: list[str] = []
    for number, text in enumerate(read_texts()):
        for question in text.questions[number % 2 :: 2]:
            is_far = max(question.answers, default=0) - min(question.answers, default=0) > _FAR
            (several if is_far else others).append(question.text)
    asked: Counter[str] = Counter()
    for document in documents.values():
        for language in LANGUAGES:
            # In the order of the file: every third of a set would be others each time.
            asked.update(
                dict.fromkeys(
                    one for entry in document.catalogue for one in entry.questions(language)
                ).keys()
            )
    several += [question for question, count in asked.items() if count > 1] * _SHIPPED_WEIGHT
    single = [question for question, count in asked.items() if count == 1]
    return several, [*others, *single[::_SINGLE_STEP]]


def _fit_probe(
    model: EmbeddingModel, texts: Sequence[str], others: Sequence[str]
) -> tuple[NDArray[np.float32], float]:
    """Tell some questions from others by their vectors and their words."""
    from scipy.sparse import csr_matrix
    from sklearn.linear_model import LogisticRegression

    everything = [*texts, *others]
    rows = np.hstack(
        [model.embed_queries(everything), np.stack([word_signals(one) for one in everything])]
    )
    # Words are there or not; the rest is brought to a third of its deviation beside them.
    scale = np.ones(rows.shape[1])
    dense = model.dimensions + LENGTHS
    scale[:dense] = _DENSE_WEIGHT / rows[:, :dense].std(axis=0)
    regression = LogisticRegression(C=_PROBE_REGULARISATION, class_weight="balanced")
    regression.set_params(max_iter=3000)
    is_so = [True] * len(texts) + [False] * len(others)
    regression.fit(csr_matrix(rows * scale), is_so)
    return (regression.coef_[0] * scale).astype(np.float32), float(regression.intercept_[0])


def _whole_questions(documents: Mapping[str, Document]) -> list[str]:
    """Return questions that stand on their own, answered and not."""
    whole: list[str] = []
    for document in documents.values():
        for language in LANGUAGES:
            for entry in document.catalogue:
                whole += entry.questions(language)[:1]
            whole += document.open_questions.questions(language)[::_OPEN_STEP]
    return whole


def _documents() -> dict[str, Document]:
    return {document.id: document for document in read_library(SHIPPED_DOCUMENTS)}


if __name__ == "__main__":
    main()
