from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from acquis.base.refusal import Refusal

from .models import Edition


def _editions():
    return Edition.objects.select_related("institution", "programme_version")


@login_not_required
@require_safe
def list_editions(request):
    editions = _editions().public().order_by("-year", "programme_code", "institution__name")
    return render(request, "catalogue/list.html", {"editions": editions})


@login_not_required
@require_safe
def edition(request, institution, programme, year):
    edition = get_object_or_404(_editions().public().at(institution, programme, year))
    return render(request, "catalogue/edition.html", {"edition": edition})


@login_not_required
@require_safe
def framework(request, institution, programme, year):
    edition = get_object_or_404(_editions().public().at(institution, programme, year))
    return render(request, "catalogue/framework.html", {"edition": edition})


@require_safe
def staff(request):
    editions = _editions().run_by(request.user).order_by("-year", "programme_code")
    return render(request, "catalogue/staff.html", {"editions": editions})


@require_POST
def publish(request, institution, programme, year):
    edition = get_object_or_404(_editions().run_by(request.user).at(institution, programme, year))
    try:
        edition.publish(by=request.user)
    except Refusal as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("This edition is published: its page is open to everybody."))
    return redirect("catalogue:staff")


@require_POST
def close(request, institution, programme, year):
    edition = get_object_or_404(_editions().run_by(request.user).at(institution, programme, year))
    try:
        edition.close(by=request.user)
    except Refusal as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("This edition is closed."))
    return redirect("catalogue:staff")
