"""The office's doors. No proposal is opened here: who reads what, and how far they are."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from acquis.base import clock
from acquis.base.letters import waiting
from acquis.base.lists.sheet import Sheet, searched
from acquis.base.models import Sending
from acquis.base.once import once
from acquis.base.refusal import Refusal
from acquis.base.scope import OFFICE, has_role

from .. import actions, rules, sharing
from ..forms import AssignForm, ReasonForm
from ..models import Assignment
from . import columns


@require_http_methods(["GET", "HEAD", "POST"])
@once
def assignments(request):
    """The dossiers of one session; what is asked of the list comes to the same address."""
    editions, edition, session = _chosen(request, request.GET)
    context = {"editions": editions, "edition": edition, "session": session}
    if edition is None:
        return render(request, "evaluation/assignments.html", context)
    panel = sharing.Panel(edition, session)
    listed = sharing.listed(panel, request.GET.get("state", ""))
    search = searched(request)
    title = _("Assignments: %(edition)s, session %(session)s")
    sheet = Sheet(
        request,
        "assignments",
        title % {"edition": edition, "session": session},
        rows=sharing.named(listed.deposits, search),
        within=listed.deposits,
        columns=columns.deposits(panel),
        order=("deposited_at", "pk"),
        institutions=[edition.institution.slug],
        here=("edition", "session"),
    )
    context |= {"panel": panel, "listed": listed, "search": search}
    return sheet.answer("evaluation/assignments.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@once
def assign(request, pk):
    deposit = get_object_or_404(sharing.deposits_shared_out_by(request.user), pk=pk)
    panel = sharing.Panel(deposit.edition, deposit.session)
    form = AssignForm(request.POST or None, panel=panel)
    if form.is_valid():
        try:
            actions.assign(deposit, form.cleaned_data["evaluator"], by=request.user)
        except Refusal as refusal:
            messages.error(request, str(refusal))
        else:
            messages.success(request, _("The dossier is given, and the evaluator is told."))
            return redirect("evaluation:assign", pk=deposit.pk)
    return render(
        request,
        "evaluation/assign.html",
        {
            "deposit": deposit,
            "panel": panel,
            "form": form,
            "people": panel.choices(deposit),
            "is_lacking": panel.is_lacking(deposit),
            "assignments": deposit.assignments.select_related("evaluator").in_order(),
        },
    )


@require_http_methods(["GET", "HEAD", "POST"])
@once
def share_out(request):
    given = request.POST if request.method == "POST" else request.GET
    _editions, edition, session = _chosen(request, given)
    if edition is None:
        raise Http404
    if request.method == "POST":
        begun_at = clock.now()
        try:
            done = actions.share_out(
                edition, session, by=request.user, preview=request.POST.get("preview", "")
            )
        except Refusal as refusal:
            messages.error(request, str(refusal))
        else:
            messages.success(request, _shared(len(done)))
            kind = Sending.Kind.ASSIGNMENTS
            for told in waiting.told_since(begun_at, by=request.user, kind=kind):
                messages.info(request, told)
            return redirect(f"{reverse('evaluation:assignments')}?{_query(edition, session)}")
    panel = sharing.Panel(edition, session)
    return render(
        request,
        "evaluation/share_out.html",
        {"edition": edition, "session": session, "panel": panel, "sharing": panel.share_out()},
    )


@require_http_methods(["GET", "HEAD", "POST"])
def withdraw(request, pk):
    return _with_reason(
        request,
        pk,
        "evaluation/withdraw.html",
        actions.withdraw,
        _("The dossier is withdrawn: its evaluator no longer sees it."),
    )


@require_http_methods(["GET", "HEAD", "POST"])
def give_back(request, pk):
    return _with_reason(
        request,
        pk,
        "evaluation/give_back.html",
        actions.give_back,
        _("The proposal is returned to its evaluator, who may mend it."),
    )


def _with_reason(request, pk, template, act, done):
    """Ask why, then act: the two acts of the office on an assignment look alike."""
    assignment = get_object_or_404(
        Assignment.objects.managed_by(request.user).with_dossier(), pk=pk
    )
    form = ReasonForm(request.POST or None)
    if form.is_valid():
        try:
            act(assignment, by=request.user, reason=form.cleaned_data["reason"])
        except Refusal as refusal:
            messages.error(request, str(refusal))
        else:
            messages.success(request, done)
            return redirect("evaluation:assign", pk=assignment.deposit_id)
    return render(request, template, {"assignment": assignment, "form": form})


def _chosen(request, given):
    """The office's editions, the one asked for or else the newest, and the session of it."""
    if not has_role(request.user, OFFICE):
        raise Http404
    editions = list(sharing.editions_of(request.user))
    asked = given.get("edition") or (str(editions[0].pk) if editions else "")
    edition = next((each for each in editions if str(each.pk) == asked), None)
    if edition is None and asked:
        raise Http404
    if edition is None:
        return editions, None, None
    sessions = edition.plan.sessions
    numbers = {str(session.number): session.number for session in sessions}
    running = rules.running_session(sessions, on=clock.today())
    return editions, edition, numbers.get(given.get("session", ""), running)


def _query(edition, session):
    return f"edition={edition.pk}&session={session}"


def _shared(count):
    return ngettext(
        "%(count)d dossier is given; each evaluator is told once.",
        "%(count)d dossiers are given; each evaluator is told once.",
        count,
    ) % {"count": count}
