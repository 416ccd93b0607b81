"""An office puts a kind of letter in its own words: tried, kept with who and when, undone."""

import pytest
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from acquis.accounts.models import Role
from acquis.base import outbox
from acquis.base.letters.kinds import CANDIDATE, KINDS, Kind, Placeholder
from acquis.base.letters.texts import default_text
from acquis.base.models import Entry, Message, Wording
from tests.factories import make_institution, make_person, make_staff

pytestmark = pytest.mark.django_db
READY = "certificate_ready"


@pytest.fixture
def office(client):
    person = make_staff(Role.Kind.OFFICE)
    client.force_login(person)
    return person


def address(letter=READY, language="fr", institution="orleans", name="text"):
    return reverse(f"letters:{name}", args=[institution, letter, language])


def save(client, body="Bonjour {name}, venez : {number}.", **fields):
    """Send the form of the page, with these words."""
    form = client.get(address()).context["form"]
    version = form.initial.get("version", "")
    typed = {"subject": "Prêt", "body": body, "version": version, "save": "1"} | fields
    return client.post(address(), typed)


def write(person=None, number="7", once="event:1", **values):
    return outbox.queue(
        person or make_person("Ada", "Byron"),
        kind=KINDS[READY],
        once=once,
        values=lambda: {"name": "Ada Byron", "number": number, "acronym": "C2i2e", **values},
        institution=make_institution(),
    )


def test_the_next_letter_has_the_new_words_and_nobody_elses_has(client, office):
    response = save(client)

    assert response.url == address()
    assert (write().subject, write().body) == ("Prêt", "Bonjour Ada Byron, venez : 7.")
    wording = Wording.objects.get()
    assert (wording.by, wording.kind, wording.language) == (office, READY, "fr")
    entry = Entry.objects.get()
    assert (entry.verb, entry.by, entry.subject) == (
        "reworded",
        office,
        f"base.wording:{wording.pk}",
    )
    english = write(make_person(language="en"), once="event:2")
    assert english.subject == "C2i2e: your certificate is ready"


def test_going_back_to_the_words_of_acquis_keeps_the_others_in_the_history(client, office):
    before = write(once="event:0").subject
    save(client)
    version = client.get(address()).context["version"]

    client.post(address(name="back_to_default"), {"version": version})

    assert write().subject == before
    history = client.get(address()).context["history"]
    assert [(each.by, each.is_default, each.subject) for each in history] == [
        (office, True, ""),
        (office, False, "Prêt"),
    ]
    assert list(Entry.objects.order_by("number").values_list("verb", flat=True)) == [
        "reworded",
        "words_back_to_default",
    ]


@pytest.mark.parametrize("word", ["{nom}", "{Name}", "{name.email}", "{0}", "{", "}", "{{name}}"])
def test_what_stands_for_nothing_is_refused_and_what_was_typed_stays(client, office, word):
    body = f"Bonjour {word}, {{number}}"

    page = save(client, body=body)

    assert page.status_code == 200
    assert "ne désigne rien" in page.context["form"].errors["body"][0]
    assert page.context["form"]["body"].value() == body
    assert not Wording.objects.exists()


def test_what_a_letter_must_say_cannot_be_left_out(client, office):
    page = save(client, body="Bonjour {name}")

    assert "{number}" in page.context["form"].errors["body"][0]
    assert not Wording.objects.exists()


def test_words_are_tried_on_a_real_letter_the_last_unless_told_and_nothing_is_written(
    client, office
):
    first, last = write(number="7", once="event:1"), write(number="8", once="event:2")
    typed = {"subject": "{acronym}", "body": "{name} : {number}", "try": "1"}

    trials = [
        client.post(address(), typed | real).context["trial"]
        for real in ({}, {"real": first.pk}, {"real": "of nobody"})
    ]

    assert [(each["letter"], each["body"]) for each in trials] == [
        (last, "Ada Byron : 8"),
        (first, "Ada Byron : 7"),
        (last, "Ada Byron : 8"),
    ]
    assert trials[0]["subject"] == "C2i2e"
    assert not Wording.objects.exists()
    assert Message.objects.count() == 2


def test_without_a_real_letter_the_trial_says_what_would_stand_there(client, office):
    page = client.post(address(), {"subject": "a", "body": "N {number}", "try": "1"})

    assert page.context["trial"]["body"] == "N [numéro du document]"


def test_of_two_people_who_write_at_once_the_second_sees_both_texts_and_chooses(client, office):
    save(client, body="Le premier {number}")

    page = save(client, body="Le second {number}", version="")

    text = page.content.decode()
    assert "notice--error" in text
    assert "Le premier {number}" in text
    assert "Le second {number}" in text
    assert Wording.objects.get().body == "Le premier {number}"

    save(client, body="Le second {number}", version=page.context["form"]["version"].value())

    assert client.get(address()).context["in_use"]["body"] == "Le second {number}"


def test_every_kind_has_words_in_both_languages_made_of_its_own_placeholders():
    faults = []
    for kind in KINDS.values():
        unfilled = [each for each in kind.offers if kind.filled(str(each), {each.code: "x"}) != "x"]
        faults += [(kind.code, str(each)) for each in unfilled]
        texts = {language: default_text(kind, language) for language in ("fr", "en")}
        for language, (subject, body) in texts.items():
            faults += [(kind.code, language, word) for word in kind.unknown(subject + body)]
            faults += [(kind.code, language, str(each)) for each in kind.missing(body)]
        if texts["fr"][1] == texts["en"][1]:
            faults.append((kind.code, "same in both languages"))

    assert len(KINDS) > 25
    assert faults == []


def test_the_list_says_which_letters_are_reworded_by_whom(client, office):
    save(client)

    [found] = client.get(reverse("letters:texts")).context["found"]

    own = {row["kind"].code: dict(row["texts"]) for row in found["kinds"]}
    assert set(own) == set(KINDS)
    assert own[READY]["fr"].by == office
    assert own[READY]["en"] is None


def test_strangers_and_those_of_one_programme_find_nothing(client):
    one_programme = make_staff(Role.Kind.OFFICE)
    one_programme.roles.update(programme_code="c2i2e")
    elsewhere = make_staff(Role.Kind.OFFICE, make_institution("tours"))

    for person in (make_person(), one_programme, elsewhere):
        client.force_login(person)
        assert client.get(address()).status_code == 404
        assert client.post(address(), {"save": "1"}).status_code == 404
        assert client.post(address(name="back_to_default")).status_code == 404
    client.force_login(one_programme)
    assert client.get(reverse("letters:texts")).status_code == 404


@pytest.mark.parametrize("where", [{"letter": "no-such"}, {"language": "de"}])
def test_a_letter_or_a_language_that_does_not_exist_is_not_found(client, office, where):
    assert client.get(address(**where)).status_code == 404


# -- filling a text --------------------------------------------------------------------------------

TYPED = Placeholder("name", "nom", is_typed=True)
BLOCK = Placeholder("facts", "faits")
KIND = Kind("k", "k", CANDIDATE, (TYPED, BLOCK), lambda: ("", ""))


@given(value=st.text())
def test_what_a_person_typed_is_never_read_as_a_text(value):
    filled = KIND.filled("[{name}]", {"name": value, "facts": "SECRET"})

    assert filled == f"[{' '.join(value.split())}]"


@given(st.text(alphabet="{}abname_ \n"))
def test_no_text_breaks_the_filling(text):
    KIND.filled(text, {"name": "{facts}", "facts": "{name}"})


def test_a_line_with_nothing_to_say_goes_with_its_empty_line():
    filled = KIND.filled("Bonjour,\n\n{facts}\n\nFin", {"facts": ""})

    assert filled == "Bonjour,\n\nFin"


def test_a_block_keeps_its_lines():
    assert KIND.filled("A\n{facts}\nB", {"facts": "1\n\n2"}) == "A\n1\n\n2\nB"
