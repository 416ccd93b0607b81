from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from acquis.base.once import once
from acquis.base.refusal import Refusal
from acquis.enrolment.models import Enrolment

from .. import actions, rules
from ..forms import OrderForm, RestoreForm
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
    closed = portfolio.closed_because(begun_at=request.begun_at)
    deposits = list(portfolio.deposits.defer("content"))
    standing = [each for each in deposits if each.is_standing and each.session == portfolio.session]
    context = {
        "portfolio": portfolio,
        "overview": overview,
        "names": rules.names(portfolio.edition.programme),
        "deposit": next(iter(standing), None),
        "closed": closed,
        "removed": () if closed else portfolio.situations.removed().in_order(),
        "has_attempts": bool(deposits),
    }
    return render(request, "eportfolio/portfolio.html", context)


@require_POST
@once
def order(request, pk):
    """Put one situation earlier or later."""
    portfolio = mine(request, pk)
    form = OrderForm(request.POST, portfolio=portfolio)
    if not form.is_valid():
        messages.error(request, _("Nothing was moved: this situation is not here any more."))
        return redirect(portfolio)
    situation, ranks = form.move
    try:
        actions.shift_situation(situation, ranks, begun_at=request.begun_at, by=request.user)
    except Refusal as refusal:
        messages.error(request, str(refusal))
    return redirect(f"{portfolio.get_absolute_url()}#situations")


@require_POST
@once
def restore(request, pk):
    """Put back a situation that was removed."""
    portfolio = mine(request, pk)
    form = RestoreForm(request.POST, portfolio=portfolio)
    if not form.is_valid():
        messages.error(request, _("Nothing was restored: this situation is not removed any more."))
        return redirect(portfolio)
    situation = form.cleaned_data["situation"]
    try:
        actions.restore_situation(situation, begun_at=request.begun_at, by=request.user)
    except Refusal as refusal:
        messages.error(request, str(refusal))
        return redirect(portfolio)
    messages.success(request, _("“%(title)s” is restored.") % {"title": situation.title})
    return redirect(situation)


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
