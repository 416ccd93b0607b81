import pytest
from django.urls import reverse

from acquis.base.models import Entry, Message, Sending
from acquis.eportfolio.models import Acquis, Portfolio, PortfolioState
from acquis.outcomes import actions
from acquis.outcomes.models import Document, Outcome, Publication, Result
from conftest import unguarded
from tests.factories import make_edition, make_institution, make_person, make_portfolio, make_staff

from .factories import (
    make_absent,
    make_certified,
    make_not_submitted,
    make_partial,
    make_remarks,
    make_sealed,
)

pytestmark = pytest.mark.django_db


def page(act):
    return reverse("outcomes:publish", args=[act.pk])


def one_of_each(edition):
    return [
        make_certified(edition=edition, person=make_person("Ada", "Lovelace")),
        make_partial(edition=edition, person=make_person("Samuel", "Beckett")),
        make_not_submitted(edition=edition, person=make_person("Paul", "Valéry")),
        make_absent(edition=edition, person=make_person("Marie", "Curie")),
    ]


def test_the_preview_shows_counts_and_names_and_nothing_leaves(client, office):
    act = make_sealed(*one_of_each(make_edition()))
    client.force_login(office)

    response = client.get(page(act))

    assert response.status_code == 200
    assert response.context["seen"].counts == {
        Outcome.CERTIFIED: 1,
        Outcome.PARTIAL: 1,
        Outcome.NOT_SUBMITTED: 1,
        Outcome.ABSENT: 1,
    }
    text = response.content.decode()
    assert all(name in text for name in ["Ada Lovelace", "Samuel Beckett", "Paul Valéry"])
    assert response.context["seen"].invitation.number == 2
    assert not Publication.objects.exists()
    assert not Message.objects.exists()


def test_publishing_writes_results_papers_what_is_kept_and_one_letter_each(client, office):
    edition = make_edition()
    certified, partial, not_submitted, absent = one_of_each(edition)
    act = make_sealed(certified, partial, not_submitted, absent)
    client.force_login(office)

    response = client.post(page(act), follow=True)

    assert response.redirect_chain == [(reverse("outcomes:publications"), 302)]
    assert sorted(Result.objects.values_list("enrolment__person__birth_name", "outcome")) == [
        ("Beckett", "partial"),
        ("Curie", "absent"),
        ("Lovelace", "certified"),
        ("Valéry", "not_submitted"),
    ]
    assert sorted(Document.objects.values_list("person__birth_name", "kind", "state")) == [
        ("Beckett", "partial", "valid"),
        ("Lovelace", "success", "valid"),
    ]
    assert sorted(Message.objects.values_list("person__birth_name", "kind")) == [
        ("Beckett", "result"),
        ("Curie", "result"),
        ("Lovelace", "result"),
        ("Valéry", "result"),
    ]
    sending = Sending.objects.get()
    assert [str(each) for each in response.context["messages"]][1:2] == [
        "4 messages attendent 10 min avant de partir. "
        f'<a href="{sending.get_absolute_url()}">Les lire ou les arrêter</a>'
    ]
    assert Acquis.objects.filter(enrolment=certified.enrolment).count() == 29
    assert Acquis.objects.filter(enrolment=partial.enrolment).count() == 26
    assert Acquis.objects.filter(item="A.1.1", enrolment=partial.enrolment).count() == 0
    verbs = list(Entry.objects.order_by("number").values_list("verb", flat=True))
    assert verbs.count("published") == 1
    assert verbs.count("acquis_kept") == 2
    assert verbs.count("issued") == 2


def test_those_not_certified_find_their_portfolio_open_for_session_2(office):
    edition = make_edition()
    certified, partial, not_submitted, absent = one_of_each(edition)

    actions.publish(make_sealed(certified, partial, not_submitted, absent), by=office)

    sessions = Portfolio.objects.values_list("enrolment", "session", "state")
    assert set(sessions) == {
        (certified.enrolment.pk, 1, PortfolioState.DEPOSITED),
        (partial.enrolment.pk, 2, PortfolioState.OPEN),
        (not_submitted.enrolment.pk, 2, PortfolioState.OPEN),
    }


def letter(seen):
    return Message.objects.get(person=seen.enrolment.person, kind="result").body


def test_each_letter_says_its_own_outcome_and_what_comes_next(office):
    edition = make_edition()
    certified, partial, not_submitted, absent = one_of_each(edition)

    actions.publish(make_sealed(certified, partial, not_submitted, absent), by=office)

    assert "attestation de réussite" in letter(certified)
    assert "11 juin 2023" not in letter(certified)
    assert "25 compétences sur 28" in letter(partial)
    assert "A.2, A.3, B.1, B.2, B.3, B.4" in letter(partial)
    assert "Vous conservez\xa0: A.1.4, A.1.5, A.2.1" in letter(partial)
    assert "Vous conservez" not in letter(absent)
    assert "sans le déposer" in letter(not_submitted)
    assert "votre absence est enregistrée" in letter(absent)
    for seen in [partial, not_submitted, absent]:
        assert "session 2" in letter(seen)
        assert "11 juin 2023" in letter(seen)
        assert "deux mois" in letter(seen)


def test_a_condition_not_fulfilled_is_named(office):
    seen = make_partial(missing=())
    seen.condition = "insufficient"

    actions.publish(make_sealed(seen), by=office)

    assert "séance d’enseignement réelle" in letter(seen)
    assert "28 compétences sur 28" in letter(seen)


def test_after_the_last_session_a_new_enrolment_is_needed_and_what_is_kept_is_said(office, at):
    at(2023, 6, 30)
    seen = make_partial()
    make_portfolio_ready_for_session_2(seen)

    actions.publish(make_sealed(seen, session=2), by=office)

    body = letter(seen)
    assert "nouvelle inscription" in body
    assert "d’une année à l’autre" in body
    assert "session 3" not in body
    assert Portfolio.objects.get(enrolment=seen.enrolment).state == PortfolioState.DEPOSITED


def make_portfolio_ready_for_session_2(seen):
    Portfolio.objects.filter(enrolment=seen.enrolment).update(session=2)


def test_a_letter_speaks_the_language_of_its_reader(office):
    seen = make_partial(make_person("Samuel", "Beckett", language="en"))

    actions.publish(make_sealed(seen), by=office)

    assert "You are invited to session 2" in letter(seen)
    assert "11 June 2023" in letter(seen)


def test_somebody_certified_in_session_1_is_not_written_to_about_session_2(office, at):
    seen = make_certified()
    actions.publish(make_sealed(seen), by=office)
    at(2023, 6, 30)
    seen.standing, seen.is_awarded = "absent", False

    actions.publish(make_sealed(seen, session=2), by=office)

    assert Message.objects.filter(person=seen.enrolment.person).count() == 1


def test_the_evaluators_reasons_are_frozen_with_the_result(office):
    seen = make_partial()
    make_remarks(seen, {"A.1.1": "Montrez la séance elle-même.", "A.1.2": "Bien vu."})

    publication = actions.publish(make_sealed(seen), by=office)

    assert publication.results.get().feedback == {
        "A.1.1": ["Montrez la séance elle-même."],
        "A.1.2": ["Bien vu."],
    }


def test_publishing_twice_is_told_and_changes_nothing(client, office):
    act = make_sealed(*one_of_each(make_edition()))
    client.force_login(office)
    client.post(page(act), follow=True)
    before = Entry.objects.count()

    response = client.post(page(act), follow=True)

    assert [str(message) for message in response.context["messages"]] == [
        f"Cet acte a déjà été publié, le 12 mai 2023 par {office}."
    ]
    assert Publication.objects.count() == 1
    assert Result.objects.count() == 4
    assert Message.objects.count() == 4
    assert Entry.objects.count() == before


def test_an_award_that_the_rule_does_not_give_is_not_published(client, office):
    seen = make_partial(make_person("Samuel", "Beckett"))
    seen.is_awarded = True
    act = make_sealed(seen)
    client.force_login(office)

    shown = client.get(page(act), follow=True)
    sent = client.post(page(act), follow=True)

    for response in [shown, sent]:
        (message,) = response.context["messages"]
        assert "Samuel Beckett" in str(message)
    assert not Publication.objects.exists()
    assert not Message.objects.exists()


def test_an_act_whose_content_no_longer_has_its_fingerprint_is_not_published(client, office):
    act = make_sealed(make_certified())
    with unguarded():
        type(act).objects.filter(pk=act.pk).update(sha256="0" * 64)
    client.force_login(office)

    response = client.post(page(act), follow=True)

    (message,) = response.context["messages"]
    assert "altéré" in str(message)
    assert not Publication.objects.exists()


def test_marks_are_published_and_kept_as_the_programme_says(office, at):
    at(2024, 1, 24)
    edition = make_edition("essai-lecon/editions/2023-2024")
    seen = make_absent(edition=edition, category="staff")
    make_portfolio(seen.enrolment)
    seen.marks, seen.is_awarded = {"lesson": "12.5", "interview": "7"}, False
    seen.standing = "submitted"

    publication = actions.publish(make_sealed(seen), by=office)

    result = publication.results.get()
    assert (result.outcome, result.marks) == ("partial", {"lesson": "12.5", "interview": "7"})
    kept = Acquis.objects.values_list("item", "mark", "until")
    assert [(item, str(mark), str(until)) for item, mark, until in kept] == [
        ("lesson", "12.50", "2027-01-23")
    ]


def test_the_list_shows_what_waits_and_what_is_published(client, office):
    edition = make_edition()
    waiting = make_sealed(make_certified(edition=edition))
    done = make_sealed(make_partial(edition=edition))
    actions.publish(done, by=office)
    client.force_login(office)

    response = client.get(reverse("outcomes:publications"))

    assert [line["act"] for line in response.context["to_publish"]] == [waiting]
    (line,) = response.context["published"]
    assert (line["act"], line["counts"], line["is_unfinished"]) == (done, [0, 1, 0, 0], True)


def test_the_list_costs_the_same_for_one_act_and_for_three(
    client, office, django_assert_num_queries
):
    edition = make_edition()
    actions.publish(make_sealed(make_certified(edition=edition)), by=office)
    client.force_login(office)
    client.get(reverse("outcomes:publications"))
    with django_assert_num_queries(8):
        client.get(reverse("outcomes:publications"))
    for _ in range(2):
        actions.publish(make_sealed(make_certified(edition=edition)), by=office)

    with django_assert_num_queries(8):
        client.get(reverse("outcomes:publications"))


@pytest.mark.parametrize("kind", [None, "cashier", "certificate_desk", "evaluator"])
def test_strangers_find_nothing_to_publish(client, kind):
    act = make_sealed(make_certified())
    client.force_login(make_staff(kind) if kind else make_person())

    answers = [
        client.get(reverse("outcomes:publications")).status_code,
        client.get(page(act)).status_code,
        client.post(page(act)).status_code,
    ]

    assert answers == [404, 404, 404]
    assert not Publication.objects.exists()


def test_the_office_of_another_institution_finds_nothing(client):
    act = make_sealed(make_certified())
    client.force_login(make_staff("office", make_institution("tours")))

    assert client.get(page(act)).status_code == 404
    assert client.post(page(act)).status_code == 404
