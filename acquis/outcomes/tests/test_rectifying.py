import pytest
from django.urls import reverse

from acquis.base.models import Entry, Message
from acquis.base.refusal import Refusal
from acquis.eportfolio.models import Acquis
from acquis.outcomes import actions
from acquis.outcomes.models import Document, Result
from tests.factories import make_person

from .factories import (
    make_certificates,
    make_certified,
    make_partial,
    make_published,
    make_rectifying,
    make_sealed,
    published,
)

pytestmark = pytest.mark.django_db


def test_a_rectifying_act_brings_a_newer_result_and_ends_the_earlier_papers(office):
    seen = make_partial()
    first = published(make_sealed(seen), by=office)
    seen.missing = ()

    published(make_rectifying(first.deliberation, seen), by=office)

    assert list(Result.objects.order_by("version").values_list("version", "outcome")) == [
        (1, "partial"),
        (2, "certified"),
    ]
    assert list(Result.objects.current().values_list("outcome", flat=True)) == ["certified"]
    papers = Document.objects.order_by("issued_at", "pk")
    assert [(paper.kind, paper.state, paper.reason) for paper in papers] == [
        ("partial", "superseded", f"{first.deliberation.number}-R1"),
        ("success", "valid", ""),
    ]
    assert papers[1].replaces == papers[0]
    assert Acquis.objects.filter(item="A.1.1").count() == 1
    letter = Message.objects.order_by("queued_at", "pk").last()
    assert "rectifié" in letter.subject
    assert f"{first.deliberation.number}-R1" in letter.body


def test_a_rectifying_act_may_take_an_award_and_what_was_kept_back(office):
    seen = make_certified()
    (certificate,) = make_certificates(seen, by=office)
    seen.missing = ("A.1.1", "A.1.2", "A.1.3")

    act = make_rectifying(certificate.result.publication.deliberation, seen)
    published(act, by=office)

    certificate.refresh_from_db()
    assert certificate.state == "superseded"
    kept = Acquis.objects.kept_by(
        seen.enrolment.person, seen.enrolment.edition, on=certificate.issued_at.date()
    )
    assert kept.count() == 26
    assert not kept.filter(item="A.1.1").exists()
    lost = Acquis.objects.exclude(withdrawn_at=None).order_by("item")
    assert [(row.item, row.withdrawn_by_act, row.renounced_at) for row in lost] == [
        (code, act.number, None) for code in ("A.1.1", "A.1.2", "A.1.3")
    ]
    assert Entry.objects.get(verb="acquis_withdrawn").facts["items"] == ["A.1.1", "A.1.2", "A.1.3"]


def test_a_second_rectifying_act_gives_back_what_the_first_had_taken(office):
    seen = make_certified()
    first = published(make_sealed(seen), by=office)
    seen.missing = ("A.1.1", "A.1.2")
    published(make_rectifying(first.deliberation, seen), by=office)
    seen.missing = ("A.1.2",)

    act = make_rectifying(first.deliberation, seen)
    published(act, by=office)

    kept = Acquis.objects.standing()
    assert kept.count() == 28
    assert kept.get(item="A.1.1").act == act.number
    assert not kept.filter(item="A.1.2").exists()
    letter = Message.objects.filter(kind="result").order_by("queued_at", "pk").last()
    assert act.number in letter.body


def test_a_certificate_confirmed_by_a_rectifying_act_is_issued_anew_under_a_new_number(office):
    seen = make_certified()
    (first,) = make_certificates(seen, by=office)
    seen.missing = ("A.1.1",)
    published(make_rectifying(first.result.publication.deliberation, seen), by=office)

    (second,) = actions.issue_certificates(seen.enrolment.edition, by=office).issued

    first.refresh_from_db()
    assert (first.state, first.number) == ("superseded", 1)
    assert (second.state, second.number, second.replaces) == ("valid", 2, first)


def test_acts_are_published_in_the_order_in_which_they_were_made(office):
    seen = make_partial()
    act = make_sealed(seen)
    one = make_rectifying(act, seen)
    two = make_rectifying(act, seen)

    for early in [one, two]:
        with pytest.raises(Refusal, match=act.number):
            actions.publish(early, by=office)
    published(act, by=office)
    with pytest.raises(Refusal, match=one.number):
        actions.publish(two, by=office)
    published(one, by=office)
    published(two, by=office)

    assert Result.objects.current().get().version == 3


def test_the_preview_of_a_rectifying_act_says_what_it_replaces(client, office):
    seen = make_partial()
    first = published(make_sealed(seen), by=office)
    act = make_rectifying(first.deliberation, seen, reason="Une note mal lue.")
    client.force_login(office)

    response = client.get(reverse("outcomes:publish", args=[act.pk]))

    assert response.context["seen"].replaces == first.deliberation
    assert "Une note mal lue." in response.content.decode()


def test_the_candidate_sees_the_newer_result_and_the_paper_that_ended(client, office):
    seen = make_partial()
    first = published(make_sealed(seen), by=office)
    seen.missing = ()
    published(make_rectifying(first.deliberation, seen), by=office)
    client.force_login(seen.enrolment.person)

    response = client.get(reverse("outcomes:mine"))

    (sheet,) = response.context["sheets"]
    assert sheet["result"].outcome == "certified"
    assert [paper.kind for paper in sheet["papers"]] == ["success"]
    assert [paper.kind for paper in response.context["older"]] == ["partial"]


def test_a_stranger_does_not_publish_it(client):
    seen = make_partial()
    first = make_published(seen)
    act = make_rectifying(first.deliberation, seen)
    client.force_login(make_person())

    assert client.post(reverse("outcomes:publish", args=[act.pk])).status_code == 404
