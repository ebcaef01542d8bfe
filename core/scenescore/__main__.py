"""The command `scenescore`, or `python -m scenescore`: the command line as a process."""

from scenescore import cli
from scenescore.stopping import leave


def main() -> None:
    """Run the command line, and end the process with its exit code."""
    try:
        cli.main()
    except SystemExit as end:
        leave(end.code if isinstance(end.code, int) else 0)


if __name__ == "__main__":
    main()
