from typing import ClassVar

from allauth.account.models import EmailAddress
from django.conf import settings
from django.db import models, transaction
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from acquis.accounts.models import Institution

from . import clock
from .guards import Guard, append_only
from .keys import uuid7
from .lists.models import SavedView  # noqa: F401 - a model of this app
from .readings import Reading  # noqa: F401 - a model of this app
from .refusal import Refusal
from .scope import OFFICE, reach

REACHED = {"institution": "institution", "programme": "programme_code"}


class Chain(models.Model):
    """The head of one journal: locked by each writer, so that links are made one at a time."""

    GUARDS: ClassVar = [
        Guard(
            "journal_head_only_advances",
            "UPDATE",
            "The journal is append-only",
            "NEW.name <> OLD.name OR NEW.length <> OLD.length + 1",
        ),
        Guard("journal_head_never_goes", "DELETE", "The journal is append-only"),
    ]

    name = models.CharField(max_length=60, primary_key=True)
    length = models.PositiveBigIntegerField(default=0)
    head = models.CharField(max_length=64, default="", blank=True)
    last_at = models.DateTimeField(null=True)
    seal = models.CharField(max_length=64, default="", blank=True)

    def __str__(self):
        return self.name


class Entry(models.Model):
    """One line of a journal: who did what to what, chained to the line before.

    `hash` covers every other field and the previous hash; `seal` proves with a key that the
    product wrote it. Neither holds personal data: ids and states only.
    """

    GUARDS: ClassVar = append_only("journal", "The journal is append-only")

    chain = models.ForeignKey(Chain, models.PROTECT, related_name="entries")
    number = models.PositiveBigIntegerField()
    at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True)
    verb = models.CharField(max_length=60)
    subject = models.CharField(max_length=120, db_index=True)
    facts = models.JSONField(default=dict)
    hash = models.CharField(max_length=64)
    seal = models.CharField(max_length=64)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["chain", "number"], name="one_line_a_number")
        ]

    def __str__(self):
        return f"{self.chain_id} {self.number}: {self.verb} {self.subject}"


class Journalled(models.Model):
    """What the journal can speak of."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)

    class Meta:
        abstract = True

    @property
    def journal_key(self):
        return f"{self._meta.label_lower}:{self.pk}"

    @property
    def journal_chain(self):
        """The institution's slug: each has a journal of its own."""
        return self.institution.slug


class Stateful(Journalled):
    """A noun with explicit states. `move_to` is the one door through which a state changes."""

    MOVES: ClassVar[dict] = {}

    class Meta:
        abstract = True

    def move_to(self, state, *, by, verb=None, facts=None, **fields):
        """Change the state, its companion fields and the journal together, or raise a Refusal.

        The row is updated only if its state has not changed meanwhile: of two people who act at
        once, the second is told.
        """
        from .journal import record

        before = self.state
        if state not in self.MOVES[before]:
            raise Refusal(self.no_such_move(state))
        with transaction.atomic(savepoint=False):
            changed = (
                type(self)
                ._base_manager.filter(pk=self.pk, state=before)
                .update(state=state, **fields)
            )
            if changed:
                record(
                    verb or str(state),
                    self,
                    by=by,
                    before=str(before),
                    after=str(state),
                    **(facts or {}),
                )
        if not changed:
            raise Refusal(
                _("Somebody has just changed this: reload the page to see its state now.")
            )
        self.state = state
        for name, value in fields.items():
            setattr(self, name, value)

    def no_such_move(self, state):
        """The sentence for a move that the table does not have; models say it in their words."""
        return _("This is now “%(state)s”: reload the page to see what can still be done.") % {
            "state": self.get_state_display()
        }


class StoredFile(Journalled):
    """Bytes received and made durable, known by their SHA-256. Never changed, never overwritten."""

    GUARDS: ClassVar = append_only("stored_file", "A stored file never changes")

    institution = models.ForeignKey(Institution, models.PROTECT)
    sha256 = models.CharField(max_length=64)
    size = models.PositiveBigIntegerField()
    content_type = models.CharField(
        max_length=100, help_text=_("Read from the bytes, not the name.")
    )
    name = models.CharField(
        max_length=255, help_text=_("As the person named it: shown, never used.")
    )
    bytes = models.FileField(max_length=200)
    received_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True)
    received_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(name="a_stored_file_has_bytes", condition=models.Q(size__gt=0))
        ]

    def __str__(self):
        return self.name


class SendingState(models.TextChoices):
    HELD = "held", _("waiting")
    RELEASED = "released", _("let go")
    CANCELLED = "cancelled", _("cancelled")


class SendingQuerySet(models.QuerySet):
    def run_by(self, person):
        """Those of the institutions and programmes whose office the person is."""
        return self.filter(reach(person, OFFICE, **REACHED))


class Sending(Stateful):
    """The letters by which one act tells many: held a while, to be read and perhaps stopped."""

    class Kind(models.TextChoices):
        RESULTS = "results", _("Results of a session")
        CERTIFICATES = "certificates", _("Certificates to collect")
        SITTING = "sitting", _("Jury called to a sitting")
        ASSIGNMENTS = "assignments", _("Dossiers given to evaluators")
        REMINDERS = "reminders", _("Reminders")
        REQUESTS = "requests", _("Requests to enrol")

    MOVES: ClassVar = {
        SendingState.HELD: {SendingState.RELEASED, SendingState.CANCELLED},
        SendingState.RELEASED: set(),
        SendingState.CANCELLED: {SendingState.RELEASED},
    }

    institution = models.ForeignKey(Institution, models.PROTECT)
    programme_code = models.SlugField()
    kind = models.CharField(max_length=20, choices=Kind)
    name = models.CharField(max_length=200, help_text=_("What is told: a year, a session."))
    state = models.CharField(max_length=10, choices=SendingState, default=SendingState.HELD)
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True)
    leaves_at = models.DateTimeField(help_text=_("Until then it can be stopped."))
    released_at = models.DateTimeField(null=True)

    objects = SendingQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="a_sending_let_go_is_dated",
                condition=~models.Q(state="released") | models.Q(released_at__isnull=False),
            )
        ]
        indexes = [models.Index(fields=["state", "leaves_at"], name="sendings_due")]

    def __str__(self):
        return f"{self.get_kind_display()} – {self.name}"

    def get_absolute_url(self):
        return reverse("letters:sending", args=[self.pk])


class MessageQuerySet(models.QuerySet):
    def kept_by(self, person):
        """The letters of the institutions and programmes whose office the person is."""
        return self.filter(reach(person, OFFICE, **REACHED))

    def received_by(self, person):
        """What was written to a person about their certifications, and may be known to them.

        A letter held back or stopped is not; nor do keys to an account belong on a page.
        """
        hidden = models.Q(state=Message.State.CANCELLED) | models.Q(
            state=Message.State.HELD, sending__leaves_at__gt=clock.now()
        )
        return self.filter(person=person, institution__isnull=False).exclude(hidden)

    def of_dossier(self, enrolment):
        return self.filter(dossier=enrolment.journal_key).select_related("person")

    def with_doubts(self):
        """Mark the letters whose address nobody has confirmed (`is_unverified`)."""
        unverified = EmailAddress.objects.filter(
            user=models.OuterRef("person"), email__iexact=models.OuterRef("address"), verified=False
        )
        return self.annotate(is_unverified=models.Exists(unverified))


class Message(models.Model):
    """A letter that must leave: written with the act it tells, sent afterwards by the worker."""

    class State(models.TextChoices):
        HELD = "held", _("held back")
        QUEUED = "queued", _("waiting to be sent")
        SENT = "sent", _("sent")
        FAILED = "failed", _("could not be sent")
        CANCELLED = "cancelled", _("cancelled")

    class Failure(models.TextChoices):
        ADDRESS = "address", _("The mailbox is refused.")
        CONTENT = "content", _("The mail server refuses the letter.")
        DELAY = "delay", _("The mail server did not take the letter in time.")

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    institution = models.ForeignKey(Institution, models.PROTECT, null=True)
    programme_code = models.SlugField(blank=True)
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="letters"
    )
    address = models.EmailField()
    kind = models.CharField(max_length=60)
    about = models.CharField(max_length=120, blank=True, db_index=True)
    dossier = models.CharField(
        max_length=120, blank=True, db_index=True, help_text=_("The enrolment it is kept with.")
    )
    sending = models.ForeignKey(Sending, models.PROTECT, null=True, related_name="letters")
    again_of = models.ForeignKey("self", models.PROTECT, null=True, related_name="again")
    once = models.CharField(
        max_length=200, unique=True, help_text=_("The event told: one event, one message.")
    )
    language = models.CharField(max_length=2, blank=True)
    values = models.JSONField(default=dict, help_text=_("What filled its placeholders."))
    subject = models.CharField(max_length=200)
    body = models.TextField()
    queued_at = models.DateTimeField()
    state = models.CharField(max_length=10, choices=State, default=State.QUEUED)
    attempts = models.PositiveSmallIntegerField(default=0)
    next_attempt_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True)
    failure = models.CharField(max_length=10, choices=Failure, blank=True)
    last_error = models.CharField(max_length=300, blank=True)

    objects = MessageQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="a_sent_message_is_dated",
                condition=~models.Q(state="sent") | models.Q(sent_at__isnull=False),
            ),
            models.CheckConstraint(
                name="a_failed_message_says_why",
                condition=~models.Q(state="failed") | ~models.Q(failure=""),
            ),
        ]
        indexes = [models.Index(fields=["state", "next_attempt_at"], name="messages_due")]

    def __str__(self):
        return self.subject

    @property
    def message_id(self):
        """The same for every attempt: a reader's mailbox can drop a duplicate."""
        return f"<{self.pk}@acquis>"

    @property
    def first_lines(self):
        """The beginning of what it says, after the greeting."""
        lines = [line.strip() for line in self.body.splitlines() if line.strip()]
        return " ".join(lines[1:4])[:200]


class WordingQuerySet(models.QuerySet):
    def history_of(self, institution, kind, language):
        """Every wording of one kind of letter, the newest first. The first is the one in use."""
        return self.filter(institution=institution, kind=kind, language=language).order_by("-pk")


class Wording(models.Model):
    """The words that an institution gave to a kind of letter. Another one comes after it, none
    is changed: what was sent, and who wrote it, stays known."""

    GUARDS: ClassVar = append_only("wording", "The words of a letter are kept")

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    institution = models.ForeignKey(Institution, models.PROTECT)
    kind = models.CharField(max_length=60)
    language = models.CharField(max_length=2)
    is_default = models.BooleanField(default=False, help_text=_("Back to the words of Acquis."))
    subject = models.CharField(max_length=200, blank=True)
    body = models.TextField(blank=True)
    at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT)

    objects = WordingQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="a_wording_says_something",
                condition=models.Q(is_default=True) | (~models.Q(subject="") & ~models.Q(body="")),
            )
        ]
        indexes = [models.Index(fields=["institution", "kind", "language"], name="wordings")]

    def __str__(self):
        return f"{self.kind}, {self.language}"


class Feed(models.Model):
    """The secret address at which one person's agendas read their days. Ended, it is dead."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="feeds")
    secret = models.CharField(max_length=64, unique=True)
    made_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["person"], condition=models.Q(ended_at=None), name="one_feed_a_person"
            )
        ]

    def __str__(self):
        return f"{self.person}"


class Once(models.Model):
    """A form sent once: a second click on the same page gets the first one's answer."""

    key = models.UUIDField()
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE)
    location = models.CharField(max_length=500, blank=True)
    made_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["person", "key"], name="one_answer_a_form")]

    def __str__(self):
        return str(self.key)
