"""Once a campaign has opened, or somebody has enrolled, what was loaded does not change."""

import pytest
from django.db import DatabaseError, transaction

from acquis.base.models import Entry
from acquis.base.refusal import Refusal
from acquis.catalogue import actions
from acquis.catalogue.models import Edition, EditionState, ProgrammeVersion
from tests.factories import make_enrolment, make_institution

pytestmark = pytest.mark.django_db


@pytest.fixture
def institution(at):
    at(2023, 9, 1)
    return make_institution()


@pytest.fixture
def typed(files, institution):
    """The files of the CAMS, loaded and published before their campaign of 2 October 2023."""
    typed = files("essai-lecon")
    actions.load(typed.edition, institution=institution).edition.publish(by=None)
    return typed


def load(typed, institution):
    return actions.load(typed.edition, institution=institution)


def kept():
    return list(Edition.objects.values()), list(ProgrammeVersion.objects.values())


def test_the_last_minute_before_the_campaign_still_allows_a_correction(typed, institution, at):
    typed.change(typed.edition, "deposit_until: 2024-01-12", "deposit_until: 2024-01-15")
    at(2023, 10, 1, 23, 59)

    result = load(typed, institution)

    assert [change.field for change in result.changes] == ["sessions[1].deposit_until"]


def test_an_opened_edition_refuses_any_change(typed, institution, at):
    typed.change(typed.edition, "deposit_until: 2024-01-12", "deposit_until: 2024-01-15")
    before, lines = kept(), Entry.objects.count()
    at(2023, 10, 2, 0, 0)

    with pytest.raises(Refusal) as refusal:
        load(typed, institution)

    assert "CAMS 2023-2024" in str(refusal.value)
    assert kept() == before
    assert Entry.objects.count() == lines


def test_the_command_refuses_before_it_asks(typed, institution, at, run, answers):
    typed.change(typed.edition, "deposit_until: 2024-01-12", "deposit_until: 2024-01-15")
    at(2023, 10, 2)
    answers("y")

    result = run("load_programme", typed.edition, "--institution", "orleans", "--language", "en")

    assert result.code == 1
    assert "sessions[1].deposit_until" in result.out
    assert "Apply?" not in result.out
    assert result.err == (
        "The enrolments of CAMS 2023-2024 have begun: this edition can no longer change. Write "
        "the next year’s edition in a file of its own and, if the programme changes, change its "
        "“version” too."
    )


def test_the_programme_of_an_opened_edition_refuses_any_change(typed, institution, at):
    typed.change(typed.programme, "{threshold: 8}", "{threshold: 7}")
    before = kept()
    at(2023, 10, 2)

    with pytest.raises(Refusal) as refusal:
        load(typed, institution)

    assert "CAMS 2023-2024" in str(refusal.value)
    assert kept() == before


def next_year(typed):
    """The same edition, moved to 2024-2025 in a file of its own."""
    path = typed.folder / "editions" / "2024-2025.yaml"
    text = typed.edition.read_text()
    for old, new in (("2024", "2025"), ("2023", "2024")):
        text = text.replace(old, new)
    path.write_text(text)
    return path


def test_a_programme_in_use_is_not_changed_through_the_next_edition(typed, institution, at):
    path = next_year(typed)
    typed.change(typed.programme, "{threshold: 8}", "{threshold: 7}")
    before = kept()
    at(2023, 10, 2)

    with pytest.raises(Refusal) as refusal:
        actions.load(path, institution=institution)

    assert "CAMS 2023-2024" in str(refusal.value)
    assert kept() == before


def test_the_next_edition_brings_a_new_version_of_the_programme(typed, institution, at):
    path = next_year(typed)
    typed.change(typed.programme, "{threshold: 8}", "{threshold: 7}")
    typed.change(typed.programme, 'version: "1"', 'version: "2"')
    typed.change(path, 'programme_version: "1"', 'programme_version: "2"')
    at(2023, 10, 2)

    result = actions.load(path, institution=institution)

    old, new = Edition.objects.order_by("year")
    assert (result.edition, result.programme_version.version) == (new, "2")
    assert (old.programme_version.version, new.programme_version.version) == ("1", "2")
    assert old.programme.rule != new.programme.rule


def test_the_same_file_may_be_loaded_again_at_any_time(typed, institution, at):
    before = kept()
    at(2023, 10, 2)

    result = load(typed, institution)

    assert result.changes == ()
    assert kept() == before


def test_a_draft_opens_no_campaign_whatever_its_dates(files, institution, at):
    typed = files("essai-lecon")
    load(typed, institution)
    at(2023, 11, 1)
    typed.change(typed.edition, "deposit_until: 2024-01-12", "deposit_until: 2024-01-15")

    result = load(typed, institution)

    assert len(result.changes) == 1
    assert result.edition.state == EditionState.DRAFT


def test_an_enrolment_forbids_any_change_even_before_the_campaign(typed, institution):
    edition = Edition.objects.get()
    make_enrolment(edition=edition, state="draft", category="staff")
    typed.change(typed.edition, "deposit_until: 2024-01-12", "deposit_until: 2024-01-15")
    before = kept()

    with pytest.raises(Refusal):
        load(typed, institution)

    assert kept() == before


@pytest.mark.parametrize("model", [Edition, ProgrammeVersion])
def test_the_database_itself_refuses_to_alter_what_somebody_enrolled_in(typed, model):
    make_enrolment(edition=Edition.objects.get(), state="draft", category="staff")

    with pytest.raises(DatabaseError), transaction.atomic():
        model.objects.update(definition={})

    assert model.objects.get().definition != {}
