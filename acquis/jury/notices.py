from django.conf import settings
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from acquis.base import outbox


def sitting_planned(sitting, member, *, gathering=None):
    """Tell a member when and where the jury sits."""

    def write():
        jury = sitting.jury
        words = {
            "name": member.person.get_full_name(),
            "jury": jury.name,
            "edition": jury.edition,
            "session": jury.session,
            "quality": member.quality,
            "act": jury.act_reference,
            "day": date_format(sitting.held_on),
            "place": sitting.place,
            "link": f"{settings.ORIGIN}{sitting.get_absolute_url()}",
        }
        paragraphs = [
            _("Dear %(name)s,"),
            _(
                "You sit in the jury “%(jury)s” of %(edition)s, session %(session)s, as "
                "%(quality)s (act %(act)s)."
            ),
            _("It meets on %(day)s, %(place)s. Nobody sits by proxy."),
            _(
                "If you are linked to a candidate, step aside for that candidate on their page; if "
                "you cannot come, tell the office at once."
            ),
            _("The sitting: %(link)s"),
        ]
        subject = _("Jury of %(edition)s, session %(session)s: sitting of %(day)s") % words
        return subject, "\n\n".join(paragraph % words for paragraph in paragraphs)

    outbox.queue(
        member.person,
        kind="jury_sitting",
        once=f"sitting:{sitting.pk}:{member.pk}",
        write=write,
        institution=sitting.institution,
        programme=sitting.jury.edition.programme_code,
        about=sitting,
        gathering=gathering,
    )
