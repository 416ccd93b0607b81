"""The check as staff run it: on a folder or on a file, with a report to read."""

import shutil

import pytest

from acquis.catalogue.checker import check_path, report
from acquis.catalogue.definitions import Problem, Text
from acquis.catalogue.tests.samples import AS_PUBLISHED, C2I2E, ESSAI, codes_of


@pytest.fixture
def essai(tmp_path):
    """A copy of the marked programme, to spoil."""
    return shutil.copytree(ESSAI, tmp_path / "essai-lecon")


def spoil(path, typed, instead):
    content = path.read_text()
    assert typed in content
    path.write_text(content.replace(typed, instead))


@pytest.mark.parametrize(
    "path", [ESSAI, ESSAI / "programme.yaml", ESSAI / "editions" / "2023-2024.yaml"]
)
def test_a_folder_a_programme_and_an_edition_can_be_checked(path):
    assert check_path(path) == []


def test_a_folder_is_checked_with_each_of_its_editions_but_not_with_the_published_notice():
    problems = check_path(C2I2E)

    assert {problem.file for problem in problems} == {
        str(C2I2E / "programme.yaml"),
        str(C2I2E / "editions" / "2022-2023.yaml"),
    }


def test_problems_come_by_gravity_then_by_line():
    problems = check_path(AS_PUBLISHED)

    ranks = [
        (["error", "warning", "unconfirmed"].index(each.severity), each.file, each.line)
        for each in problems
    ]
    assert ranks == sorted(ranks)


def test_an_edition_that_cannot_be_read_is_one_of_the_problems(essai):
    edition = essai / "editions" / "2023-2024.yaml"
    spoil(edition, "year: 2023-2024", "yeer: 2023-2024")

    assert [(each.code, each.file) for each in check_path(essai)] == [
        ("missing-key", str(edition)),
        ("unknown-key", str(edition)),
    ]


def test_a_programme_that_cannot_be_read_stops_the_check(essai):
    spoil(essai / "programme.yaml", "code: essai-lecon", "code: [")

    assert codes_of(check_path(essai)) == ["broken-yaml"]


@pytest.mark.parametrize("name", ["nowhere", "nowhere.yaml", "editions/nowhere.yaml"])
def test_a_path_that_leads_nowhere_is_said(essai, name):
    assert codes_of(check_path(essai / name)) == ["unreadable-file"]


@pytest.mark.parametrize(
    ("typed", "instead", "line", "field"),
    [
        (
            "deposit_until: 2024-01-12",
            "deposit_until: 2023-01-12",
            "    deposit_until: 2023-01-12",
            "sessions[1].deposit_until",
        ),
        (
            "url: https://sciences.example/cams",
            'url: ""',
            '    url: ""',
            "links[0].url",
        ),
        (
            "  by_post: true",
            "  by_post: false",
            "collection:",
            "collection",
        ),
        (
            "evaluators_per_dossier: 2",
            "evaluators_per_dossier: 0",
            "evaluators_per_dossier: 0",
            "evaluators_per_dossier",
        ),
        (
            "answers:\n  other_publics:",
            "notes:\n  - {field: 'nodes[7].x', reason: Un doute}\nanswers:\n  other_publics:",
            "programme_code: essai-lecon",
            "nodes[7].x",
        ),
        (
            "answers:\n  other_publics:",
            "notes:\n  - {field: 'links[7].url', reason: Un doute}\nanswers:\n  other_publics:",
            "links:",
            "links[7].url",
        ),
        (
            "answers:\n  other_publics:",
            "notes:\n  - {field: 'links[x]', reason: Un doute}\nanswers:\n  other_publics:",
            "links:",
            "links[x]",
        ),
    ],
)
def test_a_problem_stands_on_the_line_of_its_field_or_the_nearest_above(
    essai, typed, instead, line, field
):
    edition = essai / "editions" / "2023-2024.yaml"
    spoil(edition, typed, instead)

    problem = next(each for each in check_path(edition) if each.field == field)

    typed_line = edition.read_text().splitlines()[problem.line - 1]
    assert typed_line == line


def problem(severity, line=7, field="year") -> Problem:
    return Problem(
        severity,
        "edition.yaml",
        line,
        field,
        Text("Mauvaise année.", "Wrong year."),
        Text("Corrigez-la.", "Correct it."),
        code="wrong-year",
    )


def test_the_report_gives_file_line_field_and_remedy():
    problems = [problem("error"), problem("warning", field=""), problem("warning", line=9)]

    assert report(problems, "fr") == (
        "edition.yaml:7: year [erreur, wrong-year]\n"
        "  Mauvaise année.\n"
        "  → Corrigez-la.\n"
        "\n"
        "edition.yaml:7: [avertissement, wrong-year]\n"
        "  Mauvaise année.\n"
        "  → Corrigez-la.\n"
        "\n"
        "edition.yaml:9: year [avertissement, wrong-year]\n"
        "  Mauvaise année.\n"
        "  → Corrigez-la.\n"
        "\n"
        "1 erreur, 2 avertissements, 0 fait à confirmer.\n"
    )


def test_the_report_counts_as_the_language_does():
    assert report([problem("unconfirmed")], "en").splitlines()[-1] == (
        "0 errors, 0 warnings, 1 fact to confirm."
    )
    assert report([], "en") == "No problem.\n"
    assert report([], "fr") == "Aucun problème.\n"
