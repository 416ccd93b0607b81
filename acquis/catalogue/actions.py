"""Loading: an edition's file and its programme's become rows, or nothing at all."""

from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path

from django.db import transaction
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from acquis.accounts.models import Institution
from acquis.base import clock
from acquis.base.journal import record
from acquis.base.refusal import Refusal

from . import agenda, checker, cloning, definitions
from .differences import Change, differences
from .models import Edition, EditionState, ProgrammeVersion


@dataclass(frozen=True)
class Comparison:
    """What an edition's file says, beside the rows that are loaded now, if any."""

    institution: Institution
    programme: definitions.Programme
    plan: definitions.Edition
    programme_version: ProgrammeVersion | None
    edition: Edition | None

    @cached_property
    def programme_changes(self):
        loaded = self.programme_version
        return _changes(loaded and loaded.programme, self.programme)

    @cached_property
    def edition_changes(self):
        return _changes(self.edition and self.edition.plan, self.plan)

    @property
    def changes(self):
        return self.programme_changes + self.edition_changes

    @property
    def reworded(self):
        """The fields whose loaded text the public does not read: staff put it otherwise."""
        return self.edition.own_words if self.edition else {}

    @property
    def is_public(self):
        return self.edition is not None and self.edition.state != EditionState.DRAFT

    @property
    def basis(self):
        """What the changes were seen against."""
        return [row and row.fingerprint for row in (self.programme_version, self.edition)]


@dataclass(frozen=True)
class LoadResult:
    """What is loaded after the act; without `changes`, it was loaded already."""

    edition: Edition
    programme_version: ProgrammeVersion
    changes: tuple[Change, ...]


def compare(path, *, institution):
    """Read an edition's file with its programme's; raise a Refusal when they have errors.

    Nothing is written, and the files are read once: `apply` loads what was compared.
    """
    programme, plan = _read(Path(path))
    return _beside_the_rows(Comparison(institution, programme, plan, None, None))


@transaction.atomic
def apply(comparison, *, by=None):
    """Load what was compared, unless a campaign has opened or somebody was faster."""
    # One load at a time for an institution: the second one compares with the first one's rows.
    Institution.objects.select_for_update().get(pk=comparison.institution.pk)
    now = _beside_the_rows(comparison)
    if now.basis != comparison.basis:
        raise Refusal(
            _("Somebody has just loaded another version: start again to see the differences now.")
        )
    refuse_what_is_in_use(now)
    version = now.programme_version or ProgrammeVersion(
        institution=now.institution, code=now.programme.code, version=now.programme.version
    )
    if now.programme_changes:
        _keep(version, now.programme, by=by, loaded_at=clock.now())
    edition = now.edition or Edition(
        institution=now.institution, programme_code=now.programme.code, year=now.plan.year
    )
    if now.edition_changes:
        # Agendas that follow the year must learn which of its days are no longer where they were.
        elsewhere = agenda.moved(now.edition.plan, now.plan) if now.edition else []
        facts = {"moved": elsewhere} if elsewhere else {}
        _keep(edition, now.plan, by=by, facts=facts, programme_version=version)
    return LoadResult(edition, version, now.changes)


def refuse_what_is_in_use(comparison):
    """Raise a Refusal when the changes would touch what candidates already rely on."""
    version, edition = comparison.programme_version, comparison.edition
    if edition and comparison.edition_changes and edition.is_in_use():
        raise Refusal(
            _(
                "The enrolments of %(edition)s have begun: this edition can no longer change. "
                "Write the next year’s edition in a file of its own and, if the programme "
                "changes, change its “version” too."
            )
            % {"edition": edition}
        )
    in_use = version.edition_in_use() if version and comparison.programme_changes else None
    if in_use:
        raise Refusal(
            _(
                "The enrolments of %(edition)s have begun under version %(version)s of the "
                "programme: that version can no longer change. Give the new text another "
                "“version” in programme.yaml, and the same “programme_version” to the edition "
                "of the next year."
            )
            % {"edition": in_use, "version": version.version}
        )


@transaction.atomic
def prepare_next_year(edition, *, by):
    """Draft the year after an edition, its days moved, in its words of now; an administrator may
    load over it."""
    Institution.objects.select_for_update().get(pk=edition.institution_id)
    plan = cloning.next_plan(edition.told)
    draft = Edition(
        institution=edition.institution, programme_code=edition.programme_code, year=plan.year
    )
    known = Edition.objects.filter(
        institution=draft.institution, programme_code=draft.programme_code, year=draft.year
    )
    if known.exists():
        raise Refusal(_("The year %(year)s is there already.") % {"year": plan.year})
    _keep(
        draft,
        plan,
        by=by,
        facts={"cloned_from": edition.journal_key},
        programme_version=edition.programme_version,
    )
    return draft


@transaction.atomic
def load(path, *, institution, by=None):
    """Load an edition's file and its programme's; loading them again changes nothing."""
    Institution.objects.select_for_update().get(pk=institution.pk)
    return apply(compare(path, institution=institution), by=by)


def _read(path):
    problems = checker.check_path(path)
    errors = [problem for problem in problems if problem.severity == "error"]
    if errors:
        raise Refusal(
            _("This file cannot be loaded: correct its errors first."),
            details=[checker.report(errors, get_language())],
        )
    if checker.edition_files_of(path) != [path]:
        raise Refusal(
            _("“%(path)s” is not the file of an edition: name one such as editions/2022-2023.yaml.")
            % {"path": path}
        )
    programme, _problems = definitions.load_programme_file(checker.programme_file_of(path))
    plan, _problems = definitions.load_edition_file(path, programme)
    return programme, plan


def _beside_the_rows(comparison):
    programme = comparison.programme
    version = ProgrammeVersion.objects.select_related("institution").filter(
        institution=comparison.institution, code=programme.code, version=programme.version
    )
    edition = Edition.objects.with_programme().filter(
        institution=comparison.institution,
        programme_code=programme.code,
        year=comparison.plan.year,
    )
    return replace(comparison, programme_version=version.first(), edition=edition.first())


def _changes(loaded, typed):
    # Not the stored data but what it means to this version of Acquis, which may know more fields.
    return differences(definitions.to_data(loaded) if loaded else {}, definitions.to_data(typed))


def _keep(row, definition, *, by, facts=None, **fields):
    before = row.fingerprint
    data = definitions.to_data(definition)
    fields |= {"definition": data, "fingerprint": definitions.fingerprint(data)}
    for name, value in fields.items():
        setattr(row, name, value)
    # The state is not ours to write: somebody may be publishing this edition.
    row.save(update_fields=None if row._state.adding else fields)
    record("loaded", row, by=by, before=before, after=row.fingerprint, **(facts or {}))
