"""``assistant eval export``: a run in the formats that other tools of the field read."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from eval.commands.options import run_file


def export_command(
    run: Annotated[str, typer.Argument(help="Label or file of a run.", show_default=False)],
    folder: Annotated[
        Path | None,
        typer.Argument(help="Where the files are written. Default: beside the run."),
    ] = None,
) -> None:
    """Write a run in the format of TREC: LABEL.run and LABEL.qrels.

    With these trec_eval and ir_measures work out nDCG, reciprocal rank and success themselves:
    ir_measures LABEL.qrels LABEL.run 'nDCG@10 RR@10 Success@5'
    """
    from assistant.settings import read_settings
    from eval.evaluation import runs_directory
    from eval.record import read_run, write_text
    from eval.trec import trec_qrels, trec_run

    path = run_file(run, runs_directory(read_settings()))
    read = read_run(path)
    target = (folder or path.parent) / path.stem
    for suffix, text in ((".run", trec_run(read)), (".qrels", trec_qrels(read))):
        file = target.with_name(f"{target.name}{suffix}")
        write_text(text, file)
        typer.echo(str(file))
