"""An institution's colour and logo: checked when loaded, shown in the shell of its pages."""

import struct

import pytest
from django.core.management import CommandError, call_command
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from acquis.accounts.colours import DARK_PAPERS, ENOUGH, LIGHT_PAPERS, lightened, weakest
from acquis.accounts.models import Look, Role
from acquis.base.models import Entry
from acquis.base.refusal import Refusal
from acquis.portal.looks import dress, stylesheet
from tests.factories import make_edition, make_enrolment, make_institution, make_png, make_staff

pytestmark = pytest.mark.django_db
PLUM = "#6b2150"
DRAWING = b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 48 24"><path d="M0 0h9"/></svg>'
CUT = b"\x89PNG\r\n\x1a\n" + b"\0\0\0\rIHDR" + struct.pack(">II", 120, 40) + b"\x08\6\0\0\0"
PNG = make_png(120, 40)


def test_a_look_is_kept_journalled_and_lightened_for_dark_pages():
    look = dress(make_institution(), colour=PLUM.upper(), logo=DRAWING)

    assert (look.colour, look.logo_type) == (PLUM, "image/svg+xml")
    assert (look.logo_width, look.logo_height) == (48, 24)
    assert weakest(look.colour_in_dark, DARK_PAPERS) >= ENOUGH
    assert Entry.objects.get(verb="look_changed").facts == {"fingerprint": look.fingerprint}


def test_a_changed_look_has_other_addresses():
    first = dress(make_institution(), colour=PLUM, logo=PNG)
    second = dress(make_institution(), colour=PLUM)

    assert first.logo_width == 120
    assert (Look.objects.count(), second.logo_type) == (1, "")
    assert first.fingerprint != second.fingerprint


@pytest.mark.parametrize(
    ("given", "told"),
    [
        ({"colour": "plum"}, "n’est pas une couleur"),
        ({"colour": "#f3c96b"}, "sur les pages blanches"),
        ({"colour": PLUM, "colour_in_dark": PLUM}, "sur les pages sombres"),
        ({"colour": PLUM, "logo": PNG + bytes(20_000)}, "20 ko"),
        ({"colour": PLUM, "logo": b"GIF89a"}, "PNG ou SVG"),
        ({"colour": PLUM, "logo": CUT}, "ne peut pas être imprimé"),
        ({"colour": PLUM, "logo": b"<!DOCTYPE svg>" + DRAWING}, "type de document"),
        ({"colour": PLUM, "logo": DRAWING.replace(b"path", b"script")}, "script"),
        ({"colour": PLUM, "logo": DRAWING.replace(b"d=", b"onload=")}, "onload"),
        ({"colour": PLUM, "logo": DRAWING.replace(b"viewBox", b"box")}, "viewBox"),
    ],
)
def test_what_could_not_be_read_or_shown_is_refused_in_a_sentence(given, told):
    with pytest.raises(Refusal, match=told):
        dress(make_institution(), **given)

    assert not Look.objects.exists()


@given(st.from_regex(r"\A#[0-9a-f]{6}\Z"))
def test_any_colour_is_lightened_until_it_is_read_on_dark_pages(colour):
    assert weakest(lightened(colour), DARK_PAPERS) >= ENOUGH


def test_white_pages_are_the_lightest_paper():
    assert weakest("#000000", LIGHT_PAPERS) > 17


def test_the_shell_shows_the_look_through_a_stylesheet_kept_for_ever(client):
    look = dress(make_institution(), colour=PLUM, logo=DRAWING)
    address = f"{reverse('portal:look', args=['orleans'])}?{look.fingerprint}"

    page, css = client.get("/").content.decode(), client.get(address)

    assert f'<link rel="stylesheet" href="{address}">' in page
    assert 'width="48" height="24" alt=""' in page
    assert css.content.decode() == stylesheet(look)
    assert f"--accent: {PLUM};" in stylesheet(look)
    assert css.headers["Content-Type"] == "text/css; charset=utf-8"
    assert css.headers["Cache-Control"] == "public, max-age=31536000, immutable"


def test_a_logo_is_served_as_a_drawing_that_runs_nothing(client):
    dress(make_institution(), colour=PLUM, logo=DRAWING)

    answer = client.get(reverse("portal:logo", args=["orleans"]))

    assert answer.content == DRAWING
    assert answer.headers["Content-Security-Policy"] == "default-src 'none'; sandbox"


@pytest.mark.parametrize("name", ["portal:look", "portal:logo"])
def test_an_institution_without_a_look_has_no_stylesheet(client, name):
    make_institution()

    assert client.get(reverse(name, args=["orleans"])).status_code == 404
    assert client.get(reverse(name, args=["nulle-part"])).status_code == 404


def test_of_two_institutions_each_shows_its_own(client):
    orleans, tours = make_institution(), make_institution("tours")
    dress(orleans, colour=PLUM)
    dress(tours, colour="#1d4e6f")
    edition = make_edition(institution=tours)
    office = make_staff(Role.Kind.OFFICE, orleans)

    visitor, public = client.get("/"), client.get(edition.get_absolute_url())
    client.force_login(office)
    inside = client.get("/")

    assert "/apparence/" not in visitor.content.decode()
    assert "/apparence/tours.css" in public.content.decode()
    assert "/apparence/orleans.css" in inside.content.decode()


def test_a_candidate_sees_the_only_look_there_is(client):
    dress(make_institution(), colour=PLUM)
    client.force_login(make_enrolment().person)

    assert "/apparence/orleans.css" in client.get("/").content.decode()


def test_the_command_dresses_an_institution_or_says_why_not(tmp_path, capsys):
    make_institution()
    (tmp_path / "logo.svg").write_bytes(DRAWING)

    call_command("dress_institution", "orleans", colour=PLUM, logo=tmp_path / "logo.svg")

    assert capsys.readouterr().out.startswith("Université d'Orleans: #6b2150 on white pages")
    with pytest.raises(CommandError, match="There is no institution"):
        call_command("dress_institution", "nowhere", colour=PLUM)
    with pytest.raises(CommandError, match="cannot be read"):
        call_command("dress_institution", "orleans", colour=PLUM, logo=tmp_path / "none.svg")
    with pytest.raises(CommandError, match="n’est pas une couleur"):
        call_command("dress_institution", "orleans", colour="red")
