"""A candidate learns the result when it is published, and never who read the dossier.

Abuse cases 63 and 64: every page, file and list that a candidate may open, in every state of the
dossier and of the sitting.
"""

import pytest
from django.urls import reverse

from tests.access import policy
from tests.access.knocking import Visitor, arguments, routes
from tests.access.world import World

BEFORE = [("assignment", state) for state in ("assigned", "sent", "recused")]
BEFORE += [("sitting", state) for state in ("planned", "open", "sealed")]
# What only the evaluator, the jury or the seal has said so far.
PROPOSED = "Lecture de "
READERS = ("evaluator", "juror", "juror_aside", "president")


def pages(visitor, things):
    """{address: what it tells} of everything that the candidate may read."""
    found = {}
    for doors in policy.FACETS.values():
        for route, door in doors.items():
            given = arguments(routes()[route], door.names, things)
            people = set().union(*(door.read or {}).values())
            if given is not None and "candidate" in people:
                answer = visitor.ask("GET", reverse(route, kwargs=given))
                if answer.word == "open":
                    found[reverse(route, kwargs=given)] = answer.whole.decode(errors="replace")
    return found


def named(world, told):
    """The persons of the evaluation and of the jury whom a page names."""
    people = [world.people[name] for name in READERS]
    return [who.email for who in people if who.email in told or str(who) in told]


@pytest.mark.django_db
@pytest.mark.parametrize(("facet", "state"), BEFORE)
def test_nothing_of_a_proposal_or_of_a_result_is_read_before_its_publication(facet, state):
    world = World(facet)
    candidate = Visitor(world.people["candidate"])

    with world.in_state(state) as things:
        read = pages(candidate, things)
        secrets = [PROPOSED, *(str(things[n].pk) for n in ("assignment", "case") if n in things)]
        if act := things.get("act"):
            secrets += [str(act.pk), act.number, act.sha256]

    assert len(read) > 15
    assert {a: s for a, told in read.items() for s in secrets if s in told} == {}
    assert {a: who for a, told in read.items() if (who := named(world, told))} == {}


@pytest.mark.django_db
def test_the_reasons_are_read_once_published_and_not_who_gave_them():
    world = World("sitting")
    candidate = Visitor(world.people["candidate"])

    with world.in_state("published") as things:
        read = pages(candidate, things)

    assert [a for a, told in read.items() if PROPOSED in told] == [reverse("outcomes:mine")]
    assert {a: who for a, told in read.items() if (who := named(world, told))} == {}
