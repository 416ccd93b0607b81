from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef, Prefetch, Q
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import pgettext_lazy

from acquis.accounts.models import Institution
from acquis.base import clock
from acquis.base.guards import Guard, append_only
from acquis.base.keys import uuid7
from acquis.base.models import Journalled, Stateful
from acquis.base.refusal import Refusal
from acquis.base.scope import ADMINISTRATOR, OFFICE, reach

from . import checker, definitions, words


class ProgrammeVersion(Journalled):
    """One version of a certification, kept as the canonical data it was loaded from."""

    GUARDS = [
        Guard(
            "programme_in_use_never_changes",
            "UPDATE",
            "A programme version with enrolments never changes",
            "NEW.definition <> OLD.definition AND EXISTS (SELECT 1 FROM enrolment_enrolment e "
            "JOIN catalogue_edition d ON d.id = e.edition_id "
            "WHERE d.programme_version_id = OLD.id)",
        )
    ]

    institution = models.ForeignKey(Institution, models.PROTECT)
    code = models.SlugField()
    version = models.CharField(max_length=40)
    definition = models.JSONField()
    fingerprint = models.CharField(max_length=64)
    loaded_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["institution", "code", "version"], name="one_programme_a_version"
            )
        ]

    def __str__(self):
        return f"{self.code} {self.version}"

    @property
    def programme(self):
        """The definitions.Programme, parsed once per process and content."""
        return _parsed(definitions.programme_from_data, self)

    def edition_in_use(self):
        """An edition that forbids any change of this version, if there is one."""
        editions = self.edition_set.with_programme().order_by("year")
        return next((edition for edition in editions if edition.is_in_use()), None)


class EditionState(models.TextChoices):
    DRAFT = "draft", pgettext_lazy("edition", "in preparation")
    PUBLISHED = "published", pgettext_lazy("edition", "published")
    CLOSED = "closed", pgettext_lazy("edition", "closed")


def with_edition(rows, at=""):
    """The rows with the edition found at this lookup, its programme and its institution.

    What both were loaded from stays in the database: it is heavy, and parsed once a process.
    """
    path = f"{at}__" if at else ""
    rows = rows.select_related(f"{path}programme_version", f"{path}institution")
    return rows.defer(f"{path}definition", f"{path}programme_version__definition")


class EditionQuerySet(models.QuerySet):
    def public(self):
        return self.exclude(state=EditionState.DRAFT)

    def run_by(self, person):
        """The editions that the person's office or administration runs, drafts included."""
        return self.filter(_run_by(person))

    def readable_by(self, person):
        """The public editions, and for those who run them the ones in preparation."""
        return self.filter(~Q(state=EditionState.DRAFT) | _run_by(person))

    def with_programme(self):
        return with_edition(self)

    def with_words(self):
        """With the words of each edition's texts. Causes a query for all of them."""
        newest = PublicWording.objects.newest()
        return self.prefetch_related(Prefetch("wordings", newest, to_attr="rewordings"))

    def at(self, institution, programme, year):
        return self.filter(institution__slug=institution, programme_code=programme, year=year)


def _run_by(person):
    return reach(
        person, OFFICE, ADMINISTRATOR, institution="institution", programme="programme_code"
    )


class Edition(Stateful):
    """One academic year of a programme: categories, fees, windows, sessions, as loaded."""

    MOVES = {
        EditionState.DRAFT: {EditionState.PUBLISHED},
        EditionState.PUBLISHED: {EditionState.CLOSED},
        EditionState.CLOSED: set(),
    }
    GUARDS = [
        Guard(
            "edition_in_use_never_changes",
            "UPDATE",
            "An edition with enrolments never changes",
            "(NEW.definition <> OLD.definition OR NEW.programme_version_id <> "
            "OLD.programme_version_id) AND EXISTS (SELECT 1 FROM enrolment_enrolment e "
            "WHERE e.edition_id = OLD.id)",
        )
    ]

    institution = models.ForeignKey(Institution, models.PROTECT)
    programme_version = models.ForeignKey(ProgrammeVersion, models.PROTECT)
    programme_code = models.SlugField()
    year = models.CharField(max_length=9, help_text="2022-2023")
    state = models.CharField(max_length=10, choices=EditionState, default=EditionState.DRAFT)
    definition = models.JSONField()
    fingerprint = models.CharField(max_length=64)
    published_at = models.DateTimeField(null=True, editable=False)

    objects = EditionQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["institution", "programme_code", "year"], name="one_edition_a_year"
            ),
            models.CheckConstraint(
                name="published_edition_is_dated",
                condition=Q(state=EditionState.DRAFT) | Q(published_at__isnull=False),
            ),
        ]

    def __str__(self):
        return f"{self.programme.acronym} {self.year}"

    def get_absolute_url(self):
        return reverse(
            "catalogue:edition",
            args=[self.institution.slug, self.programme_code, self.year],
        )

    @property
    def plan(self):
        """The definitions.Edition: categories, sessions, dates. Parsed once per process."""
        return _parsed(definitions.edition_from_data, self)

    @property
    def programme(self):
        """The definitions.Programme. Costs a query unless programme_version is selected."""
        return self.programme_version.programme

    @cached_property
    def rewordings(self):
        """The last wording of each text that staff reworded. Costs a query, once an object."""
        return list(self.wordings.newest())

    @cached_property
    def told(self):
        """The plan as the public reads it: in the words of staff where they put it otherwise."""
        return words.in_words(self.plan, [each for each in self.rewordings if each.is_own])

    @property
    def own_words(self):
        """{field of its file: words of staff}."""
        return words.reworded_fields(each for each in self.rewordings if each.is_own)

    def publish(self, *, by):
        """Open the page to everybody, unless the checker finds that the year cannot be."""
        problems = checker.check(self.programme, self.told)
        if any(problem.severity == "error" for problem in problems):
            raise Refusal(
                _("%(edition)s has errors: correct them before its page is opened.")
                % {"edition": self}
            )
        self.move_to(EditionState.PUBLISHED, by=by, published_at=clock.now())

    def close(self, *, by):
        self.move_to(EditionState.CLOSED, by=by)

    def category(self, code):
        """Raise `KeyError` when the edition has no such category."""
        return {category.code: category for category in self.plan.categories}[code]

    def session(self, number):
        """Raise `KeyError` when the edition has no such session."""
        return {session.number: session for session in self.plan.sessions}[number]

    def deposit_deadline(self, number):
        """The first instant at which session `number` takes no deposit any more."""
        return self.plan.instant_closing(self.session(number).deposit_until)

    def has_opened(self):
        """Whether a campaign has opened to the public: from then on nothing can be altered."""
        return self.state != EditionState.DRAFT and self.plan.has_opened(clock.now())

    def is_in_use(self):
        """Whether somebody may rely on what is loaded. Costs a query before the opening."""
        return self.has_opened() or self.enrolments.exists()


class PublicWordingQuerySet(models.QuerySet):
    def newest(self):
        """Of each text and language, the last wording: the one in use."""
        place = ("edition", "kind", "code", "language")
        after = PublicWording.objects.filter(
            **{name: OuterRef(name) for name in place}, pk__gt=OuterRef("pk")
        )
        return self.filter(~Exists(after))

    def history_of(self, edition, text, language):
        """Every wording of one text in one language, the newest first."""
        found = self.filter(edition=edition, kind=text.kind, code=text.code, language=language)
        return found.order_by("-pk")


class PublicWording(models.Model):
    """The words that staff gave to a public text of an edition, once it was loaded. Another one
    comes after it, none is changed: what the public read, and who wrote it, stays known."""

    GUARDS: ClassVar = append_only("public_wording", "The words of a public text are kept")

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    edition = models.ForeignKey(Edition, models.PROTECT, related_name="wordings")
    kind = models.CharField(max_length=12, help_text="section, answer or collection")
    code = models.CharField(max_length=100)
    language = models.CharField(max_length=2)
    is_default = models.BooleanField(default=False, help_text="Back to the text as loaded.")
    title = models.CharField(max_length=200, blank=True)
    body = models.TextField(blank=True)
    at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT)

    objects = PublicWordingQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="a_public_wording_says_something",
                condition=Q(is_default=True) | ~Q(body=""),
            )
        ]
        indexes = [
            models.Index(fields=["edition", "kind", "code", "language"], name="public_wordings")
        ]

    def __str__(self):
        return f"{self.kind} {self.code}, {self.language}"

    @property
    def is_own(self):
        return not self.is_default


_PARSED = {}


def _parsed(parse, row):
    """The definition of a row, parsed once a process: its fingerprint is its identity."""
    key = (parse, row.fingerprint)
    if key not in _PARSED:
        _PARSED[key] = parse(row.definition)
    return _PARSED[key]
