import pytest
from django.db import connection
from django.urls import reverse

from acquis.base import clock
from acquis.base.models import Entry, Message, Sending
from acquis.base.refusal import Refusal
from acquis.enrolment.models import LedgerLine
from acquis.jury.models import Deliberation
from acquis.outcomes import actions
from acquis.outcomes.models import Document, Register
from conftest import unguarded
from tests.factories import make_edition, make_institution, make_person, make_staff

from .factories import (
    make_certificates,
    make_certified,
    make_partial,
    make_published,
    make_sealed,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def edition():
    return make_edition()


def owe(seen, cents, *, by):
    LedgerLine.objects.create(
        enrolment=seen.enrolment,
        institution=seen.enrolment.institution,
        number=1,
        kind=LedgerLine.Kind.DUE,
        amount_cents=cents,
        at=clock.now(),
        by=by,
    )


def pay(seen, cents, *, by):
    LedgerLine.objects.create(
        enrolment=seen.enrolment,
        institution=seen.enrolment.institution,
        number=2,
        kind=LedgerLine.Kind.PAID,
        amount_cents=cents,
        means=LedgerLine.Means.CARD,
        receipt_number="R-1",
        at=clock.now(),
        by=by,
    )


def issue(client, edition):
    return client.post(reverse("outcomes:issue", args=[edition.pk]), follow=True)


def certificates():
    papers = Document.objects.filter(kind="certificate").order_by("number")
    return list(papers.values_list("number", "person__birth_name"))


def test_after_the_last_session_one_batch_issues_the_certificates_of_both(client, office, edition):
    first = make_certified(make_person("Ada", "Lovelace"), edition)
    second = make_certified(make_person("Émilie", "Châtelet"), edition)
    make_published(first, make_partial(edition=edition), by=office)
    make_published(second, session=2, edition=edition, by=office)
    client.force_login(office)

    response = issue(client, edition)

    assert response.redirect_chain == [(reverse("outcomes:certificates", args=[edition.pk]), 302)]
    assert certificates() == [(1, "Châtelet"), (2, "Lovelace")]
    sending = Sending.objects.get(kind=Sending.Kind.CERTIFICATES)
    assert f'<a href="{sending.get_absolute_url()}">' in response.content.decode()
    assert "2 messages attendent 10 min" in response.content.decode()
    certificate = Document.objects.get(number=2, kind="certificate")
    assert str(certificate) == "certificat-c2i2e-2023-00002"
    assert certificate.payload["holder"] == "Ada Lovelace"
    assert certificate.payload["decided_on"] == "2023-05-08"
    assert Register.objects.get(name="certificat-c2i2e-2023").last_number == 2
    assert Entry.objects.filter(verb="issued", facts__kind="certificate").count() == 2


def test_the_letter_says_where_when_and_with_what_to_collect_it(office, edition):
    (certificate,) = make_certificates(make_certified(edition=edition), by=office)

    letter = Message.objects.get(kind="certificate_ready")

    assert letter.person == certificate.person
    assert f"Votre certificat est prêt. Il porte le numéro {certificate}." in letter.body
    assert "service des études de l’INSPÉ, site Bourgogne" in letter.body
    assert "Quand\xa0: aux heures d’ouverture du service." in letter.body
    assert "etudes-inspe@univ-orleans.example" in letter.body
    assert "pièce d’identité" in letter.body
    assert "mandat signé" in letter.body
    assert "recommandé" in letter.body


def test_nothing_is_issued_before_the_last_session_is_published(client, office, edition):
    make_published(make_certified(edition=edition), by=office)
    client.force_login(office)

    response = issue(client, edition)

    (message,) = response.context["messages"]
    assert "après la publication de la dernière session" in str(message)
    assert not Document.objects.filter(kind="certificate").exists()


def test_a_programme_may_issue_after_each_session(office, at):
    at(2024, 1, 25)
    edition = make_edition("essai-lecon/editions/2023-2024")
    seen = make_certified(edition=edition, category="staff")
    seen.marks = {"lesson": "14", "interview": "11.5"}
    make_published(seen, by=office)

    (certificate,) = actions.issue_certificates(edition, by=office).issued

    assert str(certificate) == "certificat-essai-lecon-2024-00001"
    assert certificate.payload["certificate"] == "Certificat d’aptitude à la médiation scientifique"


def test_running_it_twice_issues_nothing_twice(client, office, edition):
    make_certificates(make_certified(edition=edition), make_certified(edition=edition), by=office)
    before = list(Document.objects.order_by("pk").values("pk", "number", "code", "file__sha256"))
    client.force_login(office)

    issue(client, edition)

    assert list(Document.objects.order_by("pk").values("pk", "number", "code", "file__sha256")) == (
        before
    )
    assert Message.objects.filter(kind="certificate_ready").count() == 2


def test_a_batch_killed_in_the_middle_goes_on_with_the_same_numbers_and_no_gap(
    office, edition, monkeypatch
):
    monkeypatch.setattr("acquis.outcomes.actions.issuing.CHUNK", 2)
    names = ["Arendt", "Beauvoir", "Curie", "Duras", "Ernaux"]
    make_published(*[make_certified(make_person("A", name), edition) for name in names], by=office)
    make_published(session=2, edition=edition, by=office)
    with pytest.raises(KeyboardInterrupt), connection.execute_wrapper(_dying_at(paper=4)):
        actions.issue_certificates(edition, by=office)
    assert certificates() == [(1, "Arendt"), (2, "Beauvoir")]

    actions.issue_certificates(edition, by=office)

    assert certificates() == list(enumerate(names, start=1))
    assert Message.objects.filter(kind="certificate_ready").count() == 5


def _dying_at(paper):
    """The process is stopped while it writes that paper."""
    written = []

    def execute(execute, statement, *args):
        if statement.startswith('INSERT INTO "outcomes_document"'):
            written.append(statement)
            if len(written) == paper:
                raise KeyboardInterrupt
        return execute(statement, *args)

    return execute


def test_an_unpaid_fee_holds_the_certificate_back_is_listed_and_told(client, office, edition):
    seen = make_certified(make_person("Ada", "Lovelace"), edition, fee_cents=9694)
    owe(seen, 9694, by=office)
    make_published(seen, by=office)
    make_published(session=2, edition=edition, by=office)
    client.force_login(office)

    response = issue(client, edition)

    (line,) = response.context["standing"].blocked
    assert (line["result"].enrolment, line["why"], line["balance"]) == (seen.enrolment, "fee", 9694)
    assert "96,94" in response.content.decode()
    assert certificates() == []
    assert "96,94" in Message.objects.get(kind="certificate_waits").body


def test_once_paid_the_certificate_is_issued_and_the_letter_about_the_fee_left_once(
    client, office, edition
):
    seen = make_certified(make_person("Ada", "Lovelace"), edition, fee_cents=9694)
    owe(seen, 9694, by=office)
    make_published(seen, by=office)
    make_published(session=2, edition=edition, by=office)
    client.force_login(office)
    issue(client, edition)
    issue(client, edition)
    pay(seen, 9694, by=office)

    issue(client, edition)

    assert certificates() == [(1, "Lovelace")]
    assert Message.objects.filter(kind="certificate_waits").count() == 1


def test_a_fee_not_quoted_yet_holds_the_certificate_back(client, office, edition):
    seen = make_certified(edition=edition, category="free-accompanied", fee_cents=None)
    make_published(seen, by=office)
    make_published(session=2, edition=edition, by=office)
    client.force_login(office)

    response = issue(client, edition)

    assert [line["why"] for line in response.context["standing"].blocked] == ["quotation"]
    assert not Message.objects.filter(kind="certificate_waits").exists()


@pytest.mark.parametrize("name", ["", "  ", "undefined"])
def test_no_certificate_bears_an_empty_name(client, office, edition, name):
    seen = make_certified(make_person("Ada", "Lovelace"), edition)
    make_published(seen, by=office)
    make_published(session=2, edition=edition, by=office)
    seen.enrolment.person.birth_name = name
    seen.enrolment.person.save()
    client.force_login(office)

    response = issue(client, edition)

    assert [line["why"] for line in response.context["standing"].blocked] == ["name"]
    assert certificates() == []


def test_no_attestation_bears_an_empty_name_and_it_is_issued_once_mended(office, edition):
    person = make_person("Ada", "Lovelace")
    seen = make_certified(person, edition)
    type(person).objects.filter(pk=person.pk).update(birth_name="")
    publication = make_published(seen, by=office)
    assert not Document.objects.exists()

    type(person).objects.filter(pk=person.pk).update(birth_name="Lovelace")
    batch = actions.issue_missing(publication, by=office)

    assert [document.payload["holder"] for document in batch.issued] == ["Ada Lovelace"]


def test_a_name_that_our_fonts_cannot_print_is_said_and_stops_nobody_else(client, office, edition):
    make_published(
        make_certified(make_person("太郎", "山田"), edition),
        make_certified(make_person("Ada", "Lovelace"), edition),
        by=office,
    )
    make_published(session=2, edition=edition, by=office)
    client.force_login(office)

    response = issue(client, edition)

    assert certificates() == [(1, "Lovelace")]
    assert "太郎 山田" in str(list(response.context["messages"])[1])


def test_the_page_costs_the_same_for_one_candidate_and_for_three(
    client, office, edition, django_assert_num_queries
):
    make_published(make_certified(edition=edition), by=office)
    client.force_login(office)
    page = reverse("outcomes:certificates", args=[edition.pk])
    client.get(page)
    with django_assert_num_queries(10):
        client.get(page)
    make_published(make_certified(edition=edition), make_certified(edition=edition), by=office)

    with django_assert_num_queries(10):
        response = client.get(page)

    assert len(response.context["standing"].ready) == 3


def test_a_result_that_the_sealed_act_does_not_hold_gets_no_paper(office, edition):
    publication = make_published(make_partial(edition=edition), by=office)
    real = publication.results.get()
    real.pk, real.version, real.outcome = None, 2, "certified"
    real._state.adding = True
    real.publication = make_published(session=2, edition=edition, by=office)
    real.save(force_insert=True)

    with pytest.raises(Refusal):
        actions.issue_missing(real.publication, by=office)
    with pytest.raises(Refusal):
        actions.issue_certificates(edition, by=office)

    assert list(Document.objects.values_list("kind", flat=True)) == ["partial"]


def test_nothing_is_issued_from_an_act_that_was_changed_behind_our_back(office, edition):
    publication = actions.publish(make_sealed(make_certified(edition=edition)), by=office)
    with unguarded():
        Deliberation.objects.filter(pk=publication.deliberation_id).update(sha256="0" * 64)

    with pytest.raises(Refusal):
        actions.issue_missing(publication, by=office)

    assert not Document.objects.exists()


@pytest.mark.parametrize("kind", [None, "cashier", "certificate_desk", "evaluator"])
def test_strangers_neither_see_nor_issue(client, edition, kind):
    make_published(make_certified(edition=edition))
    client.force_login(make_staff(kind) if kind else make_person())

    page = reverse("outcomes:certificates", args=[edition.pk])

    assert client.get(page).status_code == 404
    assert issue(client, edition).status_code == 404


def test_the_office_of_another_institution_finds_nothing(client, edition):
    client.force_login(make_staff("office", make_institution("tours")))

    assert issue(client, edition).status_code == 404


def test_a_get_issues_nothing(client, office, edition):
    client.force_login(office)

    assert client.get(reverse("outcomes:issue", args=[edition.pk])).status_code == 405
