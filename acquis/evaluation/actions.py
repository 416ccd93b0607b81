from django.db import transaction
from django.utils import formats
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from acquis.base import clock, journal, outbox
from acquis.base.canonical import fingerprint
from acquis.base.models import Sending
from acquis.base.refusal import Refusal
from acquis.eportfolio.models import Deposit

from . import notices
from .models import Assignment, AssignmentState
from .sharing import Panel, deposits_of


@transaction.atomic
def assign(deposit, evaluator, *, by):
    """Give one deposit to one evaluator, and tell them."""
    _lock(Deposit.objects.filter(pk=deposit.pk))
    panel = Panel(deposit.edition, deposit.session)
    _refuse_before_the_deadline(panel)
    if obstacle := panel.obstacle(deposit, evaluator):
        raise Refusal(
            _("%(name)s cannot be given this dossier. %(reason)s")
            % {"name": evaluator, "reason": obstacle}
        )
    if not panel.is_lacking(deposit):
        raise Refusal(
            _("This dossier has the evaluators it needs: withdraw one before giving it to another.")
        )
    assignment = _give(panel, deposit, evaluator, by=by)
    notices.assigned([assignment])
    return assignment


@transaction.atomic
def share_out(edition, session, *, by, preview=None):
    """Give every deposit that lacks a reader to the evaluators, evenly, and tell each of them once.

    `preview` is the fingerprint of the sharing that was shown; what changed since is refused.
    """
    _lock(deposits_of(edition, session))
    panel = Panel(edition, session)
    _refuse_before_the_deadline(panel)
    sharing = panel.share_out()
    if preview not in (None, sharing.fingerprint):
        raise Refusal(
            _("Something changed since this was shown. Nothing was done: here is the sharing now.")
        )
    if not sharing.rows:
        raise Refusal(_("There is nothing to share out: no dossier could be given to anybody."))
    assignments = [
        _give(panel, deposit, evaluator, by=by)
        for deposit, evaluators in sharing.rows
        for evaluator in evaluators
    ]
    gathering = outbox.Gathering(
        Sending.Kind.ASSIGNMENTS,
        f"{edition}, session {session}",
        edition=edition,
        by=by,
    )
    notices.assigned(assignments, gathering=gathering)
    return assignments


@transaction.atomic
def withdraw(assignment, *, by, reason):
    """Take a dossier from its evaluator, who loses sight of it at once."""
    assignment.move_to(AssignmentState.WITHDRAWN, by=by, ended_at=clock.now(), reason=reason)
    notices.withdrawn(assignment)


@transaction.atomic
def recuse(assignment, *, by, reason):
    """The evaluator steps aside, loses sight of the dossier, and is never given it again."""
    assignment.move_to(AssignmentState.RECUSED, by=by, ended_at=clock.now(), reason=reason)
    notices.declined(assignment)


@transaction.atomic
def send(assignment, *, by):
    """Make the proposal known to the jury. From then on it does not change."""
    assignment = Assignment.objects.for_writing().get(pk=assignment.pk)
    panel = Panel(assignment.edition, assignment.deposit.session)
    if gaps := assignment.gaps:
        raise Refusal(
            ngettext(
                "Not sent: %(count)d line is not complete.",
                "Not sent: %(count)d lines are not complete.",
                len(gaps),
            )
            % {"count": len(gaps)},
            details=gaps,
        )
    if assignment.evaluator_id in panel.candidates:
        raise Refusal(
            _(
                "You are a candidate of the same year: decline this dossier, the office will give "
                "it to somebody else."
            )
        )
    assignment.move_to(
        AssignmentState.SENT, by=by, sent_at=clock.now(), facts={"proposal": _seal(assignment)}
    )
    notices.sent(assignment)
    return assignment


@transaction.atomic
def give_back(assignment, *, by, reason):
    """Return a sent proposal to its evaluator, who may mend it and sends it again."""
    assignment.move_to(
        AssignmentState.ASSIGNED,
        by=by,
        verb="returned",
        sent_at=None,
        reason=reason,
        times_returned=assignment.times_returned + 1,
    )
    notices.returned(assignment)


def _lock(deposits):
    """Two people who give the same dossier away do it one after the other."""
    list(deposits.select_for_update(of=("self",)).select_related(None).only("pk"))


def _refuse_before_the_deadline(panel):
    deadline = panel.edition.deposit_deadline(panel.session)
    if clock.now() < deadline:
        day = panel.edition.session(panel.session).deposit_until
        raise Refusal(
            _(
                "Candidates may take their deposit back until the end of %(day)s: give the "
                "dossiers to evaluators after that day."
            )
            % {"day": formats.date_format(day)}
        )


def _give(panel, deposit, evaluator, *, by):
    assignment = Assignment.objects.create(
        institution=panel.edition.institution,
        deposit=deposit,
        evaluator=evaluator,
        assigned_at=clock.now(),
        assigned_by=by,
    )
    journal.record("assigned", assignment, by=by, deposit=str(deposit.pk), evaluator=evaluator.pk)
    return assignment


def _seal(assignment):
    """The fingerprint of what is sent, kept in the journal: drafts leave no other trace there."""
    return fingerprint(
        {
            "lines": [
                [line.item, line.verdict, "" if line.mark is None else str(line.mark), line.reason]
                for _, line in sorted(assignment.proposed.items())
            ],
            "comment": assignment.comment,
        }
    )
