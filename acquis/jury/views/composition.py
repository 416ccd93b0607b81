"""The office's pages: who decides, and when."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from acquis.base import clock, files
from acquis.base.letters import waiting
from acquis.base.models import Sending
from acquis.base.once import once
from acquis.base.refusal import Refusal
from acquis.base.scope import OFFICE, has_role
from acquis.jury import actions
from acquis.jury.forms import ActForm, JuryForm, MemberForm, SittingForm
from acquis.jury.models import Jury, Member, SittingState

from .posted import posted


@require_safe
def list_juries(request):
    juries = (
        Jury.objects.seen_by(request.user)
        .with_edition()
        .prefetch_related("sittings", "members")
        .order_by("-edition__year", "edition__programme_code", "-session", "name")
    )
    is_office = has_role(request.user, OFFICE)
    if not juries and not is_office:
        raise Http404
    return render(request, "jury/list.html", {"juries": juries, "is_office": is_office})


@require_http_methods(["GET", "HEAD", "POST"])
@once
def new(request):
    if not has_role(request.user, OFFICE):
        raise Http404
    form = JuryForm(posted(request), request.FILES or None, person=request.user)
    if form.is_valid():
        try:
            jury = actions.appoint(by=request.user, **form.cleaned_data)
        except Refusal as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("The jury is recorded. Add its members and its sittings."))
            return redirect(jury)
    return render(request, "jury/new.html", {"form": form})


@require_safe
def jury(request, pk):
    jury = get_object_or_404(Jury.objects.seen_by(request.user).with_edition(), pk=pk)
    return _show(request, jury, MemberForm())


@require_safe
def act_file(request, pk):
    """The appointment act itself, for those who see the jury."""
    seen = Jury.objects.seen_by(request.user).select_related("act")
    return files.serve(get_object_or_404(seen, pk=pk, act__isnull=False).act)


@require_http_methods(["GET", "HEAD", "POST"])
def edit(request, pk):
    jury = get_object_or_404(Jury.objects.prepared_by(request.user).with_edition(), pk=pk)
    initial = {name: getattr(jury, name) for name in ActForm.base_fields if name != "act"}
    form = ActForm(posted(request), request.FILES or None, initial=initial)
    if form.is_valid():
        try:
            actions.amend(jury, by=request.user, **form.cleaned_data)
        except Refusal as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("The act is recorded."))
            return redirect(jury)
    return render(request, "jury/edit.html", {"jury": jury, "form": form})


@require_POST
@once
def add_member(request, pk):
    jury = get_object_or_404(Jury.objects.prepared_by(request.user).with_edition(), pk=pk)
    form = MemberForm(request.POST)
    if form.is_valid():
        quality, is_president = form.cleaned_data["quality"], form.cleaned_data["is_president"]
        try:
            actions.add_member(
                jury, form.person, quality=quality, is_president=is_president, by=request.user
            )
        except Refusal as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("%(name)s is a member.") % {"name": form.person})
            return redirect(jury)
    return _show(request, jury, form)


@require_POST
@once
def remove_member(request, pk):
    juries = Jury.objects.prepared_by(request.user)
    member = get_object_or_404(
        Member.objects.select_related("jury", "person"), pk=pk, jury__in=juries
    )
    try:
        actions.remove_member(member, by=request.user)
    except Refusal as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("%(name)s is no longer a member.") % {"name": member.person})
    return redirect(member.jury)


@require_http_methods(["GET", "HEAD", "POST"])
@once
def new_sitting(request, pk):
    jury = get_object_or_404(Jury.objects.prepared_by(request.user).with_edition(), pk=pk)
    form = SittingForm(posted(request), initial={"held_on": jury.days.jury_from})
    if not form.is_valid():
        return render(request, "jury/new_sitting.html", {"jury": jury, "form": form})
    begun_at = clock.now()
    sitting = actions.plan_sitting(jury, by=request.user, **form.cleaned_data)
    if sitting.is_on_a_jury_day:
        messages.success(request, _("The sitting is planned. Convene its candidates."))
    else:
        messages.warning(
            request,
            _(
                "The sitting is planned on a day that the notice does not announce for this jury. "
                "If it is a mistake, plan another one on the right day."
            ),
        )
    for told in waiting.told_since(begun_at, by=request.user, kind=Sending.Kind.SITTING):
        messages.info(request, told)
    return redirect(sitting)


def _show(request, jury, form):
    members = jury.members.select_related("person").order_by(
        "-is_president", "person__birth_name", "pk"
    )
    sittings = list(jury.sittings.order_by("held_on", "pk"))
    for sitting in sittings:
        sitting.jury = jury
    context = {
        "jury": jury,
        "members": members,
        "sittings": sittings,
        "form": form,
        "is_office": Jury.objects.prepared_by(request.user).filter(pk=jury.pk).exists(),
        "is_composed": all(each.state == SittingState.PLANNED for each in sittings),
        "is_sealed": any(each.is_sealed for each in sittings),
    }
    return render(request, "jury/jury.html", context)
