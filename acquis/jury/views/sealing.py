"""The seal, its minutes, and the only act that may follow."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from acquis.base import files
from acquis.base.canonical import fingerprint
from acquis.base.once import once
from acquis.base.refusal import Refusal
from acquis.jury import actions, rules
from acquis.jury.actions.facts import damaged_files, sealing_facts
from acquis.jury.actions.words import SHOWN, counted, said
from acquis.jury.dossier import Dossier
from acquis.jury.forms import DecisionsForm, RectifyForm
from acquis.jury.models import Case, Deliberation, Sitting, Standing

from .posted import posted


@require_http_methods(["GET", "HEAD", "POST"])
def seal(request, pk):
    """Not @once, which would hold the database while every file of evidence is read: the state
    of the sitting is what makes a second click harmless."""
    sitting = get_object_or_404(Sitting.objects.presided_by(request.user).with_edition(), pk=pk)
    found = ()
    if request.method == "POST":
        try:
            act = actions.seal(sitting, by=request.user)
        except Refusal as refusal:
            sitting.refresh_from_db()
            found = refusal.details
            told = messages.info if sitting.is_sealed else messages.error
            told(request, str(refusal))
        else:
            messages.success(
                request, _("Sealed, under number %(number)s.") % {"number": act.number}
            )
            return redirect("jury:minutes", sitting.pk)
    if sitting.is_sealed:
        return redirect("jury:minutes", sitting.pk)
    damaged = damaged_files(sitting, is_thorough=False)
    facts = sealing_facts(sitting, damaged=damaged)
    missing = rules.missing_for_seal(facts)
    context = {
        "sitting": sitting,
        "groups": _grouped(missing, sitting),
        # What only a reading of every file has found is in no list yet.
        "found": () if missing else found,
        "awarded": sitting.cases.filter(is_awarded=True).count(),
        "count": len(facts.cases),
    }
    return render(request, "jury/seal.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@once
def rectify(request, pk):
    sealed = Case.objects.presided_by(request.user).with_dossier()
    case = get_object_or_404(sealed.filter(sitting__deliberations__isnull=False).distinct(), pk=pk)
    newest = Deliberation.objects.newest_about(case.enrolment, case.session)
    standing = newest.case_of(case.enrolment)["standing"]
    is_examined = standing == Standing.SUBMITTED
    unexamined = () if is_examined else actions.unexamined(case, case.found_deposit())
    dossier = Dossier(case, unexamined)
    form = RectifyForm(posted(request), sealed=standing, initial={"corrects": newest.number})
    decisions = DecisionsForm(posted(request), lines=dossier.lines.values())
    if form.is_valid() and decisions.is_valid():
        choices = {code: (c.verdict, c.mark) for code, c in decisions.choices().items()}
        try:
            act = actions.rectify(case, choices, by=request.user, **form.cleaned_data)
        except Refusal as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(
                request, _("The rectifying act %(number)s is made.") % {"number": act.number}
            )
            return redirect("jury:minutes", case.sitting.pk)
    for line in dossier.lines.values():
        line.put(decisions, is_contested=False)
    context = {
        "case": case,
        "dossier": dossier,
        "form": form,
        "newest": newest,
        "is_examined": is_examined,
    }
    return render(request, "jury/rectify.html", context)


@require_safe
def minutes(request, pk):
    sitting = get_object_or_404(Sitting.objects.seen_by(request.user).with_edition(), pk=pk)
    acts = list(
        sitting.deliberations.select_related("minutes", "sealed_by").order_by("sealed_at", "pk")
    )
    for act in acts:
        act.is_intact = fingerprint(act.content) == act.sha256
    return render(request, "jury/minutes.html", {"sitting": sitting, "acts": acts})


@require_safe
def minutes_file(request, pk):
    acts = Deliberation.objects.seen_by(request.user).select_related("minutes")
    return files.serve(get_object_or_404(acts, pk=pk).minutes)


def _grouped(missing, sitting):
    """What lacks, the same things together; of many candidates the first few are named."""
    codes = dict.fromkeys(each.code for each in missing)
    groups = []
    for code in codes:
        alike = [each for each in missing if each.code == code]
        is_many = len(alike) > SHOWN
        groups.append(
            {
                "sentence": counted(code, len(alike)) if is_many else "",
                "lines": [
                    (said(each, sitting), _mended_at(each, sitting))
                    for each in alike[: SHOWN if is_many else None]
                ],
                "all": sitting.get_absolute_url()
                + ("?cases=undecided" if code in ("undecided", "unsent") else ""),
            }
        )
    return groups


def _mended_at(missing, sitting):
    """Where the missing thing can be put right."""
    if missing.case:
        page = "jury:sitting" if missing.code == "left" else "jury:case"
        return reverse(page, args=[missing.case if page == "jury:case" else sitting.pk])
    if missing.code in ("act", "delegation"):
        return sitting.jury.get_absolute_url()
    return sitting.get_absolute_url()
