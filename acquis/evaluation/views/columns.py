"""What the list of deposited dossiers may show. No proposal is opened here."""

from operator import attrgetter

from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from acquis.base.lists.columns import Column, Kind
from acquis.enrolment.views import columns as of_enrolment


def deposits(panel):
    at, path = attrgetter("portfolio.enrolment"), "portfolio__enrolment"

    def url(deposit):
        return reverse("evaluation:assign", args=[deposit.pk])

    candidate, *names = of_enrolment.person(url, at, f"{path}__person", has_email=False)
    return [
        candidate,
        *names,
        Column(
            "number", pgettext_lazy("column", "Number"), attrgetter("number"), order=("number",)
        ),
        of_enrolment.category(panel.edition, at, f"{path}__category", is_shown=False),
        Column(
            "deposited_at",
            _("Deposited on"),
            attrgetter("deposited_at"),
            kind=Kind.MOMENT,
            order=("deposited_at",),
        ),
        Column(
            "evaluators",
            _("Evaluators"),
            lambda row: ", ".join(str(each.evaluator) for each in row.current),
            fragment="evaluation/_readers.html",
            state=lambda row: row.given < panel.wanted,
        ),
        Column(
            "given",
            pgettext_lazy("column", "How many evaluators"),
            attrgetter("given"),
            kind=Kind.NUMBER,
            order=("given",),
            is_shown=False,
        ),
        Column(
            "answered",
            pgettext_lazy("column", "Proposals sent"),
            attrgetter("answered"),
            kind=Kind.NUMBER,
            order=("answered",),
            is_shown=False,
        ),
    ]
