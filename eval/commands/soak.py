"""``assistant eval soak``: serve for long while everything around it goes wrong."""

from __future__ import annotations

import json
from typing import Annotated

import typer

from assistant.commands.options import Documents
from eval.commands.options import AsJson, Label, checked_label


def soak_command(
    minutes: Annotated[float, typer.Option(min=0.1, max=1440, help="How long readers ask.")] = 10,
    readers: Annotated[int, typer.Option(min=1, max=200, help="Readers who ask at once.")] = 5,
    pause: Annotated[
        float, typer.Option(min=0, help="Seconds that a reader reads before asking on, on average.")
    ] = 1,
    rebuild_every: Annotated[
        float, typer.Option(min=0, help="Seconds between the end of a build and the next.")
    ] = 20,
    undisturbed: Annotated[
        bool, typer.Option("--undisturbed", help="Readers only: no builds and no chat model.")
    ] = False,
    documents: Documents = None,
    label: Label = None,
    as_json: AsJson = False,
) -> None:
    """Serve the page for long, while everything around it goes wrong.

    Readers open the page and ask over its own API; the index is built again, killed while it is
    built, and built without room on the disk; the chat model lies, fails and falls silent. All on
    this machine, with a copy of the documents; undisturbed readers ask of the index itself. The figures and a drawing are kept in
    var/soaks/LABEL.json and .png; memory is that of the second and of the last tenth of the time.
    Exit code 1 when anything was not as it should be.
    """
    from assistant.settings import read_settings
    from eval.errors import SoakFailed
    from eval.record import write_json
    from eval.soak.report import figures, plot_soak, soak_record
    from eval.soak.soak import Plan, soak

    name = checked_label(label)
    settings = read_settings(documents=documents)
    plan = Plan(minutes * 60, readers, pause, rebuild_every, is_disturbed=not undisturbed)
    seen = soak(plan, settings, lambda what: typer.echo(what, err=True))
    path = settings.data / "soaks" / f"{name}.json"
    write_json(soak_record(seen), path)
    plot_soak(seen, path.with_suffix(".png"))
    if as_json:
        typer.echo(json.dumps(figures(seen)))
    else:
        for what, value in figures(seen).items():
            typer.echo(f"{what}: {'–' if value is None else value}")
    if seen.problems:
        raise SoakFailed(seen.problems, path)
