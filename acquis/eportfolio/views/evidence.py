from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from acquis.base import files
from acquis.base.once import once
from acquis.base.refusal import Refusal

from .. import actions
from ..forms import DescriptionsForm, FilesForm, LinkForm
from ..models import Evidence
from . import situations

# A refused form is shown at its own address: somebody who reads that address again is led back.
READ_OR_SEND = ["GET", "HEAD", "POST"]


def mine(request, pk):
    owned = Evidence.objects.owned_by(request.user).with_edition()
    return get_object_or_404(owned, pk=pk)


@require_http_methods(READ_OR_SEND)
def add_files(request, pk):
    """Without `once`, which would hold a transaction while the bytes are written: the action
    itself adds a file once."""
    situation = situations.mine(request, pk)
    if request.method != "POST":
        return redirect(situation)
    form = FilesForm(request.POST, request.FILES)
    if not form.is_valid():
        return situations.page(request, situation, files=form)
    try:
        added = actions.add_files(
            situation, form.uploads(), begun_at=request.begun_at, by=request.user
        )
    except Refusal as refusal:
        form.add_error(None, str(refusal))
        return situations.page(request, situation, files=form)
    return _tell(request, situation, form, added)


def _tell(request, situation, form, added):
    count = len(added.evidence)
    if not count:
        form.add_error("files", [str(refusal) for refusal in added.refusals])
        return situations.page(request, situation, files=form)
    told = ngettext("%(count)s file added.", "%(count)s files added.", count)
    messages.success(request, told % {"count": count})
    for refusal in added.refusals:
        messages.error(request, str(refusal))
    return redirect(situation)


@require_http_methods(READ_OR_SEND)
@once
def add_link(request, pk):
    situation = situations.mine(request, pk)
    if request.method != "POST":
        return redirect(situation)
    form = LinkForm(request.POST)
    if form.is_valid():
        try:
            actions.add_link(
                situation, **form.cleaned_data, begun_at=request.begun_at, by=request.user
            )
        except Refusal as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("Link added."))
            return redirect(situation)
    return situations.page(request, situation, link=form)


@require_http_methods(READ_OR_SEND)
def describe(request, pk):
    situation = situations.mine(request, pk)
    if request.method != "POST":
        return redirect(situation)
    evidence = list(situation.evidence.present().in_order().select_related("file"))
    form = DescriptionsForm(request.POST, evidence=evidence)
    if form.is_valid():
        try:
            actions.describe(
                situation, form.descriptions(), begun_at=request.begun_at, by=request.user
            )
        except Refusal as refusal:
            form.add_error(None, str(refusal))
            form.catch_up()
        else:
            messages.success(request, _("Descriptions saved."))
            return redirect(situation)
    return situations.page(request, situation, descriptions=form)


@require_POST
def remove_evidence(request, pk):
    evidence = mine(request, pk)
    try:
        actions.remove_evidence(evidence, begun_at=request.begun_at, by=request.user)
    except Refusal as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("“%(evidence)s” is removed.") % {"evidence": evidence})
    return redirect(evidence.situation)


@require_safe
def evidence_file(request, pk):
    evidence = mine(request, pk)
    if not evidence.file:
        raise Http404
    return files.serve(evidence.file)
