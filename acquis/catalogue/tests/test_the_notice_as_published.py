"""The notice of 2022-2023 as it was published: each of its 37 doubtful points is found.

The rows are numbered as in the review of the notice that preceded this product. A row that no
date and no word can show is found as a question that the edition leaves unanswered: the checker
asks it until `answers` holds the reply.
"""

import pytest

from acquis.catalogue.checker import check_path
from acquis.catalogue.tests.samples import AS_PUBLISHED, C2I2E

ROWS = {
    1: (
        "23 April 2022 beside 2023",
        {"day-contradicted", "deadline-before-campaign", "wrong-year"},
    ),
    2: ("11 June 2022 beside 2023", {"day-contradicted", "deadline-before-campaign", "wrong-year"}),
    3: ("Sundays, 8 May, no hour", {"sunday", "public-holiday", "closing-hour-not-stated"}),
    4: ("M1 have a price but no window", {"priced-never-open", "category-never-open"}),
    5: ("teachers or trainers", {"category-with-several-names"}),
    6: ("tariff of 2020-2021", {"stale-tariff", "no-valid-tariff", "unconfirmed-tariff"}),
    7: ("a period outside its campaign", {"campaign-with-several-periods"}),
    8: ("overlap with campaign 2", {"campaigns-overlap"}),
    9: ("price to ask of SEFCO", {"quotation-without-contact"}),
    10: ("who registers free candidates", {"unanswered-enrolment-route"}),
    11: ("free or paying cannot be guessed", {"category-without-proof"}),
    12: ("agrégatifs may not be M2", {"category-without-eligibility"}),
    13: ("publics not named", {"unanswered-other-publics"}),
    14: ("people of Tours have no account", {"unanswered-outside-accounts"}),
    15: ("one or two sessions for one fee", {"unanswered-sessions-covered"}),
    16: ("no pass rule", {"pass-rule-not-published", "unconfirmed-fact"}),
    17: ("a link can change", {"unanswered-links-in-portfolio"}),
    18: ("kind of proof unspecified", {"unanswered-condition-proofs"}),
    19: ("part of the competences", {"unanswered-partial-claims"}),
    20: ("a single evaluator", {"unanswered-evaluator-replacement"}),
    21: ("evaluators on the jury", {"unanswered-impartiality"}),
    22: ("jury or juries", {"ambiguous-plural", "unanswered-sittings"}),
    23: ("follow proposals, item by item?", {"unanswered-departing-from-proposals"}),
    24: ("failure at session 2", {"unanswered-final-failure"}),
    25: ("30 days between sessions", {"short-time-between-sessions"}),
    26: ("are results kept next year", {"unanswered-kept-results"}),
    27: ("absent or failed", {"unanswered-absence"}),
    28: ("certificates after session 2 only", {"certificates-wait"}),
    29: ("certificat or diplôme", {"document-name-mixed"}),
    30: ("how to collect", {"collection-not-described"}),
    31: ("C2i2E, C2I2e, C2i2e", {"several-spellings"}),
    32: ("a late wish to enrol", {"unanswered-late-enrolment"}),
    33: ("refund, waiver, unpaid fee", {"unanswered-refund", "missing-payment-without-effect"}),
    34: ("enrolled twice", {"unanswered-double-enrolment"}),
    35: ("inclusive dots", {"inclusive-dots"}),
    36: ("a contact without a shared mailbox", {"contact-without-mailbox"}),
    37: ("links without address", {"link-without-address"}),
}
PROBLEMS = check_path(AS_PUBLISHED)


@pytest.mark.parametrize("row", ROWS)
def test_each_doubtful_point_of_the_notice_is_found(row):
    subject, expected = ROWS[row]

    missed = expected - {problem.code for problem in PROBLEMS}

    assert missed == set(), subject


def test_the_37_points_explain_everything_that_is_found_in_the_notice():
    explained = {"unconfirmed-fact"}.union(*(codes for _, codes in ROWS.values()))

    assert {problem.code for problem in PROBLEMS} == explained


@pytest.mark.parametrize(
    ("code", "line_of", "message"),
    [
        (
            "deadline-before-campaign",
            "deposit_until: 2022-04-23",
            "Le dépôt de la session 1 ferme le 23 avril 2022, avant l'ouverture des inscriptions "
            "le 30 septembre 2022.",
        ),
        (
            "public-holiday",
            "jury_from: 2023-05-08",
            "Le 8 mai 2023 est férié ou fermé : c'est la victoire de 1945.",
        ),
        ("several-spellings", "  - code: meaning", "Le sigle C2i2e est aussi écrit C2i2E, C2I2e."),
    ],
)
def test_problems_are_placed_on_the_line_to_correct(code, line_of, message):
    lines = AS_PUBLISHED.read_text().splitlines()

    problem = next(each for each in PROBLEMS if each.code == code)

    around = lines[problem.line - 3 : problem.line]
    assert any(line_of in line for line in around)
    assert problem.message.fr == message


def test_a_wrong_year_is_answered_with_the_right_one():
    remedies = [each.remedy.en for each in PROBLEMS if each.code == "deadline-before-campaign"]

    assert remedies == ["Did you mean 2023-04-23?", "Did you mean 2023-06-11?"]


def test_the_corrected_edition_has_no_error_left_and_keeps_its_real_doubts():
    problems = check_path(C2I2E / "editions" / "2022-2023.yaml")

    assert [each for each in problems if each.severity == "error"] == []
    assert sorted((each.code, each.field) for each in problems if each.severity == "warning") == [
        ("campaigns-overlap", "categories[free-dry].windows[0]"),
        ("campaigns-overlap", "categories[free-dry].windows[0]"),
        ("category-never-open", "categories[m1-orleans].windows"),
        ("category-never-open", "categories[m1-tours-meef].windows"),
        ("certificates-wait", "certificates_after"),
        ("priced-never-open", "categories[m1-tours-other].windows"),
        ("public-holiday", "sessions[1].jury_from"),
        ("short-time-between-sessions", "sessions[2].deposit_until"),
        ("stale-tariff", "categories[free-dry].fee.tariffs[0]"),
        ("stale-tariff", "categories[m1-tours-other].fee.tariffs[0]"),
        ("stale-tariff", "categories[tours-other].fee.tariffs[0]"),
        ("sunday", "categories[free-accompanied].windows[0].closes_on"),
        ("sunday", "categories[free-dry].windows[0].closes_on"),
        ("sunday", "sessions[1].deposit_until"),
        ("sunday", "sessions[2].deposit_until"),
    ]
    assert {each.field for each in problems if each.code == "unconfirmed-tariff"} == {
        "categories[free-dry].fee.tariffs[0].is_confirmed",
        "categories[m1-tours-other].fee.tariffs[0].is_confirmed",
        "categories[tours-other].fee.tariffs[0].is_confirmed",
    }
