"""Fits the kinds of turns: ``python -m eval.training.turns``; ten seconds.

Multinomial logistic regression over the bundled model's vectors of the examples in
``assistant/understanding/turns.toml``, the train split and the general questions by which
languages are centred. Prints the figures of a 10-fold cross-validation and writes
``turns.npz`` beside the examples.
"""

from __future__ import annotations

import tomllib
from typing import Final

import numpy as np
from numpy.typing import NDArray

from assistant.settings import read_settings
from assistant.understanding.turns import (
    PROBABILITY_MIN,
    SPOKEN,
    TURNS_FILE,
    WEIGHTS_FILE,
    length_signals,
)
from corpus import LANGUAGES, SHIPPED_DOCUMENTS, Document, read_library
from eval import TRAIN_QUESTIONS
from eval.question_files import read_question_set
from eval.training.conversations import read_conversations
from index.centring import general_text
from index.embedding import EmbeddingModel, load_embedding_model

_REGULARISATION: Final = 0.3
_FOLDS: Final = 10
_FOLLOW_UP_REGULARISATION: Final = 0.01
# Of the questions that are left open, every fourth: about as many as of the catalogue.
_OPEN_STEP: Final = 4


def main() -> None:
    """Fit, print and write."""
    from sklearn.linear_model import LogisticRegression
    from sklearn.model_selection import StratifiedKFold, cross_val_predict
    from sklearn.pipeline import make_pipeline
    from sklearn.preprocessing import StandardScaler

    examples = tomllib.loads(TURNS_FILE.read_text(encoding="utf-8"))
    texts, kinds = [], []
    for kind, by_language in examples.items():
        for language in ("nl", "en"):
            texts += by_language[language]
            kinds += [kind] * len(by_language[language])
    # Questions on anything, so that a greeting or a task is told from them too.
    everything = [text for one in general_text() if one.role == "query" for text in one.sentences]
    everything += [question.text for question in read_question_set(TRAIN_QUESTIONS, _documents())]
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
    follow_up_weights, follow_up_intercept = _fit_follow_ups(model)
    np.savez(
        WEIGHTS_FILE,
        follow_up_weights=follow_up_weights,
        follow_up_intercept=follow_up_intercept,
        kinds=names,
        weights=weights.astype(np.float32),
        intercepts=(regression.intercept_ - weights @ scaler.mean_).astype(np.float32),
    )


def _fit_follow_ups(model: EmbeddingModel) -> tuple[NDArray[np.float32], float]:
    """Tell the follow-ups of ``follow_ups.txt`` from questions that stand on their own."""
    from sklearn.linear_model import LogisticRegression

    documents = _documents()
    conversations = list(read_conversations(documents))
    leaning = [one.follow_up.question for one in conversations]
    whole = [one.question for one in conversations]
    for document in documents.values():
        for language in LANGUAGES:
            for entry in document.catalogue:
                whole += entry.questions(language)[:1]
            whole += document.open_questions.questions(language)[::_OPEN_STEP]
    texts = [*leaning, *whole]
    rows = np.hstack([model.embed_queries(texts), np.stack([length_signals(one) for one in texts])])
    scale = rows.std(axis=0)
    regression = LogisticRegression(C=_FOLLOW_UP_REGULARISATION, class_weight="balanced")
    regression.set_params(max_iter=2000)
    regression.fit(rows / scale, [True] * len(leaning) + [False] * len(whole))
    return (regression.coef_[0] / scale).astype(np.float32), float(regression.intercept_[0])


def _documents() -> dict[str, Document]:
    return {document.id: document for document in read_library(SHIPPED_DOCUMENTS)}


if __name__ == "__main__":
    main()
