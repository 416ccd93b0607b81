from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from acquis.accounts.models import Institution
from acquis.base.guards import Guard, append_only
from acquis.base.models import Journalled, StoredFile

from .case import Case
from .sitting import Sitting


class DeliberationQuerySet(models.QuerySet):
    def seen_by(self, person):
        """Members and office read every act of their sittings."""
        return self.filter(sitting__in=Sitting.objects.seen_by(person).values("pk"))

    def newest_first(self):
        return self.order_by("-sealed_at", "-pk")

    def about(self, enrolment, session):
        """The acts that may speak of this candidate in this session, the newest first."""
        cases = Case.objects.filter(enrolment=enrolment, session=session)
        return self.filter(sitting__in=cases.values("sitting")).newest_first()

    def newest_about(self, enrolment, session):
        """The act that says what is decided now about a candidate; None before the seal."""
        acts = self.about(enrolment, session)
        return next((act for act in acts if act.case_of(enrolment)), None)

    def effective_case(self, enrolment, session):
        """What is decided now about a candidate, as plain data: from the newest act that speaks
        of them. None before the seal. Reads whole acts."""
        act = self.newest_about(enrolment, session)
        return act and act.case_of(enrolment)

    def corrections(self, sitting):
        """{enrolment: (case, number)} of the newest rectifying act about each candidate."""
        acts = self.filter(sitting=sitting, rectifies__isnull=False).order_by("sealed_at", "pk")
        return {
            case["enrolment"]: (case, act.number) for act in acts for case in act.content["cases"]
        }

    def awarded_before(self, edition, session):
        """The enrolments that an earlier session has awarded, rectifying acts included."""
        cases = Case.objects.filter(
            sitting__jury__edition=edition,
            session__lt=session,
            sitting__deliberations__isnull=False,
        )
        awarded = dict(cases.values_list("enrolment", "is_awarded"))
        acts = self.filter(
            rectifies__isnull=False,
            sitting__jury__edition=edition,
            sitting__jury__session__lt=session,
        )
        by_key = {str(key): key for key in awarded}
        for act in acts.order_by("sealed_at", "pk"):
            for case in act.content["cases"]:
                awarded[by_key[case["enrolment"]]] = case["is_awarded"]
        return {key for key, is_awarded in awarded.items() if is_awarded}


class Deliberation(Journalled):
    """The sealed act. It never changes; only a numbered rectifying act may follow.

    content = {"number", "institution", "programme", "rule", "edition", "session", "sitting",
    "jury": {act, delegation, "members"}, "presences", "cases": [{"enrolment", "candidate",
    "standing", "deposit": {"number", "sha256", "evidence"}, "recusals", "decisions": [{"item",
    "basis", "proposed", "proposed_mark", "verdict", "mark", "follows", "reason"}], "is_awarded",
    "findings"}], "rectifies"}; acquis.jury.rules writes it. A rectifying act holds the rectified
    case only.
    """

    GUARDS = [
        *append_only("deliberation", "A sealed deliberation never changes"),
        Guard(
            "rectifying_act_cites_the_first",
            "INSERT",
            "A rectifying act cites the first act of its sitting",
            "NEW.rectifies_id IS NOT NULL AND NOT EXISTS (SELECT 1 FROM jury_deliberation d "
            "WHERE d.id = NEW.rectifies_id AND d.sitting_id = NEW.sitting_id "
            "AND d.rectifies_id IS NULL)",
        ),
    ]

    institution = models.ForeignKey(Institution, models.PROTECT)
    sitting = models.ForeignKey(Sitting, models.PROTECT, related_name="deliberations")
    number = models.CharField(max_length=60)
    rectifies = models.ForeignKey("self", models.PROTECT, null=True, related_name="rectifications")
    reason = models.TextField(_("reason"), blank=True)
    content = models.JSONField()
    sha256 = models.CharField(max_length=64)
    minutes = models.ForeignKey(StoredFile, models.PROTECT, help_text=_("The minutes, as PDF."))
    sealed_at = models.DateTimeField()
    sealed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    objects = DeliberationQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["institution", "number"], name="one_act_a_number"),
            models.UniqueConstraint(
                fields=["sitting"], condition=Q(rectifies__isnull=True), name="one_act_a_sitting"
            ),
            models.CheckConstraint(
                name="a_rectifying_act_has_a_reason",
                condition=Q(rectifies__isnull=True) | ~Q(reason=""),
            ),
        ]

    def __str__(self):
        return self.number

    def case_of(self, enrolment):
        """What this act says about a candidate, or None."""
        key = str(enrolment.pk)
        return next((case for case in self.content["cases"] if case["enrolment"] == key), None)
