"""The desk where certificates are collected."""

import re

from django.contrib import messages
from django.db.models import Q
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from acquis.accounts.models import has_in_name
from acquis.base.lists.sheet import Sheet
from acquis.base.once import once
from acquis.base.refusal import Refusal
from acquis.base.scope import CERTIFICATE_DESK, OFFICE, has_role, institutions_of
from acquis.catalogue.models import with_edition

from .. import actions
from ..forms import DeskForm, DuplicateForm, HandOverForm
from ..models import Document, DocumentState
from . import acts, columns


@require_http_methods(["GET", "HEAD", "POST"])
@once
def desk(request):
    """The certificates to hand over, oldest first, and those that have left. What is asked of the
    list comes to the same address."""
    if not has_role(request.user, CERTIFICATE_DESK, OFFICE):
        raise Http404
    is_office = has_role(request.user, OFFICE)
    form = DeskForm(request.GET, is_office=is_office)
    asked = form.cleaned_data if form.is_valid() else {}
    person, show = request.user, asked.get("show") or DeskForm.WAITING
    found = _shown(request, show).filter(_matching(asked.get("q", "")))
    mine = Document.objects.handed_by(person) | Document.objects.managed_by(person)
    sheet = Sheet(
        request,
        "certificates",
        _("Certificates"),
        rows=found.with_facts(),
        within=with_edition(mine.with_facts(), "result__enrolment__edition"),
        columns=columns.certificates(),
        order=("issued_at", "register", "number", "pk"),
        institutions=institutions_of(person, CERTIFICATE_DESK, OFFICE),
        acts=[acts.collecting()] if show == DeskForm.WAITING else [],
        here=(),
        doors="outcomes/_doors.html",
    )
    context = {"form": form, "show": show, "q": asked.get("q", ""), "is_office": is_office}
    return sheet.answer("outcomes/desk.html", context)


def _shown(request, show):
    certificates = Document.objects.handed_by(request.user)
    if show == DeskForm.HANDED:
        return certificates.filter(hand_over__isnull=False)
    if show == DeskForm.ENDED:
        return certificates.exclude(state=DocumentState.VALID)
    if show == DeskForm.ATTESTATIONS:
        attestations = [Document.Kind.SUCCESS, Document.Kind.PARTIAL]
        return Document.objects.managed_by(request.user).filter(kind__in=attestations)
    return certificates.uncollected()


def _matching(text):
    """Each word is in one of the names, or is the number, alone or with its register."""
    wanted = Q()
    for word in text.split():
        either = has_in_name(word)
        if number := re.fullmatch(r"(?:(\S+)-)?0*(\d{1,9})", word):
            register, digits = number.groups()
            numbered = Q(number=int(digits))
            either |= numbered & Q(register__name__iexact=register) if register else numbered
        wanted &= either
    return wanted


@once
@require_http_methods(["GET", "HEAD", "POST"])
def hand_over(request, pk):
    """Record how a certificate leaves the desk."""
    document = get_object_or_404(_at_desk(request), pk=pk)
    collection = document.result.enrolment.edition.plan.collection
    form = HandOverForm(_sent(request), collection=collection)
    if form.is_valid():
        try:
            actions.hand_over(document, by=request.user, **form.cleaned_data)
        except Refusal as refusal:
            messages.error(request, str(refusal))
        else:
            messages.success(request, _("%(number)s is handed over.") % {"number": str(document)})
            return redirect("outcomes:desk")
    return render(request, "outcomes/hand_over.html", {"document": document, "form": form})


@once
@require_http_methods(["GET", "HEAD", "POST"])
def duplicate(request, pk):
    """Issue a duplicate of a certificate lost, stolen or destroyed."""
    document = get_object_or_404(_at_desk(request), pk=pk)
    form = DuplicateForm(_sent(request))
    if form.is_valid():
        try:
            made = actions.issue_duplicate(document, by=request.user, **form.cleaned_data)
        except Refusal as refusal:
            messages.error(request, str(refusal))
        else:
            numbers = {"number": str(made), "original": str(document)}
            messages.success(
                request, _("The duplicate %(number)s replaces %(original)s.") % numbers
            )
            return redirect("outcomes:desk")
    return render(request, "outcomes/duplicate.html", {"document": document, "form": form})


def _sent(request):
    return request.POST if request.method == "POST" else None


def _at_desk(request):
    documents = Document.objects.handed_by(request.user).select_related(
        "register", "institution", "person", "hand_over__by"
    )
    return with_edition(documents, "result__enrolment__edition")
