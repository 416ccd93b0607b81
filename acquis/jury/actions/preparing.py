"""What the decisions of a case start from: its deposit, and the proposals sent on it."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.utils.timezone import localdate

from acquis.eportfolio.models import Acquis, Deposit, Situation
from acquis.evaluation.models import AssignmentState, Proposal
from acquis.jury import rules
from acquis.jury.models import Case, Decision, Standing

from .facts import readings_among


@dataclass(frozen=True)
class Footing:
    """What a case stands on; when it differs from what the case says, decisions start anew."""

    standing: str
    deposit_id: UUID | None
    proposals_count: int
    proposals_at: datetime | None

    @classmethod
    def under(cls, case):
        return cls(case.standing, case.deposit_id, case.proposals_count, case.proposals_at)

    def carry(self, case):
        for field, value in vars(self).items():
            setattr(case, field, value)


def footings(cases, session):
    """{enrolment: Footing} now, in three queries."""
    enrolments = [case.enrolment_id for case in cases]
    standing = Deposit.objects.standing().filter(session=session)
    deposits = dict(
        standing.filter(portfolio__enrolment__in=enrolments).values_list(
            "portfolio__enrolment", "pk"
        )
    )
    situations = Situation.objects.present().filter(portfolio__enrolment__in=enrolments)
    begun = set(situations.values_list("portfolio__enrolment", flat=True))
    readings = readings_among(deposits.values())
    found = {}
    for enrolment in enrolments:
        deposit = deposits.get(enrolment)
        read = readings.get(deposit, rules.Readings())
        found[enrolment] = Footing(
            rules.standing_of(has_deposit=deposit is not None, has_begun=enrolment in begun),
            deposit,
            read.sent,
            read.last_sent_at,
        )
    return found


def decisions_for(cases, programme):
    """{case: its decisions, unsaved, each following what is proposed}, in two queries."""
    keys = [case.deposit_id for case in cases if case.deposit_id]
    deposits = Deposit.objects.in_bulk(keys)
    proposals = _proposals(keys)
    made = {}
    everything = {item.code for item in programme.items}
    for case in cases:
        deposit = deposits.get(case.deposit_id)
        lines = rules.starting_lines(
            programme,
            standing=case.standing,
            claimed=deposit.claimed_items() if deposit else everything,
            acquired=_acquired(deposit, programme) if deposit else None,
            proposals=proposals[case.deposit_id],
        )
        made[case.pk] = [_decision(case, line) for line in lines]
    return made


def unexamined(case, deposit):
    """The decisions, unsaved, that a case sealed without being examined starts from: the deposit
    when one stands, with the proposals sent on it; nothing is proposed on a dossier seen
    elsewhere."""
    examined = Case(enrolment=case.enrolment, deposit=deposit, standing=Standing.SUBMITTED)
    return decisions_for([examined], case.programme)[examined.pk]


def keep_departures(case, fresh, before):
    """Carry over to new decisions what the jury had already chosen against the proposals: its
    own word, with its reason, does not go because a proposal came."""
    if not case.is_submitted:
        return
    kept = {row.item: row for row in before if row.follows is False}
    for row in fresh:
        old = kept.get(row.item)
        if old and not row.is_fixed:
            row.choose(old.verdict, old.mark, old.reason, by=old.decided_by, at=old.decided_at)


def outcome_of(case, programme, decisions):
    """What the rule makes of the decisions; nothing while one is open."""
    if any(row.is_open for row in decisions):
        return None
    told = [row.told() for row in decisions]
    return rules.judgement_of(programme, case.standing, told).is_met


def _proposals(deposits):
    """{deposit: [{item: Proposed} of each evaluator who has sent]}"""
    sent = Proposal.objects.filter(
        assignment__deposit__in=deposits, assignment__state=AssignmentState.SENT
    )
    rows = sent.order_by("assignment").values_list(
        "assignment__deposit", "assignment", "item", "verdict", "mark"
    )
    by_evaluator = defaultdict(lambda: defaultdict(dict))
    for deposit, assignment, item, verdict, mark in rows:
        by_evaluator[deposit][assignment][item] = rules.Proposed(verdict, mark)
    found = defaultdict(list)
    for deposit, read in by_evaluator.items():
        found[deposit] = list(read.values())
    return found


def _acquired(deposit, programme):
    """What the deposit lists as acquired, with the marks kept: causes queries for these alone."""
    codes = deposit.content["acquired"]
    marks = {}
    if {item.code for item in programme.items if item.kind == "mark"}.intersection(codes):
        day = localdate(deposit.deposited_at)
        kept = Acquis.objects.kept_by(deposit.candidate, deposit.edition, on=day)
        marks = kept.as_record(programme).marks
    return {code: marks.get(code) for code in codes}


def _decision(case, line):
    return Decision(
        case=case,
        position=line.position,
        item=line.code,
        basis=line.basis,
        proposed=line.proposed.verdict,
        proposed_mark=line.proposed.mark,
        verdict=line.proposed.verdict,
        mark=line.proposed.mark,
    )
