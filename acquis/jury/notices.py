from django.conf import settings
from django.utils.formats import date_format

from acquis.base import outbox

from . import letters


def sitting_planned(sitting, member, *, gathering=None):
    """Tell a member when and where the jury sits."""
    jury = sitting.jury
    outbox.queue(
        member.person,
        kind=letters.SITTING,
        once=f"sitting:{sitting.pk}:{member.pk}",
        values=lambda: {
            "name": member.person.get_full_name(),
            "jury": jury.name,
            "edition": jury.edition,
            "session": jury.session,
            "quality": member.quality,
            "act": jury.act_reference,
            "day": date_format(sitting.held_on),
            "place": sitting.place,
            "link": f"{settings.ORIGIN}{sitting.get_absolute_url()}",
        },
        institution=sitting.institution,
        programme=jury.edition.programme_code,
        about=sitting,
        gathering=gathering,
    )
