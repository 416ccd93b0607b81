"""The addresses that the tests of base go through: ours, and a few of their own."""

from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import include, path

from acquis.base import files
from acquis.base.journal import record_line
from acquis.base.models import StoredFile
from acquis.base.once import once
from acquis.base.refusal import Refusal


@once
def create(request):
    """Creates something named; a refused name shows the page again."""
    name = request.POST.get("name", "")
    if not name:
        return HttpResponse("a name is missing", status=200)
    if name == "broken":
        raise RuntimeError
    line = record_line("orleans", "created", f"thing:{name}", by=request.user)
    if "htmx" in request.POST:
        return HttpResponse(status=204, headers={"HX-Redirect": f"/essai/{line.number}/"})
    return redirect(f"/essai/{line.number}/")


def receive(request):
    institution = request.user.roles.get().institution
    try:
        stored = files.receive(request.FILES["file"], by=request.user, institution=institution)
    except Refusal as refusal:
        return HttpResponse(str(refusal), status=409)
    return HttpResponse(str(stored.pk))


def serve(request, pk):
    return files.serve(get_object_or_404(StoredFile, pk=pk))


def forbidden(request):
    raise PermissionDenied


def private(request):
    return HttpResponse("private")


@login_not_required
def public(request):
    return HttpResponse("public")


urlpatterns = [
    path("essai/creer/", create),
    path("essai/recevoir/", receive),
    path("essai/fichier/<uuid:pk>/", serve),
    path("essai/interdit/", forbidden),
    path("essai/prive/", private),
    path("essai/public/", public),
    path("", include("acquis.urls")),
]
handler400 = "acquis.portal.errors.bad_request"
handler403 = "acquis.portal.errors.forbidden"
handler404 = "acquis.portal.errors.not_found"
handler500 = "acquis.portal.errors.broken"
