from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST, require_safe

from acquis.enrolment.models import Enrolment
from acquis.eportfolio.models import Deposit, Portfolio, Situation


@require_POST
def start(request, enrolment):
    enrolment = get_object_or_404(Enrolment.objects.owned_by(request.user), pk=enrolment)
    return redirect(enrolment)


@require_safe
def portfolio(request, pk):
    mine = get_object_or_404(Portfolio.objects.owned_by(request.user), pk=pk)
    return render(request, "eportfolio/portfolio.html", {"portfolio": mine})


@require_safe
def situation(request, pk):
    mine = get_object_or_404(Situation.objects.owned_by(request.user), pk=pk)
    return render(request, "eportfolio/portfolio.html", {"portfolio": mine.portfolio})


@require_safe
def receipt(request, pk):
    mine = get_object_or_404(Deposit.objects.owned_by(request.user), pk=pk)
    return render(request, "eportfolio/portfolio.html", {"portfolio": mine.portfolio})
