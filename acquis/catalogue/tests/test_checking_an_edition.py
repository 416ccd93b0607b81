"""What the checker refuses in an edition, and what it only doubts."""

from dataclasses import replace
from datetime import date

import pytest

from acquis.catalogue.checker import check
from acquis.catalogue.checker.days import easter, public_holidays
from acquis.catalogue.definitions import (
    Fact,
    Text,
    Window,
)
from acquis.catalogue.tests.samples import (
    ESSAI,
    FIRST,
    SECOND,
    edition_in,
    found_in,
    programme_in,
    small_category,
    small_edition,
    small_programme,
)


def with_windows(*windows: Window) -> list[tuple[str, str]]:
    return found_in(categories=(small_category(windows=windows),))


def test_a_notice_without_fault_has_no_problem():
    assert found_in() == []
    assert check(programme_in(ESSAI), edition_in(ESSAI, "2023-2024")) == []


def test_a_problem_says_which_document_it_is_in_before_it_has_a_line():
    (problem,) = check(small_programme(), small_edition(notes=(Fact("year", Text("Sûr ?")),)))

    assert (problem.file, problem.line, problem.field, problem.severity, problem.message) == (
        "edition",
        0,
        "year",
        "unconfirmed",
        Text("Sûr ?"),
    )


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"evaluators_per_dossier": 0}, "evaluators_per_dossier"),
        ({"upload_grace_minutes": -1}, "upload_grace_minutes"),
        ({"upload_grace_minutes": 121}, "upload_grace_minutes"),
    ],
)
def test_settings_have_bounds(changes, field):
    assert found_in(**changes) == [("out-of-bounds", field)]


def test_a_window_that_closes_before_it_opens_is_refused():
    assert with_windows(Window("1", date(2023, 11, 30), date(2023, 10, 2))) == [
        ("window-closes-before-opening", "categories[all].windows[0].closes_on")
    ]


def test_windows_of_one_category_may_not_overlap_and_those_of_one_campaign_should_agree():
    overlapping = with_windows(
        Window("1", date(2023, 10, 2), date(2023, 10, 31)),
        Window("1", date(2023, 10, 31), date(2023, 11, 30)),
    )

    assert overlapping == [
        ("windows-overlap", "categories[all].windows[1]"),
        ("campaign-with-several-periods", "categories[all].windows[1]"),
    ]


def test_two_campaigns_in_a_row_are_no_problem():
    assert (
        with_windows(
            Window("1", date(2023, 10, 2), date(2023, 10, 31)),
            Window("2", date(2023, 11, 2), date(2023, 11, 30)),
        )
        == []
    )


def test_campaigns_of_two_publics_that_overlap_are_doubtful():
    categories = (
        small_category(code="a"),
        small_category(code="b", windows=(Window("late", date(2023, 11, 30), date(2023, 12, 8)),)),
    )

    assert found_in(categories=categories) == [("campaigns-overlap", "categories[b].windows[0]")]


@pytest.mark.parametrize(
    ("session", "expected"),
    [
        (
            replace(FIRST, deposit_until=date(2023, 1, 12)),
            [
                ("wrong-year", "sessions[1].deposit_until"),
                ("deadline-before-campaign", "sessions[1].deposit_until"),
            ],
        ),
        (
            replace(FIRST, deposit_until=date(2023, 9, 15)),
            [("deadline-before-campaign", "sessions[1].deposit_until")],
        ),
        (
            replace(FIRST, deposit_until=date(2020, 2, 29)),
            [
                ("wrong-year", "sessions[1].deposit_until"),
                ("deadline-before-campaign", "sessions[1].deposit_until"),
            ],
        ),
        (
            replace(FIRST, deposit_until=date(2024, 1, 23)),
            [("jury-before-deadline", "sessions[1].jury_from")],
        ),
        (
            replace(FIRST, jury_until=date(2024, 1, 22)),
            [("jury-ends-before-it-begins", "sessions[1].jury_until")],
        ),
        (
            replace(FIRST, jury_from=date(2024, 5, 1), jury_until=date(2024, 5, 3)),
            [("public-holiday", "sessions[1].jury_from")],
        ),
        (
            replace(FIRST, jury_from=date(2024, 5, 7), jury_until=date(2024, 5, 10)),
            [
                ("public-holiday", "sessions[1].jury_from"),
                ("public-holiday", "sessions[1].jury_from"),
            ],
        ),
        (
            replace(FIRST, jury_from=date(2024, 1, 21)),
            [("sunday", "sessions[1].jury_from")],
        ),
    ],
)
def test_the_days_of_a_session_must_follow_and_should_be_worked(session, expected):
    assert found_in(sessions=(session,)) == expected


def test_two_sessions_follow_each_other_with_time_to_work_between_them():
    soon = replace(SECOND, deposit_until=date(2024, 3, 4))
    order = ("sessions-out-of-order", "sessions[2].deposit_until")
    per_session = {"certificates_after": "each_session"}

    assert found_in(sessions=(FIRST, SECOND), **per_session) == []
    assert found_in(sessions=(FIRST, soon), **per_session) == [
        ("short-time-between-sessions", "sessions[2].deposit_until")
    ]
    assert found_in(sessions=(SECOND, FIRST), **per_session) == [
        ("sessions-out-of-order", "sessions[1].deposit_until")
    ]
    assert found_in(
        sessions=(FIRST, replace(SECOND, deposit_until=date(2024, 1, 23))), **per_session
    ) == [order]
    assert found_in(sessions=(FIRST, replace(SECOND, number=3)), **per_session) == [
        ("sessions-out-of-order", "sessions[3].deposit_until")
    ]


def test_certificates_that_wait_for_the_last_session_are_doubtful():
    assert found_in(sessions=(FIRST, SECOND)) == [("certificates-wait", "certificates_after")]


def test_an_edition_needs_sessions_and_categories():
    assert found_in(sessions=()) == [("no-session", "sessions")]
    assert found_in(categories=()) == [("no-category", "categories")]


def test_own_holidays_count_and_french_ones_only_in_france():
    eighth_of_may = replace(FIRST, jury_from=date(2024, 5, 8), jury_until=date(2024, 5, 8))

    assert found_in(sessions=(FIRST,), holidays=(date(2024, 1, 23),)) == [
        ("public-holiday", "sessions[1].jury_from"),
        ("public-holiday", "sessions[1].jury_until"),
    ]
    assert found_in(sessions=(eighth_of_may,), timezone="UTC") == []


@pytest.mark.parametrize(
    ("year", "day"), [(2022, (4, 17)), (2023, (4, 9)), (2024, (3, 31)), (2038, (4, 25))]
)
def test_easter_is_where_the_almanac_puts_it(year, day):
    assert easter(year) == date(year, *day)


def test_the_eleven_holidays_of_2023():
    assert sorted(public_holidays(2023)) == [
        date(2023, 1, 1),
        date(2023, 4, 10),
        date(2023, 5, 1),
        date(2023, 5, 8),
        date(2023, 5, 18),
        date(2023, 5, 29),
        date(2023, 7, 14),
        date(2023, 8, 15),
        date(2023, 11, 1),
        date(2023, 11, 11),
        date(2023, 12, 25),
    ]


def test_the_first_of_a_month_is_written_as_the_french_do():
    session = replace(FIRST, jury_from=date(2024, 5, 1), jury_until=date(2024, 5, 1))

    problem = check(small_programme(), small_edition(sessions=(session,)))[0]

    assert problem.message == Text(
        "Le 1er mai 2024 est férié ou fermé : c'est la fête du Travail.",
        "1 May 2024 is not a working day: it is Labour Day.",
    )
