"""The list behind a figure of the board: exactly the rows that it counted."""

from collections.abc import Callable
from dataclasses import dataclass

from django.http import Http404
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from acquis.accounts.models import has_words
from acquis.base.lists.columns import Column, Kind
from acquis.base.lists.sheet import Sheet, searched
from acquis.base.once import once
from acquis.base.scope import OFFICE, reach
from acquis.catalogue.models import Edition, with_edition
from acquis.enrolment.views import acts as of_enrolments
from acquis.enrolment.views import columns as of_enrolment
from acquis.outcomes.views import acts as of_certificates

from . import boards


@dataclass(frozen=True)
class Listed:
    """A list: its title, its rows, where a row finds its enrolment and its day, and what is done
    to many of its rows."""

    title: object
    rows: Callable
    enrolment: str
    day: str
    url: Callable | None = None
    what: Callable | None = None
    needs: tuple = ()
    act: Callable | None = None

    def at(self, *path):
        """A lookup from a row to what its enrolment has."""
        return "__".join(filter(None, [self.enrolment, *path]))

    def enrolment_of(self, row):
        for name in filter(None, self.enrolment.split("__")):
            row = getattr(row, name)
        return row

    def columns(self, edition, person):
        """Nobody is led to their own: they are not at their desk."""

        def url(row):
            is_own = self.enrolment_of(row).person == person
            return self.url(row) if self.url and not is_own else ""

        what = Column("document", _("Document"), self.what) if self.what else None
        return [
            *of_enrolment.person(url, self.enrolment_of, self.at("person")),
            of_enrolment.category(edition, self.enrolment_of, self.at("category")),
            *filter(None, [what]),
            Column(
                "since",
                _("Since"),
                lambda row: getattr(row, self.day),
                kind=Kind.MOMENT,
                order=(self.day,),
            ),
        ]

    def found(self, edition, search):
        rows = self.rows(edition).select_related(self.at("person"), *self.needs)
        return rows.filter(has_words(search, self.at("person")))


LISTS = {
    "drafts": Listed(
        _("Late drafts"), boards.late_drafts, "", "saved_at", act=of_enrolments.drafts
    ),
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
        act=of_certificates.collecting,
    ),
}


@require_http_methods(["GET", "HEAD", "POST"])
@once
def figure(request, pk, name):
    """One list of one year, for the office that runs it."""
    ours = reach(request.user, OFFICE, institution="institution", programme="programme_code")
    edition = get_object_or_404(Edition.objects.filter(ours).with_programme(), pk=pk)
    if name not in LISTS:
        raise Http404
    chosen = LISTS[name]
    search = searched(request)
    everybody = chosen.found(edition, "").exclude(**{chosen.at("person"): request.user})
    sheet = Sheet(
        request,
        f"figure-{name}",
        f"{chosen.title}: {edition}",
        rows=chosen.found(edition, search),
        within=with_edition(everybody, chosen.at("edition")),
        columns=chosen.columns(edition, request.user),
        order=(chosen.day, "pk"),
        institutions=[edition.institution.slug],
        acts=[chosen.act()] if chosen.act else [],
        here=(),
    )
    context = {"edition": edition, "title": chosen.title, "name": name, "search": search}
    return sheet.answer("portal/figure.html", context)
