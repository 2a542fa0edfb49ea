#!/usr/bin/env python3
"""Django's command line for this checkout: `python manage.py <command>`."""

import os
import sys
from pathlib import Path


def main() -> None:
    root = Path(__file__).resolve().parent
    sys.path[:0] = [str(root / "platform"), str(root / "workers")]
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "moretta.settings")
    from django.core.management import execute_from_command_line

    execute_from_command_line(sys.argv)


if __name__ == "__main__":
    main()
