"""``python -m assistant``: the command line."""

from assistant.commands import main

if __name__ == "__main__":
    main()
