"""What waits before it leaves, and what did not arrive: told where it is done, counted for the
office."""

from django.conf import settings
from django.db.models import Count, Exists, OuterRef, Q
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from acquis.base.models import Message, Sending, SendingState
from acquis.base.scope import OFFICE, has_role

STATE = Message.State


def told(sending, by):
    """How many letters an act made wait (`count`), and where its office reads or stops them."""
    minutes = {"count": sending.count, "minutes": settings.HOLD_MINUTES}
    sentence = (
        ngettext(
            "%(count)d letter waits %(minutes)d min before it leaves.",
            "%(count)d letters wait %(minutes)d min before they leave.",
            sending.count,
        )
        % minutes
    )
    if not has_role(by, OFFICE):
        return sentence
    return format_html(
        '{} <a href="{}">{}</a>', sentence, sending.get_absolute_url(), _("Read them or stop them")
    )


def told_since(moment, *, by, kind):
    """The same of each sending of a kind that this person made from that moment on."""
    made = Sending.objects.filter(made_by=by, kind=kind, made_at__gte=moment)
    made = made.filter(state=SendingState.HELD).annotate(count=Count("letters"))
    return [told(sending, by) for sending in made.order_by("pk")]


def waiting_for(person):
    """The sendings that wait for this person's office to read them, or to let them leave."""
    return Sending.objects.run_by(person).filter(state=SendingState.HELD)


def troubled_for(person):
    """Refused, put off, or the last one written to an address that nobody confirmed."""
    newer = Message.objects.filter(
        person=OuterRef("person"), institution=OuterRef("institution"), pk__gt=OuterRef("pk")
    )
    left = Q(state__in=[STATE.QUEUED, STATE.SENT]) & ~Exists(newer)
    put_off = Q(state=STATE.QUEUED) & ~Q(last_error="")
    kept = Message.objects.kept_by(person).with_doubts()
    return kept.filter(Q(state=STATE.FAILED) | put_off | (left & Q(is_unverified=True)))
