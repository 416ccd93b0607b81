"""The jury decides, case by case or all the clear ones together."""

from dataclasses import dataclass
from decimal import Decimal

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from acquis.base import clock
from acquis.base.canonical import fingerprint
from acquis.base.refusal import Refusal
from acquis.jury import rules
from acquis.jury.models import Case, CaseState, Decision

from .aside import CAUSES, still_open
from .facts import Sheet
from .preparing import outcome_of

# What others may have changed of a case since a page was made from it.
CHANGING = [
    "standing",
    "state",
    "deposit_id",
    "proposals_count",
    "proposals_at",
    "is_awarded",
    "version",
    "decided_at",
    "decided_by_id",
]


class Outdated(Refusal):
    """The case has changed since the page was read: both values must be shown."""


@dataclass(frozen=True)
class Choice:
    """What a juror chose on one line."""

    verdict: str = ""
    mark: Decimal | None = None
    reason: str = ""


@transaction.atomic
def decide(case, choices, *, version, by, is_final=True):
    """Keep the choices ({item: Choice}; what is not named stays), and close the case if final.

    `version` is the one that the juror's page carried.
    """
    case = _examined(case, version=version, by=by)
    rows = list(case.decisions.order_by("position"))
    # A dossier that was not submitted is not examined: there is nothing to choose.
    changed, silent = _apply(choices if case.is_submitted else {}, rows, by=by)
    if silent:
        raise Refusal(
            _("Say why the jury departs from what is proposed on %(items)s.")
            % {"items": ", ".join(silent)},
            details=silent,
        )
    still_without = [row.item for row in rows if row.is_open]
    if is_final and still_without:
        raise Refusal(
            ngettext(
                "A verdict is missing on %(items)s: the evaluators gave no common proposal, so the "
                "jury decides.",
                "Verdicts are missing on %(items)s: the evaluators gave no common proposal, so the "
                "jury decides.",
                len(still_without),
            )
            % {"items": ", ".join(still_without)},
            details=still_without,
        )
    Decision.objects.bulk_update(
        changed.values(), ["verdict", "mark", "follows", "reason", "decided_at", "decided_by"]
    )
    is_awarded = outcome_of(case, case.programme, rows)
    facts = {
        "changed": {item: [row.verdict, rules.written(row.mark)] for item, row in changed.items()}
    }
    if is_final:
        _conclude(case, is_awarded, by=by, facts=facts)
    else:
        _move(case, CaseState.TO_DECIDE, "saved", by=by, facts=facts, is_awarded=is_awarded)
    return case


@transaction.atomic
def reopen(case, *, version, by):
    """Take up a decided case again, before the seal."""
    case = _examined(case, version=version, by=by, state=CaseState.DECIDED)
    _move(case, CaseState.TO_DECIDE, "reopened", by=by, facts={}, decided_at=None, decided_by=None)
    return case


@transaction.atomic
def follow_all(sitting, *, by, seen=None):
    """Decide every clear case as proposed. `seen` is the fingerprint of the list that was shown:
    when the list has changed since, nobody is decided. Returns the number of cases."""
    sitting = still_open(sitting)
    _sits(sitting, by)
    clear = clear_cases(sitting, by)
    if seen is not None and seen != list_fingerprint(clear):
        raise Outdated(_("The list has changed since this page was read: here is the new one."))
    if not clear:
        raise Refusal(_("No case is clear now: the others are decided one by one."))
    cases = Case.objects.filter(pk__in=[row.pk for row in clear]).select_related("institution")
    for case in cases.order_by("pk"):
        _conclude(case, case.is_awarded, by=by, facts={"follows": "all"})
    return len(clear)


def clear_cases(sitting, person):
    """The rows of the cases to decide that need no debate, less those this member leaves."""
    sheet = Sheet(sitting, person)
    return [
        row
        for row in sheet.rows
        if row.state == CaseState.TO_DECIDE
        and not row.is_aside
        and row.is_awarded is not None
        and rules.is_clear(sheet.facts(row), evaluators_wanted=sheet.evaluators_wanted)
    ]


def list_fingerprint(rows):
    return fingerprint([[str(row.pk), row.version] for row in rows])


def _examined(case, *, version, by, state=CaseState.TO_DECIDE):
    """The case as it is now, its sitting locked, for somebody who may decide it; or a Refusal."""
    sitting = still_open(case.sitting)
    member = _sits(sitting, by)
    case.refresh_from_db(fields=CHANGING)
    case.sitting = sitting
    readings = case.readings()
    _is_not_linked(case, member, readings)
    if case.version != version:
        raise Outdated(
            _(
                "Somebody has changed this case since you opened it. Nothing of yours is "
                "lost: compare, then send again."
            )
        )
    if case.state != state:
        raise Refusal(
            _("This case is decided: reopen it to change it.")
            if case.is_decided
            else _("This case is not decided yet.")
        )
    if state == CaseState.TO_DECIDE and case.is_outdated(readings):
        raise Refusal(
            _("The proposals on this dossier have changed: take them up first, then decide.")
        )
    return case


def _sits(sitting, person):
    """The member under which a person decides now: there, in an open sitting, in person."""
    if not sitting.is_open:
        raise Refusal(_("This sitting is not open yet: the president opens it."))
    member = sitting.present_member(person)
    if member is None:
        raise Refusal(
            _(
                "You are not marked present at this sitting, and nobody decides by proxy: have "
                "your arrival recorded, then send again."
            )
        )
    return member


def _is_not_linked(case, member, readings):
    """Refuse a member who stepped aside, or who was asked to read this dossier a moment ago."""
    recusal = case.recusals.filter(member=member).first()
    if recusal:
        is_linked = recusal.overridden_at is None
    else:
        is_linked = any(who == member.person_id and state in CAUSES for who, state, at in readings)
    if is_linked:
        raise Refusal(_("You step aside for this candidate: the other members decide."))


def _apply(choices, rows, *, by):
    """Put the choices on the rows; return what changed by item, and what lacks a reason."""
    changed, silent = {}, []
    at = clock.now()
    for row in rows:
        choice = choices.get(row.item)
        if choice is None or row.is_fixed:
            continue
        if row.choose(choice.verdict, choice.mark, choice.reason, by=by, at=at):
            changed[row.item] = row
        if not row.follows and not row.reason:
            silent.append(row.item)
    return changed, silent


def _conclude(case, is_awarded, *, by, facts):
    _move(
        case,
        CaseState.DECIDED,
        "decided",
        by=by,
        facts={**facts, "is_awarded": is_awarded},
        is_awarded=is_awarded,
        decided_at=clock.now(),
        decided_by=by,
    )


def _move(case, state, verb, *, by, facts, **fields):
    """Each change of a case is one version and one line of the journal."""
    version = case.version + 1
    case.move_to(
        state, by=by, verb=verb, facts={"version": version, **facts}, version=version, **fields
    )
