"""What the desk's and the cashier's lists share."""

from acquis.base.models import Entry
from acquis.base.scope import OFFICE, reach, roles_of
from acquis.catalogue.models import Edition
from acquis.enrolment import sentences


def reached_editions(person, *kinds):
    reached = reach(person, *kinds, institution="institution", programme="programme_code")
    return Edition.objects.public().filter(reached).with_programme()


def editions_of(person, *kinds):
    """The editions that these roles reach, newest first."""
    return list(reached_editions(person, *kinds).order_by("-year", "programme_code", "pk"))


def runs(person, edition):
    """Whether the edition is one of the person's office. Causes no query of its own."""
    return any(
        role.kind == OFFICE
        and role.institution_id == edition.institution_id
        and role.programme_code in ("", edition.programme_code)
        for role in roles_of(person)
    )


def chosen_edition(editions, key):
    """The edition named by the address, or the newest; nothing when there is none."""
    named = [edition for edition in editions if str(edition.pk) == key]
    return next(iter(named + editions), None)


def history(enrolment):
    """(sentence, entry) of each act that the journal tells of an enrolment, its documents, and
    what was opened late for its person."""
    late = enrolment.edition.late_openings.filter(person=enrolment.person)
    told = [enrolment, *enrolment.proofs.all(), *late]
    subjects = [each.journal_key for each in told]
    entries = Entry.objects.filter(subject__in=subjects, verb__in=sentences.ACTS)
    return [
        (sentences.ACTS[entry.verb], entry)
        for entry in entries.select_related("by").order_by("number")
    ]
