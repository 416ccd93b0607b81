"""The letters of this stage. They name dossiers by their number: a mailbox is no safe place."""

from datetime import timedelta

from django.conf import settings
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from acquis.accounts.models import Person, Role
from acquis.base import clock, outbox


def assigned(assignments, *, gathering=None):
    """One letter to each evaluator of a batch, however many dossiers they are given."""
    by_evaluator = {}
    for assignment in assignments:
        by_evaluator.setdefault(assignment.evaluator, []).append(assignment)
    for given in by_evaluator.values():
        _to_evaluator(given[0], "assigned", lambda given=given: _assigned(given), gathering)


def _assigned(given):
    count = len(given)
    subject = ngettext("%(count)d dossier to evaluate", "%(count)d dossiers to evaluate", count) % {
        "count": count
    }
    body = _(
        "Hello %(name)s,\n\n"
        "The certification office gives you these dossiers of the %(edition)s, session "
        "%(session)s, to evaluate: %(numbers)s.\n\n"
        "You propose, line by line; the jury decides. If you know one of the "
        "candidates, say so before you read: the dossier will be given to somebody else.\n\n"
        "%(url)s"
    )
    return subject, body % {
        "name": given[0].evaluator,
        "edition": given[0].edition,
        "session": given[0].deposit.session,
        "numbers": ", ".join(assignment.deposit.number for assignment in given),
        "url": _url(reverse("evaluation:mine")),
    }


def awaited(assignments, last_day, days, gathering):
    """Before the jury, to an evaluator whose proposals are still awaited."""
    first, session = assignments[0], assignments[0].deposit.session

    def write():
        count = len(assignments)
        subject = ngettext(
            "%(count)d proposal awaited before the jury",
            "%(count)d proposals awaited before the jury",
            count,
        ) % {"count": count}
        body = _(
            "Hello %(name)s,\n\n"
            "The jury of the %(edition)s, session %(session)s, sits from %(day)s. Your proposals "
            "on these dossiers have not been sent yet: %(numbers)s.\n\n"
            "What you have saved is kept, but the jury does not see it before you send it. If you "
            "cannot do it in time, tell the certification office.\n\n"
            "%(url)s"
        )
        return subject, body % {
            "name": first.evaluator,
            "edition": first.edition,
            "session": session,
            "day": date_format(last_day + timedelta(days=1)),
            "numbers": ", ".join(each.deposit.number for each in assignments),
            "url": _url(reverse("evaluation:mine")),
        }

    outbox.queue(
        first.evaluator,
        kind="evaluation-awaited",
        once=f"evaluation:awaited:{first.edition.pk}:{session}:{first.evaluator_id}:{last_day}:{days}",
        write=write,
        institution=first.institution,
        programme=first.edition.programme_code,
        gathering=gathering,
    )


def withdrawn(assignment):
    def write():
        return _("The dossier %(number)s is no longer yours to evaluate") % _facts(assignment), _(
            "Hello %(name)s,\n\n"
            "The certification office has withdrawn the dossier %(number)s from your list. You "
            "have nothing more to do about it.\n\n"
            "%(url)s"
        ) % _facts(assignment, reverse("evaluation:mine"))

    _to_evaluator(assignment, "withdrawn", write)


def returned(assignment):
    def write():
        return _("Your proposal on the dossier %(number)s is returned to you") % _facts(
            assignment
        ), _(
            "Hello %(name)s,\n\n"
            "The certification office returns your proposal on the dossier %(number)s. Open it to "
            "read why, mend it, and send it again.\n\n"
            "%(url)s"
        ) % _facts(assignment, assignment.get_absolute_url())

    _to_evaluator(assignment, f"returned-{assignment.times_returned}", write)


def sent(assignment):
    def write():
        return _("Proposal sent on the dossier %(number)s") % _facts(assignment), _(
            "%(name)s has sent a proposal on the dossier %(number)s (%(edition)s, session "
            "%(session)s). It awaits the jury.\n\n"
            "%(url)s"
        ) % _facts(assignment, _place(assignment))

    _to_office(assignment, f"sent-{assignment.times_returned}", write)


def declined(assignment):
    def write():
        return _("The dossier %(number)s needs another evaluator") % _facts(assignment), _(
            "%(name)s declares a conflict of interest and has declined the dossier %(number)s "
            "(%(edition)s, session %(session)s). Give it to another evaluator.\n\n"
            "%(url)s"
        ) % _facts(assignment, _place(assignment))

    _to_office(assignment, "declined", write)


def _to_evaluator(assignment, event, write, gathering=None):
    _queue(assignment, assignment.evaluator, event, write, gathering)


def _to_office(assignment, event, write):
    roles = Role.objects.running_on(clock.today()).filter(
        kind=Role.Kind.OFFICE,
        institution=assignment.institution_id,
        programme_code__in=["", assignment.edition.programme_code],
    )
    for person in Person.objects.filter(pk__in=roles.values("person"), is_active=True):
        _queue(assignment, person, event, write)


def _queue(assignment, person, event, write, gathering=None):
    outbox.queue(
        person,
        kind=f"evaluation-{event.split('-')[0]}",
        once=f"evaluation:{event}:{assignment.pk}:{person.pk}",
        write=write,
        institution=assignment.institution,
        programme=assignment.edition.programme_code,
        about=assignment,
        gathering=gathering,
    )


def _facts(assignment, path=""):
    return {
        "name": assignment.evaluator,
        "number": assignment.deposit.number,
        "edition": assignment.edition,
        "session": assignment.deposit.session,
        "url": _url(path),
    }


def _place(assignment):
    return reverse("evaluation:assign", args=[assignment.deposit_id])


def _url(path):
    return f"{settings.ORIGIN}{path}"
