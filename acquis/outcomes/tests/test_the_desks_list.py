"""The desk of certificates as a list: columns, files told in the journal, reminders."""

import io
import uuid
from datetime import date

import pytest
from django.test import Client
from django.urls import reverse
from python_calamine import CalamineWorkbook

from acquis.base.models import Entry, Message
from acquis.outcomes import actions
from acquis.outcomes.models import Document
from tests.factories import make_institution, make_person, make_staff

from .factories import make_certificates, make_certified

pytestmark = pytest.mark.django_db
DESK = reverse("outcomes:desk")


@pytest.fixture
def client():
    return Client(headers={"accept-language": "en"})


@pytest.fixture
def desk(client):
    desk = make_staff("certificate_desk")
    client.force_login(desk)
    return desk


@pytest.fixture
def papers():
    people = [make_person("Ada", "Lovelace", usage_name="King"), make_person("Alan", "Turing")]
    return make_certificates(*[make_certified(person) for person in people])


def table(client, query=""):
    response = client.post(f"{DESK}?{query}", {"export": "ods"})
    return CalamineWorkbook.from_filelike(io.BytesIO(response.getvalue())).get_sheet_by_index(0)


def test_a_file_of_the_papers_tells_where_each_is(client, desk, papers):
    actions.hand_over(papers[0], mode="in_person", by=desk, identity_seen="carte INVENTEE-01")
    columns = "&columns=usage_name&columns=number&columns=where&columns=handed_at"

    waiting, left = (table(client, f"show={show}{columns}") for show in ("waiting", "handed"))

    heads = ["Holder", "Name in use", "Number", "Where it is", "Handed over on"]
    assert waiting.to_python() == [
        heads,
        ["Alan Turing", "Alan Turing", str(papers[1]), "waiting at the desk", ""],
    ]
    assert left.to_python()[1][:4] == ["Ada Lovelace", "Ada King", str(papers[0]), "handed over"]
    entries = Entry.objects.filter(verb="exported").order_by("number")
    assert [(each.by, each.subject, each.facts["rows"]) for each in entries] == [
        (desk, "base.list:certificates", 1)
    ] * 2


def test_the_journal_of_each_institution_of_the_desk_is_told(client, desk, papers):
    make_staff("certificate_desk", make_institution("tours"))
    desk.roles.create(
        institution=make_institution("tours"), kind="certificate_desk", since=date(2020, 1, 1)
    )

    table(client)

    chains = Entry.objects.filter(verb="exported").order_by("chain").values_list("chain", flat=True)
    assert list(chains) == ["orleans", "tours"]


def test_every_column_is_shown_and_sorted_by(client, desk, papers):
    sheet = client.get(DESK).context["sheet"]
    everything = "&".join(f"columns={column.code}" for column in sheet.columns)

    for show in ("waiting", "handed", "ended"):
        assert client.get(f"{DESK}?show={show}&{everything}").status_code == 200
    for column in sheet.columns:
        page = client.get(f"{DESK}?sort=-{column.code}&{everything}")
        assert page.context["page"].paginator.count == 2


def test_holders_are_reminded_from_the_desk(client, desk, papers, at):
    at(2023, 9, 4, 9)
    page = client.post(DESK, {"act": "remind", "all": "on"})

    shown = page.context["plan"].shown
    response = client.post(DESK, {"act": "remind", "shown": shown, "once": str(uuid.uuid4())})

    assert response["Location"] == DESK
    told = Message.objects.filter(kind="certificate_reminded").values_list("person", flat=True)
    assert set(told) == {paper.person_id for paper in papers}


def test_what_does_not_wait_is_not_reminded(client, desk, papers):
    """Nor is anybody from a list of what has left: it has no such button."""
    answer = client.post(f"{DESK}?show=handed", {"act": "remind", "row": [str(papers[0].pk)]})

    assert answer.status_code == 302
    attestation = Document.objects.exclude(kind="certificate").first()
    page = client.post(DESK, {"act": "remind", "row": [str(attestation.pk)]})
    assert page.context["plan"].lines == []


def test_another_desk_has_no_row_of_this_one(client, papers):
    client.force_login(make_staff("certificate_desk", make_institution("tours")))

    assert len(table(client).to_python()) == 1
    page = client.post(DESK, {"act": "remind", "row": [str(papers[0].pk)]})
    assert page.context["plan"].lines == []
