"""What the words of a notice show, and the questions that they leave open."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from acquis.catalogue.checker import answered, check
from acquis.catalogue.definitions import (
    AllOf,
    Answers,
    AtLeast,
    Collection,
    Contact,
    EliminatoryBelow,
    Fee,
    Link,
    PublicText,
    ScoreAtLeast,
    Text,
)
from acquis.catalogue.tests.samples import (
    FIRST,
    SECOND,
    codes_of,
    every_answer,
    found_in,
    marked_programme,
    small_category,
    small_edition,
    small_programme,
    tariff,
)


def with_text(body: str) -> list[tuple[str, str]]:
    block = PublicText("obtaining", Text("Obtenir"), Text(f"Il en faut 2, avant minuit. {body}"))
    return found_in(public_texts=(block,))


@pytest.mark.parametrize(
    ("body", "code"),
    [
        ("Le pc et le PC.", "several-spellings"),
        ("Votre diplôme vous attend.", "document-name-mixed"),
        ("Chaque candidat.e.", "inclusive-dots"),
        ("Chaque candidat·e·s.", "inclusive-dots"),
        ("Les formateurs.trices.", "inclusive-dots"),
        ("Jury(s) de session.", "ambiguous-plural"),
        ("Avant le 12 janvier 2023.", "day-contradicted"),
        ("La loi du 12 janvier 2013.", "dates-disagree"),
        ("Né le 3 mars 2022, ou le 3 mars 2023.", "dates-disagree"),
    ],
)
def test_words_that_do_not_agree_are_doubtful(body, code):
    assert with_text(body) == [(code, "public_texts[obtaining].body")]


@pytest.mark.parametrize(
    "body",
    [
        "Le PC, à https://exemple.e.example/candidat.e ou pc@example.org.",
        "Depuis l'arrêté du 14 décembre 2010.",
        "Le dépôt ferme le 12 janvier 2024.",
    ],
)
def test_addresses_laws_and_right_dates_are_left_alone(body):
    assert with_text(body) == []


@pytest.mark.parametrize(
    ("body", "code"),
    [
        ("Il en faut 2.", "closing-hour-not-stated"),
        ("Avant 17 h.", "pass-rule-not-published"),
        ("Avant minuit le 2 avril 2024, ou du 2 au 4 mai.", "pass-rule-not-published"),
        ("Avant minuit, entre 12 et 2,5.", "pass-rule-not-published"),
    ],
)
def test_a_notice_tells_its_hour_and_its_rule(body, code):
    block = PublicText("obtaining", Text("Obtenir"), Text(body))

    assert found_in(public_texts=(block,)) == [(code, "public_texts")]


def test_every_threshold_of_the_rule_must_be_told():
    programme = marked_programme(
        rule=AllOf((ScoreAtLeast(Decimal(20)), EliminatoryBelow(Decimal(8)), AllOf(())))
    )

    (problem,) = check(programme, small_edition())

    assert problem.message.en == ("The texts do not state the rule of award (thresholds: 20, 8).")


@pytest.mark.parametrize(
    ("contact", "code", "field"),
    [
        (Contact(Text("Mme Durand"), "pc@example.org"), "person-in-contact", "contacts[0]"),
        (
            Contact(Text("Correspondant"), "claire.durand@example.org"),
            "person-in-contact",
            "contacts[0]",
        ),
        (
            Contact(Text("Correspondant"), "(adresse)"),
            "contact-without-mailbox",
            "contacts[0].mailbox",
        ),
    ],
)
def test_a_contact_is_a_role_and_a_shared_mailbox(contact, code, field):
    assert found_in(contacts=(contact,)) == [(code, field)]


@pytest.mark.parametrize("url", ["", "site du ministère", "http://ministere"])
def test_a_link_needs_a_full_address(url):
    assert found_in(links=(Link(Text("Site"), url), Link(Text("Bon"), "https://a.example"))) == [
        ("link-without-address", "links[0].url")
    ]


@pytest.mark.parametrize(
    ("collection", "expected"),
    [
        (Collection(Text("Ici")), [("collection-not-described", "collection")]),
        (Collection(Text("Ici"), by_post=True), [("collection-not-described", "collection")]),
        (Collection(Text("Ici"), Text("9 h")), [("collection-not-described", "collection")]),
        (Collection(Text("Ici"), Text("9 h"), by_proxy=True), []),
    ],
)
def test_collection_says_when_and_how(collection, expected):
    assert found_in(collection=collection) == expected


def unanswered(programme=None, **changes) -> set[str]:
    problems = check(programme or small_programme(), small_edition(answers=Answers(), **changes))
    return {code.removeprefix("unanswered-") for code in codes_of(problems)}


ALWAYS_ASKED = {
    "other-publics",
    "outside-accounts",
    "evaluator-replacement",
    "impartiality",
    "departing-from-proposals",
    "final-failure",
    "kept-results",
    "absence",
    "double-enrolment",
}


def test_some_questions_are_always_asked_and_others_when_they_matter():
    oral = marked_programme(rule=ScoreAtLeast(Decimal(2)))

    assert unanswered(oral) == ALWAYS_ASKED
    assert unanswered() == ALWAYS_ASKED | {"links-in-portfolio", "partial-claims"}
    assert unanswered(oral, sessions=(replace(FIRST, jury_until=date(2024, 1, 24)),)) == (
        ALWAYS_ASKED | {"sittings"}
    )
    assert unanswered(
        oral, sessions=(FIRST, SECOND), certificates_after="each_session"
    ) == ALWAYS_ASKED | {"sessions-covered", "late-enrolment"}
    assert unanswered(
        oral,
        categories=(
            small_category(fee=Fee("amount", (tariff(),)), checked_by="continuing_education"),
        ),
        fee_blocks="jury",
    ) == ALWAYS_ASKED | {"enrolment-route", "refund"}


def test_nothing_is_asked_about_late_enrolment_when_there_is_none():
    assert "late-enrolment" not in unanswered(sessions=(), categories=())
    assert "late-enrolment" not in unanswered(categories=(small_category(windows=()),))


def test_answers_are_told_to_the_public_with_their_questions():
    answers = Answers(absence=Text("Non.", "No."))

    assert answered(small_edition(answers=answers)) == (
        (
            Text(
                "Un candidat absent ou sans dossier a-t-il échoué ?",
                "Has a candidate failed who is absent or has deposited nothing?",
            ),
            Text("Non.", "No."),
        ),
    )
    assert len(answered(small_edition(answers=every_answer()))) == 17


def test_an_unreachable_rule_is_found_along_with_the_edition():
    assert found_in(small_programme(rule=AtLeast(5)))[0] == (
        "unreachable-threshold",
        "rule.at_least.count",
    )
