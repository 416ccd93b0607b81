from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from acquis.accounts.models import Institution
from acquis.base.models import Journalled, StoredFile
from acquis.base.scope import OFFICE, reach
from acquis.catalogue.models import Edition, with_edition

from .frozen import frozen


class JuryQuerySet(models.QuerySet):
    def prepared_by(self, person):
        """Those that the person's office composes and convenes."""
        return self.filter(
            reach(person, OFFICE, institution="institution", programme="edition__programme_code")
        )

    def joined_by(self, person):
        return self.filter(members__person=person)

    def seen_by(self, person):
        """The office's, and those that the person sits in."""
        joined = Jury.objects.joined_by(person).values("pk")
        return self.filter(Q(pk__in=self.prepared_by(person).values("pk")) | Q(pk__in=joined))

    def with_edition(self):
        return with_edition(self, "edition").select_related("institution", "act")


SITS = "EXISTS (SELECT 1 FROM jury_sitting s WHERE s.jury_id = {} AND s.state {})"


class Jury(Journalled):
    """The body named by an act to decide one session."""

    GUARDS = frozen(
        "jury_sealed",
        "A jury that has sealed never changes",
        SITS.format("ROW.id", "= 'sealed'"),
        events=["UPDATE", "DELETE"],
    )

    institution = models.ForeignKey(Institution, models.PROTECT)
    edition = models.ForeignKey(Edition, models.PROTECT, related_name="juries")
    session = models.PositiveSmallIntegerField()
    name = models.CharField(_("name"), max_length=100)
    act_reference = models.CharField(_("appointment act"), max_length=120)
    appointed_on = models.DateField(_("date of the act"))
    signatory = models.CharField(_("signatory of the act"), max_length=200)
    is_delegated = models.BooleanField(_("the signatory signs by delegation"), default=False)
    delegation = models.CharField(_("delegation of signature"), max_length=200, blank=True)
    act = models.ForeignKey(StoredFile, models.PROTECT, null=True)

    objects = JuryQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["edition", "session", "name"], name="one_jury_a_name")
        ]

    def __str__(self):
        return self.name

    def get_absolute_url(self):
        return reverse("jury:jury", args=[self.pk])

    @property
    def lacks_delegation(self):
        return self.is_delegated and not self.delegation.strip()

    @property
    def days(self):
        """The definitions.Session that the edition announces: its jury days and its deadline."""
        return self.edition.session(self.session)


class Member(Journalled):
    """A person in a jury, with the quality under which the act names them."""

    GUARDS = frozen(
        "member_sitting",
        "The composition of a jury never changes once it sits",
        SITS.format("ROW.jury_id", "<> 'planned'"),
    )

    jury = models.ForeignKey(Jury, models.PROTECT, related_name="members")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="juries")
    quality = models.CharField(_("quality"), max_length=200)
    is_president = models.BooleanField(_("president"), default=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["jury", "person"], name="a_member_sits_once"),
            models.UniqueConstraint(
                fields=["jury"], condition=Q(is_president=True), name="one_president_a_jury"
            ),
        ]

    def __str__(self):
        return str(self.person)

    @property
    def institution(self):
        return self.jury.institution
