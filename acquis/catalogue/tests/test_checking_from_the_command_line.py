"""`python -m acquis check_programme PATH`, as certifying staff type it."""

from acquis.catalogue.tests.samples import AS_PUBLISHED, C2I2E, ESSAI


def test_a_programme_without_problem_is_said_so_in_french_by_default(run):
    result = run("check_programme", ESSAI)

    assert (result.code, result.out, result.err) == (0, "Aucun problème.\n", "")


def test_warnings_alone_do_not_fail(run):
    result = run("check_programme", C2I2E, "--language", "en")

    assert result.code == 0
    assert result.out.endswith("\n0 errors, 15 warnings, 18 facts to confirm.\n")


def test_each_problem_has_its_file_line_field_and_remedy(run):
    result = run("check_programme", AS_PUBLISHED, "--language", "en")

    assert result.code == 1
    lines = AS_PUBLISHED.read_text().splitlines()
    line = next(n for n, text in enumerate(lines, 1) if "deposit_until: 2022-04-23" in text)
    place = f"{AS_PUBLISHED}:{line}: sessions[1].deposit_until"
    assert (
        f"{place} [error, deadline-before-campaign]\n"
        "  The deposit of session 1 closes on 23 April 2022, before enrolment opens on "
        "30 September 2022.\n"
        "  → Did you mean 2023-04-23?\n"
    ) in result.out


def test_a_broken_file_is_told_like_any_other_problem(run, files):
    typed = files("essai-lecon")
    typed.change(typed.edition, "categories:", "categories: [")

    result = run("check_programme", typed.edition, "--language", "en")

    assert result.code == 1
    assert "[error, broken-yaml]" in result.out
    assert "1 error, 0 warnings, 0 facts to confirm." in result.out
    assert "Traceback" not in result.out + result.err


def test_a_folder_without_a_programme_is_told(run, tmp_path):
    result = run("check_programme", tmp_path, "--language", "en")

    assert result.code == 1
    assert f"{tmp_path}/programme.yaml:1: [error, unreadable-file]" in result.out


def test_a_path_that_leads_nowhere_is_told_in_a_sentence(run):
    result = run("check_programme", "programmes/rien", "--language", "en")

    assert (result.code, result.out) == (1, "")
    assert result.err == "There is no file or folder “programmes/rien”: check the path."
