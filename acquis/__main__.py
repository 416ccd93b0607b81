"""`python -m acquis …`: the management entry."""

import os
import sys


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "acquis.settings")
    from django.core.management import execute_from_command_line

    execute_from_command_line(["python -m acquis", *sys.argv[1:]])


if __name__ == "__main__":
    main()
