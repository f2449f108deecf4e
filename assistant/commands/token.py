"""``assistant token``: who may use the API."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from assistant.event_log import open_log, record
from assistant.settings import Settings, read_settings

if TYPE_CHECKING:
    from assistant.api.tokens import Tokens

app = typer.Typer(help="Make, list and revoke the tokens of the API.", no_args_is_help=True)
Name = Annotated[str, typer.Argument(help="Who uses it, such as open-webui.")]


@app.command()
def add(name: Name) -> None:
    """Make a token and print it, this once: it is not kept."""
    settings, tokens = _opened()
    with open_log(settings):
        made = tokens.add(name)
        record("token_made", f"token/{name}", "done")
    print(made)


@app.command(name="list")
def list_() -> None:
    """List the names, and when each token was made."""
    for one in _opened()[1].all():
        print(f"{one.made}  {one.name}")


@app.command()
def revoke(name: Name) -> None:
    """Take a token away. It stops working at once."""
    settings, tokens = _opened()
    with open_log(settings):
        tokens.revoke(name)
        record("token_revoked", f"token/{name}", "done")


def _opened() -> tuple[Settings, Tokens]:
    from assistant.api.tokens import Tokens

    settings = read_settings()
    return settings, Tokens.of(settings)
