import pytest
from django.core.management import call_command
from django.urls import reverse

from acquis.base.models import Message
from acquis.outcomes import actions
from acquis.outcomes.models import Document, Publication
from tests.factories import make_edition, make_person, make_staff

from .factories import make_absent, make_certified, make_partial, make_sealed

pytestmark = pytest.mark.django_db


@pytest.fixture
def cut_short():
    """A publication whose process died before any attestation was issued."""
    edition = make_edition()
    seen = [make_certified(edition=edition), make_partial(edition=edition)]
    act = make_sealed(*seen, make_absent(edition=edition))
    return actions.publish(act, by=make_staff("office"))


def test_the_worker_issues_what_a_publication_still_owes(cut_short, capsys):
    assert list(Publication.objects.unfinished()) == [cut_short]

    call_command("issue_documents")

    assert sorted(Document.objects.values_list("kind", "issued_by")) == [
        ("partial", cut_short.published_by.pk),
        ("success", cut_short.published_by.pk),
    ]
    assert not Publication.objects.unfinished().exists()
    assert "2 attestation(s)" in capsys.readouterr().out


def test_the_worker_says_which_attestation_it_cannot_issue(cut_short, capsys):
    person = cut_short.results.get(outcome="certified").enrolment.person
    type(person).objects.filter(pk=person.pk).update(birth_name="")

    call_command("issue_documents")

    assert list(Document.objects.values_list("kind", flat=True)) == ["partial"]
    assert "état civil" in capsys.readouterr().err


def test_the_worker_run_again_does_nothing(cut_short, capsys):
    call_command("issue_documents")
    call_command("issue_documents")

    assert Document.objects.count() == 2
    assert Message.objects.count() == 3


def test_the_office_goes_on_from_the_list(client, cut_short):
    client.force_login(cut_short.published_by)

    response = client.post(
        reverse("outcomes:publish", args=[cut_short.deliberation_id]), follow=True
    )

    assert [str(message) for message in response.context["messages"]] == ["2 documents émis."]
    assert Document.objects.count() == 2
    assert Publication.objects.count() == 1


def test_the_candidate_reads_that_the_attestation_is_being_prepared(client, cut_short):
    client.force_login(cut_short.results.get(outcome="certified").enrolment.person)

    response = client.get(reverse("outcomes:mine"))

    assert "en préparation" in response.content.decode()


def test_a_stranger_does_not_go_on(client, cut_short):
    client.force_login(make_person())

    page = reverse("outcomes:publish", args=[cut_short.deliberation_id])

    assert client.post(page).status_code == 404
    assert not Document.objects.exists()
