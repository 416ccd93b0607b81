"""What a candidate sees of a published act, and the papers."""

from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from acquis.base import clock, files
from acquis.catalogue.models import with_edition
from acquis.catalogue.rules import combined, what_is_missing
from acquis.eportfolio.models import Acquis

from .. import actions, notices, rules
from ..models import PRINTED, Document, DocumentState, Outcome, Result
from ..wording import appeals


@require_safe
def mine(request):
    """My results, newest first: nothing of a session is here before its publication."""
    mine = with_edition(Result.objects.owned_by(request.user).current(), "enrolment__edition")
    mine = mine.select_related("enrolment__person", "publication")
    results = list(mine.order_by("-enrolment__edition__year", "-session"))
    papers = {}
    for paper in Document.objects.held_by(request.user).with_facts().order_by("issued_at"):
        papers.setdefault(paper.result_id, []).append(paper)
    owed = actions.balances(enrolment__person=request.user)
    certified = {result.enrolment_id for result in results if result.outcome == Outcome.CERTIFIED}
    sheets = [
        _sheet(
            result,
            papers.get(result.pk, []),
            owed=owed.get(result.enrolment_id, 0),
            is_awaiting=rank == 0 and result.enrolment_id not in certified,
        )
        for rank, result in enumerate(results)
    ]
    context = {
        "sheets": sheets,
        "older": _papers_of_replaced_results(papers, results),
        "appeals": appeals(),
    }
    return render(request, "outcomes/mine.html", context)


def _sheet(result, papers, *, owed, is_awaiting):
    """One result as its candidate reads it; the newest one says what may still be done."""
    edition = result.enrolment.edition
    programme, plan = edition.programme, edition.plan
    printed = [each for each in papers if each.kind in PRINTED]
    certificate = next((each for each in printed if each.state == DocumentState.VALID), None)
    is_examined = result.outcome in (Outcome.CERTIFIED, Outcome.PARTIAL)
    return {
        "result": result,
        "edition": edition,
        "sections": rules.sections(programme, _record(result), result.feedback)
        if is_examined
        else (),
        "papers": papers,
        "certificate": certificate,
        "collect": notices.how_to_collect(edition.told) if certificate else [],
        "owed": 0 if certificate or plan.fee_blocks == "nothing" else owed,
        "is_awaiting": is_awaiting,
        "invitation": is_awaiting and rules.session_after(plan, result.session, at=clock.now()),
        "missing": _missing(result) if is_awaiting else (),
    }


def _missing(result):
    """What the rule still asks, counting all that is kept."""
    enrolment = result.enrolment
    programme = enrolment.edition.programme
    kept = Acquis.objects.kept_by(enrolment.person, enrolment.edition, on=clock.today())
    return what_is_missing(programme, combined(kept.as_record(programme), _record(result)))


def _record(result):
    return rules.record_told(result.verdicts, result.marks, result.conditions)


def _papers_of_replaced_results(papers, results):
    shown = {result.pk for result in results}
    return [paper for key, each in papers.items() if key not in shown for paper in each]


@require_safe
def document_pdf(request, pk):
    """The frozen bytes: for the holder, the office, and the desk of certificates."""
    papers = Document.objects.read_by(request.user).select_related("file", "register")
    document = get_object_or_404(papers, pk=pk)
    return files.serve(document.file, name=f"{document}.pdf")
