"""One person with every hat handles everybody's request but their own (abuse cases 41 to 43)."""

from datetime import date

import pytest
from django.urls import reverse

from acquis.accounts.models import Role
from acquis.evaluation.models import Assignment
from acquis.jury import actions as deliberate
from acquis.jury.models import Member
from tests.access.knocking import Visitor
from tests.access.world import World


@pytest.fixture
def hats(db):
    """The candidate of the first institution has every role there, too."""

    def wear(facet):
        world = World(facet)
        for kind in Role.Kind:
            Role.objects.create(
                person=world.people["candidate"],
                institution=world.here.institution,
                kind=kind,
                since=date(2020, 1, 1),
            )
        return world, Visitor(world.people["candidate"])

    return wear


DESK = [
    ("GET", "enrolment:desk_enrolment"),
    ("POST", "enrolment:decide"),
    ("POST", "enrolment:ask_completion"),
    ("POST", "enrolment:quote"),
    ("POST", "enrolment:change_category"),
    ("GET", "enrolment:cash_enrolment"),
    ("POST", "enrolment:pay"),
    ("POST", "enrolment:exempt"),
    ("POST", "enrolment:end_exemption"),
    ("POST", "enrolment:refund"),
]


@pytest.mark.parametrize("state", ["sent", "accepted", "free sent", "free accepted"])
def test_nobody_is_at_both_sides_of_the_desk(hats, state):
    world, person = hats("enrolment")

    with world.in_state(state) as things:
        own, other = things["enrolment"], world.here.others["enrolment"]
        at_own = {each: person.ask(each[0], reverse(each[1], args=[own.pk])).word for each in DESK}
        at_other = person.ask("GET", reverse("enrolment:desk_enrolment", args=[other.pk])).word
        proof = person.ask("POST", reverse("enrolment:check_proof", args=[things["proof"].pk]))
        late = person.ask("POST", reverse("enrolment:close_late_opening", args=[things["late"].pk]))

    assert set(at_own.values()) == {"closed"}
    assert (at_other, proof.word, late.word) == ("open", "closed", "closed")


def test_nobody_evaluates_their_own_dossier_nor_gives_it(hats):
    world, person = hats("assignment")
    deposit, me = world.here.things["deposit"], world.people["candidate"]
    address = reverse("evaluation:assign", args=[deposit.pk])

    _, mine = person.act(
        address,
        {"evaluator": me.pk},
        lambda: Assignment.objects.filter(deposit=deposit, evaluator=me).count(),
    )

    assert mine == 0


def test_nobody_sits_on_their_own_case(hats):
    world, _ = hats("sitting")
    office, me = Visitor(world.people["office"]), world.people["candidate"]
    jury, sitting = world.here.others["jury"], world.here.others["sitting"]

    _, is_member = office.act(
        reverse("jury:add_member", args=[world.here.things["jury"].pk]),
        {"email": me.email, "quality": "professeur"},
        lambda: Member.objects.filter(jury=world.here.things["jury"], person=me).exists(),
    )
    Member.objects.create(jury=jury, person=me, quality="professeur")
    deliberate.release(world.here.things["case"], by=world.people["office"])
    _, is_heard = office.act(
        reverse("jury:convene", args=[sitting.pk]),
        {"which": "all"},
        lambda: sitting.cases.filter(enrolment__person=me).exists(),
    )

    assert (is_member, is_heard) == (False, False)


@pytest.mark.parametrize("route", ["outcomes:hand_over", "outcomes:duplicate", "outcomes:revoke"])
def test_nobody_hands_over_replaces_or_revokes_their_own_certificate(hats, route):
    world, person = hats("paper")

    with world.in_state("handed_over") as things:
        answer = person.ask("GET", reverse(route, args=[things["paper"].pk]))

    assert answer.word == "closed"
