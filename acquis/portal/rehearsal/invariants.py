"""What must hold after a year, whatever happened in it. Each check reads the database anew.

The numbers are those of the invariants that the security model states; a check returns the faults
it found, so that a broken one says where.
"""

from collections import Counter, defaultdict
from datetime import timedelta
from decimal import Decimal
from itertools import accumulate
from pathlib import Path

from django.core.files.storage import default_storage
from django.db import connection
from django.db.models import Count, F

from acquis.base import files, guards, journal
from acquis.base.canonical import fingerprint
from acquis.base.models import Entry, Message, StoredFile
from acquis.catalogue.definitions import Verdict
from acquis.catalogue.rules import Record, judge
from acquis.enrolment.models import Enrolment, EnrolmentState, LateOpening, LedgerLine, Proof
from acquis.eportfolio.models import Deposit, Evidence, Situation
from acquis.evaluation.models import Proposal
from acquis.jury.models import Case, Deliberation
from acquis.outcomes.models import Document, Outcome, Publication, Register, Result

CHECKS = {}


def invariant(name):
    def keep(check):
        CHECKS[name] = check
        return check

    return keep


def broken(edition, leaks=()):
    """{name: [faults]} for every invariant; an empty list is a promise kept.

    `leaks` is what the played pages showed too early.
    """
    found = {name: list(check(edition)) for name, check in CHECKS.items()}
    found["I14_nothing_before_publication"] += leaks
    return found


@invariant("I1_acknowledged_bytes_exist")
def bytes_exist(edition):
    for stored in StoredFile.objects.filter(institution=edition.institution_id).iterator():
        if not files.is_whole(stored):
            yield f"{stored.pk}: bytes missing or altered"


@invariant("I2_no_unexplained_orphan")
def no_orphan(edition):
    known = set(StoredFile.objects.values_list("bytes", flat=True))
    root = Path(default_storage.location)
    for path in root.rglob("*"):
        if path.is_file() and str(path.relative_to(root)) not in known:
            yield f"{path.name}: bytes without a row"


@invariant("I3_deposits_never_change")
def deposits_hold(edition):
    hashes = dict(StoredFile.objects.values_list("pk", "sha256"))
    hashes = {str(key): value for key, value in hashes.items()}
    for deposit in _deposits(edition).iterator():
        if fingerprint(deposit.content) != deposit.sha256:
            yield f"{deposit}: content altered"
        for situation in deposit.content["situations"]:
            for evidence in situation["evidence"]:
                if evidence["file"] and hashes.get(evidence["file"]) != evidence["sha256"]:
                    yield f"{deposit}: {evidence['name']} altered"


@invariant("I4_deposits_are_in_time")
def deposits_in_time(edition):
    grace = timedelta(minutes=edition.plan.upload_grace_minutes)
    for deposit in _deposits(edition):
        if deposit.deposited_at >= edition.deposit_deadline(deposit.session) + grace:
            yield f"{deposit}: {deposit.deposited_at}"


@invariant("I5_one_enrolment_a_person_and_year")
def enrolled_once(edition):
    rows = Enrolment.objects.values("person", "edition__programme_code", "edition__year")
    yield from rows.annotate(times=Count("pk")).filter(times__gt=1)


@invariant("I6_ledger_balances")
def ledger_balances(edition):
    lines = defaultdict(list)
    for line in LedgerLine.objects.filter(enrolment__edition=edition).order_by("number"):
        lines[line.enrolment_id].append(line)
    for enrolment in Enrolment.objects.filter(edition=edition):
        for fault in _ledger_faults(enrolment, lines[enrolment.pk]):
            yield f"{enrolment.pk}: {fault}"


def _ledger_faults(enrolment, lines):
    """The fee is counted once, whatever happened: charged is the fee of now, or, where that is
    more, what was exempted and kept."""
    balances = list(accumulate((line.effect_cents for line in lines), initial=0))
    if balances[-1] != enrolment.balance_cents() or min(balances) < 0:
        yield f"balances {balances}"
    if [line.number for line in lines] != list(range(1, len(lines) + 1)):
        yield "lines are not numbered in a row"
    charges = [
        line.kind for line in lines if line.kind in ("due", "adjusted") and line.amount_cents
    ]
    if charges and charges != ["due"] + ["adjusted"] * (len(charges) - 1):
        yield f"charged by {charges}"
    sums = Counter()
    for line in lines:
        sums[line.kind] += line.amount_cents
    kept, exempt = sums["paid"] - sums["refunded"], sums["exempt"]
    if kept < 0 or exempt < 0:
        yield f"kept {kept}, exempt {exempt}"
    fee = (enrolment.fee_cents or 0) if enrolment.state in Enrolment.STANDING else 0
    if sums["due"] + sums["adjusted"] != max(fee, exempt + kept):
        yield f"charged {sums['due'] + sums['adjusted']} for a fee of {fee}"


@invariant("I7_proposals_by_assigned_evaluators")
def proposals_are_legitimate(edition):
    wrong = Proposal.objects.filter(
        assignment__deposit__portfolio__enrolment__edition=edition,
        assignment__evaluator=F("assignment__deposit__portfolio__enrolment__person"),
    )
    yield from wrong.values_list("pk", flat=True)


@invariant("I8_decisions_are_journalled")
def decisions_journalled(edition):
    told = set(Entry.objects.values_list("subject", flat=True))
    for case in Case.objects.filter(enrolment__edition=edition, state="decided"):
        if case.journal_key not in told:
            yield f"{case.pk}: decided without a line in the journal"


@invariant("I9_sealed_acts_never_change")
def acts_hold(edition):
    for act in _acts(edition):
        if fingerprint(act.content) != act.sha256:
            yield f"{act}: content altered"
        if not files.is_whole(act.minutes):
            yield f"{act}: minutes altered"


@invariant("I10_sealed_acts_are_complete")
def acts_complete(edition):
    wanted = {item.code for item in edition.programme.items}
    wanted |= {condition.code for condition in edition.programme.conditions}
    seen = Counter()
    for act in _acts(edition).filter(rectifies__isnull=True):
        content = act.content
        if not (content["jury"] and content["presences"] and content["rule"]):
            yield f"{act}: composition, presence or rule missing"
        for case in content["cases"]:
            seen[case["enrolment"], content["session"]] += 1
            decided = {decision["item"] for decision in case["decisions"]}
            if case["standing"] == "submitted" and decided != wanted:
                yield f"{act}: {case['enrolment']} lacks {sorted(wanted - decided)}"
    yield from (f"{key}: {times} times" for key, times in seen.items() if times != 1)


@invariant("I11_certificates_trace_to_sealed_decisions")
def certificates_trace(edition):
    certificates = set(
        Document.objects.filter(
            kind=Document.Kind.CERTIFICATE, result__enrolment__edition=edition
        ).values_list("result__enrolment", flat=True)
    )
    awarded = {
        case["enrolment"]
        for act in _acts(edition)
        for case in act.content["cases"]
        if case["is_awarded"]
    }
    yield from (
        f"{key}: certificate without decision"
        for key in {str(key) for key in certificates} - awarded
    )
    is_over = Publication.objects.filter(
        edition=edition, session=len(edition.plan.sessions)
    ).exists()
    if is_over:
        for enrolment in Enrolment.objects.filter(pk__in=awarded - {str(k) for k in certificates}):
            if edition.plan.fee_blocks == "nothing" or enrolment.balance_cents() <= 0:
                yield f"{enrolment.pk}: decision without certificate"


@invariant("I12_registers_are_gapless")
def registers_gapless(edition):
    for register in Register.objects.filter(institution=edition.institution_id):
        numbers = sorted(register.documents.values_list("number", flat=True))
        if numbers != list(range(1, register.last_number + 1)):
            yield f"{register}: {len(numbers)} documents for {register.last_number} numbers"


@invariant("I13_status_is_monotone")
def status_monotone(edition):
    yield from {guard.name for _, guard in guards.declared()} - guards.installed(connection)


@invariant("I14_nothing_before_publication")
def nothing_early(edition):
    early = Result.objects.filter(
        enrolment__edition=edition,
        publication__published_at__lt=F("publication__deliberation__sealed_at"),
    )
    for key in early.values_list("pk", flat=True):
        yield f"{key}: published before it was sealed"


@invariant("I15_journal_holds")
def journal_holds(edition):
    yield from journal.verify()
    told = set(Entry.objects.values_list("subject", flat=True))
    for model in (Deposit, Deliberation, Publication):
        for row in model.objects.all():
            if row.journal_key not in told:
                yield f"{row.journal_key}: not in the journal"
    for row in Enrolment.objects.exclude(state=EnrolmentState.DRAFT):
        if row.journal_key not in told:
            yield f"{row.journal_key}: not in the journal"


@invariant("I17_each_result_is_one_message")
def results_told_once(edition):
    results = Result.objects.filter(enrolment__edition=edition)
    told = Message.objects.filter(
        kind="result", institution=edition.institution_id, again_of__isnull=True
    )
    if told.count() != results.count():
        yield f"{results.count()} results, {told.count()} messages"
    for result in results.filter(enrolment__person__isnull=False).select_related("enrolment"):
        if not told.filter(person=result.enrolment.person_id).exists():
            yield f"{result.pk}: not told"


@invariant("I19_rows_stay_with_their_institution")
def tenants_agree(edition):
    for rows in (
        Proof.objects.exclude(file__institution=F("enrolment__institution")),
        LedgerLine.objects.exclude(institution=F("enrolment__institution")),
        Enrolment.objects.exclude(institution=F("edition__institution")),
        LateOpening.objects.exclude(institution=F("edition__institution")),
        Situation.objects.exclude(portfolio__institution=F("portfolio__enrolment__institution")),
        Evidence.objects.filter(file__isnull=False).exclude(
            file__institution=F("situation__portfolio__institution")
        ),
        Deposit.objects.exclude(institution=F("portfolio__institution")),
        Case.objects.exclude(institution=F("sitting__institution")),
        Document.objects.exclude(institution=F("result__institution")),
    ):
        yield from (str(key) for key in rows.values_list("pk", flat=True))


@invariant("I22_journal_time_is_monotone")
def time_monotone(edition):
    last = {}
    for chain, number, at in Entry.objects.order_by("chain", "number").values_list(
        "chain", "number", "at"
    ):
        if chain in last and at < last[chain]:
            yield f"{chain} line {number}"
        last[chain] = at


@invariant("outcome_is_the_rule_of_the_sealed_decisions")
def outcome_is_the_rule(edition):
    conditions = {condition.code for condition in edition.programme.conditions}
    for act in _acts(edition):
        for case in act.content["cases"]:
            if case["standing"] != "submitted":
                continue
            verdicts = {d["item"]: Verdict(d["verdict"]) for d in case["decisions"] if d["verdict"]}
            record = Record(
                verdicts={k: v for k, v in verdicts.items() if k not in conditions},
                marks=_marks(case),
                conditions={k: v for k, v in verdicts.items() if k in conditions},
            )
            if judge(edition.programme, record).is_met != case["is_awarded"]:
                yield f"{act}: {case['enrolment']}"
    published = Result.objects.filter(enrolment__edition=edition, outcome=Outcome.CERTIFIED)
    if published.exclude(publication__deliberation__sealed_at__isnull=False).exists():
        yield "certified without a sealed act"


def _marks(case):
    return {d["item"]: Decimal(d["mark"]) for d in case["decisions"] if d["mark"] is not None}


def _deposits(edition):
    return Deposit.objects.filter(portfolio__enrolment__edition=edition)


def _acts(edition):
    return Deliberation.objects.filter(sitting__jury__edition=edition).select_related("minutes")
