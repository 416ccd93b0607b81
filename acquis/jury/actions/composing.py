"""The office records who decides: the appointment act, the members, the days."""

from django.db import transaction
from django.utils.translation import gettext as _

from acquis.base import files
from acquis.base.journal import record
from acquis.base.models import Sending
from acquis.base.outbox import Gathering
from acquis.base.refusal import Refusal
from acquis.enrolment.models import EnrolmentState
from acquis.jury import notices
from acquis.jury.models import Jury, Member, Sitting, SittingState

from .aside import step_evaluators_aside

# An enrolment that these end makes nobody a candidate.
OUT = [EnrolmentState.DRAFT, EnrolmentState.REFUSED, EnrolmentState.WITHDRAWN]


@transaction.atomic
def appoint(edition, *, session, name, by, act=None, **fields):
    """Record a jury as its appointment act names it; `act` is the act as an uploaded PDF."""
    if Jury.objects.filter(edition=edition, session=session, name=name).exists():
        raise Refusal(
            _(
                "A jury of this session is already called “%(name)s”: open it, or choose another "
                "name."
            )
            % {"name": name}
        )
    institution = edition.institution
    jury = Jury.objects.create(
        institution=institution,
        edition=edition,
        session=session,
        name=name,
        act=_received(act, institution, by),
        **fields,
    )
    record("appointed", jury, by=by, session=session, act=_fingerprint(jury))
    return jury


@transaction.atomic
def amend(jury, *, by, act=None, **fields):
    """Correct or complete the act of a jury, as long as none of its sittings is sealed."""
    jury = Jury.objects.with_edition().select_for_update(of=("self",)).get(pk=jury.pk)
    if jury.sittings.filter(state=SittingState.SEALED).exists():
        raise Refusal(_("This jury has sealed a deliberation: its act can no longer be changed."))
    for field, value in fields.items():
        setattr(jury, field, value)
    jury.act = _received(act, jury.institution, by) or jury.act
    jury.save()
    record("amended", jury, by=by, act=_fingerprint(jury))
    return jury


@transaction.atomic
def add_member(jury, person, *, quality, is_president=False, by):
    jury = _still_composed(jury)
    if jury.members.filter(person=person).exists():
        raise Refusal(_("%(person)s is already a member of this jury.") % {"person": person})
    if is_president and jury.members.filter(is_president=True).exists():
        raise Refusal(_("This jury already has a president: remove them first."))
    if person.enrolments.filter(edition=jury.edition).exclude(state__in=OUT).exists():
        raise Refusal(
            _("%(person)s is a candidate of this year and cannot sit in its jury.")
            % {"person": person}
        )
    member = Member.objects.create(
        jury=jury, person=person, quality=quality, is_president=is_president
    )
    record("named", member, by=by, jury=str(jury.pk), is_president=is_president)
    for sitting in jury.sittings.order_by("held_on", "pk"):
        step_evaluators_aside(sitting, by=by)
        notices.sitting_planned(sitting, member)
    return member


@transaction.atomic
def remove_member(member, *, by):
    jury = _still_composed(member.jury)
    member.recusals.all().delete()
    member.presences.all().delete()
    record("removed", member, by=by, jury=str(jury.pk))
    member.delete()


@transaction.atomic
def plan_sitting(jury, *, held_on, place, by):
    sitting = Sitting.objects.create(
        institution=jury.institution, jury=jury, held_on=held_on, place=place
    )
    record("planned", sitting, by=by, held_on=held_on.isoformat())
    gathering = Gathering(
        Sending.Kind.SITTING,
        f"{jury.edition}, session {jury.session}, {jury.name}",
        edition=jury.edition,
        by=by,
    )
    for member in jury.members.select_related("person"):
        notices.sitting_planned(sitting, member, gathering=gathering)
    return sitting


def _still_composed(jury):
    jury = Jury.objects.with_edition().select_for_update(of=("self",)).get(pk=jury.pk)
    if jury.sittings.exclude(state=SittingState.PLANNED).exists():
        raise Refusal(
            _(
                "A sitting of this jury has opened: its composition can no longer change. Another "
                "composition needs another act, and another jury."
            )
        )
    return jury


def _received(act, institution, by):
    return files.receive(act, by=by, institution=institution) if act else None


def _fingerprint(jury):
    return jury.act.sha256 if jury.act else ""
