"""The doors to one's institution and back, and the page where one links and unlinks it."""

import logging
import secrets
from dataclasses import asdict
from datetime import datetime, timedelta

from allauth.account.decorators import reauthentication_required
from allauth.account.internal.flows.login import record_authentication
from allauth.account.utils import perform_login
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import HttpResponseRedirect
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from acquis.accounts.forms import IdentityForm
from acquis.accounts.models import Federated
from acquis.base import clock
from acquis.base.refusal import Refusal

from . import actions, cas, oidc
from .attributes import Identity
from .http import NotConfirmed, Unreachable
from .servers import named, offered, server_or_404
from .words import told

log = logging.getLogger("acquis")
PROTOCOLS = {"cas": cas, "oidc": oidc}
# What the session keeps: the ways out that may come back, and who came back from one.
ASKED, ARRIVED = "federation_asked", "federation_arrived"
AT_MOST, FOR = 5, timedelta(minutes=30)


@require_safe
@login_not_required
def leave(request, server):
    """To the server. Each way out comes back once, to this browser and no other."""
    server = server_or_404(server)
    state = secrets.token_urlsafe(24)
    back = f"{settings.ORIGIN}{reverse('federation:come_back', args=[server.code])}"
    try:
        address, remembered = PROTOCOLS[server.protocol].leave(server, back, state)
    except (NotConfirmed, Unreachable) as reason:
        log.warning("%s cannot be asked: %s", server.code, reason)
        return _sorry(request, _unreachable(server))
    kept = list(request.session.get(ASKED, {}).items())[1 - AT_MOST :]
    asked = {"server": server.code, "next": _local(request), "at": clock.now().isoformat()}
    request.session[ASKED] = {**dict(kept), state: {**asked, **remembered}}
    return HttpResponseRedirect(address)


@require_safe
@login_not_required
def come_back(request, server):
    """From the server: the account that it vouches for, or the page of a first time."""
    server = server_or_404(server)
    waiting = request.session.get(ASKED, {})
    asked = waiting.pop(request.GET.get("state", ""), None)
    request.session[ASKED] = waiting
    if asked is None or asked["server"] != server.code or _is_old(asked):
        return _sorry(request, _("This sign-in was begun elsewhere, or too long ago: start again."))
    try:
        identity = PROTOCOLS[server.protocol].arrive(server, asked, request.GET.dict())
    except NotConfirmed as reason:
        log.warning("%s did not confirm a sign-in: %s", server.code, reason)
        return _sorry(request, _not_confirmed(server))
    except Unreachable as reason:
        log.warning("%s cannot be asked: %s", server.code, reason)
        return _sorry(request, _unreachable(server))
    federated = actions.found(identity)
    if federated is None or request.user.is_authenticated:
        _remember(request, identity, asked["next"])
        return redirect("federation:welcome")
    actions.refresh(federated, identity)
    return _signed_in(request, federated.person, server.code, asked["next"])


@require_http_methods(["GET", "HEAD", "POST"])
@login_not_required
def welcome(request):
    """The first time: an account is made, or the one that exists is linked, by a button."""
    identity, then = _arrived(request)
    if identity is None:
        return _sorry(request, _("This sign-in was begun elsewhere, or too long ago: start again."))
    context = {
        "server": named(identity.server),
        "identity": identity,
        "told": told(identity.facts),
    }
    if request.user.is_authenticated:
        return render(request, "federation/link.html", context)
    context["is_taken"] = bool(identity.mail) and actions.is_taken(identity.mail)
    if not identity.mail or context["is_taken"]:
        return render(request, "federation/other_account.html", context)
    form = IdentityForm(request.POST or None, initial=asdict(identity))
    if request.method == "POST" and form.is_valid():
        try:
            language = request.LANGUAGE_CODE if request.LANGUAGE_CODE in ("fr", "en") else "fr"
            person = actions.make_account(identity, language=language, **form.cleaned_data)
        except Refusal as refusal:
            return _sorry(request, str(refusal))
        del request.session[ARRIVED]
        return _signed_in(request, person, identity.server, then)
    return render(request, "federation/welcome.html", {**context, "form": form})


@require_POST
@reauthentication_required
def link(request):
    """The act of who is signed in: this institution opens this account from now on."""
    identity, then = _arrived(request)
    if identity is None:
        return _sorry(request, _("This sign-in was begun elsewhere, or too long ago: start again."))
    del request.session[ARRIVED]
    try:
        actions.link(identity, by=request.user)
    except Refusal as refusal:
        return _sorry(request, str(refusal))
    sentence = _("From now on, you may also sign in with %(server)s.")
    messages.success(request, sentence % {"server": actions.name_of(identity.server)})
    return redirect(then or "federation:mine")


@require_safe
def mine(request):
    links = Federated.objects.filter(person=request.user).order_by("linked_at", "pk")
    names = {server.code: server.name for server in offered()}
    rows = [
        {
            "link": each,
            "name": names.get(each.server, each.server),
            "told": told(each.facts),
        }
        for each in links
    ]
    linked = {row["link"].server for row in rows}
    others = [server for server in offered() if server.code not in linked]
    return render(request, "federation/mine.html", {"rows": rows, "others": others})


@require_POST
@reauthentication_required
def unlink(request, pk):
    federated = get_object_or_404(Federated.objects.filter(person=request.user), pk=pk)
    try:
        actions.unlink(federated, by=request.user)
    except Refusal as refusal:
        return _sorry(request, str(refusal))
    sentence = _("%(server)s does not open your account any more.")
    messages.success(request, sentence % {"server": capfirst(actions.name_of(federated.server))})
    return redirect("federation:mine")


def _signed_in(request, person, code, then):
    """As after a password: a closed account stays closed, a second factor is asked."""
    record_authentication(request, person, "federated", server=code)
    return perform_login(request, person, redirect_url=then or None)


def _sorry(request, sentence):
    messages.error(request, sentence)
    return redirect("federation:mine" if request.user.is_authenticated else "account_login")


def _not_confirmed(server):
    return _("%(server)s did not confirm this sign-in: start again.") % {
        "server": capfirst(str(server))
    }


def _unreachable(server):
    sentence = _(
        "The sign-in of %(server)s does not answer. Try again in a few minutes, or sign in with "
        "your e-mail address and your password."
    )
    return sentence % {"server": server}


def _local(request):
    """Where to go afterwards: a page of ours, or nowhere in particular."""
    then = request.GET.get("next", "")
    return then if url_has_allowed_host_and_scheme(then, allowed_hosts=None) else ""


def _is_old(kept):
    return clock.now() - datetime.fromisoformat(kept["at"]) > FOR


def _remember(request, identity, then):
    kept = {"identity": asdict(identity), "next": then, "at": clock.now().isoformat()}
    request.session[ARRIVED] = kept


def _arrived(request):
    """(who came back from a server that is still offered, where they were going)."""
    kept = request.session.get(ARRIVED)
    if kept is None or _is_old(kept) or named(kept["identity"]["server"]) is None:
        return None, ""
    return Identity(**kept["identity"]), kept["next"]
