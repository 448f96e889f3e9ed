"""``python -m penata``."""

from .cli import main

main()
