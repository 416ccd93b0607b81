"""Bytes are complete under their name or absent, whatever stops the writing."""

import os
import signal
import subprocess
import sys
import time

import pytest
from django.core.files.base import ContentFile
from hypothesis import given, settings
from hypothesis import strategies as st

from acquis.base.storage import WriteOnceStorage

from .conftest import ROOT

WRITER = """
import sys, time
from django.conf import settings
settings.configure()
from django.core.files.base import File
from acquis.base.storage import WriteOnceStorage

class Slow(File):
    def chunks(self, chunk_size=None):
        for number in range(40):
            yield bytes([number]) * 250_000
            print(number, flush=True)
            time.sleep(0.002)

WriteOnceStorage(location=sys.argv[1]).save("ab/abcdef", Slow(None, "x"))
print("durable", flush=True)
"""
WHOLE = b"".join(bytes([number]) * 250_000 for number in range(40))


@pytest.fixture
def folder(tmp_path):
    return tmp_path / "files"


@pytest.fixture
def storage(folder):
    return WriteOnceStorage(location=folder)


def start_writing(folder):
    return subprocess.Popen(
        [sys.executable, "-c", WRITER, str(folder)], cwd=ROOT, stdout=subprocess.PIPE, text=True
    )


@pytest.mark.parametrize("chunk", [0, 1, 20, 38, 39])
def test_a_writer_killed_half_way_leaves_no_file_under_the_name(chunk, storage, folder):
    with start_writing(folder) as writer:
        while writer.stdout.readline().strip() != str(chunk):
            pass
        os.kill(writer.pid, signal.SIGKILL)

    assert not storage.exists("ab/abcdef") or storage.open("ab/abcdef").read() == WHOLE

    with start_writing(folder) as again:
        assert again.stdout.read().endswith("durable\n")
    with storage.open("ab/abcdef") as file:
        assert file.read() == WHOLE


def test_a_name_seen_by_another_is_always_a_whole_file(storage, folder):
    with start_writing(folder) as writer:
        while not storage.exists("ab/abcdef"):
            time.sleep(0.001)
        seen = storage.size("ab/abcdef")
        writer.stdout.read()

    assert seen == len(WHOLE)


def test_nothing_is_left_beside_a_written_file(storage, folder):
    storage.save("ab/abcdef", ContentFile(b"bytes"))

    assert [path.name for path in folder.rglob("*")] == ["ab", "abcdef"]


def test_a_writing_that_fails_leaves_nothing(storage, folder):
    class Broken(ContentFile):
        def chunks(self, chunk_size=None):
            yield b"some"
            raise OSError("the connection was cut")

    with pytest.raises(OSError, match="cut"):
        storage.save("ab/abcdef", Broken(b""))

    assert [path.name for path in folder.rglob("*")] == ["ab"]


def test_the_same_name_written_twice_keeps_the_first_bytes(storage):
    storage.save("ab/abcdef", ContentFile(b"bytes"))
    storage.save("ab/abcdef", ContentFile(b"BYTES"))

    with storage.open("ab/abcdef") as file:
        assert file.read() == b"bytes"


def test_other_bytes_of_another_length_under_the_same_name_are_refused(storage):
    storage.save("ab/abcdef", ContentFile(b"bytes"))

    with pytest.raises(FileExistsError):
        storage.save("ab/abcdef", ContentFile(b"other bytes"))

    with storage.open("ab/abcdef") as file:
        assert file.read() == b"bytes"


def test_only_the_account_that_runs_acquis_reads_a_file(storage, folder):
    storage.save("ab/abcdef", ContentFile(b"bytes"))

    assert (folder / "ab" / "abcdef").stat().st_mode & 0o777 == 0o600


@given(st.binary(max_size=300_000))
@settings(max_examples=20, deadline=None)
def test_any_bytes_come_back_as_they_were(tmp_path_factory, content):
    storage = WriteOnceStorage(location=tmp_path_factory.mktemp("files"))

    storage.save("ab/abcdef", ContentFile(content))

    with storage.open("ab/abcdef") as file:
        assert file.read() == content
