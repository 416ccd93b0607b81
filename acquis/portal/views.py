from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.db import connection
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST, require_safe

from acquis.accounts.models import Look, Person

from . import boards, entrance, journeys, looks, tasks


@require_safe
@login_not_required
def home(request):
    """The first page: the open certifications for a visitor, one's own work for a person."""
    if not request.user.is_authenticated:
        return render(request, "portal/welcome.html", {"entrances": entrance.entrances()})
    return render(
        request,
        "portal/home.html",
        {
            "late": entrance.late_openings(request.user),
            "journeys": journeys.journeys_of(request.user),
            "desks": tasks.desks_of(request.user),
            "boards": boards.office_boards(request.user),
        },
    )


@require_POST
@login_not_required
def language(request):
    """Keep the language chosen: in a cookie, and with the account for the letters to come."""
    to = request.POST.get("next", "/")
    if not url_has_allowed_host_and_scheme(to, allowed_hosts={request.get_host()}):
        to = "/"
    response = redirect(to)
    chosen = request.POST.get("language")
    if chosen in dict(settings.LANGUAGES):
        response.set_cookie(
            settings.LANGUAGE_COOKIE_NAME,
            chosen,
            max_age=365 * 24 * 3600,
            samesite="Lax",
            secure=settings.HTTPS,
            httponly=True,
        )
        if request.user.is_authenticated:
            Person.objects.filter(pk=request.user.pk).update(language=chosen)
    return response


@require_safe
@login_not_required
def health(request):
    """For a load balancer: the process answers and reaches its database."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    return HttpResponse("ok\n", content_type="text/plain")


@require_safe
@login_not_required
def look(request, institution):
    """The colours of an institution. Their fingerprint stands after the address: a look that
    changes has another one, so that this answer can be kept for ever."""
    found = get_object_or_404(Look.objects.defer("logo"), institution__slug=institution)
    return _kept(HttpResponse(looks.stylesheet(found), content_type="text/css; charset=utf-8"))


@require_safe
@login_not_required
def logo(request, institution):
    found = get_object_or_404(Look.objects.exclude(logo_type=""), institution__slug=institution)
    response = HttpResponse(bytes(found.logo), content_type=found.logo_type)
    response.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return _kept(response)


def _kept(response):
    response.headers["Cache-Control"] = "public, max-age=31536000, immutable"
    return response
