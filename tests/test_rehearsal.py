"""`rehearse`: a whole year, on a database of its own, the same for the same seed."""

import json
import os
import subprocess
import sys
from contextlib import contextmanager
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connection

from acquis.base.models import Chain

ROOT = Path(__file__).resolve().parent.parent
KEYS = {
    "programme",
    "edition",
    "seed",
    "candidates",
    "by_category",
    "outcomes",
    "documents",
    "money",
    "messages",
    "invariants",
    "journal_ok",
}


def rehearse(*words, database=""):
    extra = ["--database", database] if database else []
    environment = {key: value for key, value in os.environ.items() if key != "DATABASE_URL"}
    return subprocess.run(
        [sys.executable, "-m", "acquis", "rehearse", *words, *extra],
        cwd=ROOT,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )


@contextmanager
def empty_database():
    """A database of the engine under test, for one rehearsal."""
    if connection.vendor == "sqlite":
        yield ""
        return
    from psycopg import connect, sql

    name = f"rehearsal_{os.getpid()}"
    server = os.environ["DATABASE_URL"]
    with connect(server, autocommit=True) as session:
        session.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))
        try:
            yield server.replace("/postgres?", f"/{name}?")
        finally:
            session.execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(name)))


@pytest.mark.django_db
def test_a_rehearsed_year_keeps_every_invariant_and_says_the_same_again():
    words = ["c2i2e", "2022-2023", "--candidates", "9", "--seed", "7", "--json"]

    with empty_database() as database:
        first = rehearse(*words, database=database)
    with empty_database() as database:
        second = rehearse(*words, database=database)

    assert first.returncode == 0, first.stderr
    assert first.stdout == second.stdout
    report = json.loads(first.stdout)
    assert set(report) == KEYS
    assert all(report["invariants"].values())
    assert report["journal_ok"] is True
    assert report["candidates"] == 9
    assert sum(report["by_category"].values()) == 9
    assert set(report["outcomes"]["1"]) == {"certified", "partial", "absent", "not_submitted"}
    # Nothing happened to the database of this test.
    assert not Chain.objects.filter(name="orleans").exists()


@pytest.mark.django_db
def test_a_programme_of_another_kind_is_rehearsed_too():
    with empty_database() as database:
        played = rehearse(
            "essai-lecon", "2023-2024", "--candidates", "5", "--json", database=database
        )

    assert played.returncode == 0, played.stderr
    report = json.loads(played.stdout)
    assert all(report["invariants"].values())
    assert report["documents"]["certificate"] > 0


def test_an_edition_that_does_not_exist_is_said_so():
    played = rehearse("c2i2e", "1999-2000")

    assert played.returncode == 1
    assert "There is no edition at programmes/c2i2e/editions/1999-2000.yaml." in played.stderr
    assert "Traceback" not in played.stderr


def test_the_clock_of_a_real_installation_is_not_that_of_the_rehearsal():
    assert settings.REHEARSAL is False
