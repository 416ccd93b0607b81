"""The office records the appointment act, the members and the days."""

from datetime import date

import pytest
from django.contrib.messages import get_messages
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from pytest_django.asserts import assertContains, assertNotContains, assertRedirects

from acquis.base.models import Entry, Message, Sending
from acquis.jury import actions
from acquis.jury.models import Jury, Member, Recusal, SittingState
from tests.factories import PDF, make_edition, make_person

from . import scenes
from .strangers import all_not_found, statuses, strangers_to

pytestmark = pytest.mark.django_db
ACT = {
    "act_reference": "Arrêté 2023-17",
    "appointed_on": "2023-04-03",
    "signatory": "La présidente",
}


def record(client, office, year, **fields):
    client.force_login(office)
    return client.post(
        reverse("jury:new"),
        {"edition": year.pk, "session": 1, "name": "Jury 1", **ACT, **fields},
    )


def upload(content=PDF, name="arrete.pdf"):
    return SimpleUploadedFile(name, content)


def add(client, jury, email, **fields):
    client.force_login(scenes.make_office())
    return client.post(
        reverse("jury:add_member", args=[jury.pk]),
        {"email": email, "quality": "professeure", **fields},
    )


def test_a_jury_is_recorded_with_its_act_and_journalled(client):
    office, edition = scenes.make_office(), make_edition()

    response = record(client, office, edition, act=upload(), is_delegated="on", delegation="D-3")

    jury = Jury.objects.get()
    assertRedirects(response, reverse("jury:jury", args=[jury.pk]))
    assert (jury.name, jury.session, jury.act.name, jury.delegation, jury.lacks_delegation) == (
        "Jury 1",
        1,
        "arrete.pdf",
        "D-3",
        False,
    )
    assert list(Entry.objects.values_list("verb", "by", "subject", "facts")) == [
        ("appointed", office.pk, jury.journal_key, {"session": 1, "act": jury.act.sha256})
    ]


def test_two_juries_of_a_session_have_two_names(client):
    office, edition = scenes.make_office(), make_edition()
    record(client, office, edition)

    response = record(client, office, edition)

    assert response.status_code == 200
    assert response.context["form"].non_field_errors()
    assert Jury.objects.count() == 1


@pytest.mark.parametrize(
    ("fields", "wrong"),
    [
        ({"session": 3}, "session"),
        ({"appointed_on": "31/02/2023"}, "appointed_on"),
        ({"edition": "x"}, "edition"),
        ({"name": ""}, "name"),
    ],
)
def test_what_cannot_be_read_is_said_on_its_field_and_the_rest_stays(client, fields, wrong):
    response = record(client, scenes.make_office(), make_edition(), **fields)

    assert response.status_code == 200
    assert list(response.context["form"].errors) == [wrong]
    assert "Arrêté 2023-17" in response.content.decode()


def test_an_act_that_is_not_a_pdf_is_refused(client):
    response = record(
        client, scenes.make_office(), make_edition(), act=upload(b"bonjour", "arrete.pdf")
    )

    assert list(response.context["form"].errors) == ["act"]
    assert not Jury.objects.exists()


def test_an_act_whose_name_lies_is_refused_with_a_sentence(client):
    response = record(client, scenes.make_office(), make_edition(), act=upload(PDF, "arrete.png"))

    assert response.status_code == 200
    assert response.context["form"].non_field_errors()
    assert not Jury.objects.exists()


def test_the_act_is_completed_later_and_kept_when_no_file_is_chosen(client):
    jury = scenes.make_jury(act=False)
    client.force_login(scenes.make_office())
    address = reverse("jury:edit", args=[jury.pk])

    client.post(address, {**ACT, "act": upload()})
    response = client.post(address, {**ACT, "signatory": "Le vice-président"})

    assertRedirects(response, jury.get_absolute_url())
    jury.refresh_from_db()
    assert (jury.act.name, jury.signatory) == ("arrete.pdf", "Le vice-président")
    assert list(Entry.objects.values_list("verb", flat=True)) == ["amended", "amended"]


def test_the_act_form_shows_what_is_recorded(client):
    jury = scenes.make_jury()
    client.force_login(scenes.make_office())

    response = client.get(reverse("jury:edit", args=[jury.pk]))

    assert "Arrêté 2023-17" in response.content.decode()
    assert jury.act.sha256 in response.content.decode()


def test_the_act_of_a_jury_that_has_sealed_no_longer_changes(client):
    sitting, _ = scenes.make_sealed(scenes.make_candidate())
    client.force_login(scenes.make_office())

    response = client.post(
        reverse("jury:edit", args=[sitting.jury.pk]), {**ACT, "signatory": "Un autre"}
    )

    assert response.context["form"].non_field_errors()
    sitting.jury.refresh_from_db()
    assert sitting.jury.signatory == "La présidente de l'université"


def test_a_member_is_added_by_address_and_journalled(client):
    jury, person = scenes.make_jury(members=0), make_person()

    response = add(client, jury, person.email.upper(), is_president="on")

    member = Member.objects.get()
    assertRedirects(response, jury.get_absolute_url())
    assert (member.person, member.quality, member.is_president) == (person, "professeure", True)
    assert [(e.verb, e.subject) for e in Entry.objects.all()] == [("named", member.journal_key)]


def test_an_unknown_address_is_said_and_nothing_typed_is_lost(client):
    jury = scenes.make_jury(members=0)

    response = add(client, jury, "personne@nulle.part")

    assert response.status_code == 200
    assert list(response.context["form"].errors) == ["email"]
    assert "professeure" in response.content.decode()


def test_a_person_sits_once_and_a_jury_has_one_president(client):
    jury = scenes.make_jury()
    president = jury.members.get(is_president=True).person

    again = add(client, jury, president.email)
    second = add(client, jury, make_person().email, is_president="on")

    assert again.context["form"].non_field_errors()
    assert second.context["form"].non_field_errors()
    assert jury.members.count() == 2


def test_a_candidate_of_the_year_does_not_sit_in_its_jury(client):
    candidate = scenes.make_candidate()

    response = add(client, scenes.make_jury(), candidate.person.email)

    assert response.context["form"].non_field_errors()
    assert not Member.objects.filter(person=candidate.person).exists()


def test_a_member_is_removed_with_what_hung_on_them():
    jury = scenes.make_jury()
    sitting, office = scenes.make_sitting(jury), scenes.make_office()
    member = jury.members.get(is_president=False)
    actions.mark_present(sitting, member, by=office)

    actions.remove_member(member, by=office)

    assert list(jury.members.values_list("is_president", flat=True)) == [True]
    assert not sitting.presences.exists()
    assert Entry.objects.last().verb == "removed"


def test_the_composition_no_longer_changes_once_a_sitting_is_open(client):
    sitting = scenes.make_sitting(state=SittingState.OPEN)
    member = sitting.jury.members.get(is_president=False)

    added = add(client, sitting.jury, make_person().email)
    client.post(reverse("jury:remove_member", args=[member.pk]))

    assert added.context["form"].non_field_errors()
    assert sitting.jury.members.count() == 2


def test_the_office_takes_a_member_off_from_the_page(client):
    jury = scenes.make_jury()
    member = jury.members.get(is_president=False)
    client.force_login(scenes.make_office())

    response = client.post(reverse("jury:remove_member", args=[member.pk]))

    assertRedirects(response, jury.get_absolute_url())
    assert not Member.objects.filter(pk=member.pk).exists()


def test_a_sitting_is_planned_and_each_member_is_told_once(client):
    jury = scenes.make_jury()
    client.force_login(scenes.make_office())

    response = client.post(
        reverse("jury:new_sitting", args=[jury.pk]),
        {"held_on": "2023-05-10", "place": "Salle 12"},
    )

    sitting = jury.sittings.get()
    assertRedirects(response, sitting.get_absolute_url())
    assert (sitting.held_on, sitting.place, sitting.state, sitting.is_on_a_jury_day) == (
        date(2023, 5, 10),
        "Salle 12",
        SittingState.PLANNED,
        True,
    )
    assert set(Message.objects.values_list("person", "kind", "about")) == {
        (member.person.pk, "jury_sitting", sitting.journal_key) for member in jury.members.all()
    }
    assert sitting.get_absolute_url() in Message.objects.first().body
    told = [str(each) for each in get_messages(response.wsgi_request)]
    assert Sending.objects.get().get_absolute_url() in told[1]
    assert told[1].startswith("2 messages attendent")


def test_a_member_named_later_is_told_of_the_sittings_already_planned():
    jury = scenes.make_jury(members=0)
    office, person = scenes.make_office(), make_person()
    sitting = actions.plan_sitting(jury, held_on=date(2023, 5, 10), place="Salle 12", by=office)

    actions.add_member(jury, person, quality="maître de conférences", by=office)

    assert list(Message.objects.values_list("person", "about")) == [
        (person.pk, sitting.journal_key)
    ]


def test_a_member_named_after_the_convocation_steps_aside_from_what_they_evaluated():
    enrolment = scenes.make_candidate()
    jury, office = scenes.make_jury(), scenes.make_office()
    sitting = scenes.make_sitting(jury)
    actions.convene(sitting, by=office)
    evaluator = enrolment.portfolio.deposits.get().assignments.get().evaluator

    actions.add_member(jury, evaluator, quality="formatrice", by=office)

    recusal = Recusal.objects.get()
    assert (recusal.member.person, recusal.cause) == (evaluator, Recusal.Cause.EVALUATED)


def test_a_day_outside_the_announced_ones_is_accepted_with_a_warning(client):
    jury = scenes.make_jury()
    client.force_login(scenes.make_office())

    response = client.post(
        reverse("jury:new_sitting", args=[jury.pk]),
        {"held_on": "2023-05-20", "place": "Salle 12"},
        follow=True,
    )

    assert [message.level_tag for message in response.context["messages"]] == ["warning", "info"]
    assert not jury.sittings.get().is_on_a_jury_day


def test_a_sitting_without_a_day_is_asked_again(client):
    jury = scenes.make_jury()
    client.force_login(scenes.make_office())

    response = client.post(reverse("jury:new_sitting", args=[jury.pk]), {"held_on": "demain"})

    assert sorted(response.context["form"].errors) == ["held_on", "place"]
    assert not jury.sittings.exists()


def test_a_double_click_records_one_sitting(client):
    jury = scenes.make_jury()
    client.force_login(scenes.make_office())
    fields = {
        "held_on": "2023-05-10",
        "place": "Salle 12",
        "once": "6b3d5c1e-3a39-4b56-9d1f-111111111111",
    }

    for _ in range(2):
        client.post(reverse("jury:new_sitting", args=[jury.pk]), fields)

    assert jury.sittings.count() == 1


def test_members_read_the_page_of_their_jury_and_change_nothing(client):
    jury = scenes.make_jury()
    member = jury.members.get(is_president=False)
    client.force_login(member.person)

    page = client.get(jury.get_absolute_url())
    statuses_found = [
        client.get(reverse("jury:edit", args=[jury.pk])).status_code,
        client.post(reverse("jury:remove_member", args=[member.pk])).status_code,
        client.post(reverse("jury:add_member", args=[jury.pk])).status_code,
        client.get(reverse("jury:new_sitting", args=[jury.pk])).status_code,
        client.get(reverse("jury:new")).status_code,
    ]

    assert page.status_code == 200
    assert reverse("jury:remove_member", args=[member.pk]) not in page.content.decode()
    assert statuses_found == [404] * 5


def test_strangers_find_no_jury(client):
    sitting = scenes.make_sitting()
    people = strangers_to(sitting)

    found = statuses(client, people, lambda c: c.get(sitting.jury.get_absolute_url()))

    assert found == all_not_found(people)


def test_somebody_removed_from_a_jury_finds_it_no_more(client):
    jury = scenes.make_jury()
    member = jury.members.get(is_president=False)
    actions.remove_member(member, by=scenes.make_office())
    client.force_login(member.person)

    assert client.get(jury.get_absolute_url()).status_code == 404


def test_the_list_costs_the_same_for_one_jury_and_three(
    client, django_assert_num_queries, django_assert_max_num_queries
):
    office = scenes.make_office()
    scenes.make_sitting()
    client.force_login(office)
    client.get(reverse("jury:list"))

    def count():
        with django_assert_max_num_queries(20) as queries:
            response = client.get(reverse("jury:list"))
        return len(queries), len(response.context["juries"])

    first = count()
    scenes.make_sitting()
    scenes.make_sitting(scenes.make_jury(session=2))

    assert count() == (first[0], 3)
    assert first[1] == 1


def test_a_person_without_jury_finds_no_list(client):
    scenes.make_jury()
    client.force_login(make_person())

    assert client.get(reverse("jury:list")).status_code == 404


def test_an_office_without_jury_reads_an_empty_list(client):
    client.force_login(scenes.make_office())

    assert list(client.get(reverse("jury:list")).context["juries"]) == []


def act_file(client, jury):
    return client.get(reverse("jury:act_file", args=[jury.pk]))


def test_the_act_is_read_from_the_page_by_the_office_and_by_the_members(client):
    jury = scenes.make_jury()

    for person in [scenes.make_office(), *(member.person for member in jury.members.all())]:
        client.force_login(person)
        page, file = client.get(jury.get_absolute_url()), act_file(client, jury)

        assertContains(page, reverse("jury:act_file", args=[jury.pk]))
        assert b"".join(file.streaming_content) == PDF


def test_an_act_that_is_not_joined_cannot_be_read(client):
    jury = scenes.make_jury(act=False)
    client.force_login(scenes.make_office())

    assert act_file(client, jury).status_code == 404
    assertNotContains(client.get(jury.get_absolute_url()), reverse("jury:act_file", args=[jury.pk]))


def test_nobody_else_reads_the_act(client):
    sitting = scenes.make_sitting()
    people = strangers_to(sitting)

    found = statuses(client, people, lambda c: act_file(c, sitting.jury))

    assert found == all_not_found(people)
