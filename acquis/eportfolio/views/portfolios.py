from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from acquis.base.once import once
from acquis.base.refusal import Refusal
from acquis.enrolment.models import Enrolment

from .. import actions, rules
from ..models import Portfolio


def mine(request, pk):
    """The person's own portfolio, with what its pages read; anybody else's is not found."""
    return get_object_or_404(Portfolio.objects.owned_by(request.user).with_edition(), pk=pk)


@require_POST
@once
def start(request, enrolment):
    enrolment = get_object_or_404(Enrolment.objects.owned_by(request.user), pk=enrolment)
    try:
        portfolio = actions.start(enrolment, by=request.user)
    except Refusal as refusal:
        messages.error(request, str(refusal))
        return redirect(enrolment)
    messages.success(request, _("Your portfolio is open."))
    return redirect(portfolio)


@require_safe
def portfolio(request, pk):
    portfolio = mine(request, pk)
    overview = portfolio.overview()
    context = {
        "portfolio": portfolio,
        "overview": overview,
        "names": rules.names(portfolio.edition.programme),
        "deposit": portfolio.standing_deposit(),
        "closed": portfolio.closed_because(begun_at=request.begun_at),
        "has_attempts": portfolio.deposits.exists(),
    }
    return render(request, "eportfolio/portfolio.html", context)


@require_safe
def attempts(request, pk):
    portfolio = mine(request, pk)
    deposits = list(portfolio.deposits.order_by("session", "deposited_at"))
    standing = [each for each in deposits if each.is_standing]
    names = rules.names(portfolio.edition.programme)
    comparisons = [
        {
            "before": before,
            "after": after,
            "changes": rules.changes(before.content, after.content, names),
        }
        for before, after in zip(standing, standing[1:], strict=False)
    ]
    context = {
        "portfolio": portfolio,
        "deposits": deposits,
        "comparisons": comparisons,
        "names": names,
    }
    return render(request, "eportfolio/attempts.html", context)
