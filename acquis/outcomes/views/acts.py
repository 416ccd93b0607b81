"""What is done to many certificates at once, each by the same door as to one alone."""

from django.utils.translation import gettext_lazy as _

from acquis.base.lists.acts import reminding

from .. import actions, letters


def collecting():
    """The act of the lists of certificates: remind those who did not collect theirs."""
    return reminding(
        _("Remind of the certificate…"),
        _("Remind these people that their certificate is at the desk?"),
        letters.CERTIFICATE_REMINDED,
        edition=lambda document: document.result.enrolment.edition,
        obstacles=actions.why_not_to_collect,
        do=actions.remind_to_collect,
        detail=str,
        seen=lambda document: [document.state],
    )
