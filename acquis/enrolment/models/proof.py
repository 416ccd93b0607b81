from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from acquis.base import clock
from acquis.base.models import Stateful, StoredFile

from .enrolment import Enrolment


class ProofState(models.TextChoices):
    PENDING = "pending", pgettext_lazy("document", "to be checked")
    ACCEPTED = "accepted", pgettext_lazy("document", "accepted")
    REFUSED = "refused", pgettext_lazy("document", "refused")
    REPLACED = "replaced", pgettext_lazy("document", "replaced by a newer one")


class ProofQuerySet(models.QuerySet):
    def readable_by(self, person):
        """Its candidate reads a proof, and whoever may check the enrolment."""
        return self.filter(
            Q(enrolment__in=Enrolment.objects.owned_by(person))
            | Q(enrolment__in=Enrolment.objects.checked_by(person))
        )

    def decided_by(self, person):
        return self.filter(enrolment__in=Enrolment.objects.decided_by(person))

    def present(self):
        return self.exclude(state=ProofState.REPLACED)


class Proof(Stateful):
    """A document joined to show that the candidate belongs to the category."""

    MOVES = {
        ProofState.PENDING: {ProofState.ACCEPTED, ProofState.REFUSED, ProofState.REPLACED},
        ProofState.ACCEPTED: {ProofState.PENDING, ProofState.REPLACED},
        ProofState.REFUSED: {ProofState.PENDING, ProofState.REPLACED},
        ProofState.REPLACED: set(),
    }

    enrolment = models.ForeignKey(Enrolment, models.PROTECT, related_name="proofs")
    kind = models.CharField(max_length=40, help_text=_("Code of a proof that the category asks."))
    file = models.ForeignKey(StoredFile, models.PROTECT)
    state = models.CharField(max_length=10, choices=ProofState, default=ProofState.PENDING)
    joined_at = models.DateTimeField()
    checked_at = models.DateTimeField(null=True, editable=False)
    checked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, editable=False, related_name="+"
    )
    reason = models.TextField(blank=True)

    objects = ProofQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["enrolment", "kind"],
                condition=~Q(state=ProofState.REPLACED),
                name="one_present_proof_a_kind",
            ),
            models.CheckConstraint(
                name="checked_proof_has_an_author",
                condition=~Q(state__in=[ProofState.ACCEPTED, ProofState.REFUSED])
                | Q(checked_at__isnull=False, checked_by__isnull=False),
            ),
            models.CheckConstraint(
                name="refused_proof_has_a_reason",
                condition=~Q(state=ProofState.REFUSED) | ~Q(reason=""),
            ),
        ]

    def __str__(self):
        return f"{self.kind}: {self.file}"

    @property
    def institution(self):
        return self.enrolment.institution

    def decide(self, state, *, by, reason=""):
        """Accept it, refuse it with a reason, or put it back among those to be checked."""
        is_verdict = state in (ProofState.ACCEPTED, ProofState.REFUSED)
        self.move_to(
            state,
            by=by,
            verb=f"proof_{state}",
            reason=reason,
            checked_at=clock.now() if is_verdict else None,
            checked_by=by if is_verdict else None,
        )

    def no_such_move(self, state):
        if self.checked_by is None:
            return super().no_such_move(state)
        return _(
            "This document is already “%(state)s”, by %(person)s: reload the page. Put it back to "
            "be checked if you disagree."
        ) % {"state": self.get_state_display(), "person": self.checked_by}
