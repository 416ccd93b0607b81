"""From the list behind a figure, many are reminded at once, each at most once a day."""

import io
import uuid

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import translation
from python_calamine import CalamineWorkbook

from acquis.accounts.models import Role
from acquis.base.models import Entry, Message, SavedView, Sending
from acquis.enrolment.models import EnrolmentState
from acquis.outcomes import actions
from acquis.outcomes.models import Document
from acquis.outcomes.tests.factories import make_certificates, make_certified
from tests.factories import make_edition, make_enrolment, make_person, make_staff

pytestmark = pytest.mark.django_db


@pytest.fixture
def client():
    return Client(headers={"accept-language": "en"})


@pytest.fixture
def office(client):
    office = make_staff(Role.Kind.OFFICE)
    client.force_login(office)
    return office


def address(name):
    return reverse("portal:figure", args=[make_edition().pk, name])


def preview(client, name, *rows):
    return client.post(address(name), {"act": "remind", "row": [str(row.pk) for row in rows]})


def confirm(client, name, page):
    form = {"act": "remind", "shown": page.context["plan"].shown, "once": str(uuid.uuid4())}
    return client.post(address(name), form)


def aside(page):
    return {line.name: line.obstacle for line in page.context["plan"].aside}


def test_late_drafts_are_reminded_while_they_can_still_be_sent(client, office, at):
    at(2022, 11, 9, 10)
    draft = make_enrolment(make_person(birth_name="Brouillon"), state=EnrolmentState.DRAFT)

    response = confirm(client, "drafts", preview(client, "drafts", draft))

    assert response["Location"] == address("drafts")

    letter = Message.objects.get()
    assert (letter.person, letter.kind, letter.state) == (
        draft.person,
        "enrolment-remind-draft",
        "held",
    )
    assert aside(preview(client, "drafts", draft)) == {"Ada Brouillon": "They were reminded today."}
    assert list(Entry.objects.filter(verb="reminded").values_list("subject", "by")) == [
        (draft.journal_key, office.pk)
    ]
    at(2023, 2, 1)
    assert aside(preview(client, "drafts", draft)) == {
        "Ada Brouillon": "Enrolment is closed for them: open a late enrolment first."
    }


def test_certificates_not_collected_are_reminded(client, office, at):
    at(2023, 7, 3, 9)
    make_certificates(make_certified(make_person(birth_name="Ici")))
    here = Document.objects.get(kind=Document.Kind.CERTIFICATE)
    at(2023, 9, 4, 9)

    page = preview(client, "uncollected", here)
    confirm(client, "uncollected", page)

    letter = Message.objects.get(kind="certificate_reminded")
    assert letter.sending == Sending.objects.get(kind="reminders")
    assert str(here) in letter.body
    assert "pièce d’identité" in letter.body
    assert aside(preview(client, "uncollected", here)) == {
        "Ada Ici": "Its holder was reminded today."
    }


def test_a_certificate_collected_meanwhile_is_left_aside(client, office, at):
    at(2023, 7, 3, 9)
    make_certificates(make_certified(make_person(birth_name="Partie")))
    paper = Document.objects.get(kind=Document.Kind.CERTIFICATE)
    page = preview(client, "uncollected", paper)
    actions.hand_over(paper, mode="in_person", by=office, identity_seen="carte INVENTEE-01")

    with translation.override("en"):
        why = actions.why_not_to_collect(Document.objects.order_by("kind"))
    again = confirm(client, "uncollected", page)

    # It left the list that the figure counts: it is simply not there any more.
    assert again.context["plan"].gone == 1
    assert not Message.objects.filter(kind="certificate_reminded").exists()
    attestation = Document.objects.exclude(pk=paper.pk).get()
    assert why == {
        paper.pk: "It does not wait at the desk any more.",
        attestation.pk: "It is not collected at the desk: its holder reads it online.",
    }


def test_one_and_three_certificates_are_previewed_with_the_same_number_of_queries(
    client, office, at, django_assert_num_queries
):
    at(2023, 7, 3, 9)
    make_certificates(*[make_certified() for _ in range(3)])
    papers = list(Document.objects.filter(kind=Document.Kind.CERTIFICATE))
    preview(client, "uncollected", papers[0])

    with django_assert_num_queries(12):
        preview(client, "uncollected", papers[0])
    with django_assert_num_queries(12):
        preview(client, "uncollected", *papers)


@pytest.mark.parametrize("name", ["drafts", "proofs", "certified", "uncollected"])
def test_each_list_keeps_views_and_makes_files(client, office, at, name):
    at(2023, 7, 3, 9)
    make_certificates(make_certified())
    client.post(f"{address(name)}?q=ada", {"keep": "1", "name": "Ada"})

    response = client.post(address(name), {"export": "ods"})

    rows = CalamineWorkbook.from_filelike(io.BytesIO(response.getvalue())).get_sheet_by_index(0)
    assert rows.to_python()[0][0] == "Candidate"
    assert SavedView.objects.get().list == f"figure-{name}"
    assert Entry.objects.get(verb="exported").subject == f"base.list:figure-{name}"


def test_an_office_elsewhere_reminds_nobody(client, office, at):
    at(2022, 11, 9, 10)
    draft = make_enrolment(state=EnrolmentState.DRAFT)
    client.force_login(make_staff(Role.Kind.CASHIER))

    assert preview(client, "drafts", draft).status_code == 404
    assert not Message.objects.exists()
