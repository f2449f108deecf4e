"""A chat model that lies in every way we know of. Each time the truth beside it stays."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import pytest
from scripted import Prompt, Script, says, written_by

from assistant import Assistant, Reply
from assistant.answer import CheckedStatement, Draft, Objection
from assistant.verification import is_sound, markers

QUESTION = "Aan wie legt een opgaveteam verantwoording af?"
TRUE_QUOTE = "het opgaveteam legt verantwoording af aan de wethouder"
TRUTH = "Het opgaveteam legt verantwoording af aan de wethouder."
SPEAKER_QUESTION = "Wat zegt Carolien Nicolai over haar werk?"


def truth(prompt: Prompt) -> tuple[str, str, str]:
    return (TRUTH, prompt.source_with(TRUE_QUOTE), TRUE_QUOTE)


def ask(assistant: Assistant, script: Script, question: str = QUESTION) -> Reply:
    reply = written_by(assistant, script).ask(question)
    assert is_sound(reply.answer, assistant.documents)
    assert reply.model_work is not None
    return reply


def truth_and(lie: tuple[str, str, str]) -> Script:
    def script(prompt: Prompt) -> list[str]:
        text, source, quote = lie
        words, _, _ = source.partition("|")
        named = prompt.source_with(words) if source and not source.startswith("source-") else source
        return [says(truth(prompt), (text, named, quote))]

    return script


def dropped(reply: Reply, lie: str) -> CheckedStatement:
    """Return the statement with the lie, which is not in the answer; the truth is."""
    assert TRUTH in reply.answer.text
    assert lie not in reply.answer.text
    assert reply.answer.writer == "ScriptedChatModel"
    assert reply.model_work is not None
    found = [statement for statement in reply.model_work.statements if lie in statement.text]
    assert len(found) == 1
    return found[0]


def test_a_true_statement_is_shown_with_the_original_behind_it(assistant: Assistant) -> None:
    reply = ask(assistant, lambda prompt: [says(truth(prompt))])
    citation = reply.answer.citations[0]
    quoted = " ".join((citation.translation or "").split())
    assert reply.answer.text == f"{TRUTH} [1]\n\n> “{quoted}” [1]"
    assert "the purpose team is accountable to the alderman" in citation.quote
    assert TRUE_QUOTE in (citation.translation or "")


def test_an_invented_quote_is_dropped(assistant: Assistant) -> None:
    lie = "Het opgaveteam legt verantwoording af aan de burgemeester."
    quote = "het opgaveteam legt verantwoording af aan de burgemeester"
    statement = dropped(ask(assistant, truth_and((lie, TRUE_QUOTE, quote))), lie)
    assert statement.state == "ungrounded"
    assert statement.citation is None


def test_a_quote_of_another_passage_is_given_to_its_own(assistant: Assistant) -> None:
    def script(prompt: Prompt) -> list[str]:
        wrong = next(one for one, text in prompt.sources.items() if TRUE_QUOTE not in text)
        return [says((TRUTH, wrong, TRUE_QUOTE))]

    reply = ask(assistant, script)
    assert reply.model_work is not None
    assert [one.is_reattributed for one in reply.model_work.statements] == [True]
    assert "the purpose team is accountable to the alderman" in reply.answer.citations[0].quote


def test_a_true_quote_that_does_not_say_it_is_dropped(assistant: Assistant) -> None:
    lie = "Burgers betalen belasting voor goedkope zonnepanelen."
    statement = dropped(ask(assistant, truth_and((lie, TRUE_QUOTE, TRUE_QUOTE))), lie)
    assert statement.objection == "content"


@pytest.mark.parametrize(
    ("lie", "objection"),
    [
        ("Het opgaveteam legt elke 3 maanden verantwoording af aan de wethouder.", "numbers"),
        ("Het opgaveteam legt twaalf keer verantwoording af aan de wethouder.", "numbers"),
        ("Het opgaveteam legt vanaf januari verantwoording af aan de wethouder.", "numbers"),
        ("Het opgaveteam legt verantwoording af aan wethouder Pietersen.", "names"),
        ("Het opgaveteam legt geen verantwoording af aan de wethouder.", "negation"),
        ("De wethouder legt verantwoording af aan het opgaveteam.", "order"),
        ("De wethouder legt aan het opgaveteam verantwoording af.", "order"),
    ],
)
def test_what_a_true_quote_does_not_carry_is_dropped(
    assistant: Assistant, lie: str, objection: Objection
) -> None:
    statement = dropped(ask(assistant, truth_and((lie, TRUE_QUOTE, TRUE_QUOTE))), lie)
    assert statement.state == "ungrounded"
    assert statement.objection == objection


def test_in_doubt_the_quotation_stands_in_the_place_of_the_statement(assistant: Assistant) -> None:
    quote = "Een raadslid kan echter niet deelnemen aan een opgaveteam."
    lie = "Een raadslid moet deelnemen aan een opgaveteam."
    question = "Kan een raadslid deelnemen aan een opgaveteam?"
    place = next(
        ranked.passage
        for ranked in assistant.ask(question).passages
        if quote in (ranked.passage.text_in("nl") or "")
    )

    def script(prompt: Prompt) -> list[str]:
        source = prompt.source_with(quote)
        other = next(
            text
            for one in place.sentences
            if (text := " ".join((one.translation or "").split())) not in quote and len(text) > 60
        )
        return [says((other, source, other), (lie, source, quote))]

    reply = ask(assistant, script, question)
    assert lie not in reply.answer.text
    assert f"\n\n> “{quote}” [2]" in reply.answer.text
    assert reply.model_work is not None
    assert [one.state for one in reply.model_work.statements] == ["grounded", "ungrounded"]


def test_words_given_to_another_speaker_are_dropped(assistant: Assistant) -> None:
    """Who said it stands below the quotation, so the passage tells whose words they are."""
    passage = next(
        ranked.passage
        for ranked in assistant.ask(SPEAKER_QUESTION).passages
        if ranked.passage.kind == "quotation" and "Nicolai" in ranked.passage.text
    )
    said = " ".join(passage.sentences[passage.headings].text.split()).strip("“”")

    def script(prompt: Prompt) -> list[str]:
        source = prompt.source_with("Nicolai")
        return [
            says(
                (f"Carolien Nicolai zegt: {said}", source, said),
                (f"Esmeralde Marsman zegt: {said}", source, said),
            )
        ]

    reply = ask(assistant, script, SPEAKER_QUESTION)
    assert "Nicolai" in reply.answer.text
    assert "Marsman" not in reply.answer.text
    assert reply.model_work is not None
    assert [one.objection for one in reply.model_work.statements] == [None, "names"]


def test_a_quote_stitched_from_two_passages_is_dropped(assistant: Assistant) -> None:
    lie = "Het opgaveteam legt verantwoording af aan inwoners en wethouder."

    def script(prompt: Prompt) -> list[str]:
        other = next(text for text in prompt.sources.values() if TRUE_QUOTE not in text)
        stitched = f"{TRUE_QUOTE} {' '.join(other.split()[:8])}"
        return [says(truth(prompt), (lie, prompt.source_with(TRUE_QUOTE), stitched))]

    assert dropped(ask(assistant, script), lie).citation is None


def test_a_quote_with_its_middle_left_out_is_dropped(assistant: Assistant) -> None:
    lie = "In gemeenten legt het opgaveteam verantwoording af."
    quote = "In gemeenten wordt het woord verantwoordelijkheid veel gebruikt; … aan de wethouder."
    assert dropped(ask(assistant, truth_and((lie, TRUE_QUOTE, quote))), lie).citation is None


@pytest.mark.parametrize("identifier", ["source-q", "source-zz", "1", "[1]", "ISO 11367"])
def test_a_foreign_id_proves_nothing(assistant: Assistant, identifier: str) -> None:
    lie = "Dat staat in een bron die ik ken."
    script: Script = lambda prompt: [says(truth(prompt), (lie, identifier, "Dat staat er."))]  # noqa: E731
    assert dropped(ask(assistant, script), lie).state == "ungrounded"


def test_a_statement_without_citation_is_dropped(assistant: Assistant) -> None:
    lie = "Een opgaveteam is altijd een goed idee."
    script: Script = lambda prompt: [f"STATEMENT: {lie}\n{says(truth(prompt))}"]  # noqa: E731
    assert dropped(ask(assistant, script), lie).state == "missing"


def test_a_quote_of_two_words_proves_nothing(assistant: Assistant) -> None:
    lie = "De wethouder beslist over het opgaveteam."
    assert (
        dropped(ask(assistant, truth_and((lie, TRUE_QUOTE, "de wethouder"))), lie).citation is None
    )


def test_an_answer_in_the_other_language_is_dropped(assistant: Assistant) -> None:
    lie = "The purpose team is accountable to the alderman."
    statement = dropped(ask(assistant, truth_and((lie, TRUE_QUOTE, TRUE_QUOTE))), lie)
    assert statement.objection == "language"


def test_markers_of_its_own_are_no_citations(assistant: Assistant) -> None:
    def script(prompt: Prompt) -> list[str]:
        _, source, quote = truth(prompt)
        return [says((f"`[7]` {TRUTH} [12] ```[3]```", source, quote))]

    reply = ask(assistant, script)
    numbers = {citation.number for citation in reply.answer.citations}
    assert numbers
    assert markers(reply.answer.text) == numbers
    assert not numbers & {3, 7, 12}


@pytest.mark.parametrize(
    "markup",
    [
        "<img src=x onerror=alert(1)>",
        "<script>alert(1)</script>",
        "![kaart](https://kwaad.example/?q=geheim)",
        "[klik hier](javascript:alert(1))",
        "<a href='https://kwaad.example'>hier</a>",
        "Zie https://kwaad.example/verder.",
    ],
)
def test_html_images_and_links_are_dropped(assistant: Assistant, markup: str) -> None:
    lie = f"{TRUTH} {markup}"

    def script(prompt: Prompt) -> list[str]:
        _, source, quote = truth(prompt)
        return [says(truth(prompt), (lie, source, quote))]

    reply = ask(assistant, script)
    assert reply.model_work is not None
    assert [one.objection for one in reply.model_work.statements] == [None, "markup"]
    for part in ("kwaad", "<img", "<script", "javascript"):
        assert part not in reply.answer.text


def test_an_endless_stream_is_stopped(assistant: Assistant) -> None:
    """By its length, long before the time is up."""
    pieces = 0

    def script(prompt: Prompt) -> Iterator[str]:
        nonlocal pieces
        yield says(truth(prompt)) + "\nSTATEMENT: "
        while True:
            pieces += 1
            yield "en nog iets en nog iets en nog iets "

    reply = ask(assistant, script)
    assert reply.model_work is not None
    assert reply.model_work.fallback == "cut_off"
    assert reply.answer.writer == "quotes"
    assert pieces < 2000


def test_statements_without_end_are_stopped(assistant: Assistant) -> None:
    """What comes after the most there may be, or had only begun, is no statement of the answer."""

    def script(prompt: Prompt) -> Iterator[str]:
        while True:
            yield says(*[truth(prompt)] * 20) + "\nSTATEMENT: En\n"

    reply = ask(assistant, script)
    assert reply.answer.text.count(TRUTH) == reply.answer.text.count("> “") == 1
    assert reply.model_work is not None
    assert reply.model_work.count("grounded") == len(reply.model_work.statements) == 6


def test_nothing_but_lies_leads_to_the_quotations(assistant: Assistant) -> None:
    def script(_: Prompt) -> list[str]:
        return [says(("Het team beslist over de begroting.", "source-a", "het team beslist alles"))]

    reply = ask(assistant, script)
    assert reply.model_work is not None
    assert reply.model_work.fallback == "unusable"
    quoted = assistant.ask(QUESTION).answer
    assert reply.answer.text.endswith(quoted.text)
    assert reply.answer.citations == quoted.citations


@pytest.mark.parametrize(
    "rubbish",
    ["", "   \n", "Het opgaveteam legt verantwoording af.", "{}", "[1] [2]", "\x00\ufffd", "# Kop"],
)
def test_rubbish_leads_to_the_quotations(assistant: Assistant, rubbish: str) -> None:
    reply = ask(assistant, lambda _: [rubbish])
    assert reply.answer.writer == "quotes"
    assert reply.answer.citations


def test_a_draft_never_shows_half_a_marker_and_forgets_what_does_not_hold(
    assistant: Assistant,
) -> None:
    lie = "Het opgaveteam legt verantwoording af aan de koning."

    def script(prompt: Prompt) -> Iterable[str]:
        source = prompt.source_with(TRUE_QUOTE)
        return list(says(truth(prompt), (lie, source, TRUE_QUOTE), truth(prompt)))

    asked = written_by(assistant, script)
    model = asked._writer.reader._model  # type: ignore[union-attr]
    model.pause_s = 0.002
    *drafts, reply = asked.stream(QUESTION)
    assert isinstance(reply, Reply)
    assert len(drafts) > 3
    shown = [draft for draft in drafts if isinstance(draft, Draft)]
    assert any(draft.pending for draft in shown)
    assert any(draft.citations for draft in shown)
    for draft in shown:
        numbers = {citation.number for citation in draft.citations}
        assert not numbers & draft.pending
        assert all(f"[{number}]" in draft.text for number in numbers | draft.pending)
        assert "STATEMENT" not in draft.text
        assert "SOURCE" not in draft.text
    assert lie not in reply.answer.text
