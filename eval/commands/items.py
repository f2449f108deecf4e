"""``assistant eval items``: the items of course material, answered from the sources."""

from __future__ import annotations

import time
from itertools import takewhile
from typing import Annotated

import typer

from assistant.commands.options import Documents, known_language


def items_command(
    language: Annotated[str, typer.Option(help="nl or en.")] = "nl",
    seconds: Annotated[
        float, typer.Option(min=0, help="Stop after so long and report what is done.")
    ] = 600,
    documents: Documents = None,
) -> None:
    """Answer every multiple-choice item from the sources and compare with its key.

    Prints the share that agrees, and the ids of the items to look at: there the answer is nearest
    to another option than the key.
    """
    from assistant.service import open_assistant
    from assistant.settings import read_settings
    from eval.items import answered_items

    asked_in = known_language(language) or "nl"
    with open_assistant(read_settings(documents=documents)) as assistant:
        count = sum(len(one.items.choice) for one in assistant.documents.values())
        until = time.monotonic() + seconds
        done = list(
            takewhile(lambda _: time.monotonic() < until, answered_items(assistant, asked_in))
        )
    answered = [one for one in done if one.chosen is not None]
    found = [one for one in answered if one.is_found]
    typer.echo(
        f"{len(done)} of {count} items asked, {len(answered)} answered, "
        f"{len(found)} of them with the sentence that the item rests on."
    )
    for name, some in (("answered", answered), ("with that sentence", found)):
        agreeing = sum(one.chosen == 0 for one in some)
        share = agreeing / len(some) if some else 0
        typer.echo(f"Agrees with the key, {name}: {agreeing} of {len(some)} ({share:.2f})")
    for one in answered:
        if one.chosen:
            sentence = "with" if one.is_found else "without"
            typer.echo(f"{one.id}: option {one.chosen + 1}, {sentence} the sentence")
