"""Who is there; then the sitting opens."""

from django.db import transaction
from django.utils.translation import gettext as _

from acquis.base import clock
from acquis.base.journal import record
from acquis.base.refusal import Refusal
from acquis.jury import rules
from acquis.jury.models import Jury, Presence, Sitting, SittingState

from .aside import still_open
from .convening import take_up
from .facts import opening_facts
from .words import said


@transaction.atomic
def mark_present(sitting, member, *, by):
    """A member comes in: from now on they may decide. Nobody sits by proxy."""
    sitting = still_open(sitting)
    if sitting.presences.filter(member=member, left_at__isnull=True).exists():
        raise Refusal(_("%(member)s is already marked present.") % {"member": member})
    presence = Presence.objects.create(sitting=sitting, member=member, arrived_at=clock.now())
    record("arrived", presence, by=by, sitting=str(sitting.pk), member=str(member.pk))
    return presence


@transaction.atomic
def mark_left(sitting, member, *, by):
    """A member goes: they decide nothing until they come back."""
    sitting = still_open(sitting)
    presence = sitting.presences.filter(member=member, left_at__isnull=True).first()
    if presence is None:
        raise Refusal(_("%(member)s is not marked present.") % {"member": member})
    presence.left_at = clock.now()
    presence.save(update_fields=["left_at"])
    record("left", presence, by=by, sitting=str(sitting.pk), member=str(member.pk))


@transaction.atomic
def open_sitting(sitting, *, by):
    """The president opens: from here the composition is fixed and decisions may be made."""
    Jury.objects.select_for_update().get(pk=sitting.jury_id)
    sitting = Sitting.objects.locked(sitting.pk)
    if sitting.state != SittingState.PLANNED:
        raise Refusal(_("This sitting is already open: reload the page to see where it is."))
    if missing := rules.missing_for_opening(opening_facts(sitting)):
        raise Refusal(
            _("This sitting cannot be opened yet."),
            details=[said(each, sitting) for each in missing],
        )
    take_up(sitting, by=by)
    sitting.move_to(SittingState.OPEN, by=by, opened_at=clock.now(), verb="opened")
    return sitting
