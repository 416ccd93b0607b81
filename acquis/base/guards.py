"""What the database itself refuses: triggers, the same on SQLite and on PostgreSQL.

A model lists its guards in `GUARDS`. `migrate` takes them down while tables change (SQLite drops
the triggers of a table it alters, and stumbles on those that name it) and puts them up again; a
system check refuses to start when one is missing.
"""

from dataclasses import dataclass

from django.apps import apps

PREFIX = "guard_"
ALWAYS = "1 = 1"
WHOLE = "whole"


@dataclass(frozen=True)
class Guard:
    """Refuse `event` (INSERT, UPDATE or DELETE) on a model's table when `condition` holds.

    The condition is SQL that both engines read, over NEW and OLD; empty means always.
    """

    name: str
    event: str
    sentence: str
    condition: str = ALWAYS

    def create(self, table, vendor):
        trigger = f"{PREFIX}{self.name}"
        sentence = self.sentence.replace("'", "''")
        if vendor == "sqlite":
            return [
                f"DROP TRIGGER IF EXISTS {trigger}",
                f"CREATE TRIGGER {trigger} BEFORE {self.event} ON {table} BEGIN "
                f"SELECT RAISE(ABORT, '{sentence}') WHERE {self.condition}; END",
            ]
        kept = "OLD" if self.event == "DELETE" else "NEW"
        statements = [
            f"CREATE OR REPLACE FUNCTION {trigger}() RETURNS trigger AS $$ BEGIN "
            f"IF {self.condition} THEN RAISE EXCEPTION '%', '{sentence}' "
            f"USING ERRCODE = 'integrity_constraint_violation'; END IF; RETURN {kept}; "
            f"END $$ LANGUAGE plpgsql",
            f"DROP TRIGGER IF EXISTS {trigger} ON {table}",
            f"CREATE TRIGGER {trigger} BEFORE {self.event} ON {table} "
            f"FOR EACH ROW EXECUTE FUNCTION {trigger}()",
        ]
        if self.event == "DELETE" and self.condition == ALWAYS:
            # TRUNCATE empties a table without deleting a single row.
            statements += [
                f"DROP TRIGGER IF EXISTS {trigger}_{WHOLE} ON {table}",
                f"CREATE TRIGGER {trigger}_{WHOLE} BEFORE TRUNCATE ON {table} "
                f"FOR EACH STATEMENT EXECUTE FUNCTION {trigger}()",
            ]
        return statements


def append_only(name, sentence):
    """Rows may come in, and then neither change nor go."""
    return [
        Guard(f"{name}_never_changes", "UPDATE", sentence),
        Guard(f"{name}_never_goes", "DELETE", sentence),
    ]


def declared():
    """(table, guard) pairs of every model."""
    return [
        (model._meta.db_table, guard)
        for model in apps.get_models()
        for guard in model.__dict__.get("GUARDS", [])
    ]


def put_up(connection):
    """Create every guard whose table exists, anew."""
    tables = set(connection.introspection.table_names())
    with connection.cursor() as cursor:
        for table, guard in declared():
            if table in tables:
                for statement in guard.create(table, connection.vendor):
                    cursor.execute(statement)


def take_down(connection):
    """Drop every guard. The database refuses nothing until they are put up again."""
    with connection.cursor() as cursor:
        for name, table in _present(connection):
            on = "" if connection.vendor == "sqlite" else f" ON {table}"
            cursor.execute(f"DROP TRIGGER IF EXISTS {name}{on}")


def installed(connection):
    """The names of the guards that the database has now."""
    return {name.removeprefix(PREFIX) for name, _ in _present(connection)}


def _present(connection):
    query = (
        "SELECT name, tbl_name FROM sqlite_master WHERE type = 'trigger'"
        if connection.vendor == "sqlite"
        else "SELECT tgname, tgrelid::regclass::text FROM pg_trigger "
        "WHERE NOT tgisinternal AND tgenabled <> 'D'"
    )
    with connection.cursor() as cursor:
        cursor.execute(query)
        return [(name, table) for name, table in cursor if name.startswith(PREFIX)]
