from zoneinfo import ZoneInfo

from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext, pgettext


def in_words(instant, timezone):
    """“Sunday 23 April 2023 at 23:59”, on the clock of that time zone."""
    local = localtime(instant, ZoneInfo(timezone))
    return gettext("%(day)s at %(time)s") % {
        "day": date_format(local, "l j F Y"),
        "time": date_format(local, pgettext("time format", "H:i")),
    }
