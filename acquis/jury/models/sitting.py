from django.db import models
from django.db.models import F, FilteredRelation, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from acquis.accounts.models import Institution
from acquis.base.guards import Guard
from acquis.base.models import Journalled, Stateful
from acquis.base.scope import OFFICE, reach, roles_of
from acquis.catalogue.models import with_edition

from .body import Jury, Member
from .frozen import sealed_with


class SittingState(models.TextChoices):
    PLANNED = "planned", _("planned")
    OPEN = "open", _("sitting")
    SEALED = "sealed", _("sealed")


class SittingQuerySet(models.QuerySet):
    def attended_by(self, person):
        """The sittings of the juries that the person is a member of."""
        return self.filter(jury__members__person=person)

    def presided_by(self, person):
        return self.filter(jury__members__person=person, jury__members__is_president=True)

    def prepared_by(self, person):
        """Those that the person's office prepares."""
        return self.filter(
            reach(
                person, OFFICE, institution="institution", programme="jury__edition__programme_code"
            )
        )

    def conducted_by(self, person):
        """Where the person may mark who is there: the president and the office, its secretary."""
        presided = Sitting.objects.presided_by(person).values("pk")
        return self.filter(Q(pk__in=self.prepared_by(person).values("pk")) | Q(pk__in=presided))

    def seen_by(self, person):
        return self.filter(jury__in=Jury.objects.seen_by(person).values("pk"))

    def with_edition(self):
        return with_edition(self, "jury__edition").select_related("jury__act", "institution")

    def locked(self, pk):
        """The sitting, held until the transaction ends: an edit and the seal never cross."""
        return self.with_edition().select_for_update(of=("self",)).get(pk=pk)


class Sitting(Stateful):
    """One meeting of a jury: who is there, which candidates, and what is decided."""

    MOVES = {
        SittingState.PLANNED: {SittingState.OPEN},
        SittingState.OPEN: {SittingState.SEALED},
        SittingState.SEALED: set(),
    }
    GUARDS = [
        Guard(
            f"sealed_sitting_{event.lower()}",
            event,
            "A sealed sitting never changes",
            "OLD.state = 'sealed'",
        )
        for event in ("UPDATE", "DELETE")
    ]

    institution = models.ForeignKey(Institution, models.PROTECT)
    jury = models.ForeignKey(Jury, models.PROTECT, related_name="sittings")
    held_on = models.DateField(_("day"))
    place = models.CharField(_("place"), max_length=200)
    state = models.CharField(max_length=8, choices=SittingState, default=SittingState.PLANNED)
    opened_at = models.DateTimeField(null=True, editable=False)
    sealed_at = models.DateTimeField(null=True, editable=False)

    objects = SittingQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="opened_sitting_is_dated",
                condition=Q(state=SittingState.PLANNED) | Q(opened_at__isnull=False),
            ),
            models.CheckConstraint(
                name="sealed_sitting_is_dated",
                condition=~Q(state=SittingState.SEALED) | Q(sealed_at__isnull=False),
            ),
        ]

    def __str__(self):
        return f"{self.jury}, {self.held_on:%d/%m/%Y}"

    def get_absolute_url(self):
        return reverse("jury:sitting", args=[self.pk])

    @property
    def is_sealed(self):
        return self.state == SittingState.SEALED

    @property
    def is_open(self):
        return self.state == SittingState.OPEN

    @property
    def is_on_a_jury_day(self):
        days = self.jury.days
        return days.jury_from <= self.held_on <= days.jury_until

    def is_prepared_by(self, person):
        """Whether the person's office prepares this sitting. No query beyond the person's roles."""
        return any(
            role.kind == OFFICE
            and role.institution_id == self.institution_id
            and role.programme_code in ("", self.jury.edition.programme_code)
            for role in roles_of(person)
        )

    def attendance(self):
        """The members, each with the presences of this sitting as (arrived, left). One query."""
        rows = (
            self.jury.members.annotate(
                here=FilteredRelation("presences", condition=Q(presences__sitting=self))
            )
            .annotate(arrived_at=F("here__arrived_at"), left_at=F("here__left_at"))
            .select_related("person")
            .order_by("-is_president", "person__birth_name", "pk", "arrived_at")
        )
        members = {}
        for row in rows:
            member = members.setdefault(row.pk, row)
            if member is row:
                member.spans = []
            if row.arrived_at:
                member.spans.append((row.arrived_at, row.left_at))
        for member in members.values():
            member.is_here = any(left is None for _, left in member.spans)
        return list(members.values())

    def present_member(self, person):
        """The membership under which a person sits now, or None. Causes a query."""
        here = self.presences.filter(member__person=person, left_at__isnull=True)
        presence = here.select_related("member").first()
        return presence and presence.member


class Presence(Journalled):
    """A member at a sitting, from an arrival to a departure. Nobody sits by proxy."""

    GUARDS = sealed_with("presence_sealed", "ROW.sitting_id")

    sitting = models.ForeignKey(Sitting, models.PROTECT, related_name="presences")
    member = models.ForeignKey(Member, models.PROTECT, related_name="presences")
    arrived_at = models.DateTimeField()
    left_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["sitting", "member"],
                condition=Q(left_at__isnull=True),
                name="a_member_is_present_once",
            ),
            models.CheckConstraint(
                name="a_member_leaves_after_arriving",
                condition=Q(left_at__isnull=True) | Q(left_at__gte=F("arrived_at")),
            ),
        ]

    def __str__(self):
        return str(self.member)

    @property
    def institution(self):
        return self.sitting.institution
