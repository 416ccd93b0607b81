"""The list behind a figure of the board: exactly the rows that it counted."""

from collections.abc import Callable
from dataclasses import dataclass

from django.core.paginator import Paginator
from django.db.models import Q
from django.http import Http404
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from acquis.accounts.models import has_in_name
from acquis.base.scope import OFFICE, reach
from acquis.catalogue.models import Edition

from . import boards

A_PAGE = 50


@dataclass(frozen=True)
class Listed:
    """A list: its title, its rows, and where a row finds its enrolment and its day."""

    title: object
    rows: Callable
    enrolment: str
    day: str
    url: Callable | None = None
    what: Callable | None = None
    needs: tuple = ()

    def of(self, row, person):
        """What a line shows of a row. Nobody is led to their own: they are not at their desk."""
        enrolment = row
        for name in filter(None, self.enrolment.split("__")):
            enrolment = getattr(enrolment, name)
        return {
            "enrolment": enrolment,
            "day": getattr(row, self.day),
            "what": self.what(row) if self.what else "",
            "url": self.url(row) if self.url and enrolment.person != person else "",
        }


LISTS = {
    "drafts": Listed(_("Late drafts"), boards.late_drafts, "", "saved_at"),
    "proofs": Listed(
        _("Proofs to check"),
        boards.proofs_to_check,
        "enrolment",
        "joined_at",
        url=lambda proof: proof.enrolment.desk_url,
        what=lambda proof: proof.file.name,
        needs=("file",),
    ),
    "certified": Listed(
        _("Candidates certified"),
        boards.certified,
        "",
        "decided_at",
        url=lambda enrolment: enrolment.desk_url,
    ),
    "uncollected": Listed(
        _("Certificates not collected"),
        boards.uncollected,
        "result__enrolment",
        "issued_at",
        url=lambda paper: reverse("outcomes:hand_over", args=[paper.pk]),
        what=str,
        needs=("register",),
    ),
}


@require_safe
def figure(request, pk, name):
    """One list of one year, for the office that runs it."""
    ours = reach(request.user, OFFICE, institution="institution", programme="programme_code")
    edition = get_object_or_404(Edition.objects.filter(ours).with_programme(), pk=pk)
    if name not in LISTS:
        raise Http404
    chosen = LISTS[name]
    prefix = f"{chosen.enrolment}__" if chosen.enrolment else ""
    rows = chosen.rows(edition).order_by(chosen.day, "pk")
    rows = rows.select_related(f"{prefix}person", *chosen.needs)
    search = request.GET.get("q", "").strip()[:100]
    for word in search.split()[:6]:
        rows = rows.filter(
            has_in_name(word, f"{prefix}person") | Q(**{f"{prefix}person__email__icontains": word})
        )
    page = Paginator(rows, A_PAGE).get_page(request.GET.get("page"))
    context = {
        "edition": edition,
        "title": chosen.title,
        "name": name,
        "search": search,
        "page": page,
        "lines": [chosen.of(row, request.user) for row in page],
        "labels": {category.code: category.label for category in edition.plan.categories},
    }
    return render(request, "portal/figure.html", context)
