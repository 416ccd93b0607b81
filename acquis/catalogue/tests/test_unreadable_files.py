"""Files that no one could understand: one clear problem, and never an exception."""

import os

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from acquis.catalogue.definitions import (
    load_edition_file,
    load_programme_file,
)
from acquis.catalogue.tests.samples import ESSAI, codes_of, programme_in
from acquis.catalogue.tests.typed import EDITION, PROGRAMME


@pytest.mark.parametrize(
    ("content", "line", "code"),
    [
        ("", 1, "empty-file"),
        ("# only a comment\n", 1, "empty-file"),
        ("code: [1, 2\nversion: 3", 2, "broken-yaml"),
        ("code: small\n\tversion: 3", 2, "broken-yaml"),
        ("code: \x00", 1, "broken-yaml"),
        ("code: small\nversion: é".encode("latin-1"), 2, "not-utf-8"),
        ("code: small\n" + "#" * 600_000, 1, "file-too-large"),
        ("a: &a [x, x]\nb: &b [*a, *a]\nc: [*b, *b]", 1, "alias"),
        ("a: 1\nb: *a", 2, "alias"),
        ("code: !!python/object/apply:os.system [ls]", 1, "yaml-tag"),
        ("code: a\n---\ncode: b", 2, "several-documents"),
        ("code: " + "[" * 2000, 1, "too-deep"),
    ],
)
def test_a_file_that_cannot_be_understood_is_one_clear_problem(problems_of, content, line, code):
    ((found_line, field, found_code, message, remedy),) = problems_of(content)

    assert (found_line, field, found_code) == (line, "", code)
    assert message.endswith(".")
    assert remedy.endswith(".")


def test_a_list_where_a_programme_is_expected_is_said(problems_of):
    assert [problem[2:4] for problem in problems_of("- a\n- b")] == [
        ("wrong-type", "The value is not a set of fields.")
    ]


def test_a_key_that_is_no_word_is_an_unknown_key(problems_of):
    assert ("unknown-key", "Unknown key “3”.") in [
        problem[2:4] for problem in problems_of(PROGRAMME + "3: three\n")
    ]


def test_a_file_that_is_not_there_or_is_a_folder_is_said(tmp_path):
    missing = load_programme_file(tmp_path / "nowhere.yaml")
    folder = load_edition_file(tmp_path)

    assert (missing[0], codes_of(missing[1])) == (None, ["unreadable-file"])
    assert (folder[0], codes_of(folder[1])) == (None, ["unreadable-file"])
    assert missing[1][0].message.en == "The file cannot be read (No such file or directory)."


def test_a_byte_order_mark_is_no_obstacle(load):
    programme, problems = load(b"\xef\xbb\xbf" + PROGRAMME.encode())

    assert (programme.code, problems) == ("small", [])


@pytest.mark.parametrize(
    ("typed", "instead", "line", "field"),
    [
        ("programme_code: small", "programme_code: big", 1, "programme_code"),
        ('programme_version: "1"', 'programme_version: "2"', 2, "programme_version"),
    ],
)
def test_an_edition_of_another_programme_is_not_loaded(load, typed, instead, line, field):
    programme, _ = load(PROGRAMME)

    edition, (problem,) = load(
        EDITION.replace(typed, instead), lambda path: load_edition_file(path, programme)
    )

    assert edition is None
    assert (problem.code, problem.line, problem.field) == (
        "edition-of-another-programme",
        line,
        field,
    )
    assert "not to small 1" in problem.message.en


def test_an_edition_of_the_same_programme_is_loaded():
    edition, problems = load_edition_file(
        ESSAI / "editions" / "2023-2024.yaml", programme_in(ESSAI)
    )

    assert (edition.year, problems) == ("2023-2024", [])


LINES = (ESSAI / "programme.yaml").read_text().splitlines(keepends=True)


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.integers(0, len(LINES) - 1), st.text(st.characters(codec="utf-8"), max_size=30))
def test_no_damage_to_a_line_ever_raises(tmp_path, number, instead):
    path = tmp_path / "damaged.yaml"
    path.write_text(
        "".join([*LINES[:number], instead + os.linesep, *LINES[number + 1 :]]), encoding="utf-8"
    )

    programme, problems = load_programme_file(path)

    assert (programme is None) == bool(problems)


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.binary(max_size=200))
def test_no_bytes_ever_raise(tmp_path, content):
    path = tmp_path / "noise.yaml"
    path.write_bytes(content)

    definition, problems = load_edition_file(path)

    assert (definition, bool(problems)) == (None, True)
