"""A sitting read whole in a few queries, whatever its size: for its table and for its seal."""

from django.core.files.storage import default_storage
from django.db.models import Count, Exists, F, Max, OuterRef, Q

from acquis.base import clock, files
from acquis.base.models import StoredFile
from acquis.enrolment.models import EnrolmentState
from acquis.evaluation.models import Assignment, AssignmentState
from acquis.jury import rules
from acquis.jury.models import CaseState, Decision, Recusal, Standing
from acquis.jury.models.decision import DEPARTURE, UNDECIDED

COLUMNS = [
    "pk",
    "enrolment",
    "enrolment__person__birth_name",
    "enrolment__person__first_names",
    "enrolment__state",
    "standing",
    "state",
    "is_awarded",
    "deposit",
    "proposals_count",
    "proposals_at",
    "version",
]


def opening_facts(sitting):
    jury = sitting.jury
    here = sitting.presences.filter(left_at__isnull=True, member__is_president=True)
    return rules.Facts(
        has_act=jury.act_id is not None,
        lacks_delegation=jury.lacks_delegation,
        is_after_deadline=clock.now() >= jury.edition.deposit_deadline(jury.session),
        is_president_present=here.exists(),
    )


class Sheet:
    """The cases of a sitting with their decisions in cells and how far the evaluators are.

    Three queries, whatever the number of candidates and items. `is_aside` says of a row that this
    person has stepped aside for it.
    """

    def __init__(self, sitting, person=None):
        self.sitting = sitting
        programme, plan = sitting.jury.edition.programme, sitting.jury.edition.plan
        self.codes = [part.code for part in (*programme.items, *programme.conditions)]
        self.evaluators_wanted = plan.evaluators_per_dossier
        aside = Recusal.objects.standing().filter(case=OuterRef("pk"), member__person=person)
        cases = sitting.cases.by_name().annotate(is_aside=Exists(aside))
        self.rows = list(cases.values_list(*COLUMNS, "is_aside", named=True))
        self.cells = Decision.objects.filter(case__sitting=sitting).cells()
        self.readings = readings_of(sitting)

    def facts(self, row, *, unreasoned=(), damaged=()):
        cells = self.cells.get(row.pk, ())
        readings = self.readings.get(row.deposit, rules.Readings())
        is_submitted = row.standing == Standing.SUBMITTED
        return rules.CaseFacts(
            key=str(row.pk),
            candidate=f"{row.enrolment__person__birth_name} {row.enrolment__person__first_names}",
            is_submitted=is_submitted,
            is_enrolled=row.enrolment__state == EnrolmentState.ACCEPTED,
            is_decided=row.state == CaseState.DECIDED,
            open_items=[
                code for code, cell in zip(self.codes, cells, strict=False) if cell == UNDECIDED
            ],
            unreasoned_items=unreasoned,
            departures=sum(cell.endswith(DEPARTURE) for cell in cells),
            readings=readings,
            is_outdated=is_submitted
            and readings.are_newer_than(row.proposals_count, row.proposals_at),
            damaged=damaged,
        )


def readings_of(sitting):
    """{deposit: rules.Readings} of the dossiers before a sitting."""
    return _counted(Assignment.objects.filter(deposit__cases__sitting=sitting))


def readings_among(deposits):
    return _counted(Assignment.objects.filter(deposit__in=deposits))


def _counted(assignments):
    is_sent = Q(state=AssignmentState.SENT)
    rows = assignments.active().values_list("deposit")
    counted = rows.annotate(
        sent=Count("pk", filter=is_sent),
        waiting=Count("pk", filter=~is_sent),
        last=Max("sent_at", filter=is_sent),
    )
    return {deposit: rules.Readings(*counts) for deposit, *counts in counted}


def sealing_facts(sitting, *, damaged):
    """All that a seal depends on; `damaged` is {case: [names]} of the files that do not hold."""
    sheet = Sheet(sitting)
    silent = {}
    departures = Decision.objects.filter(case__sitting=sitting, follows=False, reason="")
    for case, item in departures.values_list("case", "item"):
        silent.setdefault(case, []).append(item)
    opening = opening_facts(sitting)
    return rules.Facts(
        has_act=opening.has_act,
        lacks_delegation=opening.lacks_delegation,
        is_after_deadline=opening.is_after_deadline,
        is_president_present=opening.is_president_present,
        came={str(key) for key in sitting.presences.values_list("member", flat=True)},
        evaluators_wanted=sheet.evaluators_wanted,
        cases=[
            sheet.facts(row, unreasoned=silent.get(row.pk, ()), damaged=damaged.get(row.pk, ()))
            for row in sheet.rows
        ],
    )


def damaged_files(sitting, *, is_thorough):
    """{case: [names]} of evidence that is not there, or not as it was received.

    Thorough reads and hashes every byte, before a seal; a page only looks at the sizes.
    """
    stored = StoredFile.objects.filter(deposits__cases__sitting=sitting).annotate(
        case=F("deposits__cases")
    )
    damaged = {}
    for file in stored.iterator(chunk_size=500):
        if not (files.is_whole(file) if is_thorough else _has_its_size(file)):
            damaged.setdefault(file.case, []).append(file.name)
    return damaged


def _has_its_size(file):
    name = file.bytes.name
    return default_storage.exists(name) and default_storage.size(name) == file.size
