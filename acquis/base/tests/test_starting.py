"""Acquis does not start where acknowledged work could be lost."""

import pytest
from django.core.checks import run_checks
from django.db import connection

from acquis.base.checks import refuse_weak_settings

pytestmark = pytest.mark.django_db(transaction=True)

OPTIONS = "DATABASES['default']['OPTIONS']"
WEAK = {
    "sqlite": [
        (f"{OPTIONS}['init_command'] = 'PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL;'",
         "acquis.E001: SQLite runs with journal_mode=wal and synchronous=1: acknowledged work "
         "could be lost. Keep journal_mode=WAL and synchronous=FULL (2).\n"),
        (f"{OPTIONS}['init_command'] = 'PRAGMA synchronous=OFF;'",
         "acquis.E001: SQLite runs with journal_mode=wal and synchronous=0: acknowledged work "
         "could be lost. Keep journal_mode=WAL and synchronous=FULL (2).\n"),
    ],
    "postgresql": [
        (f"{OPTIONS}['options'] = '-c synchronous_commit=off'",
         "acquis.E002: PostgreSQL runs with synchronous_commit=off: acknowledged work could be "
         "lost. Set synchronous_commit=on for this database.\n"),
    ],
}[connection.vendor]  # fmt: skip
LATER = {
    "sqlite": "PRAGMA synchronous=NORMAL",
    "postgresql": "SET synchronous_commit TO off",
}[connection.vendor]
MISSING = {
    "sqlite": "DATABASES['default']['NAME'] = '/nowhere/acquis.sqlite3'",
    "postgresql": f"{OPTIONS}.clear(); DATABASES['default'].update(HOST='127.0.0.1', PORT=9)",
}[connection.vendor]


def start(process, **options):
    return process("-c", "import acquis.wsgi; print(acquis.wsgi.application)", **options)


def test_it_starts_on_the_settings_it_comes_with(process):
    answer = start(process)

    assert answer.returncode == 0
    assert "WSGIHandler" in answer.stdout


@pytest.mark.parametrize(("weaken", "sentence"), WEAK)
def test_it_refuses_weak_settings_with_a_sentence(weaken, sentence, process):
    answer = start(process, weaken=weaken)

    assert (answer.returncode, answer.stdout, answer.stderr) == (3, "", sentence)


def test_it_refuses_a_database_without_its_guards(process, operator):
    with operator():
        answer = start(process)

    assert (answer.returncode, answer.stdout) == (3, "")
    assert answer.stderr.startswith("acquis.E003: The database lacks the guards ")
    assert answer.stderr.endswith("Run `python -m acquis migrate`: it puts them up again.\n")


def test_it_says_that_the_database_does_not_answer(process):
    answer = start(process, weaken=MISSING)

    assert (answer.returncode, answer.stdout) == (3, "")
    assert answer.stderr.startswith("acquis.E004: The database does not answer: ")
    assert "Check DATABASE_URL" in answer.stderr


def test_the_server_stops_instead_of_starting_its_workers_again_and_again(process):
    weaken, sentence = WEAK[0]

    answer = process("-m", "gunicorn", "--bind", "127.0.0.1:0", "acquis.wsgi", weaken=weaken)

    assert answer.returncode == 3
    assert answer.stderr.count(sentence) == 1


def test_a_session_weakened_later_is_seen_by_the_check(sql):
    sql(LATER)
    try:
        errors = run_checks(tags=["database"], databases=["default"])
        with pytest.raises(SystemExit) as stopped:
            refuse_weak_settings()
    finally:
        connection.close()

    assert [error.id for error in errors] == [WEAK[0][1].split(":")[0]]
    assert stopped.value.code == 3
    refuse_weak_settings()


def test_the_check_command_says_the_same(process):
    weaken, sentence = WEAK[0]

    answer = process("-m", "acquis", "check", "--database", "default", weaken=weaken)

    assert answer.returncode == 1
    code, said = sentence.split(": ", 1)
    assert f"({code}) {said.split('. ')[0]}" in answer.stderr


def test_several_that_start_at_once_in_a_new_home_share_its_keys(start, tmp_path):
    asked = "from django.conf import settings; print(settings.SECRET_KEY, settings.JOURNAL_KEY)"
    home = f"import os; os.environ['ACQUIS_HOME'] = {str(tmp_path / 'home')!r}; "
    home += "os.environ.pop('ACQUIS_JOURNAL_KEY'); "
    starting = [start("-c", home + asked) for _ in range(6)]

    keys = {each.communicate(timeout=60)[0] for each in starting}

    assert len(keys) == 1
    assert len(keys.pop().split()) == 2
    assert sorted(path.name for path in (tmp_path / "home").iterdir()) == [
        "journal_key",
        "secret_key",
        "static",
    ]
    assert (tmp_path / "home" / "secret_key").stat().st_mode & 0o777 == 0o600
