"""The questions that a notice must answer, and that most leave open until a candidate asks."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, fields

from acquis.catalogue.definitions import Answers, Edition, Programme, Text

from .found import Problems, found

LATE_WISH_DAYS = 60


@dataclass(frozen=True)
class Question:
    """A question, the field of `answers` that answers it, and when it must be asked."""

    field: str
    text: Text
    is_asked: Callable[[Programme, Edition], bool] = lambda programme, edition: True


def _has_fees(programme: Programme, edition: Edition) -> bool:
    return any(category.fee.kind != "free" for category in edition.categories)


def _has_claims(programme: Programme, edition: Edition) -> bool:
    return programme.framework is not None


def _has_conditions(programme: Programme, edition: Edition) -> bool:
    return bool(programme.conditions)


def _has_long_juries(programme: Programme, edition: Edition) -> bool:
    return any(session.jury_until > session.jury_from for session in edition.sessions)


def _has_several_sessions(programme: Programme, edition: Edition) -> bool:
    return len(edition.sessions) > 1


def _is_checked_elsewhere(programme: Programme, edition: Edition) -> bool:
    return any(category.checked_by != "office" for category in edition.categories)


def _closes_early(programme: Programme, edition: Edition) -> bool:
    if not (edition.windows and edition.sessions):
        return False
    last_window = max(window.closes_on for window in edition.windows)
    last_jury = max(session.jury_until for session in edition.sessions)
    return (last_jury - last_window).days > LATE_WISH_DAYS


QUESTIONS = (
    Question(
        "enrolment_route",
        Text(
            "Par où s'inscrit une catégorie que vérifie un autre service ?",
            "Where does a category enrol that another office checks?",
        ),
        _is_checked_elsewhere,
    ),
    Question(
        "other_publics",
        Text(
            "Que fait une personne concernée qui n'est dans aucune catégorie ?",
            "What does a person do who is concerned but in no category?",
        ),
    ),
    Question(
        "outside_accounts",
        Text(
            "Avec quel compte se connecte une personne d'un autre établissement ?",
            "With which account does a person from another institution sign in?",
        ),
    ),
    Question(
        "sessions_covered",
        Text(
            "Une inscription vaut-elle pour toutes les sessions, même tardive ?",
            "Does an enrolment cover every session, even a late one?",
        ),
        _has_several_sessions,
    ),
    Question(
        "links_in_portfolio",
        Text(
            "Un lien peut changer après la date limite : que garde-t-on ?",
            "A link may change after the deadline: what is kept of it?",
        ),
        _has_claims,
    ),
    Question(
        "condition_proofs",
        Text(
            "Quelle preuve montre que la condition obligatoire est remplie ?",
            "Which proof shows that the blocking condition is met?",
        ),
        _has_conditions,
    ),
    Question(
        "partial_claims",
        Text(
            "Peut-on ne demander qu'une partie du référentiel ?",
            "May one claim only part of the framework?",
        ),
        _has_claims,
    ),
    Question(
        "evaluator_replacement",
        Text(
            "Qui évalue un dossier quand l'évaluateur est empêché ?",
            "Who evaluates a dossier when the evaluator cannot?",
        ),
    ),
    Question(
        "impartiality",
        Text(
            "Qui s'écarte quand un évaluateur ou un juré connaît le candidat ?",
            "Who steps aside when an evaluator or a juror knows the candidate?",
        ),
    ),
    Question(
        "sittings",
        Text(
            "Un jury de plusieurs jours tient-il une ou plusieurs délibérations ?",
            "Does a jury of several days hold one deliberation or several?",
        ),
        _has_long_juries,
    ),
    Question(
        "departing_from_proposals",
        Text(
            "Le jury suit-il les propositions une à une, et doit-il motiver un écart ?",
            "Does the jury follow the proposals one by one, and give a reason when it departs?",
        ),
    ),
    Question(
        "final_failure",
        Text(
            "Que reçoit un candidat qui échoue à la dernière session ?",
            "What does a candidate receive who fails the last session?",
        ),
    ),
    Question(
        "kept_results",
        Text(
            "Que garde-t-on de ses résultats pour l'année suivante, et à quel prix ?",
            "Which results are kept for the next year, and at what price?",
        ),
    ),
    Question(
        "absence",
        Text(
            "Un candidat absent ou sans dossier a-t-il échoué ?",
            "Has a candidate failed who is absent or has deposited nothing?",
        ),
    ),
    Question(
        "late_enrolment",
        Text(
            "Les inscriptions ferment bien avant le dernier jury : et après ?",
            "Enrolment closes long before the last jury: and then?",
        ),
        _closes_early,
    ),
    Question(
        "refund",
        Text(
            "Quand rembourse-t-on ou dispense-t-on des droits ?",
            "When is the fee refunded or waived?",
        ),
        _has_fees,
    ),
    Question(
        "double_enrolment",
        Text(
            "Que devient une personne inscrite deux fois ou dans deux établissements ?",
            "What happens to a person enrolled twice or in two institutions?",
        ),
    ),
)


def check_questions(programme: Programme, edition: Edition) -> Problems:
    for question in QUESTIONS:
        answer: Text | None = getattr(edition.answers, question.field)
        if answer is None and question.is_asked(programme, edition):
            yield found(
                "warning",
                f"unanswered-{question.field.replace('_', '-')}",
                f"answers.{question.field}",
                Text(
                    f"Sans réponse : {question.text.fr}",
                    f"Unanswered: {question.text.in_language('en')}",
                ),
                Text(
                    f"Répondez dans « answers: {question.field}: … » ; la page publique le dira.",
                    f"Answer in “answers: {question.field}: …”; the public page will say it.",
                ),
            )


def answered(edition: Edition) -> tuple[tuple[Text, Text], ...]:
    """Return the questions that an edition answers, with their answers, for the public page."""
    texts = {field.name: getattr(edition.answers, field.name) for field in fields(Answers)}
    return tuple(
        (question.text, answer)
        for question in QUESTIONS
        if (answer := texts[question.field]) is not None
    )
