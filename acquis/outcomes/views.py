from django.contrib.auth.decorators import login_not_required
from django.http import Http404
from django.shortcuts import render
from django.views.decorators.http import require_GET


@require_GET
def mine(request):
    return render(request, "outcomes/mine.html")


@login_not_required
def verify_form(request):
    return render(request, "outcomes/mine.html")


def _not_yet(request, pk=None, code=""):
    raise Http404


document_pdf = duplicate = revoke = publications = publish = certificates = issue = _not_yet
desk = hand_over = verify = check_file = _not_yet
