"""After the seal, a new act: it cites the first, which stays as it is."""

import pytest
from django.urls import reverse
from pytest_django.asserts import assertContains, assertRedirects

from acquis.base import clock
from acquis.base.canonical import fingerprint
from acquis.base.models import Entry
from acquis.base.refusal import Refusal
from acquis.jury import actions
from acquis.jury.models import Case, Deliberation

from . import scenes
from .strangers import all_not_found, statuses, strangers_to

pytestmark = pytest.mark.django_db
REASON = "La pièce jointe était celle d’un autre candidat."


def rectify(client, enrolment, act, person=None, **fields):
    case = scenes.case_of(enrolment)
    client.force_login(person or scenes.president(case.sitting))
    return client.post(
        reverse("jury:rectify", args=[case.pk]),
        {"reason": REASON, "corrects": act.number, **fields},
    )


def effective(enrolment):
    return Deliberation.objects.effective_case(enrolment, 1)


def test_a_rectifying_act_corrects_one_case_and_the_first_act_stays(client):
    enrolment, other = scenes.make_candidate(), scenes.make_candidate()
    sitting, first = scenes.make_sealed(enrolment, other)

    response = rectify(client, enrolment, first, **{"verdict-taught-session": "not_validated"})

    act = Deliberation.objects.get(rectifies=first)
    assertRedirects(response, reverse("jury:minutes", args=[sitting.pk]))
    assert (act.number, act.reason, act.sealed_by, act.sealed_at) == (
        f"{first.number}-R1",
        REASON,
        scenes.president(sitting),
        clock.now(),
    )
    assert act.content["rectifies"] == {
        "first": first.number,
        "first_sha256": first.sha256,
        "corrects": first.number,
        "reason": REASON,
    }
    assert [case["enrolment"] for case in act.content["cases"]] == [str(enrolment.pk)]
    assert act.sha256 == fingerprint(act.content)
    assert Deliberation.objects.get(pk=first.pk).content == first.content
    assert (effective(enrolment)["is_awarded"], effective(other)["is_awarded"]) == (False, True)
    corrected = [each for each in effective(enrolment)["decisions"] if each["was"]]
    assert [(each["item"], each["verdict"], each["reason"]) for each in corrected] == [
        ("taught-session", "not_validated", REASON)
    ]


def test_it_is_journalled_on_the_act_and_on_the_sitting(client):
    enrolment = scenes.make_candidate()
    sitting, first = scenes.make_sealed(enrolment)

    rectify(client, enrolment, first, **{"verdict-A.1.1": "insufficient"})

    act = Deliberation.objects.get(rectifies=first)
    made, rectified = Entry.objects.order_by("number").filter(verb__in=["made", "rectified"])[1:]
    assert (made.subject, rectified.subject) == (act.journal_key, sitting.journal_key)
    assert rectified.facts == {
        "act": act.number,
        "sha256": act.sha256,
        "enrolment": str(enrolment.pk),
        "items": ["A.1.1"],
    }


def test_a_second_act_corrects_the_newest_and_cites_the_first(client):
    enrolment = scenes.make_candidate()
    _, first = scenes.make_sealed(enrolment)
    rectify(client, enrolment, first, **{"verdict-taught-session": "not_validated"})
    second = Deliberation.objects.get(rectifies=first)

    rectify(client, enrolment, second, **{"verdict-taught-session": "validated"})

    third = Deliberation.objects.get(number=f"{first.number}-R2")
    assert third.rectifies == first
    assert third.content["rectifies"]["corrects"] == second.number
    assert effective(enrolment)["is_awarded"] is True
    assert effective(enrolment)["decisions"][-1]["was"] == {
        "verdict": "not_validated",
        "mark": None,
    }


def test_a_page_read_before_another_act_is_refused(client):
    enrolment = scenes.make_candidate()
    _, first = scenes.make_sealed(enrolment)
    rectify(client, enrolment, first, **{"verdict-A.1.1": "insufficient"})

    response = rectify(client, enrolment, first, **{"verdict-A.1.2": "insufficient"})

    assert response.status_code == 200
    assert response.context["form"].non_field_errors()
    assert Deliberation.objects.count() == 2
    assert response.context["dossier"].lines["A.1.2"].shown["verdict"] == "insufficient"


def test_two_candidates_of_a_sitting_are_corrected_one_after_the_other(client):
    enrolment, other = scenes.make_candidate(), scenes.make_candidate()
    _, first = scenes.make_sealed(enrolment, other)

    rectify(client, enrolment, first, **{"verdict-A.1.1": "insufficient"})
    rectify(client, other, first, **{"verdict-A.1.1": "insufficient"})

    assert sorted(Deliberation.objects.values_list("number", flat=True)) == [
        first.number,
        f"{first.number}-R1",
        f"{first.number}-R2",
    ]


@pytest.mark.parametrize(
    "fields",
    [{}, {"verdict-A.1.1": "validated"}, {"reason": "", "verdict-A.1.1": "insufficient"}],
    ids=["nothing", "the same", "no reason"],
)
def test_an_act_that_corrects_nothing_or_says_no_reason_is_refused(client, fields):
    enrolment = scenes.make_candidate()
    _, first = scenes.make_sealed(enrolment)

    response = rectify(client, enrolment, first, **fields)

    assert response.status_code == 200
    assert response.context["form"].errors
    assert Deliberation.objects.count() == 1


def test_the_page_reminds_of_the_law_and_shows_what_is_sealed(client):
    enrolment = scenes.make_candidate()
    sitting, first = scenes.make_sealed(enrolment)
    client.force_login(scenes.president(sitting))

    response = client.get(reverse("jury:rectify", args=[scenes.case_of(enrolment).pk]))

    assertContains(response, "L242-1")
    assertContains(response, first.number)
    assert response.context["dossier"].lines["A.1.1"].shown["verdict"] == "validated"


def test_the_case_page_shows_the_corrected_decision(client):
    enrolment = scenes.make_candidate()
    sitting, first = scenes.make_sealed(enrolment)
    rectify(client, enrolment, first, **{"verdict-taught-session": "not_validated"})

    page = client.get(scenes.case_of(enrolment).get_absolute_url())

    assert page.context["dossier"].lines["taught-session"].verdict == "not_validated"
    assert page.context["dossier"].is_awarded is False


def test_nothing_is_corrected_before_the_seal(client):
    enrolment = scenes.make_candidate()
    sitting = scenes.make_open_sitting(enrolment)
    client.force_login(scenes.president(sitting))
    case = scenes.case_of(enrolment)

    assert client.get(reverse("jury:rectify", args=[case.pk])).status_code == 404
    with pytest.raises(Refusal):
        actions.rectify(
            case,
            {"A.1.1": ("insufficient", None)},
            reason=REASON,
            corrects="",
            by=scenes.president(sitting),
        )
    assert effective(enrolment) is None


def test_a_double_click_makes_one_act(client):
    enrolment = scenes.make_candidate()
    _, first = scenes.make_sealed(enrolment)
    key = "6b3d5c1e-3a39-4b56-9d1f-222222222222"

    for _ in range(2):
        rectify(client, enrolment, first, once=key, **{"verdict-A.1.1": "insufficient"})

    assert Deliberation.objects.filter(rectifies=first).count() == 1


def test_only_the_president_makes_one(client):
    enrolment = scenes.make_candidate()
    sitting, first = scenes.make_sealed(enrolment)
    case = Case.objects.get()
    people = {
        **strangers_to(sitting),
        "a member": scenes.juror(sitting),
        "the office": scenes.make_office(),
    }
    address = reverse("jury:rectify", args=[case.pk])
    fields = {"reason": REASON, "corrects": first.number, "verdict-A.1.1": "insufficient"}

    assert statuses(client, people, lambda c: c.get(address)) == all_not_found(people)
    assert statuses(client, people, lambda c: c.post(address, fields)) == all_not_found(people)
    assert Deliberation.objects.count() == 1
