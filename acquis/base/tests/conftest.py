import os
import subprocess
import sys
import threading
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import quote, urlencode

import pytest
from django.conf import settings as running
from django.db import connection

from acquis.base import guards

ROOT = Path(__file__).resolve().parents[3]


@pytest.fixture
def operator():
    """`with operator():` the database refuses nothing, as to somebody with all rights on it."""

    @contextmanager
    def all_rights():
        guards.take_down(connection)
        try:
            yield
        finally:
            guards.put_up(connection)

    return all_rights


@pytest.fixture
def sql():
    """`sql("UPDATE …", value)`: a statement sent as it is; returns the rows of a question."""

    def execute(statement, *values):
        with connection.cursor() as cursor:
            cursor.execute(statement, values or None)
            return cursor.fetchall() if cursor.description else None

    return execute


@pytest.fixture
def together():
    """`together(act, n)`: n threads act at once, each with its own connection; their answers."""

    def run(act, threads):
        start, answers = threading.Barrier(threads), [None] * threads

        def one(number):
            try:
                start.wait()
                answers[number] = act(number)
            except Exception as error:
                answers[number] = error
            finally:
                connection.close()

        running = [threading.Thread(target=one, args=[number]) for number in range(threads)]
        for thread in running:
            thread.start()
        for thread in running:
            thread.join()
        return answers

    return run


@pytest.fixture
def start(tmp_path):
    """`start("-m", "acquis", …)`: another Python begins on this test's database and files.

    Its settings are ours, and then those lines of Python given as `weaken`.
    """

    def begin(*arguments, weaken=""):
        (tmp_path / "weak_settings.py").write_text(
            "from acquis.settings import *\n"
            f"STORAGES['default']['OPTIONS']['location'] = {str(tmp_path / 'files')!r}\n{weaken}\n"
        )
        return subprocess.Popen(
            [sys.executable, *arguments],
            cwd=ROOT,
            env={
                **os.environ,
                "DJANGO_SETTINGS_MODULE": "weak_settings",
                "PYTHONPATH": str(tmp_path),
                "DATABASE_URL": database_url(),
                "ACQUIS_JOURNAL_KEY": running.JOURNAL_KEY,
                "LANG": "C.UTF-8",
            },
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )

    return begin


@pytest.fixture
def process(start):
    """The same, run to its end: `returncode`, `stdout` and `stderr` say how it went."""

    def run(*arguments, **options):
        with start(*arguments, **options) as running:
            said, complained = running.communicate(timeout=60)
        return subprocess.CompletedProcess(arguments, running.returncode, said, complained)

    return run


def database_url():
    made = connection.settings_dict
    if connection.vendor == "sqlite":
        return f"sqlite:///{made['NAME']}"
    place = ":".join(filter(None, [quote(made["HOST"]), str(made["PORT"])]))
    return (
        f"postgresql://{quote(made['USER'])}:{quote(made['PASSWORD'])}@{place}/{made['NAME']}"
        f"?{urlencode(made['OPTIONS'])}"
    )
