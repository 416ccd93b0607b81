from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.urls import reverse
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _

from acquis.accounts.models import Institution
from acquis.base import clock
from acquis.base.guards import Guard, append_only
from acquis.base.models import Journalled, Stateful, StoredFile
from acquis.base.scope import CERTIFICATE_DESK, OFFICE, reach
from acquis.catalogue.models import Edition
from acquis.enrolment.models import Enrolment
from acquis.jury.models import Deliberation

from . import rules


class PublicationQuerySet(models.QuerySet):
    def unfinished(self):
        """Those of which an attestation is still to be issued: a batch was cut short."""
        waiting = Result.objects.without_attestation().filter(publication=OuterRef("pk"))
        return self.filter(Exists(waiting))


class Publication(Journalled):
    """The one act by which the results of a sealed deliberation become known."""

    GUARDS = append_only("publication", "A publication never changes")

    institution = models.ForeignKey(Institution, models.PROTECT)
    edition = models.ForeignKey(Edition, models.PROTECT, related_name="publications")
    session = models.PositiveSmallIntegerField()
    deliberation = models.OneToOneField(Deliberation, models.PROTECT)
    published_at = models.DateTimeField()
    published_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    objects = PublicationQuerySet.as_manager()

    def __str__(self):
        return f"{self.edition}, session {self.session}"


class Outcome(models.TextChoices):
    CERTIFIED = "certified", _("certified")
    PARTIAL = "partial", _("partial validation")
    NOT_SUBMITTED = "not_submitted", _("dossier not submitted")
    ABSENT = "absent", _("absent")


class ResultQuerySet(models.QuerySet):
    def owned_by(self, person):
        return self.filter(enrolment__person=person)

    def current(self):
        """The newest result of each candidate and session: a rectifying act replaces the first."""
        newer = Result.objects.filter(
            enrolment=OuterRef("enrolment"),
            session=OuterRef("session"),
            version__gt=OuterRef("version"),
        )
        return self.filter(~Exists(newer))

    def without_attestation(self):
        """Of candidates who submitted a dossier, those still waiting for their paper."""
        papers = Document.objects.filter(
            result=OuterRef("pk"), kind__in=[Document.Kind.SUCCESS, Document.Kind.PARTIAL]
        )
        return self.filter(~Exists(papers), outcome__in=[Outcome.CERTIFIED, Outcome.PARTIAL])

    def without_certificate(self):
        papers = Document.objects.filter(result=OuterRef("pk"), kind=Document.Kind.CERTIFICATE)
        return self.current().filter(~Exists(papers), outcome=Outcome.CERTIFIED)


class Result(Journalled):
    """What one candidate obtained in one session, read from the sealed act. Never edited: a
    rectifying act brings a newer result."""

    GUARDS = append_only("result", "A published result never changes")

    institution = models.ForeignKey(Institution, models.PROTECT)
    publication = models.ForeignKey(Publication, models.PROTECT, related_name="results")
    enrolment = models.ForeignKey(Enrolment, models.PROTECT, related_name="results")
    session = models.PositiveSmallIntegerField()
    version = models.PositiveSmallIntegerField(
        default=1, help_text=_("Grows with each rectifying act.")
    )
    outcome = models.CharField(max_length=14, choices=Outcome)
    verdicts = models.JSONField(default=dict, help_text=_("What the jury decided, item by item."))
    validated = models.JSONField(default=list, help_text=_("Codes of the items validated."))
    validated_groups = models.JSONField(default=list)
    conditions = models.JSONField(default=dict, help_text=_("Verdict of each blocking condition."))
    marks = models.JSONField(default=dict)
    feedback = models.JSONField(
        default=dict, help_text=_("The evaluators' reasons per item, shown once published.")
    )

    objects = ResultQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["publication", "enrolment"], name="one_result_a_publication"
            ),
            models.UniqueConstraint(
                fields=["enrolment", "session", "version"], name="one_result_a_version"
            ),
        ]

    def __str__(self):
        return f"{self.enrolment}: {self.outcome}"


class RegisterQuerySet(models.QuerySet):
    def lock(self, institution, name):
        """The register, held until the transaction ends: who comes second waits."""
        self.get_or_create(institution=institution, name=name)
        return self.select_for_update().get(institution=institution, name=name)


class Register(models.Model):
    """A numbered register of an institution: the next number is taken under lock, none is lost."""

    GUARDS = [
        Guard(
            "register_goes_one_by_one",
            "UPDATE",
            "A register goes on by one, once its last number is used",
            "NEW.last_number <> OLD.last_number + 1 OR (OLD.last_number > 0 AND NOT EXISTS ("
            "SELECT 1 FROM outcomes_document d WHERE d.register_id = OLD.id "
            "AND d.number = OLD.last_number))",
        ),
        Guard("register_begins_empty", "INSERT", "A register begins empty", "NEW.last_number <> 0"),
        Guard("register_never_goes", "DELETE", "A register never goes"),
    ]

    institution = models.ForeignKey(Institution, models.PROTECT)
    name = models.CharField(max_length=60, help_text="certificat-c2i2e-2023")
    last_number = models.PositiveIntegerField(default=0)

    objects = RegisterQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["institution", "name"], name="one_register_a_name")
        ]

    def __str__(self):
        return self.name

    def take(self):
        """The next number. The register must be locked, and the number used before the end."""
        self.last_number += 1
        self.save(update_fields=["last_number"])
        return self.last_number


class DocumentState(models.TextChoices):
    VALID = "valid", _("valid")
    SUPERSEDED = "superseded", _("replaced by another document")
    REVOKED = "revoked", _("revoked")


class DocumentQuerySet(models.QuerySet):
    def held_by(self, person):
        return self.filter(person=person)

    def managed_by(self, person):
        """Those of the person's office, which may revoke them. Nobody handles their own."""
        return self.filter(_reached(person, OFFICE)).exclude(person=person)

    def handed_by(self, person):
        """Certificates that the person's desk hands over. Nobody is at both sides of the desk."""
        reached = _reached(person, CERTIFICATE_DESK, OFFICE)
        return self.filter(reached, kind__in=PRINTED).exclude(person=person)

    def read_by(self, person):
        """The holder's own, the office's, and the certificates of the desk."""
        return self.filter(
            Q(person=person)
            | _reached(person, OFFICE)
            | Q(kind__in=PRINTED) & _reached(person, CERTIFICATE_DESK)
        )

    def with_facts(self):
        """What a line of the desk shows, in one query."""
        return self.select_related("register", "person", "hand_over__by")

    def uncollected(self):
        return self.filter(kind__in=PRINTED, state=DocumentState.VALID, hand_over__isnull=True)


def _reached(person, *kinds):
    return reach(
        person,
        *kinds,
        institution="institution",
        programme="result__enrolment__edition__programme_code",
    )


class Document(Stateful):
    """A paper that leaves: its number, its frozen bytes, its public code, and what became of it."""

    GUARDS = [
        Guard(
            "document_never_changes",
            "UPDATE",
            "An issued document never changes",
            "NEW.kind <> OLD.kind OR NEW.register_id <> OLD.register_id "
            "OR NEW.number <> OLD.number OR NEW.file_id <> OLD.file_id "
            "OR NEW.payload <> OLD.payload OR NEW.code <> OLD.code "
            "OR NEW.result_id <> OLD.result_id OR NEW.person_id <> OLD.person_id "
            "OR NEW.issued_at <> OLD.issued_at",
        ),
        Guard("document_never_goes", "DELETE", "An issued document never goes"),
        Guard(
            "document_status_is_final",
            "UPDATE",
            "A revoked document stays revoked",
            "OLD.state <> 'valid' AND NEW.state <> OLD.state",
        ),
        Guard(
            "certificate_needs_a_sealed_decision",
            "INSERT",
            "A certificate needs a sealed positive decision",
            "NEW.kind IN ('certificate', 'duplicate', 'success') AND NOT EXISTS ("
            "SELECT 1 FROM outcomes_result r JOIN outcomes_publication p "
            "ON p.id = r.publication_id JOIN jury_deliberation d ON d.id = p.deliberation_id "
            "WHERE r.id = NEW.result_id AND r.outcome = 'certified')",
        ),
        Guard(
            "document_names_its_candidate",
            "INSERT",
            "A document belongs to the candidate of its result",
            "NOT EXISTS (SELECT 1 FROM outcomes_result r JOIN enrolment_enrolment e "
            "ON e.id = r.enrolment_id WHERE r.id = NEW.result_id "
            "AND e.person_id = NEW.person_id AND r.institution_id = NEW.institution_id)",
        ),
        Guard(
            "document_takes_the_next_number",
            "INSERT",
            "A document takes the number that its register has just given",
            "NOT EXISTS (SELECT 1 FROM outcomes_register g WHERE g.id = NEW.register_id "
            "AND g.institution_id = NEW.institution_id AND g.last_number = NEW.number)",
        ),
    ]
    MOVES = {
        DocumentState.VALID: {DocumentState.SUPERSEDED, DocumentState.REVOKED},
        DocumentState.SUPERSEDED: set(),
        DocumentState.REVOKED: set(),
    }

    class Kind(models.TextChoices):
        SUCCESS = "success", _("attestation of success")
        PARTIAL = "partial", _("attestation of partial validation")
        CERTIFICATE = "certificate", _("certificate")
        DUPLICATE = "duplicate", _("duplicate")

    institution = models.ForeignKey(Institution, models.PROTECT)
    kind = models.CharField(max_length=12, choices=Kind)
    register = models.ForeignKey(Register, models.PROTECT, related_name="documents")
    number = models.PositiveIntegerField()
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="documents")
    result = models.ForeignKey(Result, models.PROTECT, related_name="documents")
    payload = models.JSONField(help_text=_("The facts that are printed."))
    file = models.ForeignKey(StoredFile, models.PROTECT)
    code = models.CharField(max_length=40, unique=True, help_text=_("130 random bits, printed."))
    state = models.CharField(max_length=10, choices=DocumentState, default=DocumentState.VALID)
    issued_at = models.DateTimeField()
    issued_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    ended_at = models.DateTimeField(null=True, editable=False)
    reason = models.CharField(max_length=300, blank=True)
    replaces = models.ForeignKey("self", models.PROTECT, null=True, related_name="replacements")

    objects = DocumentQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["register", "number"], name="one_document_a_number"),
            models.UniqueConstraint(
                fields=["result"], condition=Q(kind="certificate"), name="one_certificate_a_result"
            ),
            models.UniqueConstraint(
                fields=["result"],
                condition=Q(kind__in=["success", "partial"]),
                name="one_attestation_a_result",
            ),
            models.CheckConstraint(
                name="an_ended_document_is_dated",
                condition=Q(state=DocumentState.VALID) | Q(ended_at__isnull=False),
            ),
        ]

    def __str__(self):
        return f"{self.register.name}-{self.number:05}"

    def get_absolute_url(self):
        return reverse("outcomes:verify", args=[self.code])

    @property
    def spelled_code(self):
        """The code as the paper shows it, in groups that can be typed."""
        return rules.spelled(self.code)

    def end(self, state, *, by, reason):
        """Replace or revoke: from then on the public page says so, and never takes it back."""
        self.move_to(state, by=by, ended_at=clock.now(), reason=reason)


PRINTED = [Document.Kind.CERTIFICATE, Document.Kind.DUPLICATE]


class HandOver(Journalled):
    """How a certificate left the desk."""

    class Mode(models.TextChoices):
        IN_PERSON = "in_person", _("in person")
        PROXY = "proxy", _("by proxy")
        POST = "post", _("by post")

    document = models.OneToOneField(Document, models.PROTECT, related_name="hand_over")
    mode = models.CharField(_("how"), max_length=10, choices=Mode)
    identity_seen = models.CharField(_("identity document seen"), max_length=120, blank=True)
    receiver = models.CharField(_("name of the person mandated"), max_length=200, blank=True)
    mandate = models.CharField(_("mandate (date, reference)"), max_length=200, blank=True)
    tracking_number = models.CharField(_("tracking number"), max_length=60, blank=True)
    at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="a_hand_over_is_proved",
                condition=(Q(mode="in_person") & ~Q(identity_seen=""))
                | (Q(mode="proxy") & ~Q(identity_seen="") & ~Q(receiver="") & ~Q(mandate=""))
                | (Q(mode="post") & ~Q(tracking_number="")),
            )
        ]

    def __str__(self):
        return f"{self.document}, {self.get_mode_display()}"

    @property
    def institution(self):
        return self.document.institution

    @property
    def handed_on(self):
        return localdate(self.at)
