"""Judging with a chat model, after ALCE (Gao et al. 2023): one yes or no at a time.

The instructions are files of their own, and their digest is kept with every run: figures of two
runs can be compared only when model and instructions are the same. A judgement that cannot be
read is asked for once more and then left out; it is never counted as a yes or a no.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache
from html import escape
from pathlib import Path
from typing import Any, Final, Protocol

from assistant.bold import without_bold
from assistant.settings import Settings
from eval.errors import JudgeFailed
from eval.judge.sample import Judgement, labelled_sample
from eval.metrics.bootstrap import mean_interval
from eval.metrics.citation_recall import answer_statements
from eval.results import Result

_FOLDER: Final = Path(__file__).parent
_TRIES: Final = 2
_YES_OR_NO: Final = re.compile(r"\b(yes|no|ja|nee)\b", re.IGNORECASE)
# A model that thinks aloud does so between these; only what it says in the end counts.
_THOUGHTS: Final = re.compile(r"<think>.*?(?:</think>|$)", re.DOTALL)


class ChatModel(Protocol):
    """What is needed of a chat model: any of LangChain's will do."""

    def invoke(self, input: Any) -> Any:
        """Return the model's message."""


@dataclass(frozen=True, slots=True)
class Judge:
    """A chat model that judges; ``name`` tells which."""

    model: ChatModel
    name: str

    def judged(self, result: Result) -> Result:
        """Return a result with its judgements among its scores.

        ``judged_support`` is the share of the statements that their citations support; a
        statement without a citation is not supported. ``judged_completeness`` is 1 or 0, of
        answerable questions only. None: does not apply, or the judgement could not be read.
        """
        scores = {
            "judged_support": self._support(result),
            "judged_completeness": self._completeness(result),
        }
        return replace(result, scores={**result.scores, **scores})

    def agreement(self) -> dict[str, dict[str, float]]:
        """Return how far the model agrees with the sample labelled by hand, per measure.

        For each: the share of equal judgements with its 95 % interval, Cohen's kappa, and how
        many cases. A judgement that cannot be read counts as disagreement.

        :raises JudgeFailed: not one judgement can be read.
        """
        return {
            "judged_support": self._agreement("support"),
            "judged_completeness": self._agreement("completeness"),
        }

    def _support(self, result: Result) -> float | None:
        citations = {citation["number"]: citation for citation in result.reply["citations"]}
        if not citations:
            return None
        judgements: list[bool | None] = []
        for statement in answer_statements(without_bold(result.reply["text"])):
            cited = [citations[number] for number in statement.numbers if number in citations]
            quotations = [citation["quote"] for citation in cited]
            is_supported = self._ask("support", "", statement.said, quotations) if cited else False
            judgements.append(is_supported)
        read = [judgement for judgement in judgements if judgement is not None]
        return sum(read) / len(read) if read else None

    def _completeness(self, result: Result) -> float | None:
        if not result.question.is_answerable:
            return None
        if result.is_refusal:
            return 0.0
        quotations = [evidence.quote for evidence in result.question.evidence]
        asked = result.reply["standalone_question"] or result.question.text
        judgement = self._ask("completeness", asked, without_bold(result.reply["text"]), quotations)
        return None if judgement is None else float(judgement)

    def _agreement(self, judgement: Judgement) -> dict[str, float]:
        from sklearn.metrics import cohen_kappa_score

        cases = [case for case in labelled_sample() if case.judgement == judgement]
        judged = [
            self._ask(judgement, case.question, case.said, [item.quote for item in case.evidence])
            for case in cases
        ]
        if all(one is None for one in judged):
            raise JudgeFailed(
                f"{self.name} gave no judgement that can be read; name another model as judge."
            )
        labels = [case.label for case in cases]
        said = [
            not label if one is None else one for one, label in zip(judged, labels, strict=True)
        ]
        equal = mean_interval(
            [float(one == label) for one, label in zip(said, labels, strict=True)]
        )
        return {
            "mean": equal.mean,
            "low": equal.low,
            "high": equal.high,
            "count": equal.count,
            "kappa": float(cohen_kappa_score(said, labels)),
        }

    def _ask(
        self, judgement: Judgement, question: str, said: str, quotations: Sequence[str]
    ) -> bool | None:
        messages = [
            ("system", _instructions(judgement)),
            ("human", _case(question, said, quotations)),
        ]
        for _ in range(_TRIES):
            found = _YES_OR_NO.search(_THOUGHTS.sub("", _text(self.model.invoke(messages))))
            if found:
                return found[1].lower() in ("yes", "ja")
        return None


def connect_judge(name: str, settings: Settings) -> Judge:
    """Return the chat model of a name as judge, on the server that the settings name.

    :raises AssistantError: it cannot be used; the message says what to do.
    """
    from assistant.chat_model.connection import connect_chat_model

    return Judge(connect_chat_model(settings.model_copy(update={"chat_model": name})), name)


@cache
def prompt_digest() -> str:
    """Return the digest of the instructions: eight hexadecimal digits of SHA-256."""
    texts = "".join(_instructions(judgement) for judgement in ("support", "completeness"))
    return hashlib.sha256(texts.encode()).hexdigest()[:8]


@cache
def _instructions(judgement: Judgement) -> str:
    return (_FOLDER / f"{judgement}.md").read_text(encoding="utf-8")


def _case(question: str, said: str, quotations: Sequence[str]) -> str:
    parts = [("question", question)] if question else []
    parts.append(("answer" if question else "statement", said))
    parts += [("quotation", quotation) for quotation in quotations]
    # Escaped, so that nothing in a text can end the part that it stands in.
    return "\n".join(f"<{name}>\n{escape(text, quote=False)}\n</{name}>" for name, text in parts)


def _text(message: Any) -> str:
    content = message.content
    if isinstance(content, str):
        return content
    return "".join(part.get("text", "") for part in content if isinstance(part, dict))
