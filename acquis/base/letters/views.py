"""The letters of a person, and what the office reads of those that it sent."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Count, OuterRef, Q, Subquery
from django.http import Http404, HttpResponseRedirect
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from acquis.base import clock, outbox
from acquis.base.models import Message, Sending, SendingState
from acquis.base.once import once
from acquis.base.refusal import Refusal
from acquis.base.scope import OFFICE, has_role

from . import waiting

PAGE = 25
STATE = Message.State


@require_safe
def mine(request):
    """What was written to me about my certifications, the newest first."""
    letters = Message.objects.received_by(request.user).select_related("institution")
    page = _page(request, letters.order_by("-queued_at", "-pk"))
    return render(request, "letters/mine.html", {"page": page})


@require_safe
def sendings(request):
    """The sendings of this office: what waits, then what left or was stopped."""
    _office_only(request)
    rows = Sending.objects.run_by(request.user).select_related("made_by")
    rows = rows.annotate(
        count=Count("letters"),
        arrived=Count("letters", filter=Q(letters__state=STATE.SENT)),
        failed=Count("letters", filter=Q(letters__state=STATE.FAILED)),
    )
    held = _with_first_letter(rows.filter(state=SendingState.HELD).order_by("leaves_at", "pk"))
    page = _page(request, rows.exclude(state=SendingState.HELD).order_by("-made_at", "-pk"))
    troubled = waiting.troubled_for(request.user).count()
    context = {"waiting": held, "page": page, "troubled": troubled, "now": clock.now()}
    return render(request, "letters/sendings.html", context)


def _with_first_letter(sendings):
    """Each with the letter that shows what all of them say, and how many others are like it."""
    letters = Message.objects.filter(sending=OuterRef("pk")).order_by("queued_at", "pk")
    found = list(sendings.annotate(first_key=Subquery(letters.values("pk")[:1])))
    firsts = Message.objects.select_related("person").in_bulk([each.first_key for each in found])
    for each in found:
        each.first, each.others = firsts.get(each.first_key), each.count - 1
    return found


@require_safe
def sending(request, pk):
    """The letters of one sending, as each will be read."""
    sent = get_object_or_404(_mine_to_run(request), pk=pk)
    letters = sent.letters.with_doubts().select_related("person").order_by("queued_at", "pk")
    context = {
        "sending": sent,
        "page": _page(request, letters),
        "is_due": sent.leaves_at <= clock.now(),
    }
    return render(request, "letters/sending.html", context)


@require_POST
def release(request, pk):
    return _act(request, pk, outbox.release, _("The letters leave now."))


@require_POST
def cancel(request, pk):
    return _act(request, pk, outbox.cancel, _("The letters are stopped: none has left."))


def _act(request, pk, act, done):
    sent = get_object_or_404(_mine_to_run(request), pk=pk)
    try:
        act(sent, by=request.user)
    except Refusal as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, done)
    return redirect(sent)


@require_safe
def undelivered(request):
    """The letters that did not arrive or may not have: why, and what to do."""
    _office_only(request)
    letters = waiting.troubled_for(request.user).select_related("person", "institution")
    page = _page(request, letters.order_by("-queued_at", "-pk"))
    return render(request, "letters/undelivered.html", {"page": page})


@once
@require_POST
def send_again(request, pk):
    letter = get_object_or_404(
        Message.objects.kept_by(request.user).select_related("institution", "person"), pk=pk
    )
    try:
        sent = outbox.send_again(letter, by=request.user)
    except Refusal as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(
            request, _("The letter is sent again, to %(address)s.") % {"address": sent.address}
        )
    return HttpResponseRedirect(_way_back(request))


def _way_back(request):
    """The page whose form it was, which is one of ours; the letters to follow otherwise."""
    asked = request.POST.get("next", "")
    is_ours = url_has_allowed_host_and_scheme(asked, allowed_hosts=None)
    return asked if is_ours and asked.startswith("/") else reverse("letters:undelivered")


def _mine_to_run(request):
    return Sending.objects.run_by(request.user).select_related("institution", "made_by")


def _office_only(request):
    if not has_role(request.user, OFFICE):
        raise Http404


def _page(request, rows):
    return Paginator(rows, PAGE).get_page(request.GET.get("page"))
