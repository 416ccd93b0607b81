"""How a certificate leaves the desk."""

from django.db import transaction
from django.utils.translation import gettext as _

from acquis.base import clock
from acquis.base.journal import record
from acquis.base.refusal import Refusal

from .. import notices
from ..models import Document, DocumentState, HandOver
from ..wording import spoken_day


@transaction.atomic
def hand_over(document, *, mode, by, **proof):
    """Record that a certificate left: to its holder, to somebody mandated, or by post. Once."""
    locked = Document.objects.select_for_update(of=("self",)).filter(pk=document.pk)
    document = locked.select_related("register", "person", "institution").get()
    earlier = HandOver.objects.filter(document=document).select_related("by").first()
    if earlier:
        raise Refusal(
            _("This certificate was already handed over %(how)s, on %(day)s, by %(person)s.")
            % {
                "how": earlier.get_mode_display(),
                "day": spoken_day(earlier.handed_on),
                "person": earlier.by,
            }
        )
    if document.state != DocumentState.VALID:
        raise Refusal(
            _("This certificate is %(state)s: it cannot be handed over.")
            % {"state": document.get_state_display()}
        )
    left = HandOver.objects.create(document=document, mode=mode, by=by, at=clock.now(), **proof)
    record("handed_over", document, by=by, mode=str(mode))
    notices.tell_handed_over(left)
    return left
