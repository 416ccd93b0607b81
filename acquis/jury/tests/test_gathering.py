"""Who is there, and the opening."""

from datetime import timedelta

import pytest
from django.urls import reverse
from pytest_django.asserts import assertRedirects

from acquis.base import clock
from acquis.base.models import Entry
from acquis.base.refusal import Refusal
from acquis.jury import actions
from acquis.jury.models import SittingState
from tests.factories import make_person

from . import scenes
from .strangers import all_not_found, statuses, strangers_to

pytestmark = pytest.mark.django_db


def mark(client, sitting, member, person, name="presence"):
    client.force_login(person)
    return client.post(reverse(f"jury:{name}", args=[sitting.pk]), {"member": member.pk})


def open_it(client, sitting):
    client.force_login(scenes.president(sitting))
    return client.post(reverse("jury:open", args=[sitting.pk]), follow=True)


def levels(response):
    return [message.level_tag for message in response.context["messages"]]


@pytest.mark.parametrize("who", ["office", "president"])
def test_the_office_or_the_president_records_an_arrival(client, who):
    sitting = scenes.make_sitting()
    person = scenes.make_office() if who == "office" else scenes.president(sitting)
    member = sitting.jury.members.get(is_president=False)

    response = mark(client, sitting, member, person)

    presence = sitting.presences.get()
    assertRedirects(response, sitting.get_absolute_url())
    assert (presence.member, presence.arrived_at, presence.left_at) == (member, clock.now(), None)
    assert [(e.verb, e.by, e.subject) for e in Entry.objects.all()] == [
        ("arrived", person, presence.journal_key)
    ]


def test_a_member_leaves_and_comes_back_and_each_span_is_kept(client):
    sitting = scenes.make_sitting()
    office, member = scenes.make_office(), sitting.jury.members.get(is_president=False)
    nine = clock.now()

    mark(client, sitting, member, office)
    clock.travel_to(nine + timedelta(hours=1), freeze=True)
    mark(client, sitting, member, office, "leave")
    clock.travel_to(nine + timedelta(hours=2), freeze=True)
    mark(client, sitting, member, office)

    page = client.get(sitting.get_absolute_url())
    shown = next(each for each in page.context["members"] if each.pk == member.pk)
    assert (len(shown.spans), shown.is_here) == (2, True)
    spans = sitting.presences.order_by("arrived_at").values_list("arrived_at", "left_at")
    assert list(spans) == [
        (nine, nine + timedelta(hours=1)),
        (nine + timedelta(hours=2), None),
    ]


def test_arriving_twice_and_leaving_without_arriving_are_refused(client):
    sitting = scenes.make_sitting()
    member = sitting.jury.members.get(is_president=False)
    office = scenes.make_office()

    with pytest.raises(Refusal):
        actions.mark_left(sitting, member, by=office)
    mark(client, sitting, member, office)
    mark(client, sitting, member, office)

    assert sitting.presences.count() == 1


def test_a_member_does_not_record_arrivals(client):
    sitting = scenes.make_sitting()
    member = sitting.jury.members.get(is_president=False)

    response = mark(client, sitting, member, member.person)

    assert response.status_code == 404
    assert not sitting.presences.exists()


@pytest.mark.parametrize("key", ["", "x", "00000000-0000-0000-0000-000000000000"])
def test_somebody_who_is_no_member_is_not_marked(client, key):
    sitting = scenes.make_sitting()
    client.force_login(scenes.make_office())

    response = client.post(reverse("jury:presence", args=[sitting.pk]), {"member": key})

    assert response.status_code == 404


def test_a_member_of_another_jury_is_not_marked(client):
    sitting, other = scenes.make_sitting(), scenes.make_jury()

    response = mark(client, sitting, other.members.first(), scenes.make_office())

    assert response.status_code == 404


def test_the_president_opens_once_marked_present(client):
    sitting = scenes.make_sitting()
    mark(client, sitting, sitting.jury.members.get(is_president=True), scenes.make_office())

    response = open_it(client, sitting)

    assert levels(response)[-1] == "success"
    sitting.refresh_from_db()
    assert (sitting.state, sitting.opened_at) == (SittingState.OPEN, clock.now())
    assert [e.verb for e in Entry.objects.all()] == ["arrived", "opened"]


@pytest.mark.parametrize(
    ("fields", "present", "day"),
    [
        ({"act": False}, True, (2023, 5, 9)),
        ({"is_delegated": True}, True, (2023, 5, 9)),
        ({}, False, (2023, 5, 9)),
        ({}, True, (2023, 4, 23)),
    ],
    ids=["without the act", "without the delegation", "without the president", "before the end"],
)
def test_a_sitting_that_lacks_something_does_not_open(client, at, fields, present, day):
    sitting = scenes.make_sitting(scenes.make_jury(**fields))
    if present:
        president = sitting.jury.members.get(is_president=True)
        actions.mark_present(sitting, president, by=scenes.make_office())
    at(*day)

    response = open_it(client, sitting)

    assert levels(response) == ["error"]
    sitting.refresh_from_db()
    assert sitting.state == SittingState.PLANNED


def test_a_sitting_opens_once(client):
    sitting = scenes.make_open_sitting(scenes.make_candidate())

    response = open_it(client, sitting)

    assert levels(response) == ["error"]
    assert Entry.objects.filter(verb="opened").count() == 1


def test_presence_no_longer_changes_once_sealed():
    sitting, _ = scenes.make_sealed(scenes.make_candidate())
    member = sitting.jury.members.get(is_president=False)

    with pytest.raises(Refusal):
        actions.mark_left(sitting, member, by=scenes.make_office())


def test_only_the_president_opens(client):
    sitting = scenes.make_sitting()
    people = {
        **strangers_to(sitting),
        "a member": scenes.juror(sitting),
        "the office": scenes.make_office(),
    }

    found = statuses(client, people, lambda c: c.post(reverse("jury:open", args=[sitting.pk])))

    assert found == all_not_found(people)


def test_strangers_record_no_presence_and_see_no_sitting(client):
    sitting = scenes.make_sitting()
    member = sitting.jury.members.first()
    people = strangers_to(sitting)

    seen = statuses(client, people, lambda c: c.get(sitting.get_absolute_url()))
    marked = statuses(
        client,
        people,
        lambda c: c.post(reverse("jury:presence", args=[sitting.pk]), {"member": member.pk}),
    )

    assert (seen, marked) == (all_not_found(people), all_not_found(people))


def test_the_page_shows_who_is_there_to_members_and_to_the_office(client):
    sitting = scenes.make_sitting()
    member = sitting.jury.members.get(is_president=False)
    office = scenes.make_office()
    mark(client, sitting, member, office)

    client.force_login(office)
    response = client.get(sitting.get_absolute_url())

    here = {each.person.pk: each.is_here for each in response.context["members"]}
    assert here == {member.person.pk: True, scenes.president(sitting).pk: False}
    client.force_login(make_person())
    assert client.get(sitting.get_absolute_url()).status_code == 404
