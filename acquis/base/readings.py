"""Who opened what belongs to somebody else. Known to the office, and to the person themselves."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from acquis.accounts.models import Institution

from . import clock
from .guards import append_only
from .keys import uuid7


class Part(models.TextChoices):
    """What was opened."""

    REQUEST = "request", _("the request and its documents")
    ACCOUNT = "account", _("the account of fees")
    DOSSIER = "dossier", _("the deposited dossier, to evaluate it")
    CASE = "case", _("the case before the jury")


class ReadingQuerySet(models.QuerySet):
    def of(self, enrolment):
        """The newest first."""
        return self.filter(dossier=enrolment.pk).order_by("-at", "-pk")

    def days(self, enrolment):
        """(what was opened, day), each once: what the candidate is told, without the names."""
        found = self.filter(dossier=enrolment.pk).order_by("-day", "part")
        return [
            (Part(part).label, day) for day, part in found.values_list("day", "part").distinct()
        ]


class Reading(models.Model):
    """That somebody opened a part of a dossier, told once a day: the first time of that day."""

    GUARDS: ClassVar = append_only("reading", "What was read stays told")

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    institution = models.ForeignKey(Institution, models.PROTECT)
    dossier = models.UUIDField(help_text=_("Key of the enrolment."))
    part = models.CharField(max_length=10, choices=Part)
    reader = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="readings")
    day = models.DateField()
    at = models.DateTimeField()

    objects = ReadingQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["dossier", "part", "reader", "day"], name="a_reading_is_told_once_a_day"
            )
        ]

    def __str__(self):
        return f"{self.reader}, {self.get_part_display()}, {self.day}"


def tell(enrolment, part, *, by):
    """Called where a page or a file of a dossier is given out: the one thing that a GET writes.

    Costs a query when it was told today already. One's own is nobody's business.
    """
    if enrolment.person_id == by.pk:
        return
    Reading.objects.get_or_create(
        dossier=enrolment.pk,
        part=part,
        reader=by,
        day=clock.today(),
        defaults={"institution_id": enrolment.institution_id, "at": clock.now()},
    )
