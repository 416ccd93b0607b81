from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from acquis.base.once import once
from acquis.base.refusal import Refusal

from .. import actions, documents
from ..forms import DepositForm
from ..models import Deposit
from . import portfolios


def mine(request, pk):
    return get_object_or_404(Deposit.objects.owned_by(request.user).with_edition(), pk=pk)


@require_http_methods(["GET", "HEAD", "POST"])
@once
def deposit(request, pk):
    portfolio = portfolios.mine(request, pk)
    form = DepositForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            made = actions.deposit(
                portfolio,
                statement=str(form.fields["statement"].label),
                begun_at=request.begun_at,
                by=request.user,
            )
        except Refusal as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(
                request, _("Deposited. Your receipt has been sent to you by e-mail too.")
            )
            return redirect(made)
    context = {
        "portfolio": portfolio,
        "programme": portfolio.edition.programme,
        "overview": portfolio.overview(),
        "refused": portfolio.undepositable_because(begun_at=request.begun_at),
        "form": form,
    }
    return render(request, "eportfolio/deposit.html", context)


@require_POST
def take_back(request, pk):
    portfolio = portfolios.mine(request, pk)
    try:
        actions.take_back(portfolio, begun_at=request.begun_at, by=request.user)
    except Refusal as refusal:
        messages.error(request, str(refusal))
    else:
        messages.warning(
            request, _("The deposit is taken back: nothing is deposited until you deposit again.")
        )
    return redirect(portfolio)


@require_safe
def receipt(request, pk):
    deposit = mine(request, pk)
    may_take_back = (
        deposit.is_standing
        and deposit.session == deposit.portfolio.session
        and not deposit.portfolio.irrevocable_because(begun_at=request.begun_at)
    )
    context = {"deposit": deposit, "may_take_back": may_take_back}
    return render(request, "eportfolio/receipt.html", context)


@require_safe
def receipt_pdf(request, pk):
    deposit = mine(request, pk)
    return HttpResponse(
        documents.receipt(deposit),
        content_type="application/pdf",
        headers={"Content-Disposition": f'attachment; filename="{deposit.number}.pdf"'},
    )
