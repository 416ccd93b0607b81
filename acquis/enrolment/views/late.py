"""The office's doors for those who enrol late: what was opened for whom, another one, its end."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from acquis.base.lists.sheet import PER_PAGE
from acquis.base.once import once
from acquis.base.refusal import Refusal
from acquis.base.scope import OFFICE
from acquis.catalogue.models import EditionState
from acquis.enrolment import actions, sentences
from acquis.enrolment.forms import LateOpeningForm
from acquis.enrolment.models import LateOpening

from .lists import reached_editions


@require_http_methods(["GET", "HEAD", "POST"])
@once
def late_openings(request, pk):
    """What was opened late in one edition, and the form to open more."""
    edition = get_object_or_404(reached_editions(request.user, OFFICE), pk=pk)
    form = LateOpeningForm(request.POST or None, edition=edition)
    if not form.is_valid():
        return _page(request, edition, form)
    try:
        late = actions.open_late(edition, by=request.user, **form.cleaned_data)
    except Refusal as refusal:
        return _page(request, edition, form, refusal)
    messages.success(
        request,
        _("The late enrolment is open. A letter leaves for %(address)s.")
        % {"address": late.person.email},
    )
    return redirect("enrolment:late_openings", edition.pk)


@require_POST
def close_late_opening(request, pk):
    managed = LateOpening.objects.managed_by(request.user)
    late = get_object_or_404(managed.select_related("edition", "institution", "person"), pk=pk)
    try:
        actions.close_late(late, by=request.user)
    except Refusal as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("The late enrolment is ended. A letter tells the person."))
    return redirect("enrolment:late_openings", late.edition_id)


def _page(request, edition, form, refusal=None):
    given = edition.late_openings.managed_by(request.user)
    given = given.select_related("person", "given_by", "ended_by").order_by("-given_at", "-pk")
    context = {
        "edition": edition,
        "form": form,
        "refusal": refusal,
        "page": Paginator(given, PER_PAGE).get_page(request.GET.get("page")),
        "labels": {each.code: sentences.spoken(each.label) for each in edition.plan.categories},
        "may_open": edition.state == EditionState.PUBLISHED,
    }
    return render(request, "enrolment/late_openings.html", context)
