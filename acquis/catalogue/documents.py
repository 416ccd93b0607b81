"""What leaves the catalogue as a file: the official notice and the calendar of an edition.

The same bytes as long as the edition is the same.
"""

import json
from functools import lru_cache

from django.conf import settings
from django.template.defaultfilters import filesizeformat
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from acquis.base.canonical import canonical
from acquis.base.ics import calendar_bytes
from acquis.base.typeset import printable, typeset

from . import agenda
from .models import EditionState
from .notice import notice_of
from .templatetags.days import day


def notice(edition):
    """The notice of an edition in the language that is active."""
    return notice_of(
        edition.programme,
        edition.plan,
        institution=edition.institution.name,
        address=settings.ORIGIN + edition.get_absolute_url(),
        largest_file=filesizeformat(settings.UPLOAD_MAX_BYTES),
        calendar=calendar_address(edition),
    )


def notice_pdf(edition):
    """The notice as a PDF, in the language that is active."""
    data = notice(edition).as_data() | {
        "language": get_language(),
        "reference": f"{edition} · {reference(edition)}",
    }
    # Typesetting takes one thread at a time, and anybody may ask: each content is set once.
    return _typeset(
        canonical(_printable(data)), edition.published_at or edition.programme_version.loaded_at
    )


def calendar(edition):
    """The days of the year for an agenda, in the language that is active."""
    return calendar_bytes(
        agenda.events_of(edition),
        name=str(edition),
        language=get_language(),
        source=calendar_address(edition),
    )


def calendar_address(edition):
    """Where an agenda asks for the days again, in the language that is active."""
    place = [edition.institution.slug, edition.programme_code, edition.year]
    path = reverse("catalogue:calendar_file", args=place)
    return f"{settings.ORIGIN}{path}?language={get_language()}"


def reference(edition):
    """Which text this is, and since when it may be relied on."""
    version = edition.fingerprint[:12]
    if edition.state == EditionState.DRAFT:
        return _("version %(version)s, in preparation: not published yet") % {"version": version}
    published = timezone.localtime(edition.published_at)
    return _("version %(version)s, published on %(day)s") % {
        "version": version,
        "day": day(published),
    }


@lru_cache(maxsize=32)
def _typeset(data, at):
    return typeset("catalogue/documents/notice.typ", json.loads(data), at=at)


def _printable(value):
    match value:
        case str():
            return printable(value)
        case dict():
            return {key: _printable(member) for key, member in value.items()}
        case list() | tuple():
            return [_printable(member) for member in value]
    return value
