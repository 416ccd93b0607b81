"""The cashier's doors: who owes what, and each line recorded."""

from itertools import accumulate

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from acquis.base import readings
from acquis.base.lists.sheet import Sheet
from acquis.base.once import once
from acquis.base.refusal import Refusal
from acquis.base.scope import CASHIER, OFFICE, has_role
from acquis.enrolment import actions, rules, sentences
from acquis.enrolment.forms import CashFilter, EndExemptionForm, ExemptForm, PayForm, RefundForm
from acquis.enrolment.models import Enrolment, LedgerLine

from . import acts, columns
from .lists import chosen_edition, editions_of


@require_http_methods(["GET", "HEAD", "POST"])
@once
def cash(request):
    """Who owes what in one year; what is asked of the list comes to the same address."""
    if not has_role(request.user, CASHIER, OFFICE):
        raise Http404
    editions = editions_of(request.user, CASHIER, OFFICE)
    edition = chosen_edition(editions, request.GET.get("edition"))
    if edition is None:
        return render(request, "enrolment/cash.html", {"page": []})
    form = CashFilter(request.GET, editions=editions, edition=edition)
    asked = form.asked()
    ours = Enrolment.objects.charged_by(request.user).filter(edition=edition)
    with_account = ours.with_account()
    listed = with_account.search(asked.get("q", ""))
    show = asked.get("show") or "owing"
    if show != "all":
        listed = {"owing": listed.owing, "surplus": listed.overpaid, "settled": listed.settled}[
            show
        ]()
    sheet = Sheet(
        request,
        "cash",
        _("Fees: %(edition)s") % {"edition": edition},
        rows=listed.select_related("person"),
        within=with_account.with_edition(),
        columns=columns.cash(edition),
        order=("person__birth_name", "person__pk", "pk"),
        institutions=[edition.institution.slug],
        acts=acts.cash(),
    )
    context = {
        "edition": edition,
        "form": form,
        "account": rules.account_of(LedgerLine.objects.filter(enrolment__in=ours).totals()),
        "is_asked": bool(asked.get("q") or asked.get("show")),
    }
    return sheet.answer("enrolment/cash.html", context)


@require_safe
def cash_enrolment(request, pk):
    enrolment = _charged(request, pk)
    readings.tell(enrolment, readings.Part.ACCOUNT, by=request.user)
    return _page(request, enrolment)


@require_POST
@once
def pay(request, pk):
    return _act(request, pk, "pay_form", PayForm(request.POST), actions.pay)


@require_POST
@once
def exempt(request, pk):
    return _act(request, pk, "exempt_form", ExemptForm(request.POST, request.FILES), actions.exempt)


@require_POST
@once
def refund(request, pk):
    return _act(request, pk, "refund_form", RefundForm(request.POST), actions.refund)


@require_POST
@once
def end_exemption(request, pk):
    return _act(request, pk, "end_form", EndExemptionForm(request.POST), actions.end_exemption)


def _act(request, pk, name, form, act):
    enrolment = _charged(request, pk)
    if not form.is_valid():
        return _page(request, enrolment, **{name: form})
    typed = dict(form.cleaned_data)
    try:
        act(enrolment, by=request.user, cents=typed.pop("amount"), **typed)
    except Refusal as refusal:
        return _page(request, _charged(request, pk), refusal=refusal, **{name: form})
    messages.success(request, _("The line is recorded."))
    return redirect(enrolment.cash_url)


def _charged(request, pk):
    return get_object_or_404(Enrolment.objects.charged_by(request.user).with_edition(), pk=pk)


def _page(request, enrolment, *, refusal=None, **forms):
    """The ledger of one enrolment, and the lines that may still be added to it."""
    lines = list(enrolment.ledger.select_related("by").order_by("number"))
    account = enrolment.account()
    context = {
        "enrolment": enrolment,
        "category": enrolment.category_plan,
        "fee": sentences.frozen_fee(enrolment),
        "lines": list(zip(lines, accumulate(line.effect_cents for line in lines), strict=True)),
        "account": account,
        "surplus_cents": rules.surplus(account, enrolment.fee_now_cents),
        "refusal": refusal,
        "pay_form": PayForm(initial={"amount": _typed(account.balance)}),
        "exempt_form": ExemptForm(initial={"amount": _typed(account.balance)}),
        "refund_form": RefundForm(),
        "end_form": EndExemptionForm(initial={"amount": _typed(account.exempt)}),
    }
    return render(request, "enrolment/cash_enrolment.html", context | forms)


def _typed(cents):
    """Cents as a person types them, to fill a field."""
    return f"{cents // 100},{cents % 100:02}"
