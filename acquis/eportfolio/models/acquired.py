from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from acquis.accounts.models import Institution
from acquis.base.models import Journalled
from acquis.catalogue.rules import framework_key
from acquis.enrolment.models import Enrolment

from .. import rules


class AcquisQuerySet(models.QuerySet):
    def told(self):
        """What the acts still say, renounced or not."""
        return self.filter(withdrawn_at__isnull=True)

    def standing(self):
        """Neither renounced by its candidate nor withdrawn by a rectifying act."""
        return self.told().filter(renounced_at__isnull=True)

    def kept_by(self, person, edition, *, on):
        """What counts for this person in this edition: gained in it, or kept from an earlier one
        as far as the programme's carry-over says."""
        programme = edition.programme
        rows = self.standing().filter(
            Q(until__isnull=True) | Q(until__gte=on),
            person=person,
            institution=edition.institution_id,
            programme_code=edition.programme_code,
        )
        if programme.carry_over.same_framework_only:
            rows = rows.filter(framework=framework_key(programme))
        if not programme.carry_over.across_years:
            rows = rows.filter(enrolment__edition=edition)
        return rows

    def as_record(self, programme):
        """What is kept, as the rule of the programme reads it. Causes the query."""
        return rules.record_of(programme, self.values_list("item", "mark"))


class Acquis(Journalled):
    """What a candidate keeps: an item or a mark, from which sealed act, until when.

    Written by the publication of results; read by portfolio, evaluation and jury. A rectifying act
    withdraws, and may give back: then there is a new row.
    """

    institution = models.ForeignKey(Institution, models.PROTECT)
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="acquis")
    enrolment = models.ForeignKey(Enrolment, models.PROTECT, related_name="acquis")
    session = models.PositiveSmallIntegerField()
    programme_code = models.SlugField()
    framework = models.CharField(max_length=60, help_text=_("The framework it was judged on."))
    item = models.CharField(max_length=40, help_text=_("Code of an item or of a condition."))
    mark = models.DecimalField(max_digits=5, decimal_places=2, null=True)
    act = models.CharField(max_length=60, help_text=_("Number of the sealed deliberation."))
    gained_on = models.DateField()
    until = models.DateField(null=True, help_text=_("Last day it is kept; empty: no limit."))
    renounced_at = models.DateTimeField(null=True, help_text=_("When the candidate gave it up."))
    withdrawn_at = models.DateTimeField(null=True, editable=False)
    withdrawn_by_act = models.CharField(
        max_length=60, blank=True, help_text=_("Number of the rectifying act that took it back.")
    )

    objects = AcquisQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["enrolment", "session", "item"],
                condition=Q(withdrawn_at__isnull=True),
                name="one_acquis_an_item",
            ),
            models.CheckConstraint(
                name="a_withdrawn_acquis_cites_its_act",
                condition=Q(withdrawn_at__isnull=True, withdrawn_by_act="")
                | Q(withdrawn_at__isnull=False) & ~Q(withdrawn_by_act=""),
            ),
        ]

    def __str__(self):
        return f"{self.item}, {self.person}"
