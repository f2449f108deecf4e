"""``assistant eval``: check and make question sets, run them, compare runs, measure speed.

Found by the ``assistant`` command line through the entry point group ``assistant.commands``; that
command line also turns every ``AssistantError`` into one line and an exit code.
"""

from __future__ import annotations

import typer

from eval.commands import compare, items, measure, question_sets, run, soak, statements, trec

app = typer.Typer(
    help="Measure how good and how fast the assistant is.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)
app.command("run")(run.run_command)
app.command("report")(run.report_command)
app.command("compare")(compare.compare_command)
app.command("export")(trec.export_command)
app.command("check")(question_sets.check_command)
app.command("convert")(question_sets.convert_command)
app.command("draft")(question_sets.draft_command)
app.command("ablation")(measure.ablation_command)
app.command("bench")(measure.bench_command)
app.command("page")(measure.page_command)
app.command("calibrate")(measure.calibrate_command)
app.command("faq")(measure.faq_command)
app.command("near-miss")(measure.near_miss_command)
app.command("soak")(soak.soak_command)
app.command("statements")(statements.statements_command)
app.command("items")(items.items_command)
