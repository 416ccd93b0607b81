"""Staff put a public text in other words all year: tried first, kept with who and when, undone."""

import pytest
from django.db import DatabaseError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils.html import escape
from pytest_django.asserts import assertContains, assertNotContains, assertRedirects

from acquis.accounts.models import Role
from acquis.base import journal
from acquis.base.canonical import fingerprint
from acquis.base.models import Entry
from acquis.catalogue.cloning import next_plan
from acquis.catalogue.definitions import Text
from acquis.catalogue.models import Edition, EditionState, PublicWording
from acquis.catalogue.tests.samples import C2I2E, edition_in
from tests.factories import make_edition, make_enrolment, make_institution, make_person, make_staff

pytestmark = pytest.mark.django_db

YEAR = "/certifications/orleans/c2i2e/2022-2023/"
NOTICE, LIST = f"{YEAR}notice/", f"{YEAR}textes/"
IN_ENGLISH = {"accept-language": "en"}


@pytest.fixture
def edition():
    """An edition in use: what was loaded can no longer change."""
    edition = make_edition()
    make_enrolment(edition=edition)
    return edition


@pytest.fixture
def office(client, edition):
    person = make_staff(Role.Kind.OFFICE)
    client.force_login(person)
    return person


def address(code="purpose", language="fr", kind="section", institution="orleans"):
    place = [institution, "c2i2e", "2022-2023", kind, language, code]
    return reverse("catalogue:text", args=place)


def office_reads(client):
    return client.get(YEAR).context["plan"]


def send(client, where=None, *, button="save", value="1", **fields):
    """Fill in the form of the page with these words, and press one of its buttons."""
    where = where or address()
    form = client.get(where).context["form"]
    typed = {name: form[name].value() for name in form.fields} | fields
    return client.post(where, typed | {button: value})


def test_the_page_and_the_notice_say_the_new_words_at_once(client, office, edition):
    english = client.get(YEAR, headers=IN_ENGLISH).content

    response = send(client, title="Pourquoi le C2i2e ?", body="Pour enseigner.\n\nEt former.")

    assertRedirects(response, address())
    page, notice = client.get(YEAR), client.get(NOTICE)
    for answer in (page, notice):
        assertContains(answer, "Pourquoi le C2i2e\u202f?")
        assertContains(answer, "<p>Pour enseigner.</p>", html=True)
        assertNotContains(answer, "À quoi sert le C2i2e")
    assert client.get(YEAR, headers=IN_ENGLISH).content.count(b"Pour enseigner") == 0
    assert english.count(b"What is the C2i2e for?") == 1
    wording = PublicWording.objects.get()
    assert (wording.by, wording.kind, wording.code, wording.language) == (
        office,
        "section",
        "purpose",
        "fr",
    )
    entry = Entry.objects.get(verb="text_reworded")
    assert (entry.by, entry.subject, entry.facts["text"]) == (
        office,
        edition.journal_key,
        str(wording.pk),
    )
    assert journal.verify() == []


def test_the_notice_names_another_version_and_its_file_another_content(client, office):
    before = client.get(NOTICE).context["reference"]
    pdf = f"{YEAR}notice.pdf?language=fr"
    tag = client.get(pdf).headers["ETag"]
    assert client.get(pdf, headers={"if-none-match": tag}).status_code == 304

    send(client, body="Pour enseigner.")

    reference = client.get(NOTICE).context["reference"]
    assert "textes modifiés le" in reference
    assert reference.split(",")[0] != before.split(",")[0]
    again = client.get(pdf, headers={"if-none-match": tag})
    assert (again.status_code, again.content[:5]) == (200, b"%PDF-")


def test_going_back_gives_the_loaded_text_and_the_same_version_and_keeps_the_history(
    client, office
):
    before = client.get(NOTICE)
    send(client, body="Pour enseigner.")

    send(client, button="back")

    after = client.get(NOTICE)
    assert after.context["reference"] == before.context["reference"]
    assert after.context["notice"] == before.context["notice"]
    history = client.get(address()).context["history"]
    assert [(each.is_default, each.body) for each in history] == [
        (True, ""),
        (False, "Pour enseigner."),
    ]
    assert list(Entry.objects.order_by("number").values_list("verb", flat=True)) == [
        "text_reworded",
        "text_back_to_loaded",
    ]


def test_words_are_tried_on_the_page_and_in_the_notice_and_nothing_is_written(client, office):
    page = send(client, button="try", title="Essai ?", body="Un mot à bureau@exemple.example")

    trial = page.context["trial"]
    assert trial["section"].title == "Essai\u202f?"
    # Once as on the page, once as in the notice.
    assertContains(page, '<a href="mailto:bureau@exemple.example">', count=2)
    assertContains(page, "Un mot à bureau@exemple.example</textarea>")
    assert not PublicWording.objects.exists()
    assertNotContains(client.get(YEAR), "Essai")


def test_what_looks_like_a_tag_stays_text_everywhere(client, office):
    body = '<script>alert(1)</script> & <b onclick="x()">gras</b>'

    send(client, body=body)

    for where in (YEAR, NOTICE, address()):
        page = client.get(where)
        assertContains(page, escape("<script>alert(1)</script>"))
        assertNotContains(page, "<script>alert")
        assertNotContains(page, "<b onclick")
    assert client.get(f"{YEAR}notice.pdf").content[:5] == b"%PDF-"


@pytest.mark.parametrize(
    ("body", "said"),
    [
        (
            "Le dépôt ferme le 23 avril 2022 à minuit.",
            "Le texte dit « 23 avril 2022 » ; le calendrier applique le 23 avril 2023.",
        ),
        (
            "Il faut au moins 20 compétences.",
            "Le texte dit « au moins 20 » ; le jury en demande 23.",
        ),
    ],
)
def test_a_text_that_contradicts_a_day_or_the_rule_is_refused_and_stays_in_the_form(
    client, office, body, said
):
    page = send(client, body=body)

    assertContains(page, "Rien n’est enregistré")
    assert [each.message.fr for each in page.context["trial"]["errors"]] == [said]
    assert page.context["form"]["body"].value() == body
    assert not PublicWording.objects.exists()


def test_the_same_is_seen_in_an_english_text(client, office):
    where = address(language="en")

    page = send(client, where, body="Deposits close on 23 April 2022.")

    assert [each.code for each in page.context["trial"]["errors"]] == ["day-contradicted"]


def test_the_date_of_a_law_on_a_day_of_the_calendar_is_no_contradiction(client, office):
    send(client, body="Selon l'arrêté du 23 avril 2010, jusqu'à minuit.", value="1")
    page = send(client, body="Selon l'arrêté du 23 avril 2010.")

    assert page.context["trial"]["errors"] == []
    assert [each.code for each in page.context["trial"]["warnings"]] == ["dates-disagree"]


def test_a_doubt_is_shown_before_it_is_saved_and_may_be_kept(client, office):
    body = "Le C2I2E se dépose avant 17 h."

    page = send(client, body=body)

    codes = [each.code for each in page.context["trial"]["warnings"]]
    assert codes == ["several-spellings", "hour-contradicted"]
    assertContains(page, "Enregistrer avec ces remarques")
    assert not PublicWording.objects.exists()
    read = page.context["trial"]["read"]
    send(client, body=f"{body} Le(s) dossier(s).", value=read)
    assert not PublicWording.objects.exists()
    assertRedirects(send(client, body=body, value=read), address())
    assert PublicWording.objects.get().body == body


def test_of_two_people_who_write_at_once_the_second_sees_both_texts_and_chooses(client, office):
    version = client.get(address()).context["version"]
    send(client, body="Le premier.")

    second = {"title": "Titre", "body": "Le second.", "version": version, "save": "1"}
    page = client.post(address(), second)

    assertContains(page, "notice--error")
    assertContains(page, "Le premier.")
    assert page.context["form"]["body"].value() == "Le second."
    assert PublicWording.objects.get().body == "Le premier."
    client.post(address(), second | {"version": page.context["form"]["version"].value()})
    assert client.get(address()).context["in_use"]["body"] == "Le second."


def test_going_back_is_refused_to_whoever_has_not_read_the_last_words(client, office):
    send(client, body="Le premier.")
    version = client.get(address()).context["version"]
    send(client, body="Le deuxième.")

    page = client.post(address(), {"version": version, "back": "1"})

    assertContains(page, "notice--error")
    assert page.context["in_use"]["body"] == "Le deuxième."


def test_an_empty_text_is_refused(client, office):
    page = send(client, title=" ", body="\n")

    assert set(page.context["form"].errors) == {"title", "body"}
    assert not PublicWording.objects.exists()


def test_a_question_is_answered_in_french_then_in_english(client, office, edition):
    unanswered = edition.definition | {"answers": {}, "year": "2023-2024"}
    draft = Edition.objects.create(
        institution=edition.institution,
        programme_version=edition.programme_version,
        programme_code="c2i2e",
        year="2023-2024",
        definition=unanswered,
        fingerprint=fingerprint(unanswered),
    )
    french, english = (
        reverse("catalogue:text", args=["orleans", "c2i2e", draft.year, "answer", each, "refund"])
        for each in ("fr", "en")
    )

    assertContains(send(client, english, body="Never."), "Écrivez d’abord le texte français")
    assertRedirects(send(client, french, body="Jamais."), french)
    assertRedirects(send(client, english, body="Never."), english)

    page = client.get(draft.get_absolute_url(), headers=IN_ENGLISH)
    assert ("When is the fee refunded or waived?", "Never.") in page.context["questions"]
    notice = client.get(f"{draft.get_absolute_url()}notice/")
    assertContains(notice, "<dd>Jamais.</dd>", html=True)


def test_the_hours_of_the_desk_are_words_too(client, office):
    where = address("hours", kind="collection")

    send(client, where, body="le mardi de 9 h à 12 h")

    assertContains(client.get(YEAR), "le mardi de 9 h à 12 h")
    assertContains(client.get(NOTICE), "Le mardi de 9 h à 12 h.")


def test_the_draft_of_the_next_year_has_the_words_in_use(client, office, edition):
    send(client, body="Pour enseigner en 2022-2023.")

    client.post(f"{YEAR}suivante/")

    draft = Edition.objects.get(year="2023-2024")
    assert draft.plan.public_text("purpose").body.fr == "Pour enseigner en 2023-2024."
    assert draft.plan.public_text("meaning") == edition.plan.public_text("meaning")


def test_loading_a_changed_text_says_that_staff_reworded_it(client, run, files):
    copy = files("c2i2e")
    run("load_programme", copy.edition, "--institution", make_institution().slug, "--yes")
    client.force_login(make_staff(Role.Kind.OFFICE))
    send(client, address("meaning"), body="Un sigle.")
    copy.change(copy.edition, "C2i2e est le sigle du", "C2i2e abrège le nom du")

    told = run("load_programme", copy.edition, "--institution", "orleans", "--language", "en")

    after = told.out[told.out.index("public_texts[meaning].body.fr") :]
    assert "Staff reworded this text" in after.splitlines()[1]


def test_the_file_of_the_next_year_is_written_in_the_words_in_use(client, office, run, files):
    copy = files("c2i2e")
    send(client, title="Pourquoi ?", body='Pour "enseigner" en 2022-2023.\n\nEt former.')
    send(client, address("refund", kind="answer"), body="Jamais : voyez le bureau.")
    send(client, address("hours", "en", kind="collection"), body="from 9 a.m. to noon")
    asked = ["c2i2e", "2022-2023", "2023-2024", "--folder", copy.folder.parent]

    told = run("clone_edition", *asked, "--institution", "orleans", "--language", "en")

    plan = edition_in(copy.folder, "2023-2024")
    purpose = plan.public_text("purpose")
    assert purpose.title == Text("Pourquoi ?", "What is the C2i2e for?")
    assert purpose.body.fr == 'Pour "enseigner" en 2023-2024.\n\nEt former.'
    assert plan.answers.refund.fr == "Jamais : voyez le bureau."
    assert plan.collection.hours == Text("aux heures d'ouverture du service", "from 9 a.m. to noon")
    assert plan == next_plan(office_reads(client))
    assert "In the words of staff:\n  public_texts[purpose].title.fr" in told.out


def test_words_without_a_place_in_the_file_are_named(client, office, run, files):
    copy = files("c2i2e")
    copy.change(copy.edition, '    en: "during the opening hours of the office"\n', "")
    send(client, address("hours", "en", kind="collection"), body="from 9 a.m. to noon")
    asked = ["c2i2e", "2022-2023", "2023-2024", "--folder", copy.folder.parent]

    told = run("clone_edition", *asked, "--institution", "orleans", "--language", "en")

    assert "no place in the file: write them there.\n  collection.hours.en" in told.out


def test_a_year_that_an_institution_has_not_loaded_has_no_words(run, files, db):
    copy = files("c2i2e")
    asked = ["c2i2e", "2022-2023", "2023-2024", "--folder", copy.folder.parent]

    told = run("clone_edition", *asked, "--institution", "tours", "--language", "en")

    assert (told.code, "“tours” has not loaded c2i2e 2022-2023" in told.err) == (1, True)


def test_a_text_in_another_edition_of_the_same_code_is_untouched(client, office):
    tours = make_edition(institution=make_institution("tours"))

    send(client, body="À Orléans.")

    assertNotContains(client.get(tours.get_absolute_url()), "À Orléans.")


def test_a_closed_year_keeps_its_texts(client, office, edition):
    version = client.get(address()).context["version"]
    Edition.objects.filter(pk=edition.pk).update(state=EditionState.CLOSED)

    assertNotContains(client.get(address()), "<textarea")
    page = client.post(address(), {"title": "T", "body": "B", "version": version, "save": "1"})

    assertContains(page, "C2i2e 2022-2023 est close : ses textes restent tels quels.")
    assert not PublicWording.objects.exists()


def test_the_list_says_what_is_reworded_and_by_whom(client, office):
    send(client, body="Pour enseigner.")

    page = client.get(LIST)

    kinds = dict(page.context["kinds"])
    own = {row["text"].code: dict(row["languages"]) for row in kinds["section"]}
    assert own["purpose"]["fr"].by == office
    assert own["purpose"]["en"] is None
    assert [row["text"].code for row in kinds["collection"]] == ["place", "hours"]
    assertContains(client.get("/certifications/bureau/"), f'href="{LIST}"')


def test_pages_cost_one_query_for_all_texts_whatever_their_number(client, office):
    def cost(where):
        client.get(where)
        with CaptureQueriesContext(connection) as captured:
            client.get(where)
        words = [each for each in captured if "publicwording" in each["sql"]]
        return len(captured), len(words)

    before = {where: cost(where) for where in (YEAR, NOTICE, LIST, f"{YEAR}notice.pdf")}
    for code in ("purpose", "meaning", "audience"):
        send(client, address(code), body="Des mots, avant minuit.")

    assert {where: cost(where) for where in before} == before
    assert {words for _all, words in before.values()} == {1}


def test_strangers_find_nothing(client, edition):
    elsewhere = make_staff(Role.Kind.OFFICE, make_institution("tours"))
    evaluator = make_staff(Role.Kind.EVALUATOR)

    for person in (make_person(), elsewhere, evaluator):
        client.force_login(person)
        assert client.get(LIST).status_code == 404
        assert client.get(address()).status_code == 404
        typed = {"title": "T", "body": "B", "save": "1"}
        assert client.post(address(), typed).status_code == 404
    assert not PublicWording.objects.exists()


@pytest.mark.parametrize(
    "where", [{"code": "no-such"}, {"language": "de"}, {"kind": "fee"}, {"kind": "answer"}]
)
def test_a_text_or_a_language_that_does_not_exist_is_not_found(client, office, where):
    assert client.get(address(**where)).status_code == 404


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE catalogue_publicwording SET body = 'x'",
        "DELETE FROM catalogue_publicwording",
    ],
)
def test_the_database_keeps_every_wording(client, office, change):
    send(client, body="Pour enseigner.")

    with (
        pytest.raises(DatabaseError, match="The words of a public text are kept"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(change)


def test_the_shipped_edition_contradicts_nothing(run):
    told = run("check_programme", C2I2E, "--language", "en")

    assert "contradicted" not in told.out
