"""The minutes: the page, and the PDF that says what the act says."""

import io

import pikepdf
import pytest
from django.urls import reverse
from pytest_django.asserts import assertContains
from typst import TypstError

from acquis.base import clock
from acquis.base.models import StoredFile
from acquis.jury import actions, documents
from acquis.jury.models import Deliberation
from tests.factories import make_enrolment

from . import scenes
from .strangers import all_not_found, statuses, strangers_to

pytestmark = pytest.mark.django_db


def pdf_of(act):
    with act.minutes.bytes.open() as file:
        return file.read()


def read_file(client, act):
    response = client.get(reverse("jury:minutes_file", args=[act.pk]))
    return response.status_code, b"".join(response.streaming_content) if response.streaming else b""


def words_of(act):
    """What the minutes print, before it is set in type."""
    return documents._words(act.content, act.sha256)


def make_departed():
    enrolment, absent = scenes.make_candidate(first_names="Zoé"), make_enrolment()
    sitting = scenes.make_open_sitting(enrolment, absent, jury=scenes.make_jury(members=3))
    case, juror = scenes.case_of(enrolment), scenes.juror(sitting)
    third = sitting.jury.members.order_by("pk").last()
    actions.recuse(case, third, reason="C’est ma sœur.", by=third.person)
    departure = {"A.1.1": actions.Choice("insufficient", None, "La pièce 3 est illisible.")}
    actions.decide(case, departure, version=1, by=juror)
    actions.follow_all(sitting, by=juror)
    return sitting, enrolment, actions.seal(sitting, by=scenes.president(sitting))


def test_the_minutes_print_names_outcomes_departures_and_the_composition():
    sitting, enrolment, act = make_departed()
    president = scenes.president(sitting)

    words = words_of(act)

    composition, recusals, rule = words["sections"]
    decisions, departures = words["wide"]
    name = f"{enrolment.person.birth_name} Zoé"
    assert [row[0] for row in composition["rows"]][0] == president.civil_name
    assert [(row[0], row[2]) for row in recusals["rows"]] == [(name, "C’est ma sœur.")]
    assert any("23" in line for line in rule["lines"])
    assert {row[1]: (row[3], row[4]) for row in decisions["rows"]}[name] == ("27/28", "A.1.1")
    assert [(row[0], row[1], row[4]) for row in departures["rows"]] == [
        (name, "A.1.1", "La pièce 3 est illisible.")
    ]
    assert {signature[0] for signature in words["signatures"]} == {
        member.person.civil_name for member in sitting.jury.members.all()
    }
    assert act.sha256 in words["reference"]


def test_the_pdf_is_tagged_titled_and_in_french():
    _, _, act = make_departed()

    with pikepdf.open(io.BytesIO(pdf_of(act))) as pdf:
        is_tagged = bool(pdf.Root.MarkInfo.Marked) and "/StructTreeRoot" in pdf.Root
        language, title = str(pdf.Root.Lang), str(pdf.open_metadata()["dc:title"])

    assert (is_tagged, language) == (True, "fr")
    assert "délibération" in title


def test_minutes_of_three_hundred_candidates_are_set():
    enrolment = scenes.make_candidate()
    _, act = scenes.make_sealed(enrolment)
    case = act.content["cases"][0]
    many = [{**case, "sorted_name": f"Exemple{rank} Ada"} for rank in range(300)]

    pdf = documents.minutes({**act.content, "cases": many}, act.sha256, at=act.sealed_at)

    with pikepdf.open(io.BytesIO(pdf)) as document:
        assert len(document.pages) > 10


def test_a_letter_that_no_font_has_does_not_keep_the_jury_from_sealing():
    enrolment = scenes.make_candidate(first_names="美咲", birth_name="田中")
    sitting = scenes.make_open_sitting(enrolment)
    remark = {"A.1.1": actions.Choice("insufficient", None, "Illisible 😀")}
    actions.decide(scenes.case_of(enrolment), remark, version=1, by=scenes.juror(sitting))

    act = actions.seal(sitting, by=scenes.president(sitting))

    assert act.content["cases"][0]["candidate"] == "美咲 田中"
    assert pdf_of(act).startswith(b"%PDF")


def test_a_fault_that_is_not_a_letter_is_not_hidden():
    with pytest.raises(TypstError):
        documents._set({"language": "fr"}, at=clock.now())


def test_the_same_act_gives_the_same_bytes():
    _, act = scenes.make_sealed(scenes.make_candidate())

    assert documents.minutes(act.content, act.sha256, at=act.sealed_at) == pdf_of(act)


def test_a_rectifying_act_prints_what_was_and_what_becomes():
    enrolment = scenes.make_candidate()
    sitting, first = scenes.make_sealed(enrolment)

    act = actions.rectify(
        scenes.case_of(enrolment),
        {"taught-session": ("not_validated", None)},
        reason="Pièce d’un autre.",
        corrects=first.number,
        by=scenes.president(sitting),
    )

    words = words_of(act)
    assert [row[1] for row in words["wide"][0]["rows"]] == ["taught-session"]
    assert any(first.sha256 in value for _, value in words["facts"])
    assert any(value == "Pièce d’un autre." for _, value in words["facts"])


def test_delegation_and_departures_in_time_are_printed(at):
    jury = scenes.make_jury(members=3, is_delegated=True, delegation="Arrêté D-2022-3")
    sitting = scenes.make_open_sitting(make_enrolment(), jury=jury)
    member = sitting.jury.members.filter(is_president=False).order_by("pk").first()
    actions.follow_all(sitting, by=member.person)
    at(2023, 5, 9, 11, 0)
    actions.mark_left(sitting, member, by=member.person)

    words = words_of(actions.seal(sitting, by=scenes.president(sitting)))

    assert any(value == "Arrêté D-2022-3" for _, value in words["facts"])
    presence = {row[0]: row[2] for row in words["sections"][0]["rows"]}
    assert "11:00" in presence[member.person.civil_name]


@pytest.mark.parametrize("who", ["president", "juror", "office"])
def test_members_and_office_read_the_page_and_the_pdf(client, who):
    sitting, act = scenes.make_sealed(scenes.make_candidate())
    people = {
        "president": scenes.president(sitting),
        "juror": scenes.juror(sitting),
        "office": scenes.make_office(),
    }
    client.force_login(people[who])

    page = client.get(reverse("jury:minutes", args=[sitting.pk]))
    status, pdf = read_file(client, act)

    assertContains(page, act.sha256)
    assert (status, pdf[:5]) == (200, b"%PDF-")


def test_before_the_seal_the_page_says_there_are_no_minutes(client):
    sitting = scenes.make_sitting()
    client.force_login(scenes.juror(sitting))

    assert client.get(reverse("jury:minutes", args=[sitting.pk])).context["acts"] == []


def test_an_altered_content_is_told_on_the_page(client):
    from conftest import unguarded

    sitting, act = scenes.make_sealed(scenes.make_candidate())
    with unguarded():
        Deliberation.objects.update(content={**act.content, "number": "autre"})
    client.force_login(scenes.juror(sitting))

    page = client.get(reverse("jury:minutes", args=[sitting.pk]))

    assert [act.is_intact for act in page.context["acts"]] == [False]


def test_strangers_and_former_members_read_nothing(client):
    sitting, act = scenes.make_sealed(scenes.make_candidate())
    people = {
        **strangers_to(sitting),
        "the candidate": scenes.Case.objects.get().enrolment.person,
    }
    files_before = StoredFile.objects.count()

    pages = statuses(client, people, lambda c: c.get(reverse("jury:minutes", args=[sitting.pk])))
    pdfs = statuses(client, people, lambda c: c.get(reverse("jury:minutes_file", args=[act.pk])))

    assert (pages, pdfs) == (all_not_found(people), all_not_found(people))
    assert StoredFile.objects.count() == files_before
