"""What a candidate sees of a published act, and the papers."""

from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from acquis.base import clock, files
from acquis.catalogue.rules import combined, what_is_missing
from acquis.eportfolio.models import Acquis

from .. import actions, documents, notices, rules
from ..models import PRINTED, Document, DocumentState, Outcome, Result


@require_safe
def mine(request):
    """My results, newest first: nothing of a session is here before its publication."""
    results = list(
        Result.objects.owned_by(request.user)
        .current()
        .select_related(
            "enrolment__edition__programme_version",
            "enrolment__edition__institution",
            "publication",
        )
        .order_by("-enrolment__edition__year", "-session")
    )
    papers = {}
    for paper in Document.objects.held_by(request.user).with_facts().order_by("issued_at"):
        papers.setdefault(paper.result_id, []).append(paper)
    owed = actions.balances(enrolment__person=request.user)
    sheets = [
        _sheet(result, papers.get(result.pk, []), owed.get(result.enrolment_id, 0))
        for result in results
    ]
    if sheets:
        sheets[0]["is_newest"] = True
    context = {
        "sheets": sheets,
        "missing": _missing(request.user, results),
        "older": _papers_of_replaced_results(papers, results),
        "appeals": documents.appeals(),
    }
    return render(request, "outcomes/mine.html", context)


def _sheet(result, papers, balance):
    """One result as its candidate reads it."""
    edition = result.enrolment.edition
    programme, plan = edition.programme, edition.plan
    certificate = next(
        (each for each in papers if each.kind in PRINTED and each.state == DocumentState.VALID),
        None,
    )
    is_certified = result.outcome == Outcome.CERTIFIED
    return {
        "result": result,
        "edition": edition,
        "programme": programme,
        "sections": rules.sections(programme, _record(result), result.feedback)
        if result.outcome in (Outcome.CERTIFIED, Outcome.PARTIAL)
        else (),
        "papers": papers,
        "certificate": certificate,
        "collect": notices.how_to_collect(plan.collection) if certificate else [],
        "owed": balance if is_certified and not certificate and plan.fee_blocks != "nothing" else 0,
        "invitation": None
        if is_certified
        else rules.session_after(plan, result.session, at=clock.now()),
    }


def _missing(person, results):
    """What the rule still asks, counting all that is kept; nothing once certified."""
    if not results or Outcome.CERTIFIED in {result.outcome for result in results}:
        return []
    newest = results[0]
    edition = newest.enrolment.edition
    programme = edition.programme
    kept = Acquis.objects.kept_by(person, edition, on=clock.today()).as_record(programme)
    return what_is_missing(programme, combined(kept, _record(newest)))


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
