"""Whoever runs, evaluates or decides shows a second factor, whatever page they ask for."""

from allauth.account.authentication import get_authentication_records
from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings
from django.contrib import messages
from django.shortcuts import redirect
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django_htmx.http import HttpResponseClientRedirect

from acquis.base.scope import roles_of
from acquis.jury.models import Member

# One's own account, where the second factor is set up; the language; the looks of the page.
OPEN = ("/compte/", "/langue/", "/apparence/", "/sante/")


def demanded(get_response):
    """Costs nothing to whoever has shown one in this session, and a query to a candidate."""

    def answer(request):
        if not settings.SECOND_FACTOR_DEMANDED or not _is_missing(request):
            return get_response(request)
        if is_mfa_enabled(request.user):
            here = request.get_full_path() if request.method == "GET" else "/"
            return _sent_to(request, "mfa_reauthenticate", query=urlencode({"next": here}))
        messages.warning(
            request,
            _(
                "Your role lets you read and decide what belongs to others: first protect your "
                "account with a second factor."
            ),
        )
        return _sent_to(request, "mfa_index")

    return answer


def _is_missing(request):
    person = request.user
    if not person.is_authenticated or request.path.startswith(OPEN):
        return False
    if any(each.get("method") == "mfa" for each in get_authentication_records(request, person)):
        return False
    return bool(roles_of(person)) or Member.objects.filter(person=person).exists()


def _sent_to(request, name, query=""):
    response = redirect(name)
    if query:
        response["Location"] += f"?{query}"
    return HttpResponseClientRedirect(response["Location"]) if request.htmx else response
