"""The days of an edition as events of an agenda: whoever subscribes sees them move."""

from dataclasses import dataclass
from datetime import date
from uuid import uuid5

from django.conf import settings
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from acquis.base.ics import Event
from acquis.base.models import Entry
from acquis.base.templatetags.acquis import spoken

from . import guide
from .templatetags.days import place


@dataclass(frozen=True)
class Day:
    """A day, or days, that somebody writes down. `key` stays when the days move."""

    key: str
    kind: str
    first: date
    last: date
    period: guide.Period


def days_of(plan):
    """The days of the year in order: a period of enrolment is a first day and a last one."""
    days = []
    for key, period in _keyed(plan).items():
        if period.kind == "enrolment":
            days.append(Day(f"{key}-opens", "opening", period.first, period.first, period))
            days.append(Day(f"{key}-closes", "closing", period.last, period.last, period))
        else:
            days.append(Day(key, period.kind, period.first, period.last, period))
    return sorted(days, key=lambda day: (day.first, day.last, day.key))


def moved(before, after):
    """The keys of the days that two versions of an edition put elsewhere."""
    old = {day.key: (day.first, day.last) for day in days_of(before)}
    new = {day.key: (day.first, day.last) for day in days_of(after)}
    return sorted(key for key in old.keys() & new.keys() if old[key] != new[key])


def events_of(edition):
    """The days as events, in the language that is active. Costs a query.

    The journal tells how often each of them moved: that is its sequence.
    """
    loads = Entry.objects.filter(subject=edition.journal_key, verb="loaded").order_by("number")
    loaded = list(loads.values_list("at", "facts"))
    begun = loaded[0][0] if loaded else edition.programme_version.loaded_at
    for day in days_of(edition.plan):
        moves = [at for at, facts in loaded if day.key in facts.get("moved", ())]
        yield Event(
            uid=uid_of(edition, day.key),
            summary=summary(edition, day),
            first=day.first,
            last=day.last,
            changed_at=moves[-1] if moves else begun,
            sequence=len(moves),
            description=_description(edition, day),
            url=settings.ORIGIN + edition.get_absolute_url(),
            kind=edition.programme.acronym,
        )


def uid_of(edition, key):
    """What names a day in every agenda, for ever, wherever it was taken from."""
    return str(uuid5(edition.pk, key))


def file_of(edition, key):
    """Where a day is, alone, for an agenda, in the language that is active."""
    place = [edition.institution.slug, edition.programme_code, edition.year]
    path = reverse("catalogue:day_file", args=[*place, uid_of(edition, key)])
    return f"{path}?language={get_language()}"


def files_of(edition):
    """For each period of the calendar, in its order: the kind of each of its days and its file."""
    for key, period in _keyed(edition.plan).items():
        if period.kind == "enrolment":
            ends = (("opening", f"{key}-opens"), ("closing", f"{key}-closes"))
            yield [(kind, file_of(edition, each)) for kind, each in ends]
        else:
            yield [(period.kind, file_of(edition, key))]


def closing_key(plan, category, last):
    """The key of the last day of a window that a category has; nothing for one opened late."""
    for key, period in _keyed(plan).items():
        own = any(each.code == category for each in period.categories)
        if period.kind == "enrolment" and own and period.last == last:
            return f"{key}-closes"
    return ""


def _keyed(plan):
    """{key: period}. A campaign names its windows; those that it opens again are numbered."""
    keyed = {}
    for period in guide.calendar(plan):
        name = f"enrolment-{period.campaign}"
        if period.session:
            name = f"{period.kind}-{period.session.number}"
        key, number = name, 1
        while key in keyed:
            number += 1
            key = f"{name}~{number}"
        keyed[key] = period
    return keyed


def summary(edition, day):
    """What happens that day, in a line."""
    about = {"acronym": edition.programme.acronym}
    if day.period.session:
        about["number"] = day.period.session.number
        if day.kind == "deposit":
            return _("%(acronym)s: last day to deposit, session %(number)s") % about
        return _("%(acronym)s: jury, session %(number)s") % about
    about["whom"] = _whom(day.period)
    if day.kind == "opening":
        return _("%(acronym)s: enrolment opens, %(whom)s") % about
    return _("%(acronym)s: last day to enrol, %(whom)s") % about


def _whom(period):
    """The number of the campaign, or the publics of one whose code is no number."""
    if period.campaign.isdigit():
        return _("campaign %(number)s") % {"number": period.campaign}
    return ", ".join(spoken(category.label) for category in period.categories)


def _description(edition, day):
    where = {"place": place(edition.plan.timezone)}
    told = {
        "opening": _("From 0:00, %(place)s time.") % where,
        "closing": _("Until midnight, %(place)s time: the day counts entirely.") % where,
        "deposit": _("Until midnight, %(place)s time: the day counts entirely.") % where,
        "jury": _("Results are published after the deliberation."),
    }
    publics = [spoken(category.label) for category in day.period.categories]
    return "\n".join([told[day.kind], *(f"– {public}" for public in publics)])
