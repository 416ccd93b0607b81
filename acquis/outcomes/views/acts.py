"""What is done to many certificates at once, each by the same door as to one alone."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from acquis.base.lists.acts import Act
from acquis.base.models import Sending

from .. import actions, letters


def collecting():
    """The act of the lists of certificates: remind those who did not collect theirs."""
    return Act(
        "remind",
        _("Remind of the certificate…"),
        _("Remind these people that their certificate is at the desk?"),
        letter=letters.CERTIFICATE_REMINDED.label,
        sending=Sending.Kind.REMINDERS,
        edition=lambda document: document.result.enrolment.edition,
        obstacles=actions.why_not_to_collect,
        do=actions.remind_to_collect,
        done=lambda count: ngettext("%d reminder is written.", "%d reminders are written.", count),
        detail=str,
        seen=lambda document: [document.state],
    )
