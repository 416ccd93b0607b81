"""Where one is signed in, and signing out elsewhere."""

import pytest
from django.test import Client
from pytest_django.asserts import assertContains, assertNotContains, assertRedirects

from acquis.accounts.devices import described
from tests.factories import make_person

pytestmark = pytest.mark.django_db
PAGE, END = "/compte/appareils/", "/compte/appareils/fermer/"
FIREFOX = "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:128.0) Gecko/20100101 Firefox/128.0"
IPHONE = (
    "Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) AppleWebKit/605.1.15 "
    "(KHTML, like Gecko) Version/17.5 Mobile/15E148 Safari/604.1"
)


@pytest.fixture
def two_devices(ada, sign_in, client):
    telephone = Client(headers={"User-Agent": IPHONE})
    client.defaults["HTTP_USER_AGENT"] = FIREFOX
    sign_in(client)
    sign_in(telephone)
    return client, telephone


def test_each_device_is_named_and_can_be_signed_out(two_devices):
    here, telephone = two_devices
    page = here.get(PAGE)
    [other] = [row for row in page.context["rows"] if not row["is_here"]]

    answer = here.post(END, {"session": other["session"].pk}, follow=True)

    assert [row["what"] for row in page.context["rows"]] == ["Firefox, Windows", "Safari, iPhone"]
    assertRedirects(answer, PAGE)
    assertContains(answer, "1 appareil est déconnecté.")
    assertNotContains(answer, "iPhone")
    assert "_auth_user_id" not in telephone.session
    assert "_auth_user_id" in here.session


def test_all_the_others_at_once(two_devices):
    here, telephone = two_devices

    here.post(END)

    assert "_auth_user_id" not in telephone.session
    assertContains(here.post(END, follow=True), "cet appareil est le seul")


def test_nobody_signs_somebody_else_out(two_devices, sign_in):
    here, telephone = two_devices
    [other] = [row for row in here.get(PAGE).context["rows"] if not row["is_here"]]
    stranger = Client()
    stranger.force_login(make_person())

    stranger.post(END, {"session": other["session"].pk})

    assert "_auth_user_id" in telephone.session
    assert [row["what"] for row in here.get(PAGE).context["rows"]][1] == "Safari, iPhone"


def test_a_browser_that_says_nothing_of_itself_has_a_name_all_the_same(ada, sign_in, client):
    client.defaults["HTTP_USER_AGENT"] = ""
    sign_in(client)

    assert [row["what"] for row in client.get(PAGE).context["rows"]] == ["navigateur inconnu"]


def test_a_browser_that_nobody_knows_is_shown_as_it_says():
    assert described("curl/8.5.0") == "curl/8.5.0"
    assert described("Mozilla/5.0 (X11; Linux x86_64) Chrome/130.0 Safari/537.36 Edg/130") == (
        "Edge, Linux"
    )
