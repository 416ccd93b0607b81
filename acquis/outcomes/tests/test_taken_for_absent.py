"""Somebody published as absent by mistake obtains what the rectifying act says: all of it."""

import pytest
from django.urls import reverse

from acquis.base.models import Message
from acquis.eportfolio.models import Acquis
from acquis.jury import actions as jury
from acquis.jury.tests import scenes
from acquis.outcomes import actions
from acquis.outcomes.models import Document, Result
from tests.factories import make_deposit, make_enrolment, make_person, make_portfolio

from .factories import make_published, published

pytestmark = pytest.mark.django_db


def sealed_as_absent(office):
    """An enrolment published as absent in session 1, whose dossier is found afterwards."""
    enrolment = make_enrolment()
    _, act = scenes.make_sealed(enrolment)
    published(act, by=office)
    make_deposit(make_portfolio(enrolment, claims=["A.1.1"]))
    return enrolment, act


def rectified(enrolment, act, **changes):
    case = scenes.case_of(enrolment)
    verdicts = {**scenes.everything(enrolment.edition), **changes}
    return jury.rectify(
        case,
        {code: (verdict, None) for code, verdict in verdicts.items()},
        reason="Le dépôt avait été fait dans les délais.",
        corrects=act.number,
        standing="submitted",
        by=scenes.president(case.sitting),
    )


def test_an_award_brings_the_attestation_what_is_kept_a_letter_and_the_certificate(office):
    enrolment, act = sealed_as_absent(office)

    published(rectified(enrolment, act), by=office)
    make_published(session=2, edition=enrolment.edition, by=office)
    (certificate,) = actions.issue_certificates(enrolment.edition, by=office).issued

    assert list(Result.objects.order_by("version").values_list("version", "outcome")) == [
        (1, "absent"),
        (2, "certified"),
    ]
    assert Acquis.objects.filter(enrolment=enrolment, act=f"{act.number}-R1").count() == 29
    assert [
        (paper.kind, paper.state, paper.person)
        for paper in Document.objects.order_by("issued_at", "pk")
    ] == [("success", "valid", enrolment.person), ("certificate", "valid", enrolment.person)]
    assert certificate.payload["act"] == f"{act.number}-R1"
    first, second = Message.objects.filter(kind="result").order_by("queued_at", "pk")
    assert "absence" in first.body
    assert f"{act.number}-R1" in second.body
    assert "s’il y en a" in second.body


def test_a_partial_validation_brings_its_attestation_and_the_invitation_to_the_next_session(office):
    enrolment, act = sealed_as_absent(office)

    published(rectified(enrolment, act, **{"taught-session": "not_validated"}), by=office)

    enrolment.portfolio.refresh_from_db()
    assert Result.objects.current().get().outcome == "partial"
    assert Document.objects.get().kind == "partial"
    assert enrolment.portfolio.session == 2
    assert not Acquis.objects.filter(item="taught-session").exists()
    assert Acquis.objects.count() == 28


def test_the_candidate_reads_the_result_that_stands(client, office):
    enrolment, act = sealed_as_absent(office)
    published(rectified(enrolment, act), by=office)
    client.force_login(enrolment.person)

    response = client.get(reverse("outcomes:mine"))

    (sheet,) = response.context["sheets"]
    assert sheet["result"].outcome == "certified"
    assert [paper.kind for paper in sheet["papers"]] == ["success"]


def test_a_stranger_does_not_publish_it(client, office):
    enrolment, act = sealed_as_absent(office)
    newer = rectified(enrolment, act)
    client.force_login(make_person())

    assert client.post(reverse("outcomes:publish", args=[newer.pk])).status_code == 404
    assert Result.objects.get().outcome == "absent"
