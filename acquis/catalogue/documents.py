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

from acquis.base.canonical import canonical, fingerprint
from acquis.base.ics import calendar_bytes
from acquis.base.typeset import look_of, printable, typeset

from . import agenda
from .definitions import to_data
from .models import EditionState
from .notice import notice_of
from .templatetags.days import day


def notice(edition, plan=None):
    """The notice of an edition in the language that is active, as told or in a plan on trial."""
    return notice_of(
        edition.programme,
        plan or edition.told,
        institution=edition.institution.name,
        address=settings.ORIGIN + edition.get_absolute_url(),
        largest_file=filesizeformat(settings.UPLOAD_MAX_BYTES),
        calendar=calendar_address(edition),
    )


def section_of(edition, plan, text):
    """The section of the notice where a text of this plan stands."""
    code = {"section": text.code, "answer": "questions", "collection": "collection"}[text.kind]
    sections = notice(edition, plan).sections
    return next((section for section in sections if section.code == code), None)


def notice_pdf(edition):
    """The notice as a PDF, in the language that is active."""
    data = notice(edition).as_data() | {
        "language": get_language(),
        "reference": f"{edition} · {reference(edition)}",
    }
    told = _printable(data) | {"look": look_of(edition.institution)}
    # Typesetting takes one thread at a time, and anybody may ask: each content is set once.
    return _typeset(canonical(told), _written_at(edition))


def calendar(edition):
    """The days of the year for an agenda, in the language that is active."""
    return calendar_bytes(
        agenda.events_of(edition),
        name=str(edition),
        language=get_language(),
        source=calendar_address(edition),
    )


def day_file(event):
    """One day, to put in an agenda: the same event as in the calendar of the year."""
    return calendar_bytes([event], language=get_language())


def calendar_address(edition):
    """Where an agenda asks for the days again, in the language that is active."""
    place = [edition.institution.slug, edition.programme_code, edition.year]
    path = reverse("catalogue:calendar_file", args=place)
    return f"{settings.ORIGIN}{path}?language={get_language()}"


def reference(edition):
    """Which text this is, and since when it may be relied on. The same words, the same version."""
    is_reworded = edition.told != edition.plan
    told = fingerprint(to_data(edition.told)) if is_reworded else edition.fingerprint
    version = told[:12]
    if edition.state == EditionState.DRAFT:
        return _("version %(version)s, in preparation: not published yet") % {"version": version}
    days = {"version": version, "day": day(timezone.localtime(edition.published_at))}
    if not is_reworded:
        return _("version %(version)s, published on %(day)s") % days
    days["reworded"] = day(timezone.localtime(_written_at(edition)))
    return _("version %(version)s, published on %(day)s, texts reworded on %(reworded)s") % days


def _written_at(edition):
    """When the notice became what it is: loaded, published, then reworded."""
    since = edition.published_at or edition.programme_version.loaded_at
    return max([since, *(each.at for each in edition.rewordings)])


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
