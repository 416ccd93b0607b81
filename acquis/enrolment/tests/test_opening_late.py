import uuid
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from threading import Barrier

import pytest
from django.db import IntegrityError, connection, transaction
from django.urls import reverse
from pytest_django.asserts import assertContains, assertNotContains, assertRedirects

from acquis.accounts.models import Role
from acquis.base import clock
from acquis.base.canonical import fingerprint
from acquis.base.models import Entry, Message
from acquis.base.refusal import Refusal
from acquis.catalogue.models import EditionState
from acquis.enrolment import actions
from acquis.enrolment.models import LateOpening
from tests.factories import make_edition, make_institution, make_person, make_staff

from .stories import (
    a_candidate,
    a_cashier,
    a_continuing_education_desk,
    an_office,
    draft,
    journal,
    letters,
    opened_late,
    sent,
)

pytestmark = pytest.mark.django_db


def page_of(edition):
    return reverse("enrolment:late_openings", args=[edition.pk])


def give(client, edition, person, **fields):
    typed = {
        "person": person if isinstance(person, str) else person.email,
        "category": "m1-orleans",
        "until": "2022-10-20",
        "reason": "Hospitalisation.",
        **fields,
    }
    return client.post(page_of(edition), typed)


def close(client, late, **kwargs):
    return client.post(reverse("enrolment:close_late_opening", args=[late.pk]), **kwargs)


@pytest.fixture
def edition():
    return make_edition()


@pytest.fixture
def office(client):
    """The office, signed in."""
    person = an_office(birth_name="Bureau", language="en")
    client.force_login(person)
    return person


def test_the_office_opens_a_category_that_has_no_dates_to_one_person(client, edition, office):
    ada = a_candidate(first_names="Ada")

    response = give(client, edition, ada.email.upper())

    assertRedirects(response, page_of(edition))
    late = LateOpening.objects.get()
    assert (late.person, late.category, late.until, late.reason) == (
        ada,
        "m1-orleans",
        date(2022, 10, 20),
        "Hospitalisation.",
    )
    assert (late.given_by, late.given_at, late.institution) == (
        office,
        clock.now(),
        edition.institution,
    )
    assert (late.is_running, late.ended_at, str(late)) == (
        True,
        None,
        f"{ada}, C2i2e 2022-2023, 2022-10-20",
    )
    entry = Entry.objects.get(subject=late.journal_key)
    assert (entry.verb, entry.by, entry.facts) == (
        "late_opened",
        office,
        {"category": "m1-orleans", "until": "2022-10-20"},
    )
    page = client.get(page_of(edition))
    assertContains(page, "First-year master&#x27;s students of the Université d")
    assertContains(page, "until 20 October 2022")
    assertContains(page, "Hospitalisation.")
    assertContains(page, "End it")


def test_a_letter_tells_the_person_until_when_why_and_where(edition):
    ada = a_candidate(first_names="Ada", birth_name="Durand")

    late = opened_late(ada, edition=edition)

    letter = Message.objects.get(person=ada)
    assert (letter.kind, letter.subject, letter.about) == (
        "enrolment-late-opened",
        "Late enrolment opened: C2i2e 2022-2023",
        late.journal_key,
    )
    assert "Hello Ada Durand," in letter.body
    assert "Category: First-year master's students of the Université d'Orléans" in letter.body
    assert "Open until 20 October 2022 at midnight (Paris time)" in letter.body
    assert "Reason: Hospitalisation." in letter.body
    assert reverse("enrolment:start", args=["orleans", "c2i2e", "2022-2023"]) in letter.body


def test_the_letter_is_in_the_language_of_the_person(edition):
    opened_late(make_person(language="fr"), edition=edition)

    letter = Message.objects.get()
    assert letter.subject == "Inscription tardive ouverte : C2i2e 2022-2023"
    assert "Ouverte jusqu’au 20 octobre 2022 à minuit (heure de Paris)" in letter.body


@pytest.mark.parametrize(
    ("fields", "told"),
    [
        ({"person": "personne@ailleurs.example"}, "No account has the address"),
        ({"person": "personne"}, "Enter a valid email address."),
        ({"reason": "  "}, "This field is required."),
        ({"category": "phd"}, "Select a valid choice."),
        ({"category": ""}, "This field is required."),
        ({"until": "demain"}, "Enter a valid date."),
        ({"until": "2022-10-02"}, "Choose a last day from today to 11 June 2023"),
        ({"until": "2023-06-12"}, "Choose a last day from today to 11 June 2023"),
        ({"until": "9999-12-31"}, "Choose a last day from today to 11 June 2023"),
        ({"until": "0001-01-01"}, "Choose a last day from today to 11 June 2023"),
        (
            {"category": "m2-orleans", "until": "2022-11-14"},
            "this category is open to everybody. Open until 14 November 2022",
        ),
    ],
)
def test_what_cannot_be_opened_is_said_and_what_was_typed_stays(
    client, edition, office, fields, told
):
    response = give(client, edition, **{"person": a_candidate(), **fields})

    assertContains(response, told)
    assertContains(response, 'value="Hospitalisation."' if "reason" not in fields else "2022-10-20")
    assert not LateOpening.objects.exists()


@pytest.mark.parametrize("until", ["2022-10-03", "2023-06-11"])
def test_today_and_the_last_deposit_are_the_first_and_the_last_day(client, edition, office, until):
    give(client, edition, a_candidate(), until=until)

    assert LateOpening.objects.count() == 1


def test_an_account_that_was_closed_is_none(client, edition, office):
    response = give(client, edition, a_candidate(is_active=False))

    assertContains(response, "No account has the address")


def test_it_may_be_given_ahead_to_last_longer_than_the_campaign(client, edition, office):
    give(client, edition, a_candidate(), category="m2-orleans", until="2022-11-15")

    assert LateOpening.objects.get().category == "m2-orleans"


def test_nobody_opens_one_to_themselves(client, edition, office):
    response = give(client, edition, office)

    assertContains(response, "Nobody opens a late enrolment for themselves: ask a colleague")
    assert not LateOpening.objects.exists()


def test_an_empty_reason_is_refused_by_the_act_too(edition):
    with pytest.raises(Refusal, match="Say why this enrolment is late"):
        opened_late(edition=edition, reason="")


@pytest.mark.parametrize(
    ("fields", "name"),
    [
        ({"reason": ""}, "late_opening_has_a_reason"),
        ({"given_by": "person"}, "nobody_opens_late_to_themselves"),
        ({"ended_at": "now"}, "ended_late_opening_has_an_author"),
        ({"ended_by": "office"}, "ended_late_opening_has_an_author"),
        ({"twice": True}, "late_opening.person_id"),
    ],
)
def test_the_database_refuses_nonsense(edition, fields, name):
    ada, office = a_candidate(), an_office()
    words = {"person": ada, "office": office, "now": clock.now()}
    late = {
        "institution": edition.institution,
        "edition": edition,
        "person": ada,
        "category": "m1-orleans",
        "until": date(2022, 10, 20),
        "reason": "Hospitalisation.",
        "given_at": clock.now(),
        "given_by": office,
    }
    if fields.pop("twice", False):
        LateOpening.objects.create(**late)

    with pytest.raises(IntegrityError), transaction.atomic():
        LateOpening.objects.create(
            **late | {field: words.get(value, value) for field, value in fields.items()}
        )


def test_one_runs_at_a_time_and_the_second_colleague_sees_the_first(client, edition, office):
    ada = a_candidate(first_names="Ada", birth_name="Durand")
    opened_late(ada, edition=edition, by=an_office(birth_name="Première"))

    response = give(client, edition, ada, category="m1-tours-meef", until="2022-12-01")

    assertContains(
        response, "Office Première has already opened a late enrolment for Ada Durand: “First-year"
    )
    assertContains(response, "until 20 October 2022.")
    assertContains(response, 'value="2022-12-01"')
    assert LateOpening.objects.count() == 1


def test_a_double_click_opens_once(client, edition, office):
    ada, key = a_candidate(), uuid.uuid4()

    give(client, edition, ada, once=key)
    second = give(client, edition, ada, once=key)

    assertRedirects(second, page_of(edition))
    assert letters(ada) == ["enrolment-late-opened"]


def test_after_its_last_day_another_one_takes_its_place(client, edition, office, at):
    ada = a_candidate()
    former = opened_late(ada, edition=edition)
    at(2022, 10, 21)

    give(client, edition, ada, until="2022-10-25")

    former.refresh_from_db()
    assert (former.ended_at, former.ended_by) == (clock.now(), office)
    assert (former.is_running, former.has_run_out) == (False, True)
    assert journal(former) == ["late_opened", "late_ran_out"]
    assert LateOpening.objects.standing().get().until == date(2022, 10, 25)
    assert letters(ada) == ["enrolment-late-opened", "enrolment-late-opened"]
    assertContains(client.get(page_of(edition)), "last day past")


def test_somebody_whose_request_is_sent_needs_none(client, office):
    enrolment = sent()

    response = give(client, enrolment.edition, enrolment.person)

    assertContains(response, "Nothing is to be opened late: the request of")
    assertContains(response, "sent, being checked")
    assert not LateOpening.objects.exists()


def test_a_draft_and_a_withdrawn_request_may_need_one(client, office):
    started, withdrawn = draft(), sent()
    actions.withdraw(withdrawn, by=withdrawn.person)

    for enrolment in (started, withdrawn):
        give(client, enrolment.edition, enrolment.person)

    assert LateOpening.objects.count() == 2


def test_nothing_is_opened_in_a_year_that_is_closed(client, office):
    edition = make_edition(state=EditionState.CLOSED)

    page = client.get(page_of(edition))
    response = give(client, edition, a_candidate())

    assertContains(page, "This edition is closed: nobody can enrol in it any more.")
    assertNotContains(page, "Open the late enrolment")
    assertContains(response, "This edition is closed.")
    assert not LateOpening.objects.exists()


def test_the_office_ends_one_and_the_person_is_told(client, edition, office, at):
    ada = a_candidate()
    late = opened_late(ada, edition=edition)
    at(2022, 10, 4)

    response = close(client, late)

    assertRedirects(response, page_of(edition))
    late.refresh_from_db()
    assert (late.is_running, late.has_run_out, late.ended_by, late.ended_at) == (
        False,
        False,
        office,
        clock.now(),
    )
    assert journal(late) == ["late_opened", "late_closed"]
    letter = Message.objects.get(kind="enrolment-late-closed")
    assert letter.subject == "Late enrolment ended: C2i2e 2022-2023"
    assert "What you have sent stays sent." in letter.body
    assert "Questions: etudes-inspe@univ-orleans.example" in letter.body
    assertContains(client.get(page_of(edition)), "Office Bureau, 4 October 2022, 00:00")


def test_one_that_is_over_is_not_ended_again(client, edition, office, at):
    closed, past = opened_late(edition=edition), opened_late(edition=edition)
    actions.close_late(closed, by=office)

    again = close(client, closed, follow=True)
    at(2022, 10, 21)
    too_late = close(client, past, follow=True)

    assertContains(again, "Somebody has already ended this late enrolment: nothing was changed.")
    assertContains(too_late, "The last day of this late enrolment is past")
    assert letters(past.person) == ["enrolment-late-opened"]


def test_an_office_without_a_mailbox_ends_one_all_the_same(edition):
    edition.definition["contacts"] = []
    edition.fingerprint = fingerprint(edition.definition)
    edition.save()
    late = opened_late(edition=edition)

    actions.close_late(late, by=an_office())

    assert letters(late.person) == ["enrolment-late-opened", "enrolment-late-closed"]


def test_the_desk_leads_to_the_page_of_its_edition(client, office):
    enrolment = sent()
    link = page_of(enrolment.edition)

    assertContains(client.get(reverse("enrolment:desk")), link)
    client.force_login(a_continuing_education_desk())
    assertNotContains(client.get(reverse("enrolment:desk")), link)


def test_an_edition_without_any_says_so(client, edition, office):
    page = client.get(page_of(edition))

    assertContains(page, "No late enrolment has been opened in this edition.")


def test_one_and_three_rows_cost_the_same(client, edition, office, django_assert_num_queries):
    opened_late(edition=edition)
    with django_assert_num_queries(7):
        client.get(page_of(edition))
    opened_late(edition=edition)
    actions.close_late(opened_late(edition=edition), by=an_office())

    with django_assert_num_queries(7):
        page = client.get(page_of(edition))

    assertContains(page, "3 late enrolments")


def test_one_s_own_is_a_colleague_s_business(client, edition, office):
    late = opened_late(office, edition=edition)

    page = client.get(page_of(edition))

    assertNotContains(page, "Hospitalisation.")
    assert close(client, late).status_code == 404
    assert LateOpening.objects.get().is_running


def test_a_stranger_and_another_institution_open_and_end_nothing(client, edition):
    late = opened_late(edition=edition)
    strangers = [
        a_candidate(),
        a_cashier(),
        a_continuing_education_desk(),
        make_staff(Role.Kind.ADMINISTRATOR),
        an_office(institution=make_institution("tours")),
        late.person,
    ]

    for person in strangers:
        client.force_login(person)
        assert client.get(page_of(edition)).status_code == 404
        assert give(client, edition, a_candidate()).status_code == 404
        assert close(client, late).status_code == 404
    assert LateOpening.objects.get().is_running


def test_an_edition_in_preparation_has_no_such_page(client, office):
    assert client.get(page_of(make_edition(state=EditionState.DRAFT))).status_code == 404


@pytest.mark.django_db(transaction=True)
def test_two_colleagues_at_once_open_one_and_the_second_is_told():
    edition, ada, start_line = make_edition(), a_candidate(), Barrier(2)
    offices = [an_office(), an_office()]

    def give_at_once(office):
        start_line.wait()
        try:
            return opened_late(ada, edition=edition, by=office).given_by
        except Refusal as refusal:
            return str(refusal)
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as pool:
        answers = list(pool.map(give_at_once, offices))

    winner = LateOpening.objects.get().given_by
    [told] = [answer for answer in answers if answer != winner]
    assert told.startswith(str(winner))
    assert letters(ada) == ["enrolment-late-opened"]
