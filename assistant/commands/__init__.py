"""The command line: one file per command.

The commands take most of a second to load; Ctrl-C is seen to before that.
"""

from assistant.commands.interruption import ended_by_ctrl_c


def main() -> None:
    """Run the command line and exit."""
    with ended_by_ctrl_c():
        from assistant.commands.app import run

        run()
