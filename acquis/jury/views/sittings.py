"""A sitting: who is there, which candidates, what is left to decide."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from acquis.base.once import once
from acquis.base.refusal import Refusal
from acquis.jury import actions
from acquis.jury.actions.deciding import clear_cases, list_fingerprint
from acquis.jury.forms import AttendanceForm, ConveneForm
from acquis.jury.models import Case, Sitting

from .posted import posted
from .table import PAGE, Table


@require_safe
def sitting(request, pk):
    sitting = _seen(request, pk)
    members = sitting.attendance()
    mine = next((each for each in members if each.person_id == request.user.pk), None)
    is_office = sitting.is_prepared_by(request.user)
    table = Table(
        sitting,
        request.user,
        request.GET.get("cases", "") if mine else "",
        # After the seal only the president opens a case: to make a rectifying act.
        is_closed=sitting.is_sealed and not (mine and mine.is_president),
    )
    context = {
        "sitting": sitting,
        "members": members,
        "mine": mine,
        "is_office": is_office,
        "conducts": is_office or mine.is_president,
        "table": table,
        "page": Paginator(table.rows, PAGE).get_page(request.GET.get("page")),
    }
    return render(request, "jury/sitting.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@once
def convene(request, pk):
    sitting = get_object_or_404(Sitting.objects.prepared_by(request.user).with_edition(), pk=pk)
    form = ConveneForm(posted(request), sitting=sitting)
    if form.is_valid():
        try:
            found = actions.convene(sitting, form.chosen(), by=request.user)
        except Refusal as refusal:
            messages.error(request, str(refusal))
        else:
            count = len(found.cases)
            messages.success(
                request,
                ngettext(
                    "%(count)d candidate was added.", "%(count)d candidates were added.", count
                )
                % {"count": count},
            )
            return redirect(sitting)
    plan = sitting.jury.edition.plan
    context = {
        "sitting": sitting,
        "categories": {category.code: category.label for category in plan.categories},
        "found": actions.candidates_for(sitting),
        "chosen": set(request.POST.getlist("enrolments")),
    }
    return render(request, "jury/convene.html", context)


@require_POST
@once
def release(request, pk):
    case = get_object_or_404(Case.objects.prepared_by(request.user).with_dossier(), pk=pk)
    candidate, sitting = case.enrolment.person, case.sitting
    try:
        actions.release(case, by=request.user)
    except Refusal as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(
            request, _("%(name)s is no longer before this sitting.") % {"name": candidate}
        )
    return redirect(sitting)


@require_POST
@once
def refresh(request, pk):
    sitting = _seen(request, pk)
    try:
        changed = actions.take_up_proposals(sitting, by=request.user)
    except Refusal as refusal:
        messages.info(request, str(refusal))
    else:
        messages.success(
            request,
            ngettext(
                "%(count)d case starts again from the newest proposals.",
                "%(count)d cases start again from the newest proposals.",
                len(changed),
            )
            % {"count": len(changed)},
        )
    return redirect(sitting)


@require_POST
@once
def presence(request, pk):
    return _move_member(request, pk, actions.mark_present, _("%(name)s is marked present."))


@require_POST
@once
def leave(request, pk):
    return _move_member(request, pk, actions.mark_left, _("%(name)s is marked as gone."))


@require_POST
@once
def open_sitting(request, pk):
    sitting = get_object_or_404(Sitting.objects.presided_by(request.user).with_edition(), pk=pk)
    try:
        actions.open_sitting(sitting, by=request.user)
    except Refusal as refusal:
        messages.error(request, " ".join([str(refusal), *refusal.details]))
    else:
        messages.success(request, _("The sitting is open: the jury may decide."))
    return redirect(sitting)


@require_http_methods(["GET", "HEAD", "POST"])
@once
def follow_all(request, pk):
    sitting = get_object_or_404(Sitting.objects.attended_by(request.user).with_edition(), pk=pk)
    if request.method == "POST":
        try:
            count = actions.follow_all(
                sitting, by=request.user, seen=request.POST.get("seen") or None
            )
        except Refusal as refusal:
            messages.error(request, str(refusal))
        else:
            messages.success(
                request,
                ngettext(
                    "%(count)d case is decided as proposed.",
                    "%(count)d cases are decided as proposed.",
                    count,
                )
                % {"count": count},
            )
            return redirect(sitting)
    clear = clear_cases(sitting, request.user)
    context = {"sitting": sitting, "clear": clear, "seen": list_fingerprint(clear)}
    return render(request, "jury/follow_all.html", context)


def _seen(request, pk):
    return get_object_or_404(Sitting.objects.seen_by(request.user).with_edition(), pk=pk)


def _move_member(request, pk, act, told):
    conducted = Sitting.objects.conducted_by(request.user).with_edition()
    sitting = get_object_or_404(conducted, pk=pk)
    form = AttendanceForm(request.POST, jury=sitting.jury)
    if not form.is_valid():
        raise Http404
    member = form.cleaned_data["member"]
    try:
        act(sitting, member, by=request.user)
    except Refusal as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, told % {"name": member})
    return redirect(sitting)
