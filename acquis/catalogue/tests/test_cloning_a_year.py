"""The next year, from the file of this one: days move, comments stay, the rest is told."""

import re
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from acquis.base.refusal import Refusal
from acquis.catalogue.checker import check_path
from acquis.catalogue.cloning import cloned
from acquis.catalogue.definitions import load_edition_file, load_programme_file
from acquis.catalogue.tests.samples import C2I2E, ESSAI

YEAR = timedelta(days=364)
TYPED = (C2I2E / "editions" / "2022-2023.yaml").read_text()


def clone(run, files, *words):
    return run("clone_edition", *words, "--folder", files.folder.parent, "--language", "en")


def loaded(path):
    programme, _problems = load_programme_file(path.parent.parent / "programme.yaml")
    edition, problems = load_edition_file(path, programme)
    assert edition, problems
    return edition


def days_of(edition):
    for category in edition.categories:
        for window in category.windows:
            yield from (window.opens_on, window.closes_on)
    for session in edition.sessions:
        yield from (session.deposit_until, session.jury_from, session.jury_until)


def comments(text):
    return [line for line in text.splitlines() if line.startswith("#")]


def test_every_day_moves_to_the_same_weekday_a_year_later(run, files):
    typed = files("c2i2e")

    result = clone(run, typed, "c2i2e", "2022-2023", "2023-2024")

    before, after = loaded(typed.edition), loaded(typed.folder / "editions" / "2023-2024.yaml")
    assert result.code == 0
    assert after.year == "2023-2024"
    assert list(days_of(after)) == [day + YEAR for day in days_of(before)]
    assert [d.weekday() for d in days_of(after)] == [d.weekday() for d in days_of(before)]
    assert "  sessions[1].deposit_until  2023-04-23 → 2024-04-21\n" in result.out


def test_what_was_voted_and_noted_for_a_year_stays_as_it_is(run, files):
    typed = files("c2i2e")

    clone(run, typed, "c2i2e", "2022-2023", "2023-2024")

    before, after = loaded(typed.edition), loaded(typed.folder / "editions" / "2023-2024.yaml")
    assert [each.fee for each in after.categories] == [each.fee for each in before.categories]
    assert after.notes == before.notes
    assert after.links == before.links
    assert after.category("m2-orleans").proofs[0].label.fr == "Certificat de scolarité 2023-2024"
    assert "2013-2014" in after.public_text("obligation").body.fr


def test_comments_order_and_quotes_stay_where_they_were():
    text = cloned(TYPED, "2022-2023", "2023-2024").text

    head, *rest = text.splitlines()
    assert head == (
        "# Cloned from 2022-2023, every date 364 days later: read all of it before it is loaded."
    )
    assert [re.sub(r"\d", "0", line) for line in rest] == [
        re.sub(r"\d", "0", line) for line in TYPED.splitlines()
    ]
    assert comments(text)[1:] == [
        line.replace("2022-2023", "2023-2024") for line in comments(TYPED)
    ]


def test_what_does_not_fit_the_new_year_is_told(run, files):
    result = clone(run, files("c2i2e"), "c2i2e", "2022-2023", "2023-2024")

    for told in (
        "is written: each date is 364 days later, on the same weekday.",
        "4 lines still name a year that is over. Read them again:",
        "“23 avril 2022”: the year 2023 of the other column is kept.",
        "Fees are left as they were voted.",
        "21 April 2024 is a Sunday.",
        "9 May 2024 is not a working day: it is Ascension Day.",
        "The tariff of €96.94 belongs to another year than 2023-2024 (Tariff of 2020-2021).",
        "Collection by proxy and by post is a suggestion.",
    ):
        assert told in result.out
    assert result.out.endswith("facts to confirm.\n")


def test_a_fee_that_ends_with_its_year_is_an_error_of_the_new_one(run, files):
    typed = files("essai-lecon")

    result = clone(run, typed, "essai-lecon", "2023-2024", "2024-2025")

    problems = check_path(typed.folder / "editions" / "2024-2025.yaml")
    assert "no-valid-tariff" in {each.code for each in problems}
    assert "[error, no-valid-tariff]" in result.out


def test_a_year_that_exists_is_never_written_over(run, files):
    typed = files("c2i2e")
    clone(run, typed, "c2i2e", "2022-2023", "2023-2024")
    before = (typed.folder / "editions" / "2023-2024.yaml").read_text()

    again = clone(run, typed, "c2i2e", "2022-2023", "2023-2024")

    assert again.code == 1
    assert "exists already: nothing is written over it." in again.err
    assert (typed.folder / "editions" / "2023-2024.yaml").read_text() == before


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (("c2i2e", "2022-2023", "2022-2023"), "exists already"),
        (("c2i2e", "2022-2023", "2021-2022"), "2021-2022 does not come after 2022-2023."),
        (("c2i2e", "2022-2023", "2023"), "“2023” is not an academic year"),
        (("c2i2e", "2022-2023", "2023-2025"), "“2023-2025” is not an academic year"),
        (("c2i2e", "2019-2020", "2020-2021"), "There is no file"),
        (("autre", "2022-2023", "2023-2024"), "There is no file"),
    ],
)
def test_what_cannot_be_cloned_is_refused_in_a_sentence(run, files, words, sentence):
    typed = files("c2i2e")

    result = clone(run, typed, *words)

    assert result.code == 1
    assert sentence in result.err
    assert sorted(each.name for each in (typed.folder / "editions").iterdir()) == ["2022-2023.yaml"]


def test_a_file_that_is_no_yaml_is_not_cloned(run, files):
    typed = files("c2i2e")
    typed.change(typed.edition, "categories:", "categories: [")

    result = clone(run, typed, "c2i2e", "2022-2023", "2023-2024")

    assert result.code == 1
    assert "cannot be read: check_programme says why." in result.err


def test_a_clone_of_a_clone_keeps_one_line_about_where_it_comes_from():
    once = cloned(TYPED, "2022-2023", "2023-2024")

    twice = cloned(once.text, "2023-2024", "2024-2025")

    assert [line for line in comments(twice.text) if "Cloned" in line] == [
        "# Cloned from 2023-2024, every date 364 days later: read all of it before it is loaded."
    ]
    assert twice.moves[0].new == once.moves[0].old + 2 * YEAR


def test_a_quoted_day_keeps_its_quotes_and_one_that_does_not_exist_stays():
    typed = 'year: 2022-2023\nholidays: ["2023-05-19", 2023-05-20, 2023-02-30]\n'

    clone = cloned(typed, "2022-2023", "2023-2024")

    assert clone.text.splitlines()[1:] == [
        "year: 2023-2024",
        'holidays: ["2024-05-17", 2024-05-18, 2023-02-30]',
    ]
    assert [(move.field, move.new) for move in clone.moves] == [
        ("holidays[0]", date(2024, 5, 17)),
        ("holidays[1]", date(2024, 5, 18)),
    ]


def test_a_line_that_names_a_year_that_is_over_is_doubtful_and_the_new_years_are_not():
    typed = "year: 2022-2023\n# ouvert en 2022\n# fermé en 2023\n# voir 12022 et 2022-2023\n"

    assert cloned(typed, "2022-2023", "2023-2024").doubtful == ((3, "# ouvert en 2022"),)


@given(st.integers(2000, 2080), st.integers(1, 12), st.dates(date(2000, 1, 1), date(2080, 1, 1)))
def test_however_far_the_weekday_is_kept_and_the_day_of_the_year_nearly(first, gap, day):
    typed = f"year: {first}-{first + 1}\nholidays: [{day}]\n"
    new = f"{first + gap}-{first + gap + 1}"

    (move,) = cloned(typed, f"{first}-{first + 1}", new).moves

    assert move.new.weekday() == day.weekday()
    assert abs((move.new - day).days - gap * 365.25) <= 3.5


def test_a_programme_without_doubt_is_cloned_without_doubt(files, run):
    typed = files("essai-lecon")

    clone(run, typed, "essai-lecon", "2023-2024", "2024-2025")

    text = (typed.folder / "editions" / "2024-2025.yaml").read_text()
    assert "Délibération du 3 juillet 2023 pour 2023-2024" in text
    assert "valid_until: 2024-08-31" in text
    assert loaded(typed.folder / "editions" / "2024-2025.yaml").year == "2024-2025"


def test_when_no_line_names_a_year_that_is_over_none_is_listed(files, run):
    typed = files("essai-lecon")

    for year in (2023, 2024, 2025):
        result = clone(run, typed, "essai-lecon", f"{year}-{year + 1}", f"{year + 1}-{year + 2}")

    # What was voted until 2024 is over since long: only what ends with the last year counts.
    assert "a year that is over" not in result.out
    assert "Fees are left as they were voted." in result.out


def test_refusals_speak_to_whoever_types():
    with pytest.raises(Refusal):
        cloned((ESSAI / "editions" / "2023-2024.yaml").read_text(), "2023-2024", "23-24")
