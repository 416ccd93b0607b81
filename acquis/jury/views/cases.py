"""One candidate before the jury: the dossier on one side, the decisions on the other."""

from django.contrib import messages
from django.db import transaction
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from acquis.base import files, readings
from acquis.base.once import once
from acquis.base.refusal import Refusal
from acquis.jury import actions
from acquis.jury.actions.aside import still_open
from acquis.jury.dossier import Dossier
from acquis.jury.forms import DecisionsForm, ReasonForm, RecusalForm
from acquis.jury.models import Case, Recusal, Sitting


@require_safe
def case(request, pk):
    opened = Case.objects.opened_to(request.user).with_dossier()
    case = get_object_or_404(opened, pk=pk)
    readings.tell(case.enrolment, readings.Part.CASE, by=request.user)
    return _show(request, case)


@require_POST
@once
def decide(request, pk):
    case = _attended(request, pk)
    lines = Dossier(case, is_read=False).lines
    form = DecisionsForm(request.POST, lines=lines.values())
    if not form.is_valid():
        return _show_to_mend(request, case, form)
    is_final = request.POST.get("do") != "save"
    version = form.cleaned_data["version"] or 0
    try:
        actions.decide(case, form.choices(), version=version, by=request.user, is_final=is_final)
    except actions.Outdated as conflict:
        return _show(request, case, form, refusal=conflict, since=version, status=409)
    except Refusal as refusal:
        return _show(request, case, form, refusal=refusal, status=422)
    if is_final:
        messages.success(request, _("Decided: %(name)s.") % {"name": case.enrolment.person})
    else:
        messages.success(request, _("Saved. The case is still to be decided."))
    return redirect(case)


@require_POST
@once
def reopen(request, pk):
    case = _attended(request, pk)
    form = DecisionsForm(request.POST, lines=())
    version = form.cleaned_data["version"] if form.is_valid() else None
    try:
        actions.reopen(case, version=version or 0, by=request.user)
    except Refusal as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("The case is open again. Decide it before the seal."))
    return redirect(case)


@require_POST
@once
def recuse(request, pk):
    """A member steps aside; the president may record it for another member."""
    case = _attended(request, pk)
    form = RecusalForm(request.POST, jury=case.sitting.jury)
    if not form.is_valid():
        messages.error(request, _("Say why: the reason is printed in the minutes."))
        return redirect(case)
    own = case.sitting.jury.members.get(person=request.user)
    member = form.cleaned_data["member"] or own
    if member != own and not own.is_president:
        raise Http404
    try:
        actions.recuse(case, member, reason=form.cleaned_data["reason"], by=request.user)
    except Refusal as refusal:
        messages.error(request, str(refusal))
        return redirect(case)
    messages.success(request, _("%(name)s steps aside for this candidate.") % {"name": member})
    return redirect(case.sitting if member == own else case)


@require_POST
@once
def override_recusal(request, pk):
    sittings = Sitting.objects.presided_by(request.user)
    recusals = Recusal.objects.select_related("case__sitting__institution", "member__person")
    recusal = get_object_or_404(recusals, pk=pk, case__sitting__in=sittings)
    form = ReasonForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("Say why: the reason is printed in the minutes."))
        return redirect(recusal.case.sitting)
    try:
        actions.override_recusal(recusal, reason=form.cleaned_data["reason"], by=request.user)
    except Refusal as refusal:
        messages.error(request, str(refusal))
        return redirect(recusal.case.sitting)
    messages.success(request, _("%(name)s may decide this case.") % {"name": recusal.member})
    return redirect(recusal.case)


@require_safe
def evidence_file(request, pk, file):
    opened = Case.objects.opened_to(request.user)
    case = get_object_or_404(opened.select_related("deposit", "sitting", "enrolment"), pk=pk)
    deposit = case.found_deposit()
    if deposit is None:
        raise Http404
    found = get_object_or_404(deposit.files, pk=file)
    readings.tell(case.enrolment, readings.Part.CASE, by=request.user)
    return files.serve(found)


def _attended(request, pk):
    return get_object_or_404(Case.objects.attended_by(request.user).with_dossier(), pk=pk)


def _show_to_mend(request, case, form):
    """What was typed, unless the seal came first: then the dossier is closed, whatever is sent."""
    try:
        with transaction.atomic():
            still_open(case.sitting)
    except Refusal as refusal:
        return _show(request, case, form, refusal=refusal, status=422)
    return _show(request, case, form, status=422)


def _show(request, case, form=None, *, refusal=None, since=None, status=200):
    """The page of a case; with what was typed when something is to be mended or compared."""
    if refusal:
        sitting = case.sitting
        case = Case.objects.opened_to(request.user).with_dossier().filter(pk=case.pk).first()
        if case is None:  # Sealed meanwhile, or the member stepped aside: nothing to show any more.
            messages.error(request, str(refusal))
            return redirect(sitting)
    dossier = Dossier(case)
    contested = case.changed_since(since) if since is not None else ()
    for line in dossier.lines.values():
        line.put(form, is_contested=contested is None or line.code in contested)
        if refusal and line.code in refusal.details:
            line.problems = [*line.problems, str(refusal)]
    sitting = case.sitting
    members = sitting.attendance()
    mine = next(each for each in members if each.person_id == request.user.pk)
    context = {
        "case": case,
        "sitting": sitting,
        "dossier": dossier,
        "mine": mine,
        "others": [each for each in members if each is not mine],
        "recusals": case.recusals.select_related("member__person", "overridden_by"),
        "refusal": refusal,
        "may_decide": sitting.is_open and mine.is_here,
        "is_outdated": case.is_outdated(),
        "following": Case.objects.attended_by(request.user).following(case),
    }
    return render(request, "jury/case.html", context, status=status)
