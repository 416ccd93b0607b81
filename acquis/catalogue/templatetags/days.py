"""Days and periods as they are said: “from 8 to 12 May 2023”, « du 8 au 12 mai 2023 »."""

from django import template
from django.utils.formats import date_format
from django.utils.text import get_text_list
from django.utils.translation import get_language, ngettext, pgettext
from django.utils.translation import gettext as _

register = template.Library()


@register.filter
def day(value):
    return _said(value, "j F Y")


@register.filter
def date_in_year(value):
    """A day without its year, on the page of that year."""
    return _said(value, "j F")


@register.filter
def weekday(value):
    """A day with its name, for what must not be missed."""
    return _said(value, "l j F Y")


@register.filter
def days(period):
    """The days of a `guide.Period`, without saying twice what they share."""
    return between(period.first, period.last)


def between(first, last):
    if first == last:
        return day(last)
    pattern = "j F Y"
    if first.year == last.year:
        pattern = "j" if first.month == last.month else "j F"
    return _("from %(first)s to %(last)s") % {"first": _said(first, pattern), "last": day(last)}


@register.filter
def days_before(days):
    """(7, 2) is said “7 and 2 days before”; nothing for no day."""
    counts = sorted((each for each in days if each), reverse=True)
    parts = []
    if counts:
        listed = get_text_list([str(each) for each in counts], pgettext("list of days", "and"))
        told = ngettext("%(days)s day before", "%(days)s days before", counts[0])
        parts.append(told % {"days": listed})
    if 0 in days:
        parts.append(_("on the day itself"))
    return get_text_list(parts, pgettext("list of days", "and"))


@register.filter
def place(timezone):
    """“Europe/Paris” is said “Paris”."""
    return timezone.rsplit("/", 1)[-1].replace("_", " ")


def _said(value, pattern):
    if value.day == 1 and (get_language() or "").startswith("fr"):
        pattern = pattern.replace("j", r"j\e\r")
    return date_format(value, pattern)
