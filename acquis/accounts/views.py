"""Where a person is signed in, and how they sign out elsewhere."""

from allauth.usersessions.internal.flows.sessions import end_sessions
from allauth.usersessions.models import UserSession
from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from .devices import described


@require_safe
def devices(request):
    """Every browser in which the person is signed in, this one first."""
    rows = [
        {
            "session": each,
            "what": described(each.user_agent) or _("unknown browser"),
            "is_here": each.is_current(),
        }
        for each in _alive(request)
    ]
    rows.sort(key=lambda row: not row["is_here"])
    return render(request, "accounts/devices.html", {"rows": rows})


@require_POST
def end_devices(request):
    """Sign out the one named, or all the others."""
    others = [each for each in _alive(request) if not each.is_current()]
    named = request.POST.get("session")
    ended = [each for each in others if not named or str(each.pk) == named]
    end_sessions(request, ended)
    if ended:
        words = ngettext(
            "%(count)s device is signed out.", "%(count)s devices are signed out.", len(ended)
        )
        messages.success(request, words % {"count": len(ended)})
    else:
        messages.info(request, _("Nothing to sign out: this device is the only one."))
    return redirect("accounts:devices")


def _alive(request):
    rows = UserSession.objects.filter(user=request.user).order_by("-created_at", "pk")
    return [each for each in rows if each.exists()]
