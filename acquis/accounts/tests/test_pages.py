"""Every page of an account wears our shell, in both languages, and can be used by everybody."""

from html.parser import HTMLParser

import pytest
from allauth.account import urls as account_urls
from allauth.mfa import urls as mfa_urls
from django.core.cache import cache
from django.urls import URLResolver, reverse
from django.urls.resolvers import RegexPattern

from .conftest import PASSWORD

pytestmark = pytest.mark.django_db

PUBLIC = {
    "account_login": {},
    "account_signup": {},
    "account_inactive": {},
    "account_email_verification_sent": {},
    "account_confirm_email": {"key": "made-up"},
    "account_reset_password": {},
    "account_reset_password_done": {},
    "account_reset_password_from_key": {"uidb36": "1", "key": "made-up"},
    "account_reset_password_from_key_done": {},
}
SIGNED_IN = {
    "account_logout": {},
    "account_email": {},
    "account_change_password": {},
    "account_reauthenticate": {},
    "mfa_index": {},
    "mfa_list_webauthn": {},
}
# Used in acquis/portal/tests/test_second_factor.py and, with a key, in tests/browser/test_keys.py.
WITH_A_FACTOR = {
    "mfa_reauthenticate",
    "mfa_reauthenticate_webauthn",
    "mfa_authenticate",
    "mfa_activate_totp",
    "mfa_deactivate_totp",
    "mfa_view_recovery_codes",
    "mfa_generate_recovery_codes",
    "mfa_download_recovery_codes",
    "mfa_add_webauthn",
    "mfa_edit_webauthn",
    "mfa_remove_webauthn",
    "mfa_login_webauthn",
}
# Without password, one is chosen; codes by e-mail are not used here.
ELSEWHERE = {"account_set_password", "account_confirm_login_code"}


class Page(HTMLParser):
    """The facts of a page that a reader without eyes or mouse depends on."""

    def __init__(self, answer):
        super().__init__()
        self.tags, self.ids, self.labelled, self.described = [], [], set(), set()
        self.fields, self.headings, self.inline = [], [], []
        self.feed(answer.content.decode())

    def handle_starttag(self, tag, attributes):
        found = dict(attributes)
        self.tags.append(tag)
        self.ids += [found["id"]] if "id" in found else []
        self.described |= set((found.get("aria-describedby") or "").split())
        if tag == "label":
            self.labelled.add(found.get("for"))
        if tag in ("input", "select", "textarea") and not {found.get("type"), *found} & {"hidden"}:
            self.fields.append(found.get("id"))
        if tag in ("h1", "h2", "h3"):
            self.headings.append(int(tag[1]))
        if "style" in found or any(name.startswith("on") for name in found):
            self.inline.append(tag)
        is_data = found.get("type") == "application/json"
        if tag == "style" or (tag == "script" and "src" not in found and not is_data):
            self.inline.append(tag)


def assert_usable(answer, language):
    page = Page(answer)
    assert f'<html lang="{language}">' in answer.content.decode()
    assert page.headings[0] == 1
    assert page.headings.count(1) == 1
    assert set(page.fields) <= page.labelled
    assert sorted(page.ids) == sorted(set(page.ids))
    assert page.described <= set(page.ids)
    assert page.inline == []
    assert "site-head" in answer.content.decode()


def test_every_address_of_allauth_is_looked_at():
    own, factor = addresses(account_urls), addresses(mfa_urls)

    assert own | factor == {*PUBLIC, *SIGNED_IN, *ELSEWHERE, *WITH_A_FACTOR}


def addresses(urls):
    return {name for name in URLResolver(RegexPattern(""), urls).reverse_dict if type(name) is str}


@pytest.mark.parametrize("language", ["fr", "en"])
@pytest.mark.parametrize("name", PUBLIC)
def test_a_public_page(name, language, client, settings):
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = language

    answer = client.get(reverse(name, kwargs=PUBLIC[name]))

    assert answer.status_code == 200
    assert_usable(answer, language)


@pytest.mark.parametrize("language", ["fr", "en"])
@pytest.mark.parametrize("name", SIGNED_IN)
def test_a_page_of_somebody_signed_in(name, language, client, ada, sign_in, settings):
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = language
    sign_in(client)

    answer = client.get(reverse(name))

    assert answer.status_code == 200
    assert_usable(answer, language)


@pytest.mark.parametrize("name", SIGNED_IN)
def test_a_page_of_somebody_signed_in_asks_a_stranger_to_sign_in(name, client):
    answer = client.get(reverse(name))

    assert answer.status_code == 302
    assert answer["Location"] in {f"/compte/login/?next={reverse(name)}", "/"}


@pytest.mark.parametrize("name", ["account_login", "account_signup", "account_reset_password"])
def test_a_form_sent_empty_says_what_is_missing_beside_each_field(name, client):
    cache.clear()

    answer = client.post(reverse(name), {})

    assert answer.status_code == 200
    assert_usable(answer, "fr")
    form = answer.context["form"]
    assert {field.name for field in form if field.field.required} == set(form.errors)


def test_an_account_without_password_chooses_one(client, ada):
    ada.set_unusable_password()
    ada.save()
    client.force_login(ada)

    page = client.get("/compte/password/change/", follow=True)
    client.post("/compte/password/set/", {"password1": PASSWORD, "password2": PASSWORD})

    assert_usable(page, "fr")
    ada.refresh_from_db()
    assert ada.check_password(PASSWORD)


def test_a_pending_address_is_shown_with_what_can_be_done(client, ada, sign_in):
    sign_in(client)
    client.post("/compte/reauthenticate/", {"password": PASSWORD})

    page = client.post(
        "/compte/email/", {"email": "l@exemple.example", "action_add": ""}, follow=True
    )

    assert_usable(page, "fr")
    assert page.content.decode().count('name="action_send"') == 1


def test_the_header_leads_to_ones_account(client, ada, sign_in):
    page = sign_in(client)

    assert 'href="/compte/email/"' in page.content.decode()
