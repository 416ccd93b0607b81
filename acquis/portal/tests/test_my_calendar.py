"""One private calendar a person: its address is a secret, and what moves moves in it."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from django.urls import reverse

from acquis.accounts.models import Person, Role
from acquis.base.journal import record
from acquis.base.models import Feed
from acquis.catalogue import definitions
from acquis.catalogue.models import Edition
from acquis.enrolment.models import EnrolmentState
from conftest import unguarded
from tests.calendars import events_in
from tests.factories import make_assignment, make_enrolment, make_person, make_staff

pytestmark = pytest.mark.django_db


@pytest.fixture
def ada(client):
    enrolment = make_enrolment(make_person("Ada"))
    client.force_login(enrolment.person)
    return enrolment.person


def open_feed(client):
    client.post(reverse("portal:new_feed"))
    return Feed.objects.get(ended_at=None).secret


def read(client, secret):
    return client.get(reverse("portal:feed", args=[secret]))


def events(content):
    """What two independent readers say, when they agree: {uid: (summary, first, sequence)}."""
    return {each.uid: (each.summary, each.first, each.sequence) for each in events_in(content)}


def test_whoever_has_the_address_reads_the_days_without_signing_in(client, ada):
    secret = open_feed(client)
    client.logout()

    answer = read(client, secret)

    assert answer["Content-Type"] == "text/calendar; charset=utf-8"
    assert "no-store" in answer["Cache-Control"]
    assert [summary for summary, _, _ in events(answer.content).values()] == [
        "C2i2e\xa0: dernier jour de dépôt, session 1",
        "C2i2e\xa0: jury, session 1",
        "C2i2e\xa0: dernier jour de dépôt, session 2",
        "C2i2e\xa0: jury, session 2",
    ]
    assert ada.email not in answer.content.decode()


def test_a_draft_has_the_last_days_to_enrol_of_its_own_category_too(client, ada):
    ada.enrolments.update(state=EnrolmentState.DRAFT)

    found = events(read(client, open_feed(client)).content)

    closing = [day for name, day, _ in found.values() if "dernier jour d’inscription" in name]
    assert sorted(closing) == [date(2022, 11, 14), date(2023, 1, 20)]
    assert len(found) == 6


def test_a_day_that_moves_keeps_its_name_and_grows_its_sequence(client, ada):
    secret = open_feed(client)
    before = events(read(client, secret).content)
    edition = Edition.objects.get()
    plan = edition.plan
    later = [
        replace(each, deposit_until=each.deposit_until + timedelta(days=3 * (each.number == 1)))
        for each in plan.sessions
    ]
    data = definitions.to_data(replace(plan, sessions=tuple(later)))
    record("loaded", edition, by=None, moved=[])
    record("loaded", edition, by=None, moved=["deposit-1"])
    with unguarded():
        Edition.objects.update(definition=data, fingerprint="moved")

    after = events(read(client, secret).content)

    assert set(after) == set(before)
    changed = {uid for uid in after if after[uid] != before[uid]}
    [(summary, first, sequence)] = [after[uid] for uid in changed]
    [uid] = changed
    assert (summary, first) == (before[uid][0], before[uid][1] + timedelta(days=3))
    assert sequence == before[uid][2] + 1


def test_another_address_kills_the_one_before(client, ada):
    first = open_feed(client)
    second = open_feed(client)

    assert first != second
    assert [read(client, each).status_code for each in (first, second)] == [404, 200]


def test_a_calendar_that_is_ended_is_not_found(client, ada):
    secret = open_feed(client)

    client.post(reverse("portal:end_feed"))

    assert read(client, secret).status_code == 404
    assert client.get(reverse("portal:agenda")).context["address"] is None


def test_an_account_that_is_closed_gives_no_calendar(client, ada):
    secret = open_feed(client)
    Person.objects.filter(pk=ada.pk).update(is_active=False)

    assert read(client, secret).status_code == 404


def test_an_evaluator_has_the_days_of_the_jury(client):
    evaluator = make_staff(Role.Kind.EVALUATOR)
    make_assignment(evaluator=evaluator)
    client.force_login(evaluator)

    found = events(read(client, open_feed(client)).content)

    assert {each[0] for each in found.values()} == {
        "C2i2e\xa0: jury, session 1",
        "C2i2e\xa0: jury, session 2",
    }


@pytest.mark.parametrize("state", [EnrolmentState.REFUSED, EnrolmentState.WITHDRAWN])
def test_who_is_no_candidate_any_more_has_no_days(client, ada, state):
    ada.enrolments.update(state=state)

    assert events(read(client, open_feed(client)).content) == {}


def test_a_guessed_address_is_not_found(client, ada):
    open_feed(client)

    assert read(client, "a-key-that-was-never-sent").status_code == 404
