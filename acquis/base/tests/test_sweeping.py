"""What a crash left behind is listed, and every record whose bytes are no longer its own."""

import os
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.management import CommandError, call_command

from acquis.base import clock, files
from tests.factories import PDF, make_file

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _two_days_later():
    """The disk dates its files by the real time; look at them two days after."""
    clock.travel_to(datetime.now(UTC) + timedelta(days=2), freeze=True)


def sweep(capsys, **options):
    try:
        call_command("sweep_files", **options)
    except CommandError as error:
        return [*capsys.readouterr().out.splitlines(), str(error)]
    return capsys.readouterr().out.splitlines()


def test_whole_files_are_said_to_be_whole(capsys):
    assert sweep(capsys) == ["Every stored file is whole."]
    make_file()

    assert sweep(capsys) == ["Every stored file is whole."]


def test_bytes_that_no_record_knows_are_listed_and_left(capsys):
    make_file()
    default_storage.save("ab/abcdef", ContentFile(PDF))

    assert sweep(capsys) == [
        "ab/abcdef: no record knows these bytes",
        "Every stored file is whole.",
    ]
    assert default_storage.exists("ab/abcdef")


def test_bytes_that_no_record_knows_are_removed_when_asked(capsys):
    stored = make_file()
    default_storage.save("ab/abcdef", ContentFile(PDF))

    assert sweep(capsys, remove=True) == [
        "ab/abcdef: no record knows these bytes, removed",
        "Every stored file is whole.",
    ]

    assert not default_storage.exists("ab/abcdef")
    assert sweep(capsys) == ["Every stored file is whole."]
    assert files.is_whole(stored)


def test_bytes_that_come_again_just_before_they_are_swept_stay():
    default_storage.save("ab/abcdef", ContentFile(PDF))
    os.utime(default_storage.path("ab/abcdef"), (0, 0))
    before = clock.now() - timedelta(days=3)
    assert list(files.orphans(before)) == ["ab/abcdef"]
    default_storage.save("ab/abcdef", ContentFile(PDF))

    default_storage.sweep("ab/abcdef", before)

    assert default_storage.listdir("ab") == ([], ["abcdef"])


def test_bytes_on_their_way_are_not_listed(capsys):
    default_storage.save("ab/abcdef", ContentFile(PDF))
    clock.travel_to(datetime.now(UTC) + timedelta(hours=23), freeze=True)

    assert sweep(capsys) == ["Every stored file is whole."]


def test_a_record_whose_bytes_changed_or_went_is_named_and_the_command_fails(capsys):
    changed, lost = make_file(), make_file(PDF + b"\n")
    Path(changed.bytes.path).write_bytes(b"other")
    Path(lost.bytes.path).unlink()

    assert sweep(capsys) == [
        f"{changed.journal_key}: its bytes are lost or changed",
        f"{lost.journal_key}: its bytes are lost or changed",
        "2 stored file(s) are not whole.",
    ]
