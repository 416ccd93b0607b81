"""The accessibility statement, the grid that it is made of, and the map of the site."""

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.shortcuts import render
from django.views.decorators.http import require_safe

from acquis.base import clock
from acquis.catalogue.models import Edition

from .accessibility import Result, grid

# Those who answer for the certification, or for its forms.
ANSWERING = ("referent", "office")


@require_safe
@login_not_required
def statement(request):
    found = grid()
    context = {
        "grid": found,
        "conformity": found.conformity(clock.today()),
        "failing": found.with_result(Result.NOT_CONFORMING),
        "not_tested": found.with_result(Result.NOT_TESTED),
        "homes": whom_to_tell(),
        "mailbox": settings.ACCESSIBILITY_MAIL,
        "origin": settings.ORIGIN,
    }
    return render(request, "portal/accessibility.html", context)


@require_safe
@login_not_required
def full_grid(request):
    return render(request, "portal/accessibility_grid.html", {"grid": grid()})


@require_safe
@login_not_required
def site_map(request):
    editions = Edition.objects.public().with_programme()
    editions = editions.order_by("institution__name", "programme_code", "-year")
    return render(request, "portal/site_map.html", {"editions": editions})


def whom_to_tell():
    """Each institution with a public year, and who answers there. Causes one query."""
    homes = {}
    editions = Edition.objects.public().with_programme()
    for edition in editions.order_by("institution__name", "programme_code", "-year"):
        contacts = homes.setdefault(edition.institution, {})
        for contact in edition.plan.contacts:
            if contact.mailbox and contact.desk in ANSWERING:
                contacts.setdefault(contact.mailbox, contact)
    return {home: list(contacts.values()) for home, contacts in homes.items()}
