"""Linking an institution to an account that exists is its owner's act, and can be undone."""

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.totp.internal.auth import TOTP
from django.test import Client
from django.urls import reverse
from pytest_django.asserts import assertContains, assertNotContains, assertRedirects

from acquis.accounts.models import Federated, Person, Role
from acquis.base import clock
from acquis.base.models import Entry, Message
from acquis.enrolment.models import Enrolment
from tests.factories import make_edition, make_institution, make_person, make_staff

pytestmark = pytest.mark.django_db

PASSWORD = "cheval agrafe pile correcte"
MINE, LINK, WELCOME = (reverse(f"federation:{name}") for name in ("mine", "link", "welcome"))
SECRET = "JBSWY3DPEHPK3PXP"


def confirmed(person):
    EmailAddress.objects.create(user=person, email=person.email, verified=True, primary=True)
    return person


@pytest.fixture
def ada():
    return confirmed(make_person(email="camille.exemple@etu.exemple.example", password=PASSWORD))


def make_link(person, subject="rlongue"):
    return Federated.objects.create(
        person=person, server="orleans", subject=subject, told_at=clock.now(), linked_at=clock.now()
    )


def signs_in(client, person, then="/"):
    form = {"login": person.email, "password": PASSWORD, "next": then}
    return client.post("/compte/login/", form, follow=True)


def says_yes(client):
    """The button, and the password that it asks again."""
    asked = client.post(LINK)
    assert asked["Location"].startswith("/compte/reauthenticate/")
    return client.post(asked["Location"], {"password": PASSWORD, "next": LINK}, follow=True)


def told():
    return list(Entry.objects.values_list("chain", "verb", "by", "facts"))


def test_from_the_address_that_has_an_account_to_the_link(client, orleans, ada, come_back):
    make_institution("orleans")
    page = come_back(client, "cexemple")
    assertContains(page, f'href="/compte/login/?next={WELCOME}"')

    page = signs_in(client, ada, WELCOME)
    assertContains(page, "<h1>Lier votre compte ?</h1>", html=True)
    assertContains(page, "<dd>22200001</dd>")
    assert not Federated.objects.exists()
    answer = says_yes(client)

    assertRedirects(answer, MINE)
    assertContains(answer, "Désormais, vous pouvez aussi vous connecter avec l’Université")
    assert list(Federated.objects.values_list("person", "server", "subject")) == [
        (ada.pk, "orleans", "cexemple")
    ]
    assert told() == [("orleans", "sign-in linked", ada.pk, {"server": "orleans"})]
    [letter] = Message.objects.filter(kind="federation_linked")
    assert letter.address == ada.email
    assert "Désormais, l’Université d’Orléans ouvre aussi votre compte" in letter.body
    telephone = Client()
    come_back(telephone, "cexemple")
    assert telephone.session["_auth_user_id"] == str(ada.pk)


def test_an_institution_not_among_ours_has_no_journal(client, orleans, ada, come_back):
    client.force_login(ada)
    come_back(client, "cexemple")

    says_yes(client)

    assert Federated.objects.count() == 1
    assert told() == []


def test_it_is_unlinked_as_simply(client, orleans, ada, come_back):
    make_institution("orleans")
    client.force_login(ada)
    come_back(client, "cexemple")
    says_yes(client)
    link = Federated.objects.get()
    assertContains(client.get(MINE), '<h2 id="link-')

    answer = client.post(reverse("federation:unlink", args=[link.pk]), follow=True)

    assertContains(answer, "L’Université d’Orléans n’ouvre plus votre compte.")
    assertContains(answer, "Votre compte n’est lié à aucun établissement.")
    assert not Federated.objects.exists()
    assert [line[1] for line in told()] == ["sign-in linked", "sign-in unlinked"]
    assert Message.objects.filter(kind="federation_unlinked", person=ada).count() == 1
    telephone = Client()
    page = come_back(telephone, "cexemple")
    assertContains(page, "Un compte existe déjà ici avec l’adresse")


def test_the_only_way_in_is_not_taken_away(client, orleans, come_back):
    come_back(client, "cexemple")
    client.post(WELCOME, {"first_names": "Camille", "birth_name": "Exemple"})
    link = Federated.objects.get()

    answer = client.post(reverse("federation:unlink", args=[link.pk]), follow=True)

    assertContains(answer, "C’est votre seule façon d’entrer dans votre compte")
    assert Federated.objects.get() == link


def test_somebody_elses_link_is_not_found(client, orleans, ada):
    stranger = make_person(password=PASSWORD)
    link = make_link(stranger)
    client.force_login(ada)
    unlink = reverse("federation:unlink", args=[link.pk])
    asked = client.post(unlink)

    answer = client.post(asked["Location"], {"password": PASSWORD, "next": unlink})

    assert answer.status_code == 404
    assert Federated.objects.get() == link
    assertNotContains(client.get(MINE), "rlongue")


def test_an_institution_that_opens_another_account_is_not_taken_from_it(
    client, orleans, ada, come_back
):
    link = make_link(make_person(), "cexemple")
    client.force_login(ada)
    come_back(client, "cexemple")

    answer = says_yes(client)

    assertContains(answer, "L’Université d’Orléans ouvre déjà un autre compte ici.")
    assert Federated.objects.get() == link


def test_linking_again_only_brings_what_is_said_up_to_date(client, orleans, ada, come_back):
    link = make_link(ada, "cexemple")
    client.force_login(ada)
    come_back(client, "cexemple")

    says_yes(client)

    link.refresh_from_db()
    assert link.facts["supannEtuId"] == ["22200001"]
    assert not Message.objects.exists()


def test_an_institution_linked_meanwhile_makes_no_second_account(client, orleans, come_back):
    come_back(client, "cexemple")
    link = make_link(make_person(), "cexemple")

    answer = client.post(WELCOME, {"first_names": "Camille", "birth_name": "Exemple"}, follow=True)

    assertContains(answer, "Ce compte vient d’être créé : connectez-vous à nouveau.")
    assert Federated.objects.get() == link
    assert not Person.objects.filter(email="camille.exemple@etu.exemple.example").exists()


def test_coming_back_while_signed_in_never_changes_who_is_signed_in(
    client, orleans, ada, come_back
):
    make_link(make_person(), "cexemple")
    client.force_login(ada)

    page = come_back(client, "cexemple")

    assertContains(page, "<h1>Lier votre compte ?</h1>", html=True)
    assert client.session["_auth_user_id"] == str(ada.pk)


def test_linking_needs_to_have_come_back(client, orleans, ada):
    client.force_login(ada)

    answer = says_yes(client)

    assertContains(answer, "Cette connexion a été commencée ailleurs")
    assert not Federated.objects.exists()


def test_a_link_by_get_changes_nothing(client, orleans, ada, come_back):
    client.force_login(ada)
    come_back(client, "cexemple")

    assert client.get(LINK).status_code == 405
    assert not Federated.objects.exists()


def test_staff_who_come_by_their_institution_still_show_a_second_factor(
    client, orleans, come_back, settings
):
    settings.SECOND_FACTOR_DEMANDED = True
    officer = confirmed(make_staff(Role.Kind.OFFICE))
    make_link(officer, "rlongue")

    come_back(client, "rlongue")
    assertRedirects(client.get("/"), "/compte/second-facteur/")
    client.post("/compte/logout/")
    TOTP.activate(officer, SECRET)
    answer = come_back(client, "rlongue")

    assertRedirects(answer, "/compte/second-facteur/authenticate/")
    assert "_auth_user_id" not in client.session


def test_a_request_to_enrol_begins_with_what_the_institution_said(client, orleans, come_back):
    edition = make_edition()
    where = (edition.institution.slug, edition.programme_code, edition.year)
    come_back(client, "cexemple")
    client.post(WELCOME, {"first_names": "Camille", "birth_name": "Exemple"})

    page = client.get(reverse("enrolment:start", args=where))
    choices = page.context["choices"]
    assert [choice["category"].code for choice in choices[:2]] == ["m2-orleans", "m1-orleans"]
    assert [choice["proposed_by"] for choice in choices[:3]] == [
        "l’Université d’Orléans",
        "l’Université d’Orléans",
        None,
    ]
    assertContains(page, "Sans doute la vôtre, d’après ce que dit l’Université d’Orléans.", 2)
    client.post(reverse("enrolment:start", args=where), {"category": choices[2]["category"].code})

    [request] = Enrolment.objects.all()
    assert (request.category, request.student_number, request.home_institution) == (
        choices[2]["category"].code,
        "22200001",
        "Université d’Orléans",
    )


def test_what_is_not_said_or_by_nobody_known_fills_nothing_in(client, orleans):
    edition = make_edition()
    where = (edition.institution.slug, edition.programme_code, edition.year)
    person = make_person()
    make_link(person)
    Federated.objects.create(
        person=person,
        server="not-offered-any-more",
        subject="x",
        facts={"supannEtuId": ["1"], "eduPersonAffiliation": ["student"]},
        told_at=clock.now(),
        linked_at=clock.now(),
    )
    client.force_login(person)

    page = client.get(reverse("enrolment:start", args=where))
    assertNotContains(page, "Sans doute la vôtre")
    client.post(reverse("enrolment:start", args=where), {"category": "m2-orleans"})

    assert Enrolment.objects.get().student_number == ""
