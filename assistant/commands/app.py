"""The commands, and what each way of going wrong prints and returns.

Commands of packages to the right of this one (``assistant eval``) come in through the entry point
group ``assistant.commands``, so this package imports none of them.
"""

from __future__ import annotations

import io
import sys
from importlib.metadata import entry_points
from typing import NoReturn

import typer

from assistant.commands import (
    api,
    ask,
    chat,
    course,
    describe,
    doctor,
    feedback,
    index,
    mcp,
    password,
    search,
    token,
)
from assistant.commands.harmless import HarmlessOutput, harmless
from assistant.commands.output import write_nothing_more
from assistant.errors import QuestionError, SettingsInvalid, UsageProblem
from corpus import AssistantError

WRONG_USE = 2
FAILURE = 1

app = typer.Typer(
    name="assistant",
    help="Answers questions about a library of Dutch and English documents, with quotations.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)
app.command("chat")(chat.chat)
app.command("api")(api.api)
app.command("ask")(ask.ask)
app.command("search")(search.search)
app.command("index")(index.index)
app.command("describe")(describe.describe)
app.command("doctor")(doctor.doctor)
app.command("course")(course.course)
app.command("feedback")(feedback.feedback)
app.command("mcp")(mcp.mcp)
app.command("password")(password.password)
app.add_typer(token.app, name="token")


def run() -> None:
    """Run a command and exit; errors are one line, exit code 2 for wrong use, 1 for failure."""
    _write_utf8()
    wanted = next((word for word in sys.argv[1:] if not word.startswith("-")), None)
    own = {command.name for command in app.registered_commands}
    own |= {group.name for group in app.registered_groups}
    if wanted not in own:
        # Other commands are loaded only when one of them, or the overview, is asked for.
        for entry_point in entry_points(group="assistant.commands"):
            app.add_typer(entry_point.load(), name=entry_point.name)
    try:
        code = app(standalone_mode=False)
        # Here and not when the interpreter ends, which would tell of a full disk in a traceback.
        sys.stdout.flush()
        sys.exit(code if isinstance(code, int) else 0)
    except typer.TyperException as error:
        _stop_usage(error)
    except (QuestionError, SettingsInvalid, UsageProblem) as error:
        _stop(error, WRONG_USE)
    except AssistantError as error:
        _stop(error, FAILURE)
    except BrokenPipeError:
        # The reader of our output went away (`| head`): nothing left to do.
        write_nothing_more()
        sys.exit(FAILURE)
    except OSError as error:
        write_nothing_more()
        place = f"{error.filename} cannot be used" if error.filename else "Writing failed"
        _stop(f"{place} ({error.strerror or error}); make room or choose another place.", FAILURE)


def _stop_usage(error: typer.TyperException) -> NoReturn:
    """Print one line on a wrong option or argument, or the overview when no command was given."""
    message = error.format_message()
    context: typer.Context | None = getattr(error, "ctx", None)
    if "\n" in message:
        print(message, file=sys.stderr)
        sys.exit(WRONG_USE)
    command = context.command_path if context else "assistant"
    _stop(f"{message.rstrip('.')}. See: {command} --help", WRONG_USE)


def _write_utf8() -> None:
    """Write UTF-8 to files and pipes whatever the system's language; never stop on a character."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            encoding = None if stream.isatty() else "utf-8"
            stream.reconfigure(encoding=encoding, errors="replace")
    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout = HarmlessOutput(sys.stdout)


def _stop(error: Exception | str, code: int) -> NoReturn:
    print(f"assistant: {harmless(str(error))}", file=sys.stderr)
    sys.exit(code)
