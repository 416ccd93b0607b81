"""How a certificate leaves the desk, and a word to whoever does not come for it."""

from django.db import transaction
from django.utils.translation import gettext as _

from acquis.base import clock
from acquis.base.journal import record
from acquis.base.outbox import told_today
from acquis.base.refusal import Refusal

from .. import letters, notices
from ..models import PRINTED, Document, DocumentState, HandOver
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


@transaction.atomic
def remind_to_collect(document, *, by, gathering=None):
    """Write to the holder that their certificate is still at the desk, at most once a day."""
    document = Document.objects.select_for_update(of=("self",)).get(pk=document.pk)
    if obstacle := why_not_to_collect([document]).get(document.pk):
        raise Refusal(obstacle)
    record("reminded", document, by=by, letter=letters.CERTIFICATE_REMINDED.code)
    notices.remind_to_collect(document, gathering=gathering)


def why_not_to_collect(documents):
    """{key: why its holder cannot be reminded now}, for those who cannot. Causes two queries."""
    told, found = told_today(letters.CERTIFICATE_REMINDED, documents), {}
    waiting = Document.objects.uncollected().filter(pk__in=[each.pk for each in documents])
    waiting = set(waiting.values_list("pk", flat=True))
    for document in documents:
        if document.kind not in PRINTED:
            found[document.pk] = _("It is not collected at the desk: its holder reads it online.")
        elif document.pk not in waiting:
            found[document.pk] = _("It does not wait at the desk any more.")
        elif document.journal_key in told:
            found[document.pk] = _("Its holder was reminded today.")
    return found
