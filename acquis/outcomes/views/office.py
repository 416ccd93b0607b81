"""Publishing results, issuing certificates, revoking: what the certification office does."""

from django.contrib import messages
from django.db.models import Count
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from acquis.base import clock
from acquis.base.letters import waiting
from acquis.base.models import Sending
from acquis.base.refusal import Refusal
from acquis.base.scope import OFFICE, has_role, reach
from acquis.catalogue.models import Edition, with_edition

from .. import actions
from ..forms import RevokeForm
from ..models import Document, Outcome, Publication, Result
from ..wording import official


@require_safe
def publications(request):
    """The sealed acts, those to publish first."""
    if not has_role(request.user, OFFICE):
        raise Http404
    acts = _acts(request).defer("content").order_by("-sealed_at", "-number")
    counts = {}
    results = Result.objects.filter(publication__deliberation__in=_acts(request))
    for act, outcome, count in results.values_list("publication__deliberation", "outcome").annotate(
        Count("pk")
    ):
        counts.setdefault(act, {})[outcome] = count
    unfinished = set(
        Publication.objects.unfinished()
        .filter(deliberation__in=_acts(request))
        .values_list("deliberation", flat=True)
    )
    lines = [
        {
            "act": act,
            "publication": getattr(act, "publication", None),
            "counts": [counts.get(act.pk, {}).get(outcome, 0) for outcome in Outcome],
            "is_unfinished": act.pk in unfinished,
        }
        for act in acts
    ]
    context = {
        "to_publish": [line for line in lines if line["publication"] is None],
        "published": [line for line in lines if line["publication"]],
        "outcomes": Outcome.labels,
        "editions": _editions(request).order_by("-year"),
    }
    return render(request, "outcomes/publications.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def publish(request, pk):
    """See whom a sealed act concerns and what it tells; then, in one act, publish it."""
    act = get_object_or_404(_acts(request), pk=pk)
    if request.method == "POST":
        return _publish(request, act)
    try:
        seen = actions.preview(act)
    except Refusal as refusal:
        messages.error(request, str(refusal))
        return redirect("outcomes:publications")
    groups = [
        {
            "label": outcome.label,
            "count": seen.counts[outcome],
            "readings": [each for each in seen.readings if each.outcome == outcome],
        }
        for outcome in Outcome
    ]
    return render(request, "outcomes/publish.html", {"act": act, "seen": seen, "groups": groups})


def _publish(request, act):
    """Not wrapped in one transaction: the papers of a batch cut short must stay, and go on."""
    begun_at = clock.now()
    try:
        publication = Publication.objects.unfinished().filter(deliberation=act).first()
        if publication is None:
            publication = actions.publish(act, by=request.user)
            messages.success(request, _("The results of act %(act)s are published.") % {"act": act})
            _tell_what_waits(request, begun_at, Sending.Kind.RESULTS)
        _report(request, actions.issue_missing(publication, by=request.user))
    except Refusal as refusal:
        # After a double click what was wanted is done: that is no fault.
        is_done = Publication.objects.filter(deliberation=act).exists()
        level = messages.INFO if is_done else messages.ERROR
        messages.add_message(request, level, str(refusal))
    return redirect("outcomes:publications")


@require_safe
def certificates(request, pk):
    """Who is ready for a certificate, who is not and why, and what was issued."""
    edition = get_object_or_404(_editions(request), pk=pk)
    issued = Document.objects.filter(
        result__enrolment__edition=edition, kind=Document.Kind.CERTIFICATE
    )
    unpublished = _acts(request).filter(sitting__jury__edition=edition, publication__isnull=True)
    context = {
        "edition": edition,
        "official_name": official(edition.programme.official_name),
        "standing": actions.certificates_of(edition),
        "issued": issued.count(),
        "unpublished": unpublished.count(),
    }
    return render(request, "outcomes/certificates.html", context)


@require_POST
def issue(request, pk):
    """Issue what is ready. Sent twice, or cut short and sent again, it issues nothing twice."""
    edition, begun_at = get_object_or_404(_editions(request), pk=pk), clock.now()
    try:
        _report(request, actions.issue_certificates(edition, by=request.user))
        _tell_what_waits(request, begun_at, Sending.Kind.CERTIFICATES)
    except Refusal as refusal:
        messages.error(request, str(refusal))
    return redirect("outcomes:certificates", edition.pk)


@require_http_methods(["GET", "HEAD", "POST"])
def revoke(request, pk):
    document = get_object_or_404(
        Document.objects.managed_by(request.user).select_related(
            "register", "person", "institution", "result__enrolment__edition"
        ),
        pk=pk,
    )
    form = RevokeForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            actions.revoke(document, by=request.user, **form.cleaned_data)
        except Refusal as refusal:
            messages.error(request, str(refusal))
        else:
            messages.success(request, _("%(number)s is revoked.") % {"number": str(document)})
            return redirect("outcomes:desk")
    return render(request, "outcomes/revoke.html", {"document": document, "form": form})


def _acts(request):
    acts = actions.published_by(request.user).select_related(
        "publication__published_by", "institution", "rectifies"
    )
    return with_edition(acts, "sitting__jury__edition")


def _editions(request):
    return Edition.objects.filter(
        reach(request.user, OFFICE, institution="institution", programme="programme_code")
    ).with_programme()


def _tell_what_waits(request, begun_at, kind):
    for told in waiting.told_since(begun_at, by=request.user, kind=kind):
        messages.info(request, told)


def _report(request, batch):
    count = len(batch.issued)
    messages.success(
        request,
        ngettext("%(count)s document issued.", "%(count)s documents issued.", count)
        % {"count": count},
    )
    for result, refusal in batch.refused:
        messages.error(request, f"{result.enrolment.person}: {refusal}")
