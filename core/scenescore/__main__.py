"""`python -m scenescore`: the command line."""

from scenescore.cli import main

main()
