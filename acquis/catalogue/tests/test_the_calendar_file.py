"""The days of a year in one's own agenda: the same events for ever, which move when the days do."""

import re
from dataclasses import replace
from datetime import date, datetime

import pytest
from django.utils import translation
from hypothesis import given
from pytest_django.asserts import assertContains

from acquis.accounts.models import Role
from acquis.base.models import Entry
from acquis.catalogue import actions
from acquis.catalogue.agenda import closing_key, days_of, file_of, moved
from acquis.catalogue.models import Edition, EditionState
from acquis.catalogue.tests.samples import C2I2E, edition_in
from acquis.catalogue.tests.strategies import editions
from tests.calendars import events_in
from tests.factories import PARIS, make_edition, make_institution, make_person, make_staff

PAGE = "/certifications/orleans/c2i2e/2022-2023/"
FILE = f"{PAGE}calendar.ics"
PLAN = edition_in(C2I2E, "2022-2023")


def events(client, address=FILE, language="fr"):
    return events_in(client.get(f"{address}?language={language}").content)


def told(event):
    return (event.summary, event.first, event.end)


@pytest.mark.django_db
def test_the_year_of_the_notice_is_ten_events(client):
    make_edition()

    assert [told(event) for event in events(client, language="en")] == [
        ("C2i2e: enrolment opens, campaign 1", date(2022, 9, 30), date(2022, 10, 1)),
        (
            "C2i2e: enrolment opens, Independent candidates, certification only, Independent "
            "candidates supported by SEFCO",
            date(2022, 11, 7),
            date(2022, 11, 8),
        ),
        ("C2i2e: last day to enrol, campaign 1", date(2022, 11, 14), date(2022, 11, 15)),
        ("C2i2e: enrolment opens, campaign 2", date(2023, 1, 4), date(2023, 1, 5)),
        (
            "C2i2e: last day to enrol, Independent candidates, certification only, Independent "
            "candidates supported by SEFCO",
            date(2023, 1, 8),
            date(2023, 1, 9),
        ),
        ("C2i2e: last day to enrol, campaign 2", date(2023, 1, 20), date(2023, 1, 21)),
        ("C2i2e: last day to deposit, session 1", date(2023, 4, 23), date(2023, 4, 24)),
        ("C2i2e: jury, session 1", date(2023, 5, 8), date(2023, 5, 13)),
        ("C2i2e: last day to deposit, session 2", date(2023, 6, 11), date(2023, 6, 12)),
        ("C2i2e: jury, session 2", date(2023, 6, 26), date(2023, 7, 1)),
    ]


@pytest.mark.django_db
def test_an_event_says_until_when_and_for_whom_in_the_language_asked_for(client):
    make_edition()

    french = events(client)[2]

    assert french.summary == "C2i2e : dernier jour d’inscription, campagne n° 1".replace(
        " :", "\xa0:"
    )
    assert french.description.splitlines() == [
        "Jusqu’à minuit, heure de Paris\xa0: la journée compte en entier.",
        "– Étudiants en M2 à l’Université d’Orléans",
        "– Formateurs et enseignants de l’Université d’Orléans",
        "– Étudiants de Tours en M2 premier ou second degré, préparation aux concours et "
        "agrégation comprises",
        "– Autres étudiants en M2 à l’Université de Tours",
    ]
    assert french.url == f"http://127.0.0.1:8000{PAGE}"


@pytest.mark.django_db
def test_a_day_that_moves_keeps_its_identity_and_gets_a_higher_sequence(client, files, at):
    typed = files("c2i2e")
    at(2022, 9, 1)
    home = make_institution()
    actions.load(typed.edition, institution=home).edition.publish(by=None)
    before = {each.uid: each for each in events(client)}

    at(2022, 9, 5, 9, 30)
    typed.change(typed.edition, "deposit_until: 2023-04-23", "deposit_until: 2023-04-24")
    actions.load(typed.edition, institution=home)
    after = {each.uid: each for each in events(client)}

    assert after.keys() == before.keys()
    changed = {
        uid: (told(before[uid])[1], told(after[uid])[1])
        for uid in after
        if told(before[uid]) != told(after[uid])
    }
    (uid,) = changed
    assert changed == {uid: (date(2023, 4, 23), date(2023, 4, 24))}
    assert (before[uid].sequence, after[uid].sequence) == (0, 1)
    assert after[uid].stamp == datetime(2022, 9, 5, 9, 30, tzinfo=PARIS)
    others = [each for each in after if each != uid]
    assert {after[each].sequence for each in others} == {0}
    assert {after[each].stamp for each in others} == {datetime(2022, 9, 1, tzinfo=PARIS)}


@pytest.mark.django_db
def test_a_text_that_changes_moves_nothing(client, files, at):
    typed = files("c2i2e")
    at(2022, 9, 1)
    home = make_institution()
    edition = actions.load(typed.edition, institution=home).edition
    edition.publish(by=None)

    typed.change(typed.edition, "site Bourgogne", "site Voltaire")
    actions.load(typed.edition, institution=home)

    assert {each.sequence for each in events(client)} == {0}
    loads = Entry.objects.filter(subject=edition.journal_key, verb="loaded")
    assert [sorted(each.facts) for each in loads] == [["after", "before"]] * 2


@pytest.mark.django_db
def test_an_agenda_that_asks_again_is_told_that_nothing_changed(client):
    make_edition()
    first = client.get(FILE)

    again = client.get(FILE, headers={"if-none-match": first["ETag"]})

    assert first["Content-Type"] == "text/calendar; charset=utf-8"
    assert first["Content-Disposition"] == 'inline; filename="c2i2e-2022-2023-fr.ics"'
    assert (again.status_code, again.content) == (304, b"")


def test_days_are_those_of_the_edition_and_two_windows_of_a_campaign_are_told_apart():
    assert [day.key for day in days_of(PLAN)] == [
        "enrolment-1-opens",
        "enrolment-free-opens",
        "enrolment-1-closes",
        "enrolment-2-opens",
        "enrolment-free-closes",
        "enrolment-2-closes",
        "deposit-1",
        "jury-1",
        "deposit-2",
        "jury-2",
    ]
    first, *rest = PLAN.categories
    later = replace(first.windows[0], opens_on=date(2022, 10, 7))
    own = replace(PLAN, categories=(replace(first, windows=(later,)), *rest))
    assert [day.key for day in days_of(own)][:2] == ["enrolment-1-opens", "enrolment-1~2-opens"]


def test_only_the_end_that_moves_is_said_to_move():
    first, second = PLAN.sessions
    longer = replace(PLAN, sessions=(replace(first, jury_until=date(2023, 5, 13)), second))

    assert moved(PLAN, PLAN) == []
    assert moved(PLAN, longer) == ["jury-1"]


def test_a_session_more_or_less_moves_nothing():
    alone = replace(PLAN, sessions=PLAN.sessions[:1])

    assert moved(PLAN, alone) == moved(alone, PLAN) == []


@given(editions)
def test_every_day_of_any_edition_has_a_key_of_its_own(edition):
    keys = [day.key for day in days_of(edition)]

    assert len(keys) == 2 * (len(edition.windows) + len(edition.sessions))
    assert len(set(keys)) == len(keys)


@pytest.mark.django_db
def test_a_draft_is_for_those_who_run_it(client):
    make_edition(state=EditionState.DRAFT)

    assert client.get(FILE).status_code == 404
    client.force_login(make_person())
    assert client.get(FILE).status_code == 404
    client.force_login(make_staff(Role.Kind.OFFICE, make_institution("tours")))
    assert client.get(FILE).status_code == 404
    client.force_login(make_staff(Role.Kind.OFFICE))
    assert client.get(FILE).status_code == 200


@pytest.mark.django_db
def test_the_page_and_the_notice_lead_to_it(client):
    make_edition()

    assertContains(client.get(PAGE), f'href="{FILE}?language=fr"')
    assertContains(client.get(f"{PAGE}notice/"), f"{FILE}?language=fr")


# -- one day alone ---------------------------------------------------------------------------------


def links(client, page):
    """The addresses of the days that a page offers one by one."""
    return re.findall(r'href="([^"]+/calendar/[^"]+)"', client.get(page).content.decode())


@pytest.mark.django_db
def test_each_day_of_the_page_is_a_file_with_the_same_event_as_in_the_calendar(client, at):
    at(2022, 9, 1)
    make_edition()

    files = [client.get(each) for each in links(client, PAGE)]

    alone = [events_in(each.content) for each in files]
    assert {len(each) for each in alone} == {1}
    assert sorted(each for (each,) in alone) == sorted(events(client))
    assert {each["Content-Type"] for each in files} == {"text/calendar; charset=utf-8"}
    assert b"X-WR-CALNAME" not in files[0].content


@pytest.mark.django_db
def test_a_day_that_has_begun_is_offered_no_more(client, at):
    edition = make_edition()
    keys = ["enrolment-free-closes", "enrolment-2-opens", "enrolment-2-closes"]
    rest = ["deposit-1", "jury-1", "deposit-2", "jury-2"]

    at(2022, 11, 20)
    assert links(client, PAGE) == [file_of(edition, each) for each in [*keys, *rest]]

    at(2023, 5, 1)
    assert links(client, PAGE) == [file_of(edition, each) for each in rest[1:]]


@pytest.mark.django_db
def test_a_day_alone_moves_with_the_day(client, files, at):
    typed = files("c2i2e")
    at(2022, 9, 1)
    home = make_institution()
    edition = actions.load(typed.edition, institution=home).edition
    edition.publish(by=None)
    address = file_of(edition, "deposit-1")
    (before,) = events_in(client.get(address).content)

    at(2022, 9, 5, 9, 30)
    typed.change(typed.edition, "deposit_until: 2023-04-23", "deposit_until: 2023-04-24")
    actions.load(typed.edition, institution=home)
    (after,) = events_in(client.get(address).content)

    assert after == before._replace(
        first=date(2023, 4, 24),
        end=date(2023, 4, 25),
        sequence=1,
        stamp=datetime(2022, 9, 5, 9, 30, tzinfo=PARIS),
    )


@pytest.mark.django_db
def test_a_day_alone_is_in_the_language_that_its_address_names(client):
    edition = make_edition()
    with translation.override("en"):
        address = file_of(edition, "jury-2")

    (event,) = events_in(client.get(address).content)

    assert event.summary == "C2i2e: jury, session 2"


@pytest.mark.django_db
def test_a_day_of_another_year_or_of_a_draft_is_not_found(client):
    edition = make_edition()
    other = make_edition(institution=make_institution("tours"))
    stranger = file_of(other, "deposit-1").replace("/tours/", "/orleans/")

    assert client.get(stranger).status_code == 404

    Edition.objects.filter(pk=edition.pk).update(state=EditionState.DRAFT)
    assert client.get(file_of(edition, "deposit-1")).status_code == 404
    client.force_login(make_staff(Role.Kind.OFFICE))
    assert client.get(file_of(edition, "deposit-1")).status_code == 200


def test_a_window_opened_late_has_no_day_in_the_calendar():
    assert closing_key(PLAN, "m2-orleans", date(2023, 1, 20)) == "enrolment-2-closes"
    assert closing_key(PLAN, "m2-orleans", date(2023, 2, 3)) == ""
    assert closing_key(PLAN, "free-dry", date(2023, 1, 20)) == ""
