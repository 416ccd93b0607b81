"""The president seals what was decided. From then on only a rectifying act may follow."""

from django.core.files.base import ContentFile
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from acquis.base import clock, files
from acquis.base.canonical import fingerprint
from acquis.base.journal import record
from acquis.base.refusal import Refusal
from acquis.catalogue.models import Edition
from acquis.jury import documents, rules
from acquis.jury.models import Deliberation, Sitting, SittingState

from . import telling
from .aside import step_evaluators_aside
from .facts import damaged_files, sealing_facts
from .words import said


def seal(sitting, *, by):
    """Make the act, its minutes and the seal in one transaction; a Refusal lists what lacks."""
    # Evidence never changes, and reading it takes long: it is read before anything is held.
    damaged = damaged_files(sitting, is_thorough=True)
    with transaction.atomic():
        sitting = _open(sitting)
        step_evaluators_aside(sitting, by=by)
        missing = rules.missing_for_seal(sealing_facts(sitting, damaged=damaged))
        if missing:
            count = len(missing)
            raise Refusal(
                ngettext(
                    "This deliberation cannot be sealed yet: one thing is missing.",
                    "This deliberation cannot be sealed yet: %(count)d things are missing.",
                    count,
                )
                % {"count": count},
                details=[said(each, sitting) for each in missing],
            )
        at = clock.now()
        number = _next_number(sitting)
        content = rules.act_content(
            sitting.jury.edition.programme,
            telling.header(sitting, number=number, at=at, by=by),
            telling.cases(sitting),
        )
        act = keep(sitting, content, at=at, by=by)
        sitting.move_to(
            SittingState.SEALED,
            by=by,
            facts={"act": number, "sha256": act.sha256, "cases": len(content["cases"])},
            sealed_at=at,
        )
    return act


def _open(sitting):
    sitting = Sitting.objects.locked(sitting.pk)
    if sitting.is_sealed:
        raise Refusal(
            _("This deliberation is already sealed, under number %(number)s.")
            % {"number": sitting.deliberations.get(rectifies=None).number}
        )
    if not sitting.is_open:
        raise Refusal(_("This sitting is not open yet: the president opens it."))
    return sitting


def _next_number(sitting):
    """The rank of the act in its session; the edition is held, so that two sittings sealed at
    once do not take the same."""
    jury = sitting.jury
    edition = Edition.objects.select_for_update(no_key=True).get(pk=jury.edition_id)
    before = Deliberation.objects.filter(
        sitting__jury__edition=edition, sitting__jury__session=jury.session, rectifies=None
    )
    acronym = edition.programme.acronym
    return f"{acronym}-{edition.year}-S{jury.session}-{before.count() + 1:02}"


def keep(sitting, content, *, at, by, **fields):
    """The act with its fingerprint and its minutes, as one row and one file."""
    sha256 = fingerprint(content)
    minutes = files.keep(
        ContentFile(documents.minutes(content, sha256, at=at)),
        name=f"{content['number']}.pdf",
        content_type="application/pdf",
        by=by,
        institution=sitting.institution,
    )
    act = Deliberation.objects.create(
        institution=sitting.institution,
        sitting=sitting,
        number=content["number"],
        content=content,
        sha256=sha256,
        minutes=minutes,
        sealed_at=at,
        sealed_by=by,
        **fields,
    )
    record("made", act, by=by, sha256=sha256, minutes=minutes.sha256)
    return act
