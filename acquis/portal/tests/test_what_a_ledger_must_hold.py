"""The invariant of the ledger: true after any legal history, and false once a line is wrong."""

from contextlib import suppress
from itertools import count

import pytest
from django.core.files.base import ContentFile
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from acquis.accounts.models import Role
from acquis.base.refusal import Refusal
from acquis.enrolment import actions
from acquis.enrolment.models import Enrolment, LedgerLine
from acquis.portal.rehearsal.invariants import CHECKS
from conftest import unguarded
from tests.factories import PDF, make_edition, make_person, make_staff

pytestmark = pytest.mark.django_db
RECEIPTS = count(1)
CENTS = st.integers(1, 9694)
ACTS = st.one_of(
    st.tuples(st.sampled_from(["pay", "exempt", "end_exemption", "refund", "quote"]), CENTS),
    st.tuples(
        st.just("change_category"),
        st.sampled_from(["tours-meef", "tours-other", "m1-tours-other", "free-accompanied"]),
    ),
    st.tuples(st.sampled_from(["refuse", "reconsider", "withdraw", "take_up", "send"]), st.none()),
)


def faults(edition):
    return list(CHECKS["I6_ledger_balances"](edition))


def pdf():
    return ContentFile(PDF, name="piece.pdf")


def sent(category="tours-other"):
    person = make_person()
    enrolment, _ = actions.start(make_edition(), category, by=person)
    actions.join(enrolment, "enrolment-certificate", pdf(), by=person)
    return actions.send(enrolment, by=person, version=enrolment.version)


def act(enrolment, verb, value, office):
    """One act on the enrolment as it is now; what the rules refuse changes nothing."""
    enrolment = Enrolment.objects.with_edition().get(pk=enrolment.pk)
    told = {
        "pay": {"cents": value, "means": "cash", "receipt_number": f"R-{next(RECEIPTS)}"},
        "exempt": {"cents": value, "reason": "Bourse", "proof": pdf()},
        "end_exemption": {"cents": value, "reason": "Bourse annulée"},
        "refund": {"cents": value, "reason": "Erreur"},
        "quote": {"version": enrolment.version, "cents": value, "reference": "D-1"},
        "change_category": {"version": enrolment.version, "category": value, "reason": "Oui"},
        "refuse": {"reason": "Non"},
        "send": {"version": enrolment.version},
    }
    by = enrolment.person if verb in ("withdraw", "take_up", "send") else office
    with suppress(Refusal):
        getattr(actions, verb)(enrolment, by=by, **told.get(verb, {}))


@given(category=st.sampled_from(["tours-other", "tours-meef"]), story=st.lists(ACTS, max_size=9))
@settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
def test_any_legal_history_counts_the_fee_once(category, story):
    with transaction.atomic():
        enrolment, office = sent(category), make_staff(Role.Kind.OFFICE)

        for verb, value in story:
            act(enrolment, verb, value, office)
            assert faults(enrolment.edition) == []

        transaction.set_rollback(True)


def test_a_change_from_a_paying_to_a_free_category_keeps_its_promise():
    enrolment, office = sent(), make_staff(Role.Kind.OFFICE)

    act(enrolment, "change_category", "tours-meef", office)

    assert [line.amount_cents for line in enrolment.ledger.order_by("number")] == [9694, -9694]
    assert faults(enrolment.edition) == []


def wrong(enrolment, kind, cents, number=3, **fields):
    """A line that no act would write."""
    LedgerLine.objects.create(
        enrolment=enrolment,
        institution=enrolment.institution,
        number=number,
        kind=kind,
        amount_cents=cents,
        at=enrolment.sent_at,
        by=enrolment.person,
        reason="Erreur",
        **fields,
    )


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ({"kind": "adjusted", "cents": 1}, "charged 9695 for a fee of 9694"),
        ({"kind": "adjusted", "cents": -1}, "charged 9693 for a fee of 9694"),
        ({"kind": "adjusted", "cents": 0, "number": 4}, "lines are not numbered in a row"),
        ({"kind": "exempt", "cents": 9000}, "balances [0, 9694, 8694, -306]"),
        ({"kind": "exempt", "cents": -500}, "kept 1000, exempt -500"),
        ({"kind": "refunded", "cents": 1001}, "kept -1, exempt 0"),
    ],
)
def test_a_line_that_no_act_would_write_is_found(line, told):
    enrolment = sent()
    act(enrolment, "pay", 1000, make_staff(Role.Kind.CASHIER))

    wrong(enrolment, **line)

    assert f"{enrolment.pk}: {told}" in faults(enrolment.edition)


def test_a_fee_never_charged_or_charged_without_being_due_is_found():
    free, paying = sent("tours-meef"), sent()
    with unguarded():
        paying.ledger.all().delete()
    wrong(free, "adjusted", 9694, number=1)

    assert set(faults(free.edition)) == {
        f"{paying.pk}: charged 0 for a fee of 9694",
        f"{free.pk}: charged by ['adjusted']",
        f"{free.pk}: charged 9694 for a fee of 0",
    }


def test_a_fee_still_charged_after_a_withdrawal_is_found():
    enrolment = sent()
    actions.withdraw(enrolment, by=enrolment.person)

    with unguarded():
        enrolment.ledger.filter(kind="adjusted").delete()

    assert faults(enrolment.edition) == [f"{enrolment.pk}: charged 9694 for a fee of 0"]
