"""One private calendar for each person: the days of their own certifications, wherever they read
their agenda. Its address is a secret that they can change."""

import secrets

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from acquis.accounts.models import Person
from acquis.base import clock
from acquis.base.ics import Event, calendar_bytes
from acquis.base.models import Entry, Feed
from acquis.catalogue import agenda as days
from acquis.catalogue.models import Edition
from acquis.enrolment.models import Enrolment, EnrolmentState
from acquis.evaluation.models import Assignment
from acquis.jury.models import Sitting

OUT = [EnrolmentState.REFUSED, EnrolmentState.WITHDRAWN]


@require_safe
def agenda(request):
    """Where I find the address of my calendar, change it, or end it."""
    found = _open_feeds().filter(person=request.user).first()
    address = found and settings.ORIGIN + reverse("portal:feed", args=[found.secret])
    context = {"address": address, "events": events_of(request.user)}
    return render(request, "portal/agenda.html", context)


@require_POST
def new_feed(request):
    """A first address, or another one: the one before is dead at once."""
    _open(request.user)
    messages.success(request, _("Here is your address. Keep it to yourself."))
    return redirect("portal:agenda")


@require_POST
def end_feed(request):
    _open_feeds().filter(person=request.user).update(ended_at=clock.now())
    messages.success(request, _("Your calendar is not given to anybody any more."))
    return redirect("portal:agenda")


@require_safe
@login_not_required
def feed(request, key):
    """The calendar itself: whoever has the address reads it, as an agenda cannot sign in."""
    found = get_object_or_404(_open_feeds().select_related("person"), secret=key)
    with translation.override(found.person.language):
        content = calendar_bytes(
            events_of(found.person),
            name=_("My certifications"),
            language=found.person.language,
            source=settings.ORIGIN + reverse("portal:feed", args=[key]),
        )
    return HttpResponse(
        content,
        content_type="text/calendar; charset=utf-8",
        headers={
            "Content-Disposition": 'inline; filename="acquis.ics"',
            "Cache-Control": "private, no-store",
            "X-Robots-Tag": "noindex",
        },
    )


def _open_feeds():
    return Feed.objects.filter(ended_at__isnull=True, person__is_active=True)


@transaction.atomic
def _open(person):
    """Give a person an address of 256 random bits; the one before ends."""
    Person.objects.select_for_update().get(pk=person.pk)
    _open_feeds().filter(person=person).update(ended_at=clock.now())
    secret = secrets.token_urlsafe(32)
    return Feed.objects.create(person=person, secret=secret, made_at=clock.now())


def events_of(person):
    """The days that concern a person, in the active language and in order."""
    found = {event.uid: event for event in (*_of_candidate(person), *_of_evaluator(person))}
    found |= {event.uid: event for event in _of_juror(person)}
    return sorted(found.values(), key=lambda event: (event.first, event.summary))


def _of_candidate(person):
    enrolments = Enrolment.objects.owned_by(person).with_edition().exclude(state__in=OUT)
    for enrolment in enrolments.order_by("pk"):
        for day, event in _days(enrolment.edition):
            own = any(each.code == enrolment.category for each in day.period.categories)
            is_to_send = enrolment.is_editable and day.kind == "closing" and own
            if day.kind in ("deposit", "jury") or is_to_send:
                yield event


def _of_evaluator(person):
    read = Assignment.objects.read_by(person)
    editions = read.values("deposit__portfolio__enrolment__edition")
    for edition in Edition.objects.with_programme().filter(pk__in=editions).order_by("pk"):
        yield from (event for day, event in _days(edition) if day.kind == "jury")


def _of_juror(person):
    sittings = Sitting.objects.attended_by(person).with_edition().order_by("held_on", "pk")
    planned = Entry.objects.filter(
        subject__in=[each.journal_key for each in sittings], verb="planned"
    )
    made = dict(planned.values_list("subject", "at"))
    for sitting in sittings:
        jury = sitting.jury
        yield Event(
            uid=str(sitting.pk),
            summary=_("%(edition)s: sitting of the jury, session %(number)s")
            % {"edition": jury.edition, "number": jury.session},
            first=sitting.held_on,
            last=sitting.held_on,
            changed_at=made.get(sitting.journal_key, sitting.jury.edition.published_at),
            location=sitting.place,
            url=settings.ORIGIN + sitting.get_absolute_url(),
            kind=jury.edition.programme.acronym,
        )


def _days(edition):
    return zip(days.days_of(edition.plan), days.events_of(edition), strict=True)
