from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from acquis.accounts.models import Institution
from acquis.base import files
from acquis.base.canonical import fingerprint
from acquis.base.guards import Guard
from acquis.base.models import Entry, Stateful, StoredFile
from acquis.catalogue.models import with_edition

from .moments import in_words
from .portfolio import Portfolio


class DepositState(models.TextChoices):
    STANDING = "standing", _("standing")
    TAKEN_BACK = "taken_back", _("taken back before the deadline")


class DepositQuerySet(models.QuerySet):
    def standing(self):
        return self.filter(state=DepositState.STANDING)

    def owned_by(self, person):
        return self.filter(portfolio__enrolment__person=person)

    def with_edition(self):
        rows = with_edition(self, "portfolio__enrolment__edition")
        return rows.select_related("institution", "portfolio__enrolment__person")


class Deposit(Stateful):
    """The frozen copy of a portfolio for one session. `content` is what everybody reads later.

    content = {"person", "session", "statement", "situations": [{"id", "title", "account",
    "taught_on", "audience", "place", "condition", "evidence": [{"id", "name", "url",
    "description", "sha256", "size", "file"}], "claims": [{"item", "argument"}]}], "acquired": []}
    """

    GUARDS = [
        Guard(
            "deposit_never_changes",
            "UPDATE",
            "A deposit never changes",
            "NEW.content <> OLD.content OR NEW.sha256 <> OLD.sha256 OR "
            "NEW.deposited_at <> OLD.deposited_at OR NEW.portfolio_id <> OLD.portfolio_id OR "
            "NEW.session <> OLD.session OR NEW.number <> OLD.number",
        ),
        Guard("deposit_never_goes", "DELETE", "A deposit never goes"),
    ]
    MOVES = {DepositState.STANDING: {DepositState.TAKEN_BACK}, DepositState.TAKEN_BACK: set()}

    institution = models.ForeignKey(Institution, models.PROTECT)
    portfolio = models.ForeignKey(Portfolio, models.PROTECT, related_name="deposits")
    session = models.PositiveSmallIntegerField()
    number = models.CharField(max_length=40, unique=True, help_text=_("Printed on the receipt."))
    state = models.CharField(max_length=10, choices=DepositState, default=DepositState.STANDING)
    content = models.JSONField()
    sha256 = models.CharField(max_length=64, help_text=_("Of the canonical content."))
    deposited_at = models.DateTimeField()
    files = models.ManyToManyField(StoredFile, related_name="deposits")

    objects = DepositQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["portfolio", "session"],
                condition=Q(state=DepositState.STANDING),
                name="one_standing_deposit_a_session",
            )
        ]

    def __str__(self):
        return self.number

    def get_absolute_url(self):
        return reverse("eportfolio:receipt", args=[self.pk])

    @property
    def edition(self):
        return self.portfolio.enrolment.edition

    @property
    def candidate(self):
        return self.portfolio.enrolment.person

    def claimed_items(self):
        """The codes of the items claimed in any situation, in no order."""
        return {
            claim["item"]
            for situation in self.content["situations"]
            for claim in situation["claims"]
        }

    @property
    def is_standing(self):
        return self.state == DepositState.STANDING

    @property
    def moment(self):
        """When it was deposited, in words."""
        return in_words(self.deposited_at, self.edition.plan.timezone)

    def evidence(self):
        """Every piece of evidence of the frozen copy, in the order of the dossier."""
        return [each for situation in self.content["situations"] for each in situation["evidence"]]

    def faults(self):
        """What does not hold any more, in sentences. Reads the bytes of every file again."""
        faults = []
        if fingerprint(self.content) != self.sha256:
            faults.append(gettext("The content is not the one that was deposited."))
        lines = Entry.objects.filter(subject=self.journal_key, verb="deposited")
        if [line.facts["sha256"] for line in lines] != [self.sha256]:
            faults.append(gettext("The journal does not tell this deposit with this fingerprint."))
        stored = {str(file.pk): file for file in self.files.all()}
        for each in self.evidence():
            file = stored.get(each["file"])
            if not each["file"]:
                continue
            if file is None or file.sha256 != each["sha256"] or not files.is_whole(file):
                faults.append(
                    gettext("The file “%(name)s” (%(sha256)s) is not whole any more.") % each
                )
        return faults
