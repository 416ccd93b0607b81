"""From an edition's file to what is loaded: shown, asked, applied once, written in the journal."""

import pytest

from acquis.base import clock, journal
from acquis.base.models import Entry
from acquis.base.refusal import Refusal
from acquis.catalogue import actions, definitions
from acquis.catalogue.models import Edition, EditionState, ProgrammeVersion
from acquis.catalogue.tests.samples import C2I2E, ESSAI, edition_in, programme_in
from tests.factories import make_institution, make_person

pytestmark = pytest.mark.django_db

CAMS = ESSAI / "editions" / "2023-2024.yaml"
NEW = ["Programme essai-lecon, version 1: new.", "Edition 2023-2024: new."]
SAME = [
    "Programme essai-lecon, version 1: no difference.",
    "Edition 2023-2024: no difference.",
    "Everything is loaded already: nothing changes.",
]


@pytest.fixture(autouse=True)
def institution(at):
    at(2022, 9, 1)
    return make_institution()


@pytest.fixture
def load(run):
    """`load(path, "--yes")`: the lines after the checker's report, and the exit code."""

    def as_typed(path, *words):
        options = ["--institution", "orleans", "--language", "en", *words]
        result = run("load_programme", path, *options)
        lines = result.out.replace("No problem.\n\n", "").splitlines()
        return result.code, lines, result.err

    return as_typed


def told():
    return list(Entry.objects.order_by("number").values_list("verb", "subject", "by"))


def test_loading_makes_a_programme_version_and_a_draft_edition(load, institution):
    code, lines, _ = load(CAMS, "--yes")

    edition = Edition.objects.get()
    version = ProgrammeVersion.objects.get()
    assert (code, lines) == (
        0,
        [
            *NEW,
            "CAMS 2023-2024 is loaded.",
            "It is in preparation: add --publish to open its page.",
        ],
    )
    assert version.programme == programme_in(ESSAI)
    assert (version.institution, version.code, version.version) == (institution, "essai-lecon", "1")
    assert version.loaded_at == clock.now()
    assert edition.plan == edition_in(ESSAI, "2023-2024")
    assert (edition.institution, edition.programme_version) == (institution, version)
    assert (edition.year, edition.state) == ("2023-2024", EditionState.DRAFT)
    assert edition.fingerprint == definitions.fingerprint(edition.definition)
    assert told() == [
        ("loaded", version.journal_key, None),
        ("loaded", edition.journal_key, None),
    ]
    assert Entry.objects.get(number=2).facts == {"before": "", "after": edition.fingerprint}
    assert journal.verify() == []


def test_loading_the_same_file_twice_changes_nothing_and_says_so(load):
    load(CAMS, "--yes")
    before = list(Edition.objects.values()), list(ProgrammeVersion.objects.values())

    code, lines, _ = load(CAMS, "--yes")

    assert (code, lines) == (0, SAME)
    assert (list(Edition.objects.values()), list(ProgrammeVersion.objects.values())) == before
    assert len(told()) == 2


def test_publishing_opens_the_page_to_the_public(load, client):
    load(CAMS, "--yes")

    code, lines, _ = load(CAMS, "--yes", "--publish")

    edition = Edition.objects.get()
    address = "/certifications/orleans/essai-lecon/2023-2024/"
    assert (code, lines[2:]) == (
        0,
        ["CAMS 2023-2024 is loaded.", f"It is published: {address}"],
    )
    assert (edition.state, edition.published_at) == (EditionState.PUBLISHED, clock.now())
    assert client.get(address).status_code == 200
    assert load(CAMS, "--yes", "--publish")[1] == SAME


def test_without_a_terminal_and_without_yes_nothing_is_applied(load):
    code, lines, _ = load(CAMS)

    assert (code, lines) == (
        0,
        [*NEW, "Nobody can be asked here: add --yes to apply.", "Nothing was applied."],
    )
    assert not Edition.objects.exists()
    assert told() == []


@pytest.mark.parametrize(
    ("answer", "is_loaded"),
    [("y", True), ("oui", True), ("YES", True), ("n", False), ("", False), ("yep", False)],
)
def test_at_a_terminal_the_person_is_asked(load, answers, answer, is_loaded):
    answers(answer)

    _, lines, _ = load(CAMS)

    assert lines[2].startswith("Apply? [y/N] ")
    assert Edition.objects.exists() is is_loaded
    assert ("Nothing was applied." in lines[2]) is not is_loaded


def test_what_changes_is_shown_before_it_applies(load, files):
    typed = files("essai-lecon")
    load(typed.edition, "--yes")
    typed.change(typed.edition, "deposit_until: 2024-01-12", "deposit_until: 2024-01-15")
    typed.change(typed.programme, "Entretien avec le jury", "Entretien")

    _, lines, _ = load(typed.edition)

    assert lines == [
        "Programme essai-lecon, version 1: what changes",
        "  components[interview].label.fr",
        "    - Entretien avec le jury",
        "    + Entretien",
        "Edition 2023-2024: what changes",
        "  sessions[1].deposit_until",
        "    - 2024-01-12",
        "    + 2024-01-15",
        "Nobody can be asked here: add --yes to apply.",
        "Nothing was applied.",
    ]
    assert Edition.objects.get().session(1).deposit_until.isoformat() == "2024-01-12"


def test_what_appears_and_what_goes_has_one_side_only(load, files):
    typed = files("essai-lecon")
    hours = (
        '  hours: {fr: "du lundi au vendredi, de 9 h à 17 h", en: "Monday to Friday, from 9 to 17"}'
    )
    typed.change(typed.edition, hours + "\n", "")
    load(typed.edition, "--yes")
    typed.change(typed.edition, "  by_post: true\n", f"  by_post: true\n{hours}\n")

    _, lines, _ = load(typed.edition, "--yes")

    assert "  collection.hours.fr" in lines
    shown = lines.index("  collection.hours.fr")
    assert lines[shown : shown + 3] == [
        "  collection.hours.fr",
        "    + du lundi au vendredi, de 9 h à 17 h",
        "  collection.hours.en",
    ]


def test_a_draft_is_altered_as_often_as_needed(load, files):
    typed = files("essai-lecon")
    load(typed.edition, "--yes")
    first = Edition.objects.get()
    typed.change(typed.edition, "deposit_until: 2024-01-12", "deposit_until: 2024-01-15")

    code, _, _ = load(typed.edition, "--yes")

    edition = Edition.objects.get()
    assert code == 0
    assert (edition.pk, edition.programme_version_id) == (first.pk, first.programme_version_id)
    assert edition.session(1).deposit_until.isoformat() == "2024-01-15"
    assert [verb for verb, subject, _ in told() if subject == edition.journal_key] == ["loaded"] * 2
    assert Entry.objects.get(number=3).facts == {
        "before": first.fingerprint,
        "after": edition.fingerprint,
        "moved": ["deposit-1"],
    }


def test_a_published_edition_may_still_be_corrected_before_its_campaign(load, files):
    typed = files("essai-lecon")
    load(typed.edition, "--yes", "--publish")
    typed.change(typed.edition, "deposit_until: 2024-01-12", "deposit_until: 2024-01-15")

    code, lines, _ = load(typed.edition, "--yes")

    edition = Edition.objects.get()
    assert code == 0
    assert lines[-2:] == [
        "This edition is published: its page changes at once.",
        "CAMS 2023-2024 is loaded.",
    ]
    assert edition.session(1).deposit_until.isoformat() == "2024-01-15"
    assert edition.state == EditionState.PUBLISHED


def test_a_programme_may_get_a_new_version_before_the_campaign(load, files):
    typed = files("essai-lecon")
    load(typed.edition, "--yes")
    typed.change(typed.programme, 'version: "1"', 'version: "2"')
    typed.change(typed.edition, 'programme_version: "1"', 'programme_version: "2"')

    code, _, _ = load(typed.edition, "--yes")

    assert code == 0
    assert Edition.objects.get().programme_version.version == "2"
    versions = ProgrammeVersion.objects.order_by("version").values_list("version", flat=True)
    assert list(versions) == ["1", "2"]


def test_errors_are_printed_and_nothing_is_loaded(load, files):
    typed = files("essai-lecon")
    typed.change(typed.edition, "deposit_until: 2024-01-12", "deposit_until: 2023-01-12")

    code, lines, err = load(typed.edition, "--yes")

    assert code == 1
    assert any("[error, deadline-before-campaign]" in line for line in lines)
    assert err == "This file cannot be loaded: correct its errors first."
    assert not ProgrammeVersion.objects.exists()


def test_a_broken_file_is_told_like_any_other_problem(load, files):
    typed = files("essai-lecon")
    typed.change(typed.edition, "categories:", "categories: [")

    code, lines, err = load(typed.edition, "--yes")

    assert code == 1
    assert any("[error, broken-yaml]" in line for line in lines)
    assert err == "This file cannot be loaded: correct its errors first."


def test_warnings_are_printed_and_the_edition_is_loaded(load):
    code, lines, _ = load(C2I2E / "editions" / "2022-2023.yaml", "--yes")

    assert code == 0
    assert "0 errors, 15 warnings, 18 facts to confirm." in lines
    assert str(Edition.objects.get()) == "C2i2e 2022-2023"


@pytest.mark.parametrize("path", [ESSAI, ESSAI / "programme.yaml"])
def test_a_programme_alone_is_no_edition(load, path):
    code, _, err = load(path, "--yes")

    assert code == 1
    assert err == (
        f"“{path}” is not the file of an edition: name one such as editions/2022-2023.yaml."
    )


def test_a_path_that_leads_nowhere_is_told_in_a_sentence(load):
    code, lines, err = load("programmes/rien.yaml", "--yes")

    assert (code, lines, err) == (1, [], "There is no file “programmes/rien.yaml”: check the path.")


def test_an_unknown_institution_is_told_with_the_known_ones(run):
    result = run("load_programme", CAMS, "--institution", "tours", "--language", "en")

    assert result.code == 1
    assert result.err == "There is no institution “tours”. Known ones: orleans."


def test_a_first_start_is_told_how_to_add_an_institution(run, institution):
    institution.delete()

    result = run("load_programme", CAMS, "--institution", "orleans", "--language", "en")

    assert result.code == 1
    assert result.err == "There is no institution yet: add it with add_institution."


def test_two_institutions_run_the_same_programme_each_on_its_own(institution):
    tours = make_institution("tours")

    here = actions.load(CAMS, institution=institution)
    there = actions.load(CAMS, institution=tours)

    assert here.edition.pk != there.edition.pk
    assert here.programme_version.pk != there.programme_version.pk
    assert [entry.chain_id for entry in Entry.objects.order_by("pk")] == [
        *["orleans"] * 2,
        *["tours"] * 2,
    ]


def test_the_author_of_a_load_is_in_the_journal(institution):
    author = make_person()

    result = actions.load(CAMS, institution=institution, by=author)

    assert result.edition == Edition.objects.get()
    assert {by for _, _, by in told()} == {author.pk}
    assert actions.load(CAMS, institution=institution, by=author).changes == ()


def test_what_was_compared_is_not_applied_over_what_somebody_loaded_meanwhile(files, institution):
    typed = files("essai-lecon")
    seen = actions.compare(typed.edition, institution=institution)
    typed.change(typed.edition, "deposit_until: 2024-01-12", "deposit_until: 2024-01-15")
    actions.load(typed.edition, institution=institution)

    with pytest.raises(Refusal):
        actions.apply(seen)

    assert Edition.objects.get().session(1).deposit_until.isoformat() == "2024-01-15"
    assert len(told()) == 2


@pytest.mark.django_db(transaction=True)
def test_two_loads_at_once_make_one_edition(institution, together):
    results = together(lambda number: actions.load(CAMS, institution=institution), 2)

    assert sorted(bool(result.changes) for result in results) == [False, True]
    assert {result.edition.pk for result in results} == {Edition.objects.get().pk}
    assert len(told()) == 2
    assert journal.verify() == []
