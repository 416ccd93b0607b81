"""Every address × every actor × every state of what it names, against tests/access/policy.py."""

from collections import defaultdict

import pytest
from django.urls import reverse

from tests.access import policy
from tests.access.knocking import Visitor, arguments, nonexistent, routes
from tests.access.world import World

METHODS = ["GET", "HEAD", "POST"]
CELLS = defaultdict(int)


@pytest.fixture(scope="session", autouse=True)
def _count_told(request):
    yield
    with request.config.pluginmanager.getplugin("capturemanager").global_and_fixture_disabled():
        told = ", ".join(f"{facet} {count}" for facet, count in sorted(CELLS.items()))
        print(f"\naccess matrix: {sum(CELLS.values())} cells ({told})")


def test_every_address_has_a_policy_and_every_policy_an_address():
    written = [route for doors in policy.FACETS.values() for route in doors]

    assert sorted(written) == sorted(routes())
    assert set(written) >= policy.WITHOUT_LOGIN


def test_every_actor_of_the_policy_exists(db):
    assert set(World("edition").people) >= policy.ANYBODY


@pytest.mark.django_db
@pytest.mark.urls("tests.access.urls")
@pytest.mark.parametrize("facet", policy.FACETS)
def test_a_door_opens_to_those_whom_the_policy_names(facet):
    world, differences, reached = World(facet), defaultdict(set), set()
    visitors = {name: Visitor(world.people[name]) for name in sorted(policy.ANYBODY)}

    for state in world.states():
        with world.in_state(state) as things:
            for route, given in addresses(facet, things):
                url, sent = reverse(route, kwargs=given), posted(facet, route, things)
                for actor, visitor in visitors.items():
                    for method in methods(facet, route, is_first=route not in reached):
                        answer = visitor.ask(method, url, sent)
                        CELLS[facet] += 1
                        for what in wrong(facet, route, method, actor, state, answer):
                            differences[method, route, what].add((actor, state))
                reached.add(route)

    assert not differences, table(differences)
    assert reached == set(policy.FACETS[facet])


def methods(facet, route, *, is_first):
    """All of them in the first state. What no state changes is not asked again in each: a method
    refused to everybody, and HEAD, which the same view answers as GET."""
    door = policy.FACETS[facet][route]
    again = [method for method, allowed in (("GET", door.read), ("POST", door.act)) if allowed]
    return METHODS if is_first else again


def addresses(facet, things):
    """(route, its arguments) of those that name a thing which exists in this state."""
    for route, door in policy.FACETS[facet].items():
        given = arguments(routes()[route], door.names, things)
        if given is not None:
            yield route, given


def posted(facet, route, things):
    """An empty form, but for what the act is about."""
    return {name: things[name].pk for name in policy.FACETS[facet][route].sends}


def wrong(facet, route, method, actor, state, answer):
    """What is not as it must be with one answer, in words."""
    due = policy.expected(facet, route, method, actor, state)
    if answer.word != due:
        yield f"{answer.word}, must be {due}"
    if answer.word == "closed" and method != "HEAD" and answer.whole != b"not found":
        yield "not found, with a page of its own"
    yield from answer.faults


def table(differences):
    """One line a difference: who and in which states, for a person to decide who is right."""
    lines = defaultdict(list)
    for (method, route, what), cells in differences.items():
        actors = frozenset(actor for actor, _ in cells)
        states = frozenset(state for _, state in cells)
        lines[route, what, actors, states].append(method)
    told = [
        f"{route} {'/'.join(methods)}: {what} [{', '.join(sorted(states))}] {among(actors)}"
        for (route, what, actors, states), methods in lines.items()
    ]
    return "\n".join([f"{len(told)} differences", *sorted(told)])


def among(actors):
    """The actors, or those left out when they are few."""
    for name, everybody in (("anybody", policy.ANYBODY), ("all signed in", policy.SIGNED_IN)):
        others = everybody - actors
        if actors <= everybody and len(others) < 9:
            return f"{name}{' but ' if others else ''}{', '.join(sorted(others))}"
    return ", ".join(sorted(actors))


@pytest.mark.django_db
@pytest.mark.parametrize("facet", [facet for facet in policy.FACETS if facet != "places"])
def test_what_is_not_yours_looks_like_what_does_not_exist(facet):
    world = World(facet)
    state = list(world.states())[-1]
    strangers = [Visitor(world.people[name]) for name in ("other_candidate", "office_elsewhere")]

    with world.in_state(state) as things:
        told_apart = [
            (route, method)
            for route, given in addresses(facet, things)
            if nonexistent(given) != given
            for method in METHODS
            for visitor in strangers
            if not same(visitor, method, route, given)
        ]

    assert told_apart == []


def same(visitor, method, route, given):
    """Whether the answer is the one for a thing that does not exist, but for the address asked."""
    invented = nonexistent(given)
    theirs = visitor.ask(method, reverse(route, kwargs=given))
    nothing = visitor.ask(method, reverse(route, kwargs=invented))
    body = theirs.body
    for word, value in given.items():
        body = body.replace(str(value).encode(), str(invented[word]).encode())
    return theirs.word == "open" or (theirs.status, body) == (nothing.status, nothing.body)
