"""What is open now: to everybody on the public page, and late to one person on their own."""

from dataclasses import dataclass

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from acquis.base import clock
from acquis.catalogue.guide import calendar
from acquis.catalogue.models import Edition, with_edition
from acquis.enrolment.models import EnrolmentState, LateOpening


@dataclass(frozen=True)
class Entrance:
    """One year as a visitor meets it: whether enrolment is open, and until when."""

    edition: Edition
    told: str
    is_open: bool


def entrances():
    """The years that are public, those that take enrolments first. Causes one query."""
    editions = Edition.objects.public().with_programme().order_by("-year", "programme_code", "pk")
    found = [_entrance(edition) for edition in editions]
    return sorted(found, key=lambda entrance: not entrance.is_open)


def _entrance(edition):
    days = [day for day in calendar(edition.plan, clock.now()) if day.kind == "enrolment"]
    if running := [day.last for day in days if day.standing == "open"]:
        return Entrance(edition, _("Enrolment is open until %(day)s") % _day(max(running)), True)
    if coming := [day.first for day in days if day.standing == "coming"]:
        return Entrance(edition, _("Enrolment opens on %(day)s") % _day(min(coming)), False)
    return Entrance(edition, _("Enrolment is closed"), False)


def _day(day):
    return {"day": date_format(day, "j F Y")}


def late_openings(person):
    """What stands open late for a person who has not sent a request yet."""
    late = LateOpening.objects.standing().filter(person=person)
    sent = person.enrolments.exclude(state__in=[EnrolmentState.DRAFT, EnrolmentState.WITHDRAWN])
    late = late.exclude(edition__in=sent.values("edition"))
    rows = with_edition(late, "edition")
    return [each for each in rows.order_by("until", "pk") if each.is_running]
