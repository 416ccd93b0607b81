from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.db import connection
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST, require_safe

from acquis.accounts.models import Person
from acquis.catalogue.models import Edition

from . import boards


@require_safe
@login_not_required
def home(request):
    """The first page: the open certifications for a visitor, one's own work for a person."""
    if not request.user.is_authenticated:
        editions = Edition.objects.public().select_related("institution", "programme_version")
        return render(request, "portal/welcome.html", {"editions": editions.order_by("-year")})
    return render(
        request,
        "portal/home.html",
        {
            "steps": boards.candidate_steps(request.user),
            "tasks": boards.tasks(request.user),
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


@login_not_required
def bad_request(request, exception=None):
    return render(request, "base/error.html", {"status": 400}, status=400)


@login_not_required
def not_found(request, exception=None):
    return render(request, "base/error.html", {"status": 404}, status=404)


@login_not_required
def broken(request):
    return render(request, "base/error.html", {"status": 500}, status=500)
