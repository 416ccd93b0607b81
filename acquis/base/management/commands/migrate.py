from django.core.management.commands import migrate
from django.db import connections

from acquis.base import guards


class Command(migrate.Command):
    """Django's migrate, with the guards of the database taken down before and put up after."""

    def check(self, *, databases=None, **options):
        # The guards that a check would miss are put up by this very command.
        for alias in databases or []:
            guards.put_up(connections[alias])
        super().check(databases=databases, **options)

    def handle(self, *args, **options):
        connection = connections[options["database"]]
        changes = not (options["plan"] or options["check_unapplied"])
        if changes:
            guards.take_down(connection)
        try:
            return super().handle(*args, **options)
        finally:
            if changes:
                guards.put_up(connection)
