"""Questions that candidates ask, answered from the data of the edition and from nothing else."""

from dataclasses import replace
from datetime import date

import pytest
from django.utils import translation
from django.utils.html import escape
from hypothesis import given
from pytest_django.asserts import assertContains

from acquis.catalogue.definitions import Answers, Collection, Fee, Session, Text
from acquis.catalogue.notice import questions_of
from acquis.catalogue.tests.samples import (
    C2I2E,
    ESSAI,
    edition_in,
    marked_programme,
    programme_in,
    small_category,
    small_edition,
    small_programme,
    tariff,
)
from acquis.catalogue.tests.strategies import editions
from tests.factories import make_edition

SECOND = Session(2, date(2024, 5, 17), date(2024, 6, 4), date(2024, 6, 4))


def asked(edition, programme=None, language="en"):
    with translation.override(language):
        return dict(questions_of(programme or small_programme(), edition))


def test_the_c2i2e_of_2022_answers_what_its_data_says():
    answers = asked(edition_in(C2I2E, "2022-2023"), programme_in(C2I2E))

    assert [(question, answer) for question, answer in answers.items()][:9] == [
        (
            "Is the fee due for each session?",
            "No. It is paid once for the year, and covers the 2 sessions.",
        ),
        (
            "Which fee applies if the amount changes?",
            "What you owe is the fee of the day on which you send your request for enrolment.",
        ),
        (
            "What happens while the fee is not paid?",
            "The jury examines the dossier, but the certificate is handed over once the fee is "
            "paid.",
        ),
        (
            "Until when may I enrol?",
            "On the days of your public, until midnight (Paris time) of the last one. For "
            "everybody, enrolment is over after 20 January 2023.",
        ),
        (
            "Until what day and hour may I deposit?",
            "Until midnight (Paris time): session 1, until Sunday 23 April 2023, session 2, until "
            "Sunday 11 June 2023.",
        ),
        (
            "What must be validated to be certified?",
            "At least 23 competences validated out of 28. In each domain, at most 2 competences "
            "not validated. Blocking condition: one real teaching session using digital tools, "
            "given to learners.",
        ),
        (
            "What if I am not certified the first time?",
            "Whoever is not certified in session 1 is invited to complete the same dossier for "
            "session 2: what the jury validated stays acquired, and nothing more is paid.",
        ),
        (
            "When are the certificates issued?",
            "After the jury of session 2, for all sessions together.",
        ),
        (
            "What if I cannot come for my certificate?",
            "Somebody else may come with your written mandate. They can be sent by post.",
        ),
    ]


def test_the_answers_of_the_staff_follow():
    answers = asked(edition_in(C2I2E, "2022-2023"), programme_in(C2I2E))

    assert len(answers) == 9 + 17
    assert answers["May one claim only part of the framework?"] == (
        "Yes, but a competence that is not claimed counts as not validated."
    )


def test_a_year_of_one_session_asks_nothing_about_a_second_one():
    answers = asked(edition_in(ESSAI, "2023-2024"), programme_in(ESSAI))

    assert "Is the fee due for each session?" not in answers
    assert "What if I am not certified the first time?" not in answers
    assert answers["When are the certificates issued?"] == "After the jury of each session."
    assert answers["What if I cannot come for my certificate?"] == "They can be sent by post."


def test_a_free_year_asks_nothing_about_money():
    free = small_edition(categories=(small_category(fee=Fee("free")),), answers=Answers())

    assert not [question for question in asked(free) if "fee" in question]


def test_a_fee_on_quotation_has_no_amount_that_changes():
    quoted = small_edition(categories=(small_category(fee=Fee("quotation")),))

    assert "Which fee applies if the amount changes?" not in asked(quoted)
    assert "What happens while the fee is not paid?" in asked(quoted)


def test_what_is_handed_over_in_person_only_promises_nothing_else():
    edition = small_edition(collection=Collection(Text("Ici")))

    assert "What if I cannot come for my certificate?" not in asked(edition)


def test_a_programme_that_asks_nothing_does_not_say_what_it_asks():
    assert "What must be validated to be certified?" not in asked(
        small_edition(), marked_programme()
    )


def test_an_answer_follows_the_data():
    paid = small_category(fee=Fee("amount", (tariff(),)))
    one = small_edition(categories=(paid,), fee_blocks="jury")
    two = replace(one, sessions=(*one.sessions, SECOND), fee_blocks="nothing")

    assert "Is the fee due for each session?" not in asked(one)
    assert asked(two)["Is the fee due for each session?"].endswith("covers the 2 sessions.")
    assert (
        asked(one)["What happens while the fee is not paid?"]
        != (asked(two)["What happens while the fee is not paid?"])
    )


@given(editions)
def test_no_question_of_any_edition_is_left_without_an_answer(edition):
    for language in ("fr", "en"):
        assert all(asked(edition, language=language).values())


@pytest.mark.django_db
@pytest.mark.parametrize("language", ["fr", "en"])
def test_the_page_asks_and_answers_in_both_languages(client, language):
    edition = make_edition()

    page = client.get(edition.get_absolute_url(), headers={"accept-language": language})

    for question, answer in asked(edition.plan, edition.programme, language).items():
        assertContains(page, escape(question))
        assertContains(page, escape(answer))
