"""What Acquis refuses to start on."""

from django.core import checks
from django.db import connection
from django.db.utils import OperationalError

from . import guards


@checks.register(checks.Tags.database)
def durable_database(databases=None, **kwargs):
    """A commit that was acknowledged must survive a power cut (docs/decisions/0003)."""
    if not databases:
        return []
    if connection.vendor == "sqlite":
        return _sqlite()
    with connection.cursor() as cursor:
        cursor.execute("SHOW synchronous_commit")
        if cursor.fetchone()[0] == "off":
            return [
                checks.Error(
                    "PostgreSQL runs with synchronous_commit=off: acknowledged work could be lost.",
                    hint="Set synchronous_commit=on for this database.",
                    id="acquis.E002",
                )
            ]
    return []


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
