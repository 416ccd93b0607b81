"""The letters of this stage, each queued with the act it tells."""

from datetime import timedelta

from django.conf import settings
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import ngettext

from acquis.accounts.models import Person, Role
from acquis.base import clock, outbox

from . import letters


def assigned(assignments, *, gathering=None):
    """One letter to each evaluator of a batch, however many dossiers they are given."""
    by_evaluator = {}
    for assignment in assignments:
        by_evaluator.setdefault(assignment.evaluator, []).append(assignment)
    for given in by_evaluator.values():
        first = given[0]
        _queue(
            first,
            first.evaluator,
            letters.ASSIGNED,
            lambda given=given: _several(given, _to_evaluate(len(given))),
            gathering=gathering,
        )


def awaited(assignments, last_day, days, gathering):
    """Before the jury, to an evaluator whose proposals are still awaited."""
    first, session = assignments[0], assignments[0].deposit.session
    once = f"evaluation:awaited:{first.edition.pk}:{session}:{first.evaluator_id}:{last_day}:{days}"
    _queue(
        first,
        first.evaluator,
        letters.AWAITED,
        lambda: {
            **_several(assignments, _awaited(len(assignments))),
            "day": date_format(last_day + timedelta(days=1)),
        },
        once=once,
        gathering=gathering,
    )


def _to_evaluate(count):
    return ngettext("%(count)d dossier to evaluate", "%(count)d dossiers to evaluate", count) % {
        "count": count
    }


def _awaited(count):
    return ngettext(
        "%(count)d proposal awaited before the jury",
        "%(count)d proposals awaited before the jury",
        count,
    ) % {"count": count}


def _several(assignments, title):
    return {
        "title": title,
        "numbers": ", ".join(each.deposit.number for each in assignments),
        "url": _url(reverse("evaluation:mine")),
    }


def withdrawn(assignment):
    _to_evaluator(assignment, letters.WITHDRAWN, reverse("evaluation:mine"))


def returned(assignment):
    _to_evaluator(
        assignment,
        letters.RETURNED,
        assignment.get_absolute_url(),
        event=f"returned-{assignment.times_returned}",
    )


def sent(assignment):
    _to_office(assignment, letters.SENT, event=f"sent-{assignment.times_returned}")


def declined(assignment):
    _to_office(assignment, letters.DECLINED)


def _to_evaluator(assignment, kind, path, event=""):
    _queue(assignment, assignment.evaluator, kind, lambda: _one(assignment, path), event=event)


def _to_office(assignment, kind, event=""):
    roles = Role.objects.running_on(clock.today()).filter(
        kind=Role.Kind.OFFICE,
        institution=assignment.institution_id,
        programme_code__in=["", assignment.edition.programme_code],
    )
    place = reverse("evaluation:assign", args=[assignment.deposit_id])
    for person in Person.objects.filter(pk__in=roles.values("person"), is_active=True):
        _queue(assignment, person, kind, lambda: _one(assignment, place), event=event)


def _one(assignment, path):
    return {"number": assignment.deposit.number, "url": _url(path)}


def _queue(assignment, person, kind, values, *, event="", once="", gathering=None):
    event = event or kind.code.removeprefix("evaluation-")
    outbox.queue(
        person,
        kind=kind,
        once=once or f"evaluation:{event}:{assignment.pk}:{person.pk}",
        values=lambda: {
            "name": assignment.evaluator,
            "edition": assignment.edition,
            "session": assignment.deposit.session,
            **values(),
        },
        institution=assignment.institution,
        programme=assignment.edition.programme_code,
        about=assignment,
        gathering=gathering,
    )


def _url(path):
    return f"{settings.ORIGIN}{path}"
