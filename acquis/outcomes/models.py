from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from acquis.accounts.models import Institution
from acquis.base.guards import Guard, append_only
from acquis.base.models import Journalled, Stateful, StoredFile
from acquis.base.scope import CERTIFICATE_DESK, OFFICE, reach
from acquis.catalogue.models import Edition
from acquis.enrolment.models import Enrolment
from acquis.jury.models import Deliberation


class Publication(Journalled):
    """The one act by which the results of a sealed deliberation become known."""

    GUARDS = append_only("publication", "A publication never changes")

    institution = models.ForeignKey(Institution, models.PROTECT)
    edition = models.ForeignKey(Edition, models.PROTECT, related_name="publications")
    session = models.PositiveSmallIntegerField()
    deliberation = models.OneToOneField(Deliberation, models.PROTECT)
    published_at = models.DateTimeField()
    published_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    def __str__(self):
        return f"{self.edition}, session {self.session}"


class Outcome(models.TextChoices):
    CERTIFIED = "certified", _("certified")
    PARTIAL = "partial", _("partial validation")
    NOT_SUBMITTED = "not_submitted", _("dossier not submitted")
    ABSENT = "absent", _("absent")


class Result(Journalled):
    """What one candidate obtained in one session, read from the sealed act. Never edited: a
    rectifying act brings a newer result."""

    GUARDS = append_only("result", "A published result never changes")

    institution = models.ForeignKey(Institution, models.PROTECT)
    publication = models.ForeignKey(Publication, models.PROTECT, related_name="results")
    enrolment = models.ForeignKey(Enrolment, models.PROTECT, related_name="results")
    session = models.PositiveSmallIntegerField()
    outcome = models.CharField(max_length=14, choices=Outcome)
    validated = models.JSONField(default=list, help_text=_("Codes of the items validated."))
    validated_groups = models.JSONField(default=list)
    conditions = models.JSONField(default=dict, help_text=_("Verdict of each blocking condition."))
    marks = models.JSONField(default=dict)
    feedback = models.JSONField(
        default=dict, help_text=_("The evaluators' reasons per item, shown once published.")
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["publication", "enrolment"], name="one_result_a_publication"
            )
        ]

    def __str__(self):
        return f"{self.enrolment}: {self.outcome}"


class Register(models.Model):
    """A numbered register of an institution: the next number is taken under lock, none is lost."""

    institution = models.ForeignKey(Institution, models.PROTECT)
    name = models.CharField(max_length=60, help_text="certificat-c2i2e-2023")
    last_number = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["institution", "name"], name="one_register_a_name")
        ]

    def __str__(self):
        return self.name


class DocumentState(models.TextChoices):
    VALID = "valid", _("valid")
    SUPERSEDED = "superseded", _("replaced by another document")
    REVOKED = "revoked", _("revoked")


class DocumentQuerySet(models.QuerySet):
    def held_by(self, person):
        return self.filter(person=person)

    def handed_by(self, person):
        """Certificates that the person's desk hands over."""
        return self.filter(
            reach(
                person,
                CERTIFICATE_DESK,
                OFFICE,
                institution="institution",
                programme="result__enrolment__edition__programme_code",
            ),
            kind__in=[Document.Kind.CERTIFICATE, Document.Kind.DUPLICATE],
        )


class Document(Stateful):
    """A paper that leaves: its number, its frozen bytes, its public code, and what became of it."""

    GUARDS = [
        Guard(
            "document_never_changes",
            "UPDATE",
            "An issued document never changes",
            "NEW.kind <> OLD.kind OR NEW.register_id <> OLD.register_id OR NEW.number <> OLD.number "
            "OR NEW.file_id <> OLD.file_id OR NEW.payload <> OLD.payload OR NEW.code <> OLD.code "
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
    code = models.CharField(max_length=40, unique=True, help_text=_("128 random bits, printed."))
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
            models.CheckConstraint(
                name="an_ended_document_is_dated",
                condition=Q(state=DocumentState.VALID) | Q(ended_at__isnull=False),
            ),
        ]

    def __str__(self):
        return f"{self.register.name}-{self.number:05}"

    def get_absolute_url(self):
        return reverse("outcomes:verify", args=[self.code])


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
