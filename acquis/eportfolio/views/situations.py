from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from acquis.base.once import once
from acquis.base.refusal import Refusal

from .. import actions, rules
from ..forms import ClaimsForm, DescriptionsForm, FilesForm, LinkForm, SituationForm
from ..models import Situation
from . import portfolios


def mine(request, pk):
    """The person's own situation, with what its pages read; anybody else's is not found."""
    owned = Situation.objects.owned_by(request.user).with_edition()
    return get_object_or_404(owned, pk=pk)


def page(request, situation, *, files=None, link=None, descriptions=None):
    """The page of a situation; a form that was refused keeps its place and its words."""
    evidence = list(situation.evidence.present().in_order().select_related("file"))
    programme = situation.portfolio.edition.programme
    names = rules.names(programme)
    order = list(names)
    context = {
        "situation": situation,
        "portfolio": situation.portfolio,
        "closed": situation.portfolio.closed_because(begun_at=request.begun_at),
        "evidence": descriptions or DescriptionsForm(evidence=evidence),
        "files": files or FilesForm(),
        "link": link or LinkForm(),
        "has_claims": bool(rules.claimable(programme)),
        "claims": sorted(situation.claims.all(), key=lambda claim: order.index(claim.item)),
        "names": names,
    }
    return render(request, "eportfolio/situation.html", context)


@require_safe
def situation(request, pk):
    return page(request, mine(request, pk))


@require_http_methods(["GET", "HEAD", "POST"])
@once
def new_situation(request, pk):
    portfolio = portfolios.mine(request, pk)
    form = SituationForm(_typed(request), programme=portfolio.edition.programme)
    if form.is_valid():
        try:
            situation = actions.add_situation(
                portfolio, form.facts, begun_at=request.begun_at, by=request.user
            )
        except Refusal as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("Situation added. Now add what shows it."))
            return redirect(situation)
    return _form_page(request, portfolio, form)


@require_http_methods(["GET", "HEAD", "POST"])
@once
def edit_situation(request, pk):
    situation = mine(request, pk)
    programme = situation.portfolio.edition.programme
    form = SituationForm(_typed(request), programme=programme, situation=situation)
    if form.is_valid():
        version = form.cleaned_data["version"]
        try:
            actions.rewrite_situation(
                situation, form.facts, version=version, begun_at=request.begun_at, by=request.user
            )
        except Refusal as refusal:
            form.add_error(None, str(refusal))
            form.catch_up(situation)
        else:
            messages.success(request, _("Situation saved."))
            return redirect(situation)
    return _form_page(request, situation.portfolio, form, situation)


@require_POST
def remove_situation(request, pk):
    situation = mine(request, pk)
    try:
        actions.remove_situation(situation, begun_at=request.begun_at, by=request.user)
    except Refusal as refusal:
        messages.error(request, str(refusal))
        return redirect(situation)
    messages.success(
        request,
        _("“%(title)s” is removed. You can restore it until you deposit.")
        % {"title": situation.title},
    )
    return redirect(situation.portfolio)


@require_http_methods(["GET", "HEAD", "POST"])
@once
def claims(request, pk):
    situation = mine(request, pk)
    blocks = situation.portfolio.overview().blocks
    if not blocks:
        raise Http404
    form = ClaimsForm(_typed(request), situation=situation, blocks=blocks)
    if form.is_valid():
        try:
            actions.claim(
                situation,
                form.claims(),
                among=list(form.items),
                version=form.cleaned_data["version"],
                begun_at=request.begun_at,
                by=request.user,
            )
        except Refusal as refusal:
            form.add_error(None, str(refusal))
            form.catch_up(situation)
        else:
            messages.success(request, _("Saved."))
            return redirect(situation)
    context = {
        "situation": situation,
        "portfolio": situation.portfolio,
        "form": form,
        "closed": situation.portfolio.closed_because(begun_at=request.begun_at),
    }
    return render(request, "eportfolio/claims.html", context)


def _typed(request):
    return request.POST if request.method == "POST" else None


def _form_page(request, portfolio, form, situation=None):
    context = {
        "portfolio": portfolio,
        "programme": portfolio.edition.programme,
        "situation": situation,
        "form": form,
        "closed": portfolio.closed_because(begun_at=request.begun_at),
    }
    return render(request, "eportfolio/situation_form.html", context)
