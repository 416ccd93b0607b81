"""What a file is, is read from its bytes; nothing in it can break the reading."""

import io
import time
import tracemalloc
import zipfile

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from acquis.base import kinds

from .specimens import CONTRADICTORY, HONEST, archive


def read(content, name="fichier"):
    return kinds.content_type(io.BytesIO(content), name)


@pytest.mark.parametrize("name", HONEST)
def test_an_honest_file_is_known_and_its_name_agrees(name):
    content, kind = HONEST[name]

    assert read(content, name) == kind
    assert kinds.agrees_with_name(kind, name)


@pytest.mark.parametrize("name", CONTRADICTORY)
def test_a_name_that_the_bytes_contradict_does_not_agree(name):
    assert not kinds.agrees_with_name(read(CONTRADICTORY[name], name), name)


def test_every_kind_has_a_specimen():
    assert {kind for content, kind in HONEST.values()} == {*kinds.ENDINGS, kinds.UNKNOWN}


@pytest.mark.parametrize("name", ["cours", ".pdf", "cours.inconnu", "cours.tar.gz", "cours."])
def test_an_ending_of_no_kind_claims_nothing(name):
    assert all(kinds.agrees_with_name(kind, name) for kind in [*kinds.ENDINGS, kinds.UNKNOWN])


def test_a_compressed_mimetype_is_not_believed():
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as file:
        file.writestr("mimetype", "application/vnd.oasis.opendocument.text")

    assert read(content.getvalue()) == "application/zip"


def test_a_mimetype_that_says_too_much_is_not_read():
    assert read(archive("x", mimetype="x" * 10_000)) == "application/zip"


def test_an_archive_of_a_million_members_is_known_at_once_in_little_memory():
    content = hostile_archive(members=1_000_000)
    tracemalloc.start()
    began = time.monotonic()

    kind = read(content)

    assert time.monotonic() - began < 2
    assert tracemalloc.get_traced_memory()[1] < 20_000_000
    tracemalloc.stop()
    assert kind == "application/zip"


def hostile_archive(members):
    """An archive whose list of members is all there is of them."""
    member = b"PK\x01\x02" + bytes(42)
    listed = member * members
    end = b"PK\x06\x06" + (44).to_bytes(8, "little") + bytes(12)
    end += members.to_bytes(8, "little") * 2 + len(listed).to_bytes(8, "little") + bytes(8)
    locator = b"PK\x06\x07" + bytes(4) + len(listed).to_bytes(8, "little") + bytes(4)
    return (
        b"PK\x03\x04" + bytes(26) + listed + end + locator
        + b"PK\x05\x06" + bytes(4) + b"\xff" * 12 + bytes(2)
    )  # fmt: skip


WHOLE = [content for content, kind in HONEST.values()]


@given(content=st.binary(max_size=6000), name=st.text(max_size=30))
@example(content=b"", name="")
@example(content=b"\xff\xfe", name="a.txt")
@example(content=b"\xff\xfe\x00", name="a.html")
def test_no_bytes_break_the_reading(content, name):
    kind = read(content, name)

    assert kind in {*kinds.ENDINGS, kinds.UNKNOWN}
    assert kinds.agrees_with_name(kind, name) in {True, False}


@given(
    whole=st.sampled_from([content for content in WHOLE if content.startswith(b"PK")]),
    at=st.integers(0, 2000),
    change=st.binary(min_size=1, max_size=8),
    cut=st.integers(0, 40),
)
def test_no_damaged_archive_breaks_the_reading(whole, at, change, cut):
    at %= len(whole)
    damaged = (whole[:at] + change + whole[at + len(change) :])[: len(whole) - cut]

    assert read(damaged) in {*kinds.ENDINGS, kinds.UNKNOWN}


@given(whole=st.sampled_from(WHOLE), tail=st.binary(max_size=200), cut=st.integers(0, 20))
def test_no_cut_or_lengthened_file_breaks_the_reading(whole, tail, cut):
    assert read(whole[: len(whole) - cut] + tail) in {*kinds.ENDINGS, kinds.UNKNOWN}
