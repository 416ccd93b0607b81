from datetime import date

import pytest
from django.urls import reverse
from pytest_django.asserts import assertContains, assertNotContains, assertRedirects

from acquis.base.refusal import Refusal
from acquis.enrolment import actions
from acquis.enrolment.models import Enrolment, LateOpening
from tests.factories import make_edition, make_institution

from .stories import (
    a_candidate,
    an_office,
    complete_draft,
    draft,
    journal,
    ledger,
    opened_late,
    pdf,
    sent,
)

pytestmark = pytest.mark.django_db
START = reverse("enrolment:start", args=["orleans", "c2i2e", "2022-2023"])
TOLD = "Late enrolment opened for you alone, until 20 October 2022 at midnight (Paris time)."


def typed(enrolment, **fields):
    return {"version": enrolment.version, "category": enrolment.category, **fields}


@pytest.fixture
def ada(client):
    """A candidate, signed in, to whom nothing is opened yet."""
    person = a_candidate()
    client.force_login(person)
    return person


def test_the_page_of_the_categories_says_that_it_is_opened_to_this_person_and_until_when(
    client, ada
):
    opened_late(ada)

    page = client.get(START)

    assertContains(page, TOLD, count=1)
    assertContains(page, "open for you", count=1)
    assertContains(page, "Start my request", count=5)


def test_the_list_of_one_s_requests_leads_to_it_until_there_is_one(client, ada):
    opened_late(ada)

    before = client.get(reverse("enrolment:list_mine"))
    draft("m1-orleans", person=ada)
    after = client.get(reverse("enrolment:list_mine"))

    told = "A late enrolment is opened for you alone in “First-year"
    assertContains(before, told)
    assertContains(before, START)
    assertNotContains(after, told)


def test_the_list_of_one_s_requests_is_silent_about_one_that_is_over(client, ada, at):
    opened_late(ada)
    at(2022, 10, 21)

    assertNotContains(client.get(reverse("enrolment:list_mine")), "late enrolment")


def test_one_and_three_of_them_cost_the_same(client, ada, django_assert_num_queries):
    editions = [make_edition(institution=make_institution(slug)) for slug in ("orleans", "tours")]
    opened_late(ada, edition=editions[0])
    with django_assert_num_queries(6):
        client.get(reverse("enrolment:list_mine"))
    opened_late(ada, edition=editions[1], by=an_office(institution=editions[1].institution))
    opened_late(ada, "staff", edition=make_edition("essai-lecon/editions/2023-2024"))

    with django_assert_num_queries(6):
        client.get(reverse("enrolment:list_mine"))


def test_a_year_that_is_never_open_to_m1_is_started_saved_and_sent(client, ada, at):
    opened_late(ada)
    at(2022, 10, 20, 23, 59, 59)

    client.post(START, {"category": "m1-orleans"})
    enrolment = Enrolment.objects.get()
    client.post(enrolment.get_absolute_url(), typed(enrolment, remark="Enfin"))
    page = client.get(enrolment.get_absolute_url())
    client.post(
        reverse("enrolment:join_proof", args=[enrolment.pk, "enrolment-certificate"]),
        {"file": pdf()},
    )
    enrolment.refresh_from_db()
    response = client.post(
        reverse("enrolment:send", args=[enrolment.pk]), typed(enrolment, honour="on")
    )

    assertContains(page, TOLD)
    assertRedirects(response, enrolment.get_absolute_url())
    enrolment.refresh_from_db()
    assert (enrolment.state, enrolment.category, enrolment.remark, enrolment.fee_cents) == (
        "sent",
        "m1-orleans",
        "Enfin",
        0,
    )
    assert journal(enrolment) == ["started", "saved", "sent"]


def test_a_priced_category_opened_late_costs_its_fee(ada):
    opened_late(ada, "m1-tours-other")

    assert ledger(sent("m1-tours-other", person=ada)) == [("due", 9694)]


def test_at_midnight_after_its_last_day_it_is_too_late(client, ada, at):
    opened_late(ada)
    enrolment = complete_draft("m1-orleans", person=ada)
    at(2022, 10, 21)

    saved = client.post(enrolment.get_absolute_url(), typed(enrolment, remark="Trop tard"))
    not_sent = client.post(
        reverse("enrolment:send", args=[enrolment.pk]), typed(enrolment, honour="on")
    )

    told = "Closed since 20 October 2022 at midnight (Paris time)."
    assertContains(saved, told)
    assertContains(saved, "Trop tard</textarea>")
    assertContains(not_sent, told)
    with pytest.raises(Refusal, match="Closed since 20 October 2022"):
        actions.join(enrolment, "enrolment-certificate", pdf(more=b"%"), by=ada)
    enrolment.refresh_from_db()
    assert (enrolment.state, enrolment.remark) == ("draft", "")


def test_a_draft_that_missed_its_campaign_is_sent_late(client, ada, at):
    enrolment = complete_draft("m2-orleans", person=ada)
    at(2022, 11, 20)
    opened_late(ada, "m2-orleans", date(2022, 11, 25))

    page = client.get(enrolment.get_absolute_url())
    actions.send(enrolment, by=ada, version=enrolment.version)

    assertContains(page, "Late enrolment opened for you alone, until 25 November 2022 at midnight")
    assert Enrolment.objects.get().state == "sent"


def test_a_draft_may_move_to_the_category_that_was_opened_late(client, ada):
    enrolment = draft("m2-orleans", person=ada)
    opened_late(ada)

    response = client.post(enrolment.get_absolute_url(), typed(enrolment, category="m1-orleans"))

    assertRedirects(response, enrolment.get_absolute_url())
    assert Enrolment.objects.get().category == "m1-orleans"


def test_a_withdrawn_request_is_taken_up_again_late(client, ada, at):
    enrolment = sent("m2-orleans", person=ada)
    actions.withdraw(enrolment, by=ada)
    at(2022, 11, 20)
    opened_late(ada, "m2-orleans", date(2022, 11, 25))

    page = client.get(enrolment.get_absolute_url())
    client.post(reverse("enrolment:take_up", args=[enrolment.pk]))

    assertContains(page, "Late enrolment opened for you alone, until 25 November 2022")
    assert Enrolment.objects.get().state == "draft"


def test_while_the_campaign_lasts_longer_it_is_what_is_told(client, ada, at):
    at(2022, 12, 1)
    opened_late(ada, "m2-orleans", date(2023, 1, 10))
    at(2023, 1, 5)

    page = client.get(START)

    assertNotContains(page, "Late enrolment opened for you alone")
    assertContains(page, "Open until 20 January 2023 at midnight (Paris time).", count=4)


def test_once_the_office_ends_it_nothing_is_sent_any_more(client, ada):
    late = opened_late(ada)
    enrolment = complete_draft("m1-orleans", person=ada)
    actions.close_late(late, by=an_office())

    page = client.get(enrolment.get_absolute_url())

    assertContains(page, "nobody can enrol in it this year")
    assertContains(page, "Your draft is kept, but cannot be sent.")
    with pytest.raises(Refusal, match="nobody can enrol in it this year"):
        actions.send(enrolment, by=ada, version=enrolment.version)


def test_it_opens_one_category_of_one_year_to_one_person(client, ada, at):
    opened_late(ada)
    at(2023, 9, 20)
    opened_late(
        ada, "staff", date(2023, 12, 5), edition=make_edition("essai-lecon/editions/2023-2024")
    )
    at(2022, 10, 4)

    other_category = client.post(START, {"category": "m1-tours-meef"})
    client.force_login(a_candidate())
    other_person = client.post(START, {"category": "m1-orleans"})

    for response in (other_category, other_person):
        assertContains(response, "nobody can enrol in it this year")
    assert not Enrolment.objects.exists()
    assert set(make_edition().late_openings.windows_of(ada)) == {"m1-orleans"}


def test_the_desk_reads_in_the_history_what_was_opened_late_by_whom_and_why(client, ada):
    late = opened_late(ada, by=an_office(birth_name="Bureau"))
    enrolment = sent("m1-orleans", person=ada)
    actions.close_late(late, by=an_office(birth_name="Collègue"))
    opened_late(a_candidate())
    client.force_login(an_office())

    page = client.get(enrolment.desk_url)

    assert [str(told) for told, _ in page.context["history"]] == [
        "Late enrolment opened",
        "Draft started",
        "Document joined",
        "Request sent",
        "Late enrolment ended",
    ]
    assertContains(page, "until 20 October 2022, by Office Bureau")
    assertContains(page, "(ended on 3 October 2022 by Office Collègue)")
    assertContains(page, "Hospitalisation.")
    assert LateOpening.objects.count() == 2
