"""A second factor is set up, asked at each sign-in, and demanded of those who run or decide."""

import base64
import hmac
import re
import struct
import time

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.core.cache import cache
from django.core.management import CommandError, call_command
from django.urls import reverse
from pytest_django.asserts import assertContains, assertRedirects

from acquis.accounts.models import Role
from acquis.base.models import Entry, Message
from acquis.jury.tests.scenes import juror, make_candidate, make_open_sitting
from tests.factories import make_enrolment, make_staff

pytestmark = pytest.mark.django_db
PASSWORD = "cheval agrafe pile correcte"
INDEX, CODE = "/compte/second-facteur/", "/compte/second-facteur/authenticate/"


@pytest.fixture(autouse=True)
def _demanded(settings):
    cache.clear()
    settings.SECOND_FACTOR_DEMANDED = True


@pytest.fixture
def evaluator():
    return with_password(make_staff(Role.Kind.EVALUATOR))


def with_password(person):
    person.set_password(PASSWORD)
    person.save()
    EmailAddress.objects.create(user=person, email=person.email, verified=True, primary=True)
    return person


def code_of(secret, *, steps=0):
    """RFC 6238, written apart from what is tested."""
    count = struct.pack(">Q", int(time.time()) // 30 + steps)
    digest = hmac.digest(base64.b32decode(secret), count, "sha1")
    at = digest[-1] & 15
    return f"{(int.from_bytes(digest[at : at + 4], 'big') & 0x7FFFFFFF) % 10**6:06}"


def sign_in(client, person):
    return client.post("/compte/login/", {"login": person.email, "password": PASSWORD}, follow=True)


def set_up(client):
    """Through the pages, the password given again: the secret shown, and the page at the end."""
    asked = client.get(f"{INDEX}totp/activate/")
    page = client.post(asked["Location"], {"password": PASSWORD}, follow=True).content.decode()
    [secret] = re.findall(r'<code class="code code--long" translate="no">(\w+)</code>', page)
    after = client.post(f"{INDEX}totp/activate/", {"code": code_of(secret)}, follow=True)
    return secret, after


# What follows the act follows its transaction.
@pytest.mark.django_db(transaction=True)
def test_an_evaluator_protects_the_account_before_anything_else(client, evaluator):
    page = sign_in(client, evaluator)

    assert page.redirect_chain[-1] == (INDEX, 302)
    assertContains(page, "protégez d’abord votre compte par un second facteur")

    _secret, after = set_up(client)

    assertRedirects(after, f"{INDEX}recovery-codes/")
    assert len(re.findall(r'<code class="code">\w+</code>', after.content.decode())) == 10
    assert client.get("/").status_code == 200
    assert client.get(reverse("evaluation:mine")).status_code == 200
    assert list(Message.objects.values_list("kind", "person")) == [("totp_activated", evaluator.pk)]


def test_the_code_is_asked_at_the_next_sign_in_and_works_once(client, evaluator):
    sign_in(client, evaluator)
    secret, _after = set_up(client)
    client.post("/compte/logout/")

    asked = sign_in(client, evaluator)
    before = client.get("/")
    wrong = client.post(CODE, {"code": "000000"})
    right = client.post(CODE, {"code": code_of(secret)}, follow=True)

    assertRedirects(asked, CODE)
    assertContains(before, "Se connecter")
    assertContains(wrong, "Code incorrect")
    assertRedirects(right, "/")
    client.post("/compte/logout/")
    sign_in(client, evaluator)
    assertContains(client.post(CODE, {"code": code_of(secret)}), "Code incorrect")


def test_a_code_on_paper_replaces_a_lost_telephone_once(client, evaluator):
    sign_in(client, evaluator)
    _secret, after = set_up(client)
    [code, *_others] = re.findall(r'<code class="code">(\w+)</code>', after.content.decode())
    client.post("/compte/logout/")

    sign_in(client, evaluator)
    first = client.post(CODE, {"code": code}, follow=True)
    left = client.get(INDEX)
    client.post("/compte/logout/")
    sign_in(client, evaluator)

    assertRedirects(first, "/")
    assertContains(left, "Il reste 9 codes.")
    assertContains(client.post(CODE, {"code": code}), "Code incorrect")


def test_new_codes_replace_those_of_before(client, evaluator):
    sign_in(client, evaluator)
    _secret, after = set_up(client)
    old = re.findall(r'<code class="code">(\w+)</code>', after.content.decode())

    asked = client.get(f"{INDEX}recovery-codes/generate/")
    page = client.post(f"{INDEX}recovery-codes/generate/", follow=True)
    download = client.get(f"{INDEX}recovery-codes/download/")

    new = re.findall(r'<code class="code">(\w+)</code>', page.content.decode())
    assertContains(asked, "Les 10 codes qui restent ne fonctionneront plus.")
    assert (len(new), set(new) & set(old)) == (10, set())
    assert set(new) <= set(download.content.decode().split())


def test_the_application_is_left_and_another_one_asked_for(client, evaluator):
    sign_in(client, evaluator)
    set_up(client)

    page = client.get(f"{INDEX}totp/deactivate/")
    client.post(f"{INDEX}totp/deactivate/")
    client.post("/compte/logout/")

    assertContains(page, "Ne plus l’utiliser")
    assert not Authenticator.objects.exists()
    assert sign_in(client, evaluator).redirect_chain[-1] == (INDEX, 302)


def test_a_session_older_than_the_factor_shows_it_and_goes_on_where_it_was(client, evaluator):
    client.force_login(evaluator)
    Authenticator.objects.create(
        user=evaluator, type=Authenticator.Type.TOTP, data={"secret": sealed("JBSWY3DPEHPK3PXP")}
    )
    here = reverse("evaluation:mine")

    asked = client.get(here)
    after = client.post(asked["Location"], {"code": code_of("JBSWY3DPEHPK3PXP"), "next": here})

    assert asked["Location"] == f"{INDEX}reauthenticate/?next=%2Fevaluation%2F"
    assertRedirects(after, here)


def sealed(secret):
    from allauth.mfa.utils import encrypt

    return encrypt(secret)


def test_the_secret_is_not_in_the_database(client, evaluator):
    sign_in(client, evaluator)
    secret, _after = set_up(client)

    assert secret not in str(list(Authenticator.objects.values_list("data")))


def test_a_candidate_may_have_one_and_need_not(client):
    candidate = make_enrolment().person
    client.force_login(candidate)

    assert client.get("/").status_code == 200
    assertContains(client.get(INDEX), "Configurer l’application")


def test_a_member_of_a_jury_needs_one_too(client, at):
    at(2023, 5, 9, 9)
    sitting = make_open_sitting(make_candidate())
    client.force_login(juror(sitting))

    assertRedirects(client.get(sitting.get_absolute_url()), INDEX)


def test_a_role_that_has_ended_asks_nothing(client, at):
    person = make_staff(Role.Kind.OFFICE)
    person.roles.update(until="2022-10-10")
    at(2022, 10, 11)
    client.force_login(person)

    assert client.get("/").status_code == 200


def test_a_fragment_that_is_refused_takes_the_whole_page_along(client, evaluator):
    client.force_login(evaluator)

    answer = client.get("/", headers={"HX-Request": "true"})

    assert (answer.status_code, answer["HX-Redirect"]) == (200, INDEX)


def test_an_administrator_takes_off_what_is_lost(client, evaluator, capsys):
    sign_in(client, evaluator)
    set_up(client)

    call_command("forget_second_factor", evaluator.email, institution="orleans")

    assert not Authenticator.objects.exists()
    assert "_auth_user_id" not in client.session
    assert Entry.objects.filter(verb="second factor forgotten").count() == 1
    assert Message.objects.filter(kind="second_factor_forgotten", person=evaluator).exists()
    with pytest.raises(CommandError, match="no second factor"):
        call_command("forget_second_factor", evaluator.email, institution="orleans")
