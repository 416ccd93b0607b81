"""The words of a kind of letter: those of Acquis, or those that an institution gave it."""

from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _

from acquis.accounts.models import Institution
from acquis.base import clock
from acquis.base.canonical import fingerprint
from acquis.base.journal import record_line
from acquis.base.models import Wording
from acquis.base.refusal import Refusal


def default_text(kind, language):
    """(subject, body) as Acquis has them, with the placeholders."""
    with translation.override(language):
        return kind.write()


def written(kind, values, *, institution):
    """(subject, body) of one letter, in the active language. Causes a query."""
    language = translation.get_language()
    own = in_use(Wording.objects.history_of(institution, kind.code, language)[:1])
    subject, body = (own.subject, own.body) if own else kind.write()
    return kind.filled(subject, values), kind.filled(body, values)


@transaction.atomic
def reword(institution, kind, language, *, subject, body, version, by):
    """Give a kind of letter other words. `version` names the wording that the author had read."""
    _refuse_if_moved(institution, kind, language, version)
    return _keep(institution, kind, language, by=by, subject=subject, body=body)


@transaction.atomic
def back_to_default(institution, kind, language, *, version, by):
    _refuse_if_moved(institution, kind, language, version)
    return _keep(institution, kind, language, by=by, is_default=True)


def in_use(history):
    """The wording in use among those of one kind, the newest first, or nothing when the words are
    those of Acquis."""
    newest = next(iter(history), None)
    return None if newest is None or newest.is_default else newest


def version_of(history):
    """What names the newest wording to whoever rewords it: a change meanwhile is noticed."""
    newest = next(iter(history), None)
    return str(newest.pk) if newest else ""


def _refuse_if_moved(institution, kind, language, version):
    Institution.objects.select_for_update().get(pk=institution.pk)
    if version_of(Wording.objects.history_of(institution, kind.code, language)[:1]) != version:
        raise Refusal(
            _(
                "Somebody else has changed this letter since you opened it. Nothing is saved: "
                "compare your words with those in use, below, then save again."
            )
        )


def _keep(institution, kind, language, *, by, **words):
    made = Wording.objects.create(
        institution=institution,
        kind=kind.code,
        language=language,
        at=clock.now(),
        by=by,
        **words,
    )
    record_line(
        institution.slug,
        "words_back_to_default" if made.is_default else "reworded",
        f"base.wording:{made.pk}",
        by=by,
        kind=kind.code,
        language=language,
        sha256=fingerprint(words),
    )
    return made
