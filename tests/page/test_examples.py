"""The example questions of the page: whoever tries one must see what the assistant can do."""

from __future__ import annotations

import pytest

from assistant import Assistant
from assistant.page.examples import OWN_EXAMPLES
from assistant.texts import load_texts
from corpus import Language

# What a good answer quotes.
QUOTED = {
    ("nl", "page.example_1"): "erosion of their own role as council members",
    (
        "nl",
        "page.example_2",
    ): "accountability has more significance between the purpose team and the alderman",
    ("nl", "page.example_3"): "eerlijk, onpartijdig en niet-discriminerend",
    ("nl", "page.example_4"): "Flexibel organiseren",
    ("en", "page.example_1"): "it is not up to the alderman to intervene in the purpose team",
    ("en", "page.example_2"): "organisatiebreed mandaat",
    ("en", "page.example_3"): "eerlijk, onpartijdig en niet-discriminerend",
    ("en", "page.example_4"): "Flexibel organiseren",
}


@pytest.mark.parametrize(("language", "key"), QUOTED)
def test_an_example_question_gets_a_good_answer(
    assistant: Assistant, language: Language, key: str
) -> None:
    answer = assistant.ask(load_texts(language)[key]).answer
    assert answer.outcome == "answered"
    assert answer.language == language
    assert any(QUOTED[language, key] in citation.quote for citation in answer.citations)


def test_every_example_question_is_tried() -> None:
    assert set(QUOTED) == {(language, key) for language in ("nl", "en") for key in OWN_EXAMPLES}
