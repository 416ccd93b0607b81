"""The problems as a text for a terminal."""

from __future__ import annotations

from collections.abc import Sequence

from acquis.catalogue.definitions import Problem, Severity, Text

_SEVERITIES: dict[Severity, tuple[Text, Text]] = {
    "error": (Text("erreur", "error"), Text("erreurs", "errors")),
    "warning": (Text("avertissement", "warning"), Text("avertissements", "warnings")),
    "unconfirmed": (
        Text("fait à confirmer", "fact to confirm"),
        Text("faits à confirmer", "facts to confirm"),
    ),
}
_NOTHING = Text("Aucun problème.", "No problem.")


def report(problems: Sequence[Problem], language: str) -> str:
    """Return each problem with its file, line, field and remedy, then how many there are."""
    blocks = [_block(problem, language) for problem in problems]
    return "\n\n".join([*blocks, _summary(problems, language)]) + "\n"


def _block(problem: Problem, language: str) -> str:
    severity = _SEVERITIES[problem.severity][0].in_language(language)
    place = f"{problem.file}:{problem.line}"
    about = f" {problem.field}" if problem.field else ""
    return (
        f"{place}:{about} [{severity}, {problem.code}]\n"
        f"  {problem.message.in_language(language)}\n"
        f"  → {problem.remedy.in_language(language)}"
    )


def _summary(problems: Sequence[Problem], language: str) -> str:
    if not problems:
        return _NOTHING.in_language(language)
    counts = []
    for severity, (one, many) in _SEVERITIES.items():
        count = sum(problem.severity == severity for problem in problems)
        name = one if count == 1 or (count == 0 and not language.startswith("en")) else many
        counts.append(f"{count} {name.in_language(language)}")
    return ", ".join(counts) + "."
