"""The items of course material, answered by the assistant from the sources."""

from __future__ import annotations

from itertools import islice

from typer.testing import CliRunner

from assistant import Assistant, Settings
from assistant.errors import UsageProblem
from eval.commands import app
from eval.items import answered_items


def test_items_of_every_document_are_answered_and_compared_with_the_key(
    assistant: Assistant,
) -> None:
    asked = list(islice(answered_items(assistant, "nl"), 12))
    assert len({one.id for one in asked}) == 12
    assert len({one.id.split("-")[0] for one in asked}) == len(assistant.documents)
    answered = [one for one in asked if one.chosen is not None]
    assert answered
    assert all(one.chosen in range(4) for one in answered)
    assert any(one.is_found for one in answered)
    assert not any(one.is_found for one in asked if one.chosen is None)


def test_the_command_stops_in_time_and_reports_what_is_done(settings: Settings) -> None:
    assert settings.documents.is_dir()
    result = CliRunner().invoke(app, ["items", "--seconds", "0"])
    assert result.exit_code == 0
    assert result.stdout.startswith("0 of ")
    assert "Agrees with the key, answered: 0 of 0" in result.stdout


def test_a_language_that_is_not_known_is_wrong_use() -> None:
    result = CliRunner().invoke(app, ["items", "--language", "de"])
    assert isinstance(result.exception, UsageProblem)
