"""What the checker says of the publics of an edition and of what they pay."""

from datetime import date

import pytest

from acquis.catalogue.checker import check
from acquis.catalogue.definitions import (
    Contact,
    Fee,
    ProofKind,
    PublicText,
    Text,
)
from acquis.catalogue.tests.samples import (
    FIRST,
    found_in,
    small_category,
    small_edition,
    small_programme,
    tariff,
)


def with_fee(fee: Fee, **changes) -> list[tuple[str, str]]:
    return found_in(categories=(small_category(fee=fee),), fee_blocks="jury", **changes)


@pytest.mark.parametrize(
    ("changes", "code", "field"),
    [
        ({"eligibility": Text("")}, "category-without-eligibility", "eligibility"),
        ({"proofs": ()}, "category-without-proof", "proofs"),
        ({"windows": ()}, "category-never-open", "windows"),
        ({"also_called": (Text("Autres"),)}, "category-with-several-names", "also_called"),
    ],
)
def test_a_category_that_is_described_by_halves_is_doubtful(changes, code, field):
    assert found_in(categories=(small_category(**changes),)) == [(code, f"categories[all].{field}")]


def test_a_code_may_serve_once_only():
    proof = ProofKind("identity", Text("Pièce d'identité"))
    block = PublicText("obtaining", Text("Obtenir"), Text("Il en faut 2, avant minuit."))

    assert found_in(
        categories=(small_category(proofs=(proof, proof)), small_category()),
        public_texts=(block, block),
    ) == [
        ("duplicate-code", "categories[all]"),
        ("duplicate-code", "public_texts[obtaining]"),
    ]
    assert found_in(categories=(small_category(proofs=(proof, proof)),)) == [
        ("duplicate-code", "categories[all].proofs[identity]")
    ]
    assert ("duplicate-code", "sessions[1]") in found_in(sessions=(FIRST, FIRST))


def test_a_confirmed_tariff_of_the_year_is_no_problem():
    assert with_fee(Fee("amount", (tariff(),))) == []
    assert with_fee(Fee("amount", (tariff(source=Text("Vote")),))) == []


@pytest.mark.parametrize(
    ("fee", "expected"),
    [
        (Fee("free", (tariff(),)), [("tariff-without-price", "tariffs")]),
        (Fee("amount"), [("no-tariff", "tariffs")]),
        (
            Fee("amount", (tariff(valid_from=date(2023, 11, 1)),)),
            [("no-valid-tariff", "tariffs")],
        ),
        (
            Fee("amount", (tariff(source=Text("Vote de 2022-2023")),)),
            [("stale-tariff", "tariffs[0]")],
        ),
        (
            Fee("amount", (tariff(), tariff(valid_until=date(2023, 8, 31)))),
            [("stale-tariff", "tariffs[1]")],
        ),
        (
            Fee("amount", (tariff(is_confirmed=False),)),
            [("unconfirmed-tariff", "tariffs[0].is_confirmed")],
        ),
    ],
)
def test_a_fee_must_be_owed_on_the_days_of_enrolment_and_should_be_fresh(fee, expected):
    assert with_fee(fee) == [(code, f"categories[all].fee.{field}") for code, field in expected]


def test_amounts_are_written_as_each_language_does():
    stale = tariff(source=Text("Vote de 2022-2023", "Vote of 2022-2023"))
    edition = small_edition(
        categories=(small_category(fee=Fee("amount", (stale,))),), fee_blocks="jury"
    )

    (problem,) = check(small_programme(), edition)

    assert problem.message == Text(
        "Le tarif de 45,50 € est celui d'une autre année que 2023-2024 (Vote de 2022-2023).",
        "The tariff of €45.50 belongs to another year than 2023-2024 (Vote of 2022-2023).",
    )


def test_a_quotation_needs_somebody_to_ask():
    no_address = (Contact(Text("Service"), "au bureau", desk="office"),)

    assert with_fee(Fee("quotation")) == []
    assert with_fee(Fee("quotation"), contacts=()) == [
        ("quotation-without-contact", "categories[all].fee")
    ]
    assert with_fee(Fee("quotation"), contacts=no_address) == [
        ("quotation-without-contact", "categories[all].fee"),
        ("contact-without-mailbox", "contacts[0].mailbox"),
    ]


def test_a_price_without_window_and_an_unpaid_fee_without_effect_are_doubtful():
    closed = small_category(fee=Fee("amount", (tariff(),)), windows=())

    assert found_in(categories=(closed,)) == [
        ("priced-never-open", "categories[all].windows"),
        ("missing-payment-without-effect", "fee_blocks"),
    ]
