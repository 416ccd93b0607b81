"""What the database refuses is installed, checked at start, and put up again by migrate."""

import pytest
from django.core.checks import run_checks
from django.core.management import call_command
from django.db import IntegrityError, connection, transaction

from acquis.base import guards
from acquis.base.guards import Guard
from tests.factories import make_file, make_institution

pytestmark = pytest.mark.django_db

DECLARED = {guard.name for table, guard in guards.declared()}


def found():
    """The ids of what the checks of the database say."""
    return [error.id for error in run_checks(tags=["database"], databases=["default"])]


def test_every_declared_guard_is_installed_by_migrate():
    assert DECLARED
    assert guards.installed(connection) >= DECLARED
    assert found() == []


def test_every_guard_has_a_name_of_its_own_that_postgresql_keeps_whole():
    names = [guard.name for table, guard in guards.declared()]

    assert sorted(names) == sorted(set(names))
    assert max(len(f"{guards.PREFIX}{name}_{guards.WHOLE}") for name in names) <= 63


def test_a_missing_guard_is_an_error_that_names_it_and_the_remedy(sql):
    drop("journal_never_changes", "base_entry")

    errors = run_checks(tags=["database"], databases=["default"])

    assert [(error.id, error.msg, error.hint) for error in errors] == [
        (
            "acquis.E003",
            "The database lacks the guards journal_never_changes.",
            "Run `python -m acquis migrate`: it puts them up again.",
        )
    ]


@pytest.mark.django_db(transaction=True)
def test_migrate_puts_a_missing_guard_up_again():
    drop("journal_never_changes", "base_entry")

    call_command("migrate", verbosity=0, skip_checks=False)

    assert guards.installed(connection) >= DECLARED
    assert found() == []


def test_looking_at_the_plan_of_migrate_changes_no_guard():
    drop("journal_never_changes", "base_entry")

    call_command("migrate", verbosity=0, plan=True)

    assert "journal_never_changes" not in guards.installed(connection)


@pytest.mark.parametrize(
    "statement", ["UPDATE base_storedfile SET name = 'x'", "DELETE FROM base_storedfile"]
)
def test_a_stored_file_never_changes(statement, sql):
    stored = make_file()

    with pytest.raises(IntegrityError, match="A stored file never changes"), transaction.atomic():
        sql(statement)

    stored.refresh_from_db()
    assert stored.name == "preuve.pdf"


def test_a_guard_may_say_any_sentence(sql):
    guard = Guard("said", "UPDATE", "It's 100 % refused", "NEW.city = 'nowhere'")
    for statement in guard.create("accounts_institution", connection.vendor):
        sql(statement)
    make_institution()
    sql("UPDATE accounts_institution SET city = 'somewhere'")

    with pytest.raises(IntegrityError, match="It's 100 % refused"), transaction.atomic():
        sql("UPDATE accounts_institution SET city = 'nowhere'")


def drop(name, table):
    on = "" if connection.vendor == "sqlite" else f" ON {table}"
    with connection.cursor() as cursor:
        cursor.execute(f"DROP TRIGGER {guards.PREFIX}{name}{on}")
