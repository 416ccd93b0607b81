from datetime import timedelta

from django.db import models
from django.db.models import Count, Prefetch, Q
from django.urls import reverse
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from acquis.accounts.models import Institution
from acquis.base import clock
from acquis.base.models import Journalled, Stateful, StoredFile
from acquis.catalogue.models import with_edition
from acquis.enrolment.models import Enrolment, EnrolmentState

from .. import rules
from .acquired import Acquis
from .moments import in_words


class PortfolioState(models.TextChoices):
    OPEN = "open", _("in preparation, not deposited")
    DEPOSITED = "deposited", pgettext_lazy("portfolio", "deposited")
    CLOSED = "closed", pgettext_lazy("portfolio", "closed")


class PortfolioQuerySet(models.QuerySet):
    def owned_by(self, person):
        return self.filter(enrolment__person=person)

    def with_edition(self):
        rows = with_edition(self, "enrolment__edition")
        return rows.select_related("enrolment__person", "institution")

    def locked(self):
        """Whoever writes in a portfolio does it one after the other, deposit included."""
        return self.with_edition().select_for_update(of=("self",))


class Portfolio(Stateful):
    """What one candidate gathers in one year: the same for both sessions."""

    MOVES = {
        PortfolioState.OPEN: {PortfolioState.DEPOSITED, PortfolioState.CLOSED, PortfolioState.OPEN},
        PortfolioState.DEPOSITED: {PortfolioState.OPEN, PortfolioState.CLOSED},
        PortfolioState.CLOSED: set(),
    }

    institution = models.ForeignKey(Institution, models.PROTECT)
    enrolment = models.OneToOneField(Enrolment, models.PROTECT)
    session = models.PositiveSmallIntegerField(default=1, help_text=_("The session prepared now."))
    state = models.CharField(max_length=10, choices=PortfolioState, default=PortfolioState.OPEN)

    objects = PortfolioQuerySet.as_manager()

    def __str__(self):
        return f"{self.enrolment}"

    def get_absolute_url(self):
        return reverse("eportfolio:portfolio", args=[self.pk])

    @property
    def edition(self):
        return self.enrolment.edition

    @property
    def plan(self):
        """The definitions.Session that is prepared now."""
        return self.edition.session(self.session)

    @property
    def window(self):
        return rules.Window(
            self.edition.deposit_deadline(self.session),
            timedelta(minutes=self.edition.plan.upload_grace_minutes),
        )

    @property
    def deadline(self):
        """The last minute of the session, in words."""
        last_minute = self.window.deadline - timedelta(minutes=1)
        return in_words(last_minute, self.edition.plan.timezone)

    @property
    def days_left(self):
        return rules.days_left(self.plan.deposit_until, clock.today())

    def closed_because(self, *, begun_at):
        """The sentence that says why nothing can be changed now; empty when it can."""
        reason = rules.why_closed(
            self.state, self.enrolment.state, self.window, begun_at=begun_at, now=clock.now()
        )
        return self._sentence(reason) if reason else ""

    def irrevocable_because(self, *, begun_at):
        """The sentence that says why no deposit can be taken back now; empty when one can."""
        reason = rules.why_kept(
            self.state, self.enrolment.state, self.window, begun_at=begun_at, now=clock.now()
        )
        return self._sentence(reason) if reason else ""

    def undepositable_because(self, *, begun_at):
        """The sentence that says why no deposit can be made now; empty when it can."""
        reason = rules.why_no_deposit(
            self.state,
            self.enrolment.state,
            self.window,
            begun_at=begun_at,
            now=clock.now(),
            uploads=Evidence.objects.in_portfolio(self).values_list("begun_at", "added_at"),
            has_content=rules.has_content(self.edition.programme, self.shown()),
        )
        return self._sentence(reason) if reason else ""

    def _sentence(self, reason):
        sentences = {
            "closed": gettext("This portfolio is closed: it can be read, not changed."),
            "enrolment": gettext(
                "Your enrolment is now “%(enrolment)s”: the portfolio can be read, not changed. "
                "Write to the certification office if you did not expect this."
            ),
            "deadline": gettext(
                "Session %(session)s took portfolios until %(deadline)s: nothing can be changed "
                "any more."
            ),
            "deposited": gettext(
                "This portfolio is deposited: to change it, take the deposit back first, until "
                "%(deadline)s."
            ),
            "open": gettext("Nothing is deposited: there is no deposit to take back."),
            "not_accepted": gettext(
                "The office has not accepted your enrolment yet: prepare everything, and deposit "
                "as soon as it has, until %(deadline)s."
            ),
            "empty": gettext(
                "There is nothing to deposit yet: describe what you did, and say what it proves."
            ),
        }
        return sentences[reason] % {
            "enrolment": self.enrolment.get_state_display(),
            "session": self.session,
            "deadline": self.deadline,
        }

    def shown(self):
        """The situations as the rules read them. Causes two queries."""
        return [
            rules.Shown(
                key=str(situation.pk),
                title=situation.title,
                items=frozenset(claim.item for claim in situation.claims.all()),
                evidence=situation.evidence_count,
                condition=situation.condition,
                is_dated=situation.taught_on is not None,
            )
            for situation in self.situations.present()
            .in_order()
            .with_evidence_count()
            .prefetch_related("claims")
        ]

    def acquired(self):
        """The record of what is already acquired today. Causes a query."""
        kept = Acquis.objects.kept_by(self.enrolment.person, self.edition, on=clock.today())
        return kept.as_record(self.edition.programme)

    def overview(self):
        """All that is told to the candidate. Causes three queries."""
        return rules.overview(
            self.edition.programme,
            self.shown(),
            self.acquired(),
            is_accepted=self.enrolment.state == EnrolmentState.ACCEPTED,
        )

    def standing_deposit(self):
        """The deposit of the session prepared now, if there is one. Causes a query."""
        return self.deposits.standing().filter(session=self.session).first()

    def frozen(self, *, statement):
        """The content of a deposit made now, in the form that `Deposit` documents."""
        codes, acquired = rules.names(self.edition.programme), self.acquired()
        kept = {*acquired.verdicts, *acquired.marks, *acquired.conditions}
        return {
            "person": self.enrolment.person.civil_name,
            "session": self.session,
            "statement": statement,
            "situations": [
                situation.frozen(codes)
                for situation in self.situations.present().in_order().with_contents()
            ],
            "acquired": [code for code in codes if code in kept],
        }


class SituationQuerySet(models.QuerySet):
    def owned_by(self, person):
        return self.filter(portfolio__enrolment__person=person, removed_at__isnull=True)

    def present(self):
        return self.filter(removed_at__isnull=True)

    def removed(self):
        """What was set aside: it can be restored until the deposit."""
        return self.filter(removed_at__isnull=False)

    def in_order(self):
        return self.order_by("position", "pk")

    def with_edition(self):
        rows = with_edition(self, "portfolio__enrolment__edition")
        return rows.select_related("portfolio__enrolment__person", "portfolio__institution")

    def with_evidence_count(self):
        return self.annotate(
            evidence_count=Count("evidence", filter=Q(evidence__removed_at__isnull=True))
        )

    def with_contents(self):
        evidence = Evidence.objects.present().in_order().select_related("file")
        return self.prefetch_related("claims", Prefetch("evidence", evidence))


class Situation(Journalled):
    """What was done, where, with whom: the place where evidence and claims meet."""

    portfolio = models.ForeignKey(Portfolio, models.PROTECT, related_name="situations")
    position = models.PositiveIntegerField(default=0)
    title = models.CharField(_("title"), max_length=200)
    account = models.TextField(_("what you did"), blank=True, max_length=20000)
    taught_on = models.DateField(_("date of the session"), null=True, blank=True)
    audience = models.CharField(_("with whom"), max_length=200, blank=True)
    place = models.CharField(_("where"), max_length=200, blank=True)
    condition = models.CharField(
        max_length=40,
        blank=True,
        help_text=_("Code of the blocking condition this situation proves (a taught session)."),
    )
    version = models.PositiveIntegerField(default=1)
    claims_version = models.PositiveIntegerField(default=1)
    saved_at = models.DateTimeField()
    removed_at = models.DateTimeField(null=True, editable=False)

    objects = SituationQuerySet.as_manager()

    def __str__(self):
        return self.title

    def get_absolute_url(self):
        return reverse("eportfolio:situation", args=[self.pk])

    @property
    def institution(self):
        return self.portfolio.institution

    def frozen(self, codes):
        """Reads `evidence` and `claims` as `with_contents` prefetched them."""
        claims = {claim.item: claim.argument for claim in self.claims.all()}
        return {
            "id": str(self.pk),
            "title": self.title,
            "account": self.account,
            "taught_on": self.taught_on.isoformat() if self.taught_on else None,
            "audience": self.audience,
            "place": self.place,
            "condition": self.condition,
            "evidence": [evidence.frozen() for evidence in self.evidence.all()],
            "claims": [
                {"item": code, "argument": claims[code]} for code in codes if code in claims
            ],
        }


class EvidenceQuerySet(models.QuerySet):
    def owned_by(self, person):
        return self.present().filter(
            situation__portfolio__enrolment__person=person, situation__removed_at__isnull=True
        )

    def in_portfolio(self, portfolio):
        return self.present().filter(
            situation__portfolio=portfolio, situation__removed_at__isnull=True
        )

    def present(self):
        return self.filter(removed_at__isnull=True)

    def in_order(self):
        return self.order_by("position", "pk")

    def with_edition(self):
        rows = with_edition(self, "situation__portfolio__enrolment__edition")
        return rows.select_related("file", "situation__portfolio__institution")


class Evidence(Journalled):
    """A file or a link that shows what the situation tells."""

    situation = models.ForeignKey(Situation, models.PROTECT, related_name="evidence")
    position = models.PositiveIntegerField(default=0)
    file = models.ForeignKey(StoredFile, models.PROTECT, null=True)
    url = models.URLField(max_length=1000, blank=True)
    description = models.CharField(_("description"), max_length=500, blank=True)
    begun_at = models.DateTimeField(help_text=_("When the upload began."))
    added_at = models.DateTimeField()
    removed_at = models.DateTimeField(null=True, editable=False)

    objects = EvidenceQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="evidence_is_a_file_or_a_link",
                condition=(Q(file__isnull=False) & Q(url="")) | (Q(file__isnull=True) & ~Q(url="")),
            )
        ]

    def __str__(self):
        return self.description or self.source

    @property
    def source(self):
        """The name of the file, or the address of the page."""
        return self.file.name if self.file else self.url

    @property
    def institution(self):
        return self.situation.portfolio.institution

    def frozen(self):
        return {
            "id": str(self.pk),
            "name": self.file.name if self.file else "",
            "url": self.url,
            "description": self.description,
            "sha256": self.file.sha256 if self.file else "",
            "size": self.file.size if self.file else 0,
            "file": str(self.file_id or ""),
        }


class Claim(Journalled):
    """“In this situation I used this competence”, with an argument."""

    situation = models.ForeignKey(Situation, models.PROTECT, related_name="claims")
    item = models.CharField(max_length=40, help_text=_("Code of an item of the programme."))
    argument = models.TextField(_("argument"), blank=True, max_length=5000)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["situation", "item"], name="one_claim_an_item")
        ]

    def __str__(self):
        return self.item

    @property
    def institution(self):
        return self.situation.portfolio.institution
