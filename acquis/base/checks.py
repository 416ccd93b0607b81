"""What Acquis refuses to start on."""

import sys

from django.core import checks
from django.db import connection, connections
from django.db.utils import OperationalError

from . import guards

# gunicorn stops, instead of starting the worker again for ever, when one leaves with this code.
CANNOT_BOOT = 3


def refuse_weak_settings():
    """Stop the program with a sentence when acknowledged work could be lost or altered on it."""
    tags = [checks.Tags.database, "acquis"]
    found = checks.run_checks(tags=tags, databases=["default"])
    # A server that forks after this must not share the connection with its workers.
    connections.close_all()
    if errors := [error for error in found if error.is_serious()]:
        for error in errors:
            sys.stderr.write(f"{error.id}: {error.msg} {error.hint or ''}\n")
        raise SystemExit(CANNOT_BOOT)


@checks.register(checks.Tags.database)
def durable_database(databases=None, **kwargs):
    """A commit that was acknowledged must survive a power cut (docs/decisions/0003)."""
    if not databases:
        return []
    try:
        return _sqlite() if connection.vendor == "sqlite" else _postgresql()
    except OperationalError as error:
        return [
            checks.Error(
                f"The database does not answer: {str(error).strip()}",
                hint="Check DATABASE_URL, and that the server runs.",
                id="acquis.E004",
            )
        ]


def _postgresql():
    weak = []
    with connection.cursor() as cursor:
        for name in ("synchronous_commit", "fsync"):
            cursor.execute(f"SHOW {name}")
            if cursor.fetchone()[0] == "off":
                weak.append(name)
    return [
        checks.Error(
            f"PostgreSQL runs with {name}=off: acknowledged work could be lost.",
            hint=f"Set {name}=on for this database.",
            id="acquis.E002",
        )
        for name in weak
    ]


def _sqlite():
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA synchronous")
        synchronous = cursor.fetchone()[0]
        cursor.execute("PRAGMA journal_mode")
        journal = cursor.fetchone()[0]
    if synchronous < 2 or journal != "wal":
        return [
            checks.Error(
                f"SQLite runs with journal_mode={journal} and synchronous={synchronous}: "
                "acknowledged work could be lost.",
                hint="Keep journal_mode=WAL and synchronous=FULL (2).",
                id="acquis.E001",
            )
        ]
    return []


@checks.register(checks.Tags.database)
def guards_stand(databases=None, **kwargs):
    """Every refusal that the database must make itself is really installed."""
    if not databases:
        return []
    try:
        tables = set(connection.introspection.table_names())
        present = guards.installed(connection)
    except OperationalError:
        return []
    missing = [
        guard.name
        for table, guard in guards.declared()
        if table in tables and guard.name not in present
    ]
    if missing and _is_migrated():
        return [
            checks.Error(
                f"The database lacks the guards {', '.join(sorted(missing))}.",
                hint="Run `python -m acquis migrate`: it puts them up again.",
                id="acquis.E003",
            )
        ]
    return []


def _is_migrated():
    from django.db.migrations.executor import MigrationExecutor

    executor = MigrationExecutor(connection)
    return not executor.migration_plan(executor.loader.graph.leaf_nodes())
