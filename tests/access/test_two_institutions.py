"""Nothing of one institution shows in another, nor of one person to another: ids, lists, filters.

Abuse cases 1 to 5, 39 and 40 of the threat model: an identifier is an address, never a right.
"""

from urllib.parse import urlencode

import pytest
from django.urls import reverse

from acquis.enrolment.models import Enrolment
from acquis.evaluation.models import Assignment
from acquis.jury.models import Case, Jury, Member, Presence, Recusal
from tests.access import policy
from tests.access.knocking import Visitor, arguments, routes
from tests.access.world import Side, World

METHODS = ("GET", "POST")
# What belongs to a person or to a jury, and not to a desk of the institution.
THEIRS_ALONE = policy.CANDIDATE | policy.EVALUATOR | policy.JURY
# These ask to be recognised again before they look for anything, whatever the address names.
RECOGNISED_FIRST = ("key", "link")
# Each page that lists, and who reads it in each institution; the rows of the home pages are told
# as counts.
LISTS = {
    "letters:mine": ["candidate"],
    "letters:sendings": ["office"],
    "letters:undelivered": ["office"],
    "catalogue:staff": ["office", "administrator"],
    "enrolment:list_mine": ["candidate"],
    "enrolment:desk": ["office", "continuing_education"],
    "enrolment:cash": ["office", "cashier"],
    "evaluation:mine": ["evaluator"],
    "evaluation:assignments": ["office"],
    "evaluation:share_out": ["office"],
    "jury:list": ["office", "president", "juror"],
    "jury:new": ["office"],
    "outcomes:mine": ["candidate"],
    "outcomes:publications": ["office"],
    "outcomes:desk": ["office", "certificate_desk"],
}
READERS = [(route, actor) for route, actors in LISTS.items() for actor in actors]
HOMES = ["office", "candidate", "evaluator", "juror", "president", "certificate_desk", "cashier"]


@pytest.fixture
def world(db):
    return World("places")


def doors():
    return [(route, door) for doors in policy.FACETS.values() for route, door in doors.items()]


def opened(door, method):
    """Everybody to whom the door opens in some state."""
    allowed = door.read if method == "GET" else door.act
    return set().union(*(allowed or {}).values()) & policy.SIGNED_IN - policy.ANY_ELSEWHERE


def found(visitor, method, route, door, things):
    given = arguments(routes()[route], door.names, things)
    if not given:
        return "nothing asked"
    sent = {name: things[name].pk for name in door.sends}
    return visitor.ask(method, reverse(route, kwargs=given), sent).word


def test_the_same_role_of_another_institution_finds_nothing(world):
    asked = [
        (route, method, actor, found(Visitor(world.people[actor]), method, route, door, there))
        for there in (world.there.things,)
        for route, door in doors()
        if door.names not in ("", *RECOGNISED_FIRST)
        for method in METHODS
        for actor in sorted(opened(door, method))
    ]

    assert len(asked) > 130
    assert [each for each in asked if each[-1] != "closed"] == []


def test_one_candidate_evaluator_or_jury_finds_nothing_of_another(world):
    asked = [
        (route, method, actor, found(Visitor(world.people[actor]), method, route, door, others))
        for others in (world.here.others,)
        for route, door in doors()
        if door.names not in ("", "edition", *RECOGNISED_FIRST)
        for method in METHODS
        for actor in sorted(opened(door, method) & THEIRS_ALONE)
    ]
    asked = [each for each in asked if each[-1] != "nothing asked"]

    assert len(asked) > 60
    assert [each for each in asked if each[-1] != "closed"] == []


@pytest.mark.parametrize("side", ["others", "there"])
def test_a_file_of_another_dossier_is_not_found_through_ones_own(world, side):
    foreign = world.here.others if side == "others" else world.there.things
    evaluator, president = (Visitor(world.people[name]) for name in ("evaluator", "president"))
    own = world.here.things
    addresses = [
        (evaluator, "evaluation:evidence_file", own["assignment"].pk),
        (president, "jury:evidence_file", own["case"].pk),
    ]

    for visitor, route, key in addresses:
        mine = visitor.ask("GET", reverse(route, args=[key, own["evidence"].file_id]))
        theirs = visitor.ask("GET", reverse(route, args=[key, foreign["evidence"].file_id]))
        proof = visitor.ask("GET", reverse(route, args=[key, foreign["proof"].file_id]))
        # Not evidence either: the proof that the same candidate gave to the desk.
        own_proof = visitor.ask("GET", reverse(route, args=[key, own["proof"].file_id]))

        assert [each.word for each in (mine, theirs, proof, own_proof)] == [
            "open",
            "closed",
            "closed",
            "closed",
        ]


# An act on one's own thing, with fields that name somebody or something elsewhere.
REACHING_OVER = [
    ("office", "jury:convene", "sitting", {"which": "chosen", "enrolments": "enrolment"}),
    ("office", "jury:presence", "sitting", {"member": "member"}),
    ("office", "jury:leave", "sitting", {"member": "member"}),
    ("office", "evaluation:assign", "deposit", {"evaluator": "evaluator"}),
    ("office", "evaluation:share_out", "", {"edition": "edition", "session": "1"}),
    ("office", "jury:new", "", {"edition": "edition", "session": "1", "name": "Jury bis"}),
    ("president", "jury:recuse", "case", {"member": "member", "reason": "Un lien."}),
    ("evaluator", "evaluation:recuse", "assignment", {"assignment": "assignment"}),
]
ACT = {
    "act_reference": "Arrêté 2023-18",
    "appointed_on": "2023-04-03",
    "signatory": "La présidente",
}


def test_an_act_that_names_a_thing_elsewhere_changes_nothing_of_it(world):
    there = {**world.there.things, "evaluator": world.there.people["evaluator"]}
    before, found = reached(world.there), []

    for actor, route, thing, fields in REACHING_OVER:
        named = {name: getattr(there.get(word), "pk", word) for name, word in fields.items()}
        given = [world.here.things[thing].pk] if thing else []
        answer, after = Visitor(world.people[actor]).act(
            reverse(route, args=given), ACT | named, lambda: reached(world.there)
        )
        if after != before or answer.word not in ("open", "closed"):
            found.append((route, answer, after))

    assert found == []


def reached(side):
    """What an act on the other institution's things would change, or join to one's own."""
    person, things = side.people["evaluator"], side.things
    return {
        "cases": Case.objects.filter(enrolment=things["enrolment"]).count(),
        "presences": Presence.objects.filter(member=things["member"]).count(),
        "recusals": Recusal.objects.filter(member=things["member"]).count(),
        "members": Member.objects.filter(jury__edition=side.edition).count(),
        "assignments": sorted(
            Assignment.objects.filter(evaluator=person).values_list("pk", "state", "evaluator")
        ),
        "given": Assignment.objects.filter(institution=side.institution).count(),
        "juries": Jury.objects.filter(edition=side.edition).count(),
    }


def marks(side):
    """What gives away a row of this institution: identifiers, addresses, numbers, codes."""
    found = {side.edition.get_absolute_url()}
    for things in (side.things, side.others):
        keys = [str(thing.pk) for name, thing in things.items() if name != "edition"]
        found |= {*keys, things["enrolment"].student_number, things["deposit"].number}
        if "paper" in things:
            found.add(things["paper"].code)
    return found | {person.email for person in side.people.values()} | {str(side.edition.pk)}


def shown(side, body):
    text = body.decode(errors="replace")
    return {mark for mark in marks(side) if mark in text}


def questions(side):
    """Every way to ask a list for more than one's own."""
    things = side.things
    return [
        {},
        {"page": "2"},
        {"q": "candidate"},
        {"q": "evaluator", "show": "all", "state": ""},
        {"show": "all", "page": "1"},
        {"show": "handed"},
        {"show": "attestations"},
        {"state": "accepted", "category": "tours-other"},
        {"state": "sent"},
        {"edition": things["edition"].pk, "session": "1"},
        {"edition": things["edition"].pk, "q": "candidate", "show": "all"},
        {"q": "1", "show": "waiting"},
    ]


def test_a_list_never_shows_a_row_of_another_institution(world):
    # Both have somebody in a category of continuing education.
    for side in (world.here, world.there):
        Enrolment.objects.filter(pk=side.others["enrolment"].pk).update(
            category="free-dry", is_for_continuing_education=True
        )
    echoed = {str(world.here.edition.pk)}  # said back to who typed it

    own, leaks = {}, []
    for route, actor in READERS:
        here, there = (Visitor(world.people[f"{actor}{side}"]) for side in ("", "_elsewhere"))
        page = here.ask("GET", f"{reverse(route)}?show=all")
        own[route, actor] = shown(world.here, page.body)
        for asked in questions(world.here):
            answer = there.ask("GET", f"{reverse(route)}?{urlencode(asked)}")
            if rows := shown(world.here, answer.body) - echoed:
                leaks.append((route, actor, asked, rows))

    assert leaks == []
    assert [page for page, rows in own.items() if not rows] == []


@pytest.mark.django_db
def test_no_list_nor_count_changes_when_another_institution_comes():
    alone = Side("tours").to_the_end()
    readers = [*READERS, *(("portal:home", actor) for actor in HOMES)]
    visitors = {actor: Visitor(alone.people[actor]) for _, actor in readers}

    def pages():
        return {
            (route, actor): visitors[actor].ask("GET", f"{reverse(route)}?show=all").body
            for route, actor in readers
        }

    before = pages()
    Side("orleans").to_the_end()
    after = pages()

    assert [page for page, body in before.items() if after[page] != body] == []


def test_a_page_about_ones_own_thing_shows_nothing_of_another_institution(world):
    pages = [
        (route, actor, given)
        for route, door in doors()
        if door.names
        for actor in sorted(opened(door, "GET"))
        if (given := arguments(routes()[route], door.names, world.there.things))
    ]
    visitors = {name: Visitor(world.people.get(f"{name}_elsewhere")) for _, name, _ in pages}

    told = {
        (route, actor): shown(
            world.here, visitors[actor].ask("GET", reverse(route, kwargs=given)).body
        )
        for route, actor, given in pages
    }

    assert len(told) > 40
    assert {page: rows for page, rows in told.items() if rows} == {}
