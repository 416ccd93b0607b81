import uuid

import pytest
from django.urls import reverse

from acquis.base.models import Entry, Message
from acquis.outcomes import actions
from acquis.outcomes.models import HandOver
from tests.factories import make_edition, make_institution, make_person, make_staff

from .factories import make_certificates, make_certified

pytestmark = pytest.mark.django_db

IN_PERSON = {"mode": "in_person", "identity_seen": "carte d'identité 12AB34567"}
PROXY = {
    "mode": "proxy",
    "identity_seen": "passeport 09XY11111",
    "receiver": "Charles Babbage",
    "mandate": "mandat du 30 juin 2023",
}
POST = {"mode": "post", "tracking_number": "1A 234 567 8901 2"}


@pytest.fixture
def desk():
    return make_staff("certificate_desk")


@pytest.fixture
def certificate():
    return make_certificates(make_certified(make_person("Ada", "Lovelace")))[0]


def page(certificate):
    return reverse("outcomes:hand_over", args=[certificate.pk])


def listed(client, **asked):
    response = client.get(reverse("outcomes:desk"), asked)
    assert response.status_code == 200
    return [document.payload["holder"] for document in response.context["page"].object_list]


def test_handing_over_in_person_is_recorded_with_the_identity_seen(client, desk, certificate):
    client.force_login(desk)

    response = client.post(page(certificate), IN_PERSON, follow=True)

    assert response.redirect_chain == [(reverse("outcomes:desk"), 302)]
    left = HandOver.objects.get()
    assert (left.document, left.mode, left.identity_seen, left.by) == (
        certificate,
        "in_person",
        "carte d'identité 12AB34567",
        desk,
    )
    entry = Entry.objects.get(verb="handed_over")
    assert (entry.subject, entry.by, entry.facts) == (
        certificate.journal_key,
        desk,
        {"mode": "in_person"},
    )
    assert not Message.objects.filter(kind="certificate_left").exists()


def test_by_proxy_the_holder_is_told_who_took_it(client, desk, certificate):
    client.force_login(desk)

    client.post(page(certificate), PROXY)

    left = HandOver.objects.get()
    assert (left.receiver, left.mandate) == ("Charles Babbage", "mandat du 30 juin 2023")
    letter = Message.objects.get(kind="certificate_left")
    assert letter.person == certificate.person
    assert "Charles Babbage" in letter.body


def test_by_post_the_holder_is_told_the_tracking_number(client, desk, certificate):
    client.force_login(desk)

    client.post(page(certificate), POST)

    assert HandOver.objects.get().tracking_number == "1A 234 567 8901 2"
    assert "1A 234 567 8901 2" in Message.objects.get(kind="certificate_left").body


@pytest.mark.parametrize(
    ("sent", "wrong"),
    [
        ({"mode": "in_person"}, ["identity_seen"]),
        ({**PROXY, "mandate": " "}, ["mandate"]),
        ({"mode": "proxy"}, ["identity_seen", "receiver", "mandate"]),
        ({"mode": "post"}, ["tracking_number"]),
        ({"mode": "pigeon"}, ["mode"]),
        ({}, ["mode"]),
        ({**IN_PERSON, "identity_seen": "x" * 121}, ["identity_seen"]),
        ({**IN_PERSON, "identity_seen": "a\x00b"}, ["identity_seen"]),
    ],
)
def test_without_its_proofs_it_stays_and_what_was_typed_too(client, desk, certificate, sent, wrong):
    client.force_login(desk)

    response = client.post(page(certificate), sent)

    assert response.status_code == 200
    assert list(response.context["form"].errors) == wrong
    assert not HandOver.objects.exists()
    for value in sent.values():
        assert value.strip()[:100] in response.content.decode().replace("&#x27;", "'")


def test_a_second_time_is_told_with_the_first(client, desk, certificate):
    client.force_login(desk)
    client.post(page(certificate), IN_PERSON, follow=True)

    response = client.post(page(certificate), POST)

    assert [str(message) for message in response.context["messages"]] == [
        f"Ce certificat a déjà été remis (en mains propres) le 12 mai 2023 par {desk}."
    ]
    assert HandOver.objects.get().mode == "in_person"


def test_a_double_click_hands_over_once_and_says_it_is_done(client, desk, certificate):
    client.force_login(desk)
    sent = {**IN_PERSON, "once": str(uuid.uuid4())}

    answers = [client.post(page(certificate), sent) for _ in range(2)]

    assert [answer.headers["Location"] for answer in answers] == [reverse("outcomes:desk")] * 2
    assert HandOver.objects.count() == 1


def test_a_revoked_certificate_is_not_handed_over(client, desk, certificate):
    actions.revoke(certificate, reason="Fraude.", by=certificate.issued_by)
    client.force_login(desk)

    response = client.post(page(certificate), IN_PERSON)

    (message,) = response.context["messages"]
    assert "révoqué" in str(message)
    assert not HandOver.objects.exists()


def test_only_the_ways_that_the_edition_allows_are_offered(client, desk, at):
    at(2024, 1, 25)
    edition = make_edition("essai-lecon/editions/2023-2024")
    seen = make_certified(edition=edition, category="staff")
    seen.marks = {"lesson": "14", "interview": "11"}
    from .factories import make_published

    publication = make_published(seen)
    (certificate,) = actions.issue_certificates(edition, by=publication.published_by).issued
    client.force_login(desk)

    response = client.post(page(certificate), PROXY)

    assert list(response.context["form"].errors) == ["mode"]
    offered = [value for value, _ in response.context["form"].fields["mode"].choices]
    assert offered == ["in_person", "post"]


def test_the_list_shows_the_uncollected_then_those_that_left_and_those_that_ended(client, desk):
    edition = make_edition()
    ada, grace, alan = make_certificates(
        make_certified(make_person("Ada", "Byron"), edition),
        make_certified(make_person("Grace", "Hopper"), edition),
        make_certified(make_person("Alan", "Turing"), edition),
    )
    actions.hand_over(grace, mode="post", tracking_number="1", by=desk)
    actions.revoke(alan, reason="Fraude.", by=alan.issued_by)
    client.force_login(desk)

    shown = {show: listed(client, show=show) for show in ["", "waiting", "handed", "ended"]}

    assert shown == {
        "": ["Ada Byron"],
        "waiting": ["Ada Byron"],
        "handed": ["Grace Hopper"],
        "ended": ["Alan Turing"],
    }


def test_a_certificate_is_found_by_name_or_by_number(client, desk):
    edition = make_edition()
    make_certificates(
        make_certified(make_person("Ada", "Byron", usage_name="Lovelace"), edition),
        make_certified(make_person("Grace", "Hopper"), edition),
    )
    client.force_login(desk)

    found = {
        asked: listed(client, q=asked)
        for asked in [
            "hopper",
            "grace hop",
            "lovelace",
            "2",
            "00002",
            "certificat-c2i2e-2023-00001",
            "certificat-c2i2e-2024-00001",
            "grace 1",
            "%",
            "9" * 9,
        ]
    }

    assert found == {
        "hopper": ["Grace Hopper"],
        "grace hop": ["Grace Hopper"],
        "lovelace": ["Ada Byron"],
        "2": ["Grace Hopper"],
        "00002": ["Grace Hopper"],
        "certificat-c2i2e-2023-00001": ["Ada Byron"],
        "certificat-c2i2e-2024-00001": [],
        "grace 1": [],
        "%": [],
        "9" * 9: [],
    }


@pytest.mark.parametrize(
    "asked", [{"q": "a\x00"}, {"q": "x" * 300}, {"show": "?"}, {"page": "9" * 50}, {"page": "x"}]
)
def test_a_strange_question_is_answered_plainly(client, desk, certificate, asked):
    client.force_login(desk)

    assert client.get(reverse("outcomes:desk"), asked).status_code == 200


def test_attestations_are_the_offices_to_see(client, desk, certificate):
    client.force_login(certificate.issued_by)
    to_the_office = listed(client, show="attestations")
    client.force_login(desk)
    to_the_desk = client.get(reverse("outcomes:desk"), {"show": "attestations"})

    assert to_the_office == ["Ada Lovelace"]
    assert to_the_desk.context["form"].errors
    assert [each.kind for each in to_the_desk.context["page"].object_list] == ["certificate"]


def test_the_list_costs_the_same_for_one_certificate_and_for_three(
    client, desk, django_assert_num_queries
):
    edition = make_edition()
    make_certificates(make_certified(edition=edition))
    client.force_login(desk)
    client.get(reverse("outcomes:desk"))
    with django_assert_num_queries(7):
        client.get(reverse("outcomes:desk"))
    make_certificates(make_certified(edition=edition), make_certified(edition=edition))

    with django_assert_num_queries(7):
        assert len(listed(client)) == 3


@pytest.mark.parametrize("kind", [None, "cashier", "evaluator", "continuing_education"])
def test_strangers_find_no_desk(client, certificate, kind):
    client.force_login(make_staff(kind) if kind else make_person())

    answers = [
        client.get(reverse("outcomes:desk")).status_code,
        client.get(page(certificate)).status_code,
        client.post(page(certificate), IN_PERSON).status_code,
    ]

    assert answers == [404, 404, 404]
    assert not HandOver.objects.exists()


def test_the_desk_of_another_institution_does_not_find_the_certificate(client, certificate):
    client.force_login(make_staff("certificate_desk", make_institution("tours")))

    assert listed(client) == []
    assert client.post(page(certificate), IN_PERSON).status_code == 404


def test_an_attestation_is_not_handed_over(client, desk, certificate):
    attestation = certificate.result.documents.get(kind="success")
    client.force_login(desk)

    assert client.post(page(attestation), IN_PERSON).status_code == 404
