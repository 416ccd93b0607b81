from uuid import uuid4

import pytest
from django.contrib.messages import get_messages
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from pytest_django.asserts import assertContains, assertRedirects

from acquis.base import clock
from acquis.base.models import Entry, StoredFile
from acquis.eportfolio import actions
from acquis.eportfolio.models import Evidence
from tests.factories import PDF, make_file, make_person, make_portfolio

from .doors import door, signed_in, told

pytestmark = pytest.mark.django_db


@pytest.fixture
def portfolio():
    return make_portfolio(claims=["A.1.1"])


@pytest.fixture
def situation(portfolio):
    return portfolio.situations.get()


@pytest.fixture
def evidence(situation):
    return situation.evidence.get()


def pdf(name, mark=b""):
    return SimpleUploadedFile(name, PDF + mark)


def send(client, situation, *files, **fields):
    return client.post(door("add_files", situation), {"files": files, **fields})


def link(client, situation, url, **fields):
    return client.post(door("add_link", situation), {"url": url, "once": uuid4(), **fields})


def names(situation):
    return [each.source for each in situation.evidence.present().in_order().select_related("file")]


def sentences(response):
    return [str(message) for message in get_messages(response.wsgi_request)]


def test_several_files_are_added_at_once_with_their_description(client, portfolio, situation):
    signed_in(client, portfolio)

    response = send(
        client, situation, pdf("plan.pdf", b"1"), pdf("bilan.pdf", b"2"), description="Séance du 20"
    )

    assertRedirects(response, situation.get_absolute_url())
    assert names(situation) == ["preuve.pdf", "plan.pdf", "bilan.pdf"]
    added = list(situation.evidence.in_order())[1:]
    assert [(each.description, each.position) for each in added] == [
        ("Séance du 20", 1),
        ("Séance du 20", 2),
    ]
    assert [(e.verb, e.subject, e.facts) for e in Entry.objects.order_by("number")] == [
        (
            "evidence_added",
            each.journal_key,
            {"situation": str(situation.pk), "sha256": each.file.sha256},
        )
        for each in added
    ]


def test_as_many_descriptions_as_files_go_in_their_order(client, portfolio, situation):
    signed_in(client, portfolio)

    send(client, situation, pdf("a.pdf", b"1"), pdf("b.pdf", b"2"), description=["Un", "Deux"])

    assert list(situation.evidence.in_order().values_list("description", flat=True))[1:] == [
        "Un",
        "Deux",
    ]


def test_one_bad_file_among_five_is_named_and_the_four_others_are_kept(
    client, portfolio, situation
):
    signed_in(client, portfolio)
    disguised = SimpleUploadedFile("photo.jpg", PDF)

    response = send(
        client, situation, *(pdf(f"{number}.pdf", b"%d" % number) for number in range(4)), disguised
    )

    assertRedirects(response, situation.get_absolute_url(), fetch_redirect_response=False)
    assert names(situation)[1:] == ["0.pdf", "1.pdf", "2.pdf", "3.pdf"]
    added, refused = sentences(response)
    assert added == "4 fichiers ajoutés."
    assert "photo.jpg" in refused


@pytest.mark.parametrize(
    ("name", "content"),
    [("vide.pdf", b""), ("photo.jpg", PDF), ("lourd.pdf", PDF + b"x" * 2000)],
)
def test_a_bad_file_is_refused_with_its_name_and_the_description_stays(
    client, portfolio, situation, settings, name, content
):
    settings.UPLOAD_MAX_BYTES = 1000
    signed_in(client, portfolio)

    response = send(
        client, situation, SimpleUploadedFile(name, content), description="Photo du tableau"
    )

    assertContains(response, name)
    assertContains(response, "errorlist")
    assertContains(response, 'value="Photo du tableau"')
    assert names(situation) == ["preuve.pdf"]
    assert told() == []


def test_a_body_too_large_for_any_form_is_refused_before_it_is_read(
    client, portfolio, situation, settings
):
    settings.UPLOAD_MAX_BYTES = 100
    signed_in(client, portfolio)

    response = send(client, situation, SimpleUploadedFile("film.mp4", b"x" * 1000))

    assert response.status_code == 413
    assert names(situation) == ["preuve.pdf"]


def test_no_file_at_all_is_said(client, portfolio, situation):
    signed_in(client, portfolio)

    response = send(client, situation, description="Rien")

    assertContains(response, "errorlist")
    assertContains(response, 'value="Rien"')


def test_a_double_click_adds_a_file_once(client, portfolio, situation):
    signed_in(client, portfolio)

    send(client, situation, pdf("plan.pdf", b"1"))
    again = send(client, situation, pdf("plan.pdf", b"1"))

    assertContains(again, "plan.pdf")
    assert names(situation) == ["preuve.pdf", "plan.pdf"]
    assert told() == ["evidence_added"]


def test_the_address_of_a_refused_form_leads_back_to_the_situation(client, portfolio, situation):
    signed_in(client, portfolio)

    for name in ("add_files", "add_link", "describe"):
        assertRedirects(client.get(door(name, situation)), situation.get_absolute_url())


def test_a_link_is_noted_with_its_description(client, portfolio, situation):
    signed_in(client, portfolio)

    response = link(client, situation, "exemple.example/carnet", description="Le carnet")

    assertRedirects(response, situation.get_absolute_url())
    added = situation.evidence.get(file=None)
    assert (added.url, added.description) == ("https://exemple.example/carnet", "Le carnet")
    assertContains(client.get(situation.get_absolute_url()), 'rel="noopener noreferrer nofollow"')


@pytest.mark.parametrize(
    "url",
    [
        "javascript:alert(1)",
        "ftp://exemple.example/",
        "file:///etc/passwd",
        "data:text/html,x",
        "pas une adresse",
        "",
        "https://exemple.example/" + "x" * 1000,
    ],
)
def test_only_web_addresses_are_links(client, portfolio, situation, url):
    signed_in(client, portfolio)

    response = link(client, situation, url, description="Mon espace")

    assertContains(response, "errorlist")
    assertContains(response, 'value="Mon espace"')
    assert names(situation) == ["preuve.pdf"]


def test_the_same_link_is_noted_once(client, portfolio, situation):
    signed_in(client, portfolio)
    link(client, situation, "https://exemple.example/")

    again = link(client, situation, "https://exemple.example/", description="Encore")

    assertContains(again, "errorlist")
    assert names(situation) == ["preuve.pdf", "https://exemple.example/"]


def describe(client, situation, evidence, new, read="Déroulé de la séance"):
    fields = {f"description-{evidence.pk}": new, f"read-{evidence.pk}": read}
    return client.post(door("describe", situation), fields)


def test_each_piece_of_evidence_is_worded_apart(client, portfolio, situation, evidence):
    signed_in(client, portfolio)

    response = describe(client, situation, evidence, "Le déroulé annoté")

    assertRedirects(response, situation.get_absolute_url())
    evidence.refresh_from_db()
    assert evidence.description == "Le déroulé annoté"
    assert told() == ["evidence_described"]


def test_of_two_tabs_the_second_sees_both_descriptions(client, portfolio, situation, evidence):
    signed_in(client, portfolio)
    describe(client, situation, evidence, "Premier onglet")

    second = describe(client, situation, evidence, "Second onglet")

    assertContains(second, "Premier onglet")
    assertContains(second, 'value="Second onglet"')
    evidence.refresh_from_db()
    assert evidence.description == "Premier onglet"

    describe(client, situation, evidence, "Second onglet", read="Premier onglet")

    evidence.refresh_from_db()
    assert evidence.description == "Second onglet"


def test_a_description_too_long_is_said_and_one_left_out_stays(
    client, portfolio, situation, evidence
):
    signed_in(client, portfolio)

    too_long = describe(client, situation, evidence, "x" * 501)
    client.post(door("describe", situation), {})

    assertContains(too_long, "errorlist")
    evidence.refresh_from_db()
    assert evidence.description == "Déroulé de la séance"
    assert told() == []


def test_removed_evidence_disappears_but_its_row_and_its_bytes_stay(
    client, portfolio, situation, evidence
):
    signed_in(client, portfolio)

    response = client.post(door("remove_evidence", evidence))

    assertRedirects(response, situation.get_absolute_url())
    evidence.refresh_from_db()
    assert evidence.removed_at is not None
    assert StoredFile.objects.filter(pk=evidence.file_id).exists()
    assert client.get(door("evidence_file", evidence)).status_code == 404
    assert client.post(door("remove_evidence", evidence)).status_code == 404
    assert told() == ["evidence_removed"]


def test_of_two_tabs_that_remove_the_same_thing_one_is_told(portfolio, situation, evidence):
    by = portfolio.enrolment.person

    for _tab in range(2):
        actions.remove_evidence(evidence, begun_at=clock.now(), by=by)
        actions.remove_situation(situation, begun_at=clock.now(), by=by)

    assert told() == ["evidence_removed", "situation_removed"]


def test_the_candidate_reads_the_file_which_can_run_nothing(client, portfolio, evidence):
    response = signed_in(client, portfolio).get(door("evidence_file", evidence))

    assert b"".join(response.streaming_content) == PDF
    assert response["Content-Type"] == "application/pdf"
    assert response["Content-Security-Policy"].startswith("sandbox")


def test_a_web_page_given_as_evidence_is_downloaded_not_shown(client, portfolio, situation):
    page = make_file(b"<!doctype html><script>alert(1)</script>", name="page.html")
    evidence = Evidence.objects.create(
        situation=situation, file=page, begun_at=page.received_at, added_at=page.received_at
    )

    response = signed_in(client, portfolio).get(door("evidence_file", evidence))

    assert response["Content-Disposition"].startswith("attachment")
    assert response["Content-Type"] == "application/octet-stream"
    response.close()


def test_a_link_has_no_file_and_evidence_of_a_removed_situation_is_gone(
    client, portfolio, situation, evidence
):
    signed_in(client, portfolio)
    link(client, situation, "https://exemple.example/")
    client.post(door("remove_situation", situation))

    assert client.get(door("evidence_file", evidence)).status_code == 404
    assert client.get(door("evidence_file", situation.evidence.get(file=None))).status_code == 404


def test_a_link_asked_as_a_file_is_not_found(client, portfolio, situation):
    signed_in(client, portfolio)
    link(client, situation, "https://exemple.example/")

    assert client.get(door("evidence_file", situation.evidence.get(file=None))).status_code == 404


def test_the_page_costs_the_same_with_one_and_three_files(client, portfolio, situation):
    signed_in(client, portfolio)
    client.get(situation.get_absolute_url())

    with CaptureQueriesContext(connection) as one:
        client.get(situation.get_absolute_url())
    send(client, situation, pdf("a.pdf", b"1"), pdf("b.pdf", b"2"))
    client.get(situation.get_absolute_url())
    with CaptureQueriesContext(connection) as three:
        client.get(situation.get_absolute_url())

    assert len(three) == len(one)


@pytest.mark.parametrize("method", ["get", "head"])
def test_somebody_elses_file_is_not_found_in_any_way(client, evidence, method):
    client.force_login(make_person())

    assert getattr(client, method)(door("evidence_file", evidence)).status_code == 404


def test_nobody_touches_somebody_elses_evidence(client, situation, evidence):
    client.force_login(make_person())

    assert send(client, situation, pdf("plan.pdf")).status_code == 404
    assert link(client, situation, "https://exemple.example/").status_code == 404
    assert describe(client, situation, evidence, "Autre").status_code == 404
    assert client.post(door("remove_evidence", evidence)).status_code == 404
    assert names(situation) == ["preuve.pdf"]
    assert told() == []
