"""The evaluator's doors."""

from django.contrib import messages
from django.db import transaction
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from acquis.base import files, readings
from acquis.base.models import StoredFile
from acquis.base.once import once
from acquis.base.refusal import Refusal
from acquis.base.scope import EVALUATOR, has_role

from .. import actions
from ..dossier import Dossier
from ..forms import ReasonForm
from ..models import Assignment


@require_safe
def mine(request):
    if not has_role(request.user, EVALUATOR):
        raise Http404
    assignments = list(Assignment.objects.read_by(request.user).as_list())
    waiting = [assignment for assignment in assignments if assignment.is_open]
    return render(
        request,
        "evaluation/mine.html",
        {
            "waiting": waiting,
            "sent": [assignment for assignment in assignments if not assignment.is_open],
            "total": len(assignments),
            "next": waiting[0] if waiting else None,
        },
    )


@require_safe
def dossier(request, pk):
    assignment = get_object_or_404(_readable(request), pk=pk)
    _tell(request, assignment)
    return _page(request, Dossier(assignment))


@require_POST
@transaction.atomic
def save_item(request, pk, code):
    dossier = Dossier(get_object_or_404(_writable(request), pk=pk))
    line = dossier.lines.get(code)
    if line is None:
        raise Http404
    is_saved = dossier.save(request.POST, only=code)
    if request.htmx:
        return render(request, "evaluation/_saved.html", {"dossier": dossier, "line": line})
    if not is_saved:
        return _page(request, dossier)
    return redirect(f"{dossier.assignment.get_absolute_url()}#{line.anchor}")


@require_POST
@transaction.atomic
def save_grid(request, pk):
    dossier = Dossier(get_object_or_404(_writable(request), pk=pk))
    is_saved = dossier.save(request.POST)
    if request.htmx:
        return render(request, "evaluation/_saved.html", {"dossier": dossier, "line": None})
    if not is_saved:
        return _page(request, dossier)
    messages.success(request, _("Everything is saved. Nobody sees it before you send it."))
    return redirect(dossier.assignment)


@require_POST
@once
@transaction.atomic
def send(request, pk):
    dossier = Dossier(get_object_or_404(_writable(request), pk=pk))
    if not dossier.save(request.POST):
        return _page(request, dossier)
    try:
        actions.send(dossier.assignment, by=request.user)
    except Refusal as refusal:
        return _page(request, dossier, refusal=refusal)
    messages.success(request, _("Your proposal is sent: it awaits the jury."))
    return redirect("evaluation:mine")


@require_http_methods(["GET", "HEAD", "POST"])
def recuse(request, pk):
    assignment = get_object_or_404(_readable(request), pk=pk)
    form = ReasonForm(request.POST or None)
    if form.is_valid():
        try:
            actions.recuse(assignment, by=request.user, reason=form.cleaned_data["reason"])
        except Refusal as refusal:
            messages.error(request, str(refusal))
        else:
            messages.success(
                request, _("You have declined this dossier. The office gives it to somebody else.")
            )
            return redirect("evaluation:mine")
    return render(request, "evaluation/recuse.html", {"assignment": assignment, "form": form})


@require_safe
def evidence_file(request, pk, file):
    mine = Assignment.objects.read_by(request.user)
    assignment = get_object_or_404(mine.select_related("deposit__portfolio__enrolment"), pk=pk)
    found = get_object_or_404(StoredFile, pk=file, deposits=assignment.deposit_id)
    _tell(request, assignment)
    return files.serve(found)


def _tell(request, assignment):
    enrolment = assignment.deposit.portfolio.enrolment
    readings.tell(enrolment, readings.Part.DOSSIER, by=request.user)


def _readable(request):
    return Assignment.objects.read_by(request.user).with_dossier()


def _writable(request):
    return Assignment.objects.read_by(request.user).for_writing()


def _page(request, dossier, refusal=None):
    if refusal:
        messages.error(request, str(refusal))
    elif dossier.refused:
        messages.error(request, _("Not everything could be saved: each line in question says why."))
    others = Assignment.objects.read_by(request.user).awaited().in_order()
    return render(
        request,
        "evaluation/dossier.html",
        {
            "dossier": dossier,
            "assignment": dossier.assignment,
            "deposit": dossier.assignment.deposit,
            "others": list(others.exclude(pk=dossier.assignment.pk).values_list("pk", flat=True)),
            "is_refused": refusal is not None,
        },
    )
