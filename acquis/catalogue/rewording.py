"""A public text put in other words, and back: one door, whoever writes."""

from dataclasses import dataclass

from django.db import transaction
from django.utils.translation import gettext as _

from acquis.base import clock
from acquis.base.canonical import fingerprint
from acquis.base.journal import record
from acquis.base.refusal import Refusal

from . import checker
from .models import Edition, EditionState, PublicWording
from .words import in_words


@dataclass(frozen=True)
class Typed:
    """Words for one text in one language, before anybody keeps them."""

    kind: str
    code: str
    language: str
    title: str
    body: str


def plan_with(edition, typed):
    """The edition as the public would read it with these words."""
    own = [each for each in edition.rewordings if each.is_own and not _is_same_place(each, typed)]
    return in_words(edition.plan, [*own, typed])


def remarks_on(edition, typed, field):
    """What the checker says of these words: of this text, or of none before them."""
    before = {_said(problem) for problem in checker.check_edition(edition.programme, edition.told)}
    found = checker.check_edition(edition.programme, plan_with(edition, typed))
    return [
        problem
        for problem in found
        if problem.severity != "unconfirmed"
        and (_is_about(problem, field) or _said(problem) not in before)
    ]


@transaction.atomic
def reword(edition, text, typed, *, version, by):
    """Put a text otherwise. `version` names what the author had read."""
    edition = _locked(edition, text, typed.language, version)
    if any(each.severity == "error" for each in remarks_on(edition, typed, text.field)):
        raise Refusal(_("This text announces something else than what is enforced: correct it."))
    return _keep(edition, text, typed.language, by=by, title=typed.title, body=typed.body)


@transaction.atomic
def back_to_loaded(edition, text, language, *, version, by):
    edition = _locked(edition, text, language, version)
    return _keep(edition, text, language, by=by, is_default=True)


def version_of(edition, history):
    """What names a text to whoever rewords it: a change or a load meanwhile is noticed."""
    newest = next(iter(history), None)
    return f"{edition.fingerprint[:12]}-{newest.pk if newest else ''}"


def _locked(edition, text, language, version):
    edition = Edition.objects.select_for_update(of=["self"]).with_programme().get(pk=edition.pk)
    if edition.state == EditionState.CLOSED:
        raise Refusal(
            _("%(edition)s is closed: its texts stay as they are.") % {"edition": edition}
        )
    history = PublicWording.objects.history_of(edition, text, language)[:1]
    if version_of(edition, history) != version:
        raise Refusal(
            _(
                "Somebody else has changed this text since you opened it. Nothing is saved: "
                "compare your words with those in use, below, then save again."
            )
        )
    return edition


def _keep(edition, text, language, *, by, **words):
    place = {"kind": text.kind, "code": text.code, "language": language}
    made = PublicWording.objects.create(edition=edition, at=clock.now(), by=by, **place, **words)
    record(
        "text_back_to_loaded" if made.is_default else "text_reworded",
        edition,
        by=by,
        text=str(made.pk),
        sha256=fingerprint(words),
        **place,
    )
    return made


def _is_same_place(one, other):
    return (one.kind, one.code, one.language) == (other.kind, other.code, other.language)


def _is_about(problem, field):
    return problem.field == field or problem.field.startswith(f"{field}.")


def _said(problem):
    return problem.code, problem.field, problem.message.fr
