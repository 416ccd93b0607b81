from zoneinfo import ZoneInfo

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from acquis.accounts.models import Institution
from acquis.base import clock
from acquis.base.journal import record
from acquis.base.models import Journalled
from acquis.base.refusal import Refusal
from acquis.base.scope import OFFICE, reach
from acquis.catalogue.definitions import Window
from acquis.catalogue.models import Edition


class LateOpeningQuerySet(models.QuerySet):
    def managed_by(self, person):
        """Those that this person's office gives and ends; nobody handles their own."""
        ours = reach(person, OFFICE, institution="institution", programme="edition__programme_code")
        return self.filter(ours).exclude(person=person)

    def standing(self):
        """Those that nobody ended, their last day past or not."""
        return self.filter(ended_at__isnull=True)

    def windows_of(self, person):
        """{category: window} of what stands open late for a person: ask the late openings of one
        edition. Causes a query."""
        return {late.category: late.window for late in self.standing().filter(person=person)}


class LateOpening(Journalled):
    """One category opened for one person out of its dates, for a reason, until a day included."""

    institution = models.ForeignKey(Institution, models.PROTECT)
    edition = models.ForeignKey(Edition, models.PROTECT, related_name="late_openings")
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="late_openings"
    )
    category = models.CharField(max_length=40, help_text=_("Code of a category of the edition."))
    until = models.DateField(help_text=_("The last day, included."))
    reason = models.CharField(max_length=300)
    given_at = models.DateTimeField()
    given_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    ended_at = models.DateTimeField(
        null=True, help_text=_("When somebody ended it; its last day ends it without anybody.")
    )
    ended_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )

    objects = LateOpeningQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["person", "edition"],
                condition=Q(ended_at__isnull=True),
                name="one_late_opening_a_person_and_year",
            ),
            models.CheckConstraint(name="late_opening_has_a_reason", condition=~Q(reason="")),
            models.CheckConstraint(
                name="nobody_opens_late_to_themselves", condition=~Q(person=F("given_by"))
            ),
            models.CheckConstraint(
                name="ended_late_opening_has_an_author",
                condition=Q(ended_at__isnull=True, ended_by__isnull=True)
                | Q(ended_at__isnull=False, ended_by__isnull=False),
            ),
        ]

    def __str__(self):
        return f"{self.person}, {self.edition}, {self.until}"

    def get_absolute_url(self):
        """Where the person enrols."""
        edition = self.edition
        return reverse(
            "enrolment:start", args=[edition.institution.slug, edition.programme_code, edition.year]
        )

    @property
    def window(self):
        """The days that it holds, like those of a campaign."""
        given_on = self.given_at.astimezone(ZoneInfo(self.edition.plan.timezone)).date()
        return Window("late", given_on, self.until)

    @property
    def has_run_out(self):
        """Whether it lasted until the end of its last day."""
        return self.edition.plan.instant_closing(self.until) <= (self.ended_at or clock.now())

    @property
    def is_running(self):
        return self.ended_at is None and not self.has_run_out

    def end(self, *, by, verb="late_closed"):
        """End it before its last day, or put a past one away to make place for another."""
        standing = LateOpening.objects.standing().filter(pk=self.pk)
        if not standing.update(ended_at=clock.now(), ended_by=by):
            raise Refusal(_("Somebody has already ended this late enrolment: nothing was changed."))
        record(verb, self, by=by)
