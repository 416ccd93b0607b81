"""The candidate's doors: from the choice of a category to the request sent, and back."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from acquis.base.clock import now, today
from acquis.base.federation import actions as federated
from acquis.base.once import once
from acquis.base.readings import Reading
from acquis.base.refusal import Refusal
from acquis.catalogue.models import Edition, EditionState, with_edition
from acquis.enrolment import actions, notices, rules, sentences
from acquis.enrolment.forms import DraftForm, ProofForm, StartForm
from acquis.enrolment.models import Enrolment, EnrolmentState


@require_safe
def list_mine(request):
    enrolments = Enrolment.objects.owned_by(request.user).with_edition()
    opened = request.user.late_openings.standing().exclude(edition__enrolments__person=request.user)
    opened = with_edition(opened, "edition")
    context = {
        "enrolments": enrolments.order_by("-edition__year", "pk"),
        "late_openings": [
            {"late": late, "told": sentences.late(late)} for late in opened if late.is_running
        ],
    }
    return render(request, "enrolment/list_mine.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@once
def start(request, institution, programme, year):
    editions = Edition.objects.public().with_programme()
    edition = get_object_or_404(editions.at(institution, programme, year))
    form = StartForm(request.POST or None, edition=edition)
    if request.method == "POST" and not form.is_valid():
        messages.error(request, _("Choose one of the categories below."))
    elif request.method == "POST":
        try:
            enrolment, is_new = actions.start(
                edition, form.cleaned_data["category"], by=request.user
            )
        except Refusal as refusal:
            messages.error(request, str(refusal))
        else:
            if not is_new:
                messages.info(request, _("You already have a request for this year: here it is."))
            return redirect(enrolment)
    return render(request, "enrolment/start.html", _offer(request, edition))


@require_http_methods(["GET", "HEAD", "POST"])
def mine(request, pk):
    """One's own request: its page, and the saving of what is typed in it."""
    enrolment = _owned(request, pk)
    if request.method != "POST":
        return _page(request, enrolment)
    form = DraftForm(request.POST, instance=_owned(request, pk))
    if not form.is_valid():
        return _page(request, enrolment, form=form)
    try:
        saved = actions.save(
            enrolment, by=request.user, version=form.cleaned_data["version"], **form.typed()
        )
    except Refusal as refusal:
        return _page(request, _owned(request, pk), form=form, refusal=refusal)
    if not request.htmx:
        messages.success(request, _("Saved. It is not sent yet."))
        return redirect(saved)
    if saved.category != enrolment.category:
        # The documents to join have changed with it: the whole page is to be read again.
        return HttpResponse(headers={"HX-Redirect": saved.get_absolute_url()})
    return _page(request, saved)


@require_POST
@once
def send(request, pk):
    enrolment = _owned(request, pk)
    form = DraftForm(request.POST, instance=_owned(request, pk), is_sending=True)
    if not form.is_valid():
        return _page(request, enrolment, form=form)
    try:
        actions.send(
            enrolment, by=request.user, version=form.cleaned_data["version"], **form.typed()
        )
    except Refusal as refusal:
        return _page(request, _owned(request, pk), form=form, refusal=refusal)
    messages.success(
        request,
        _("Your request is sent. A receipt leaves for %(address)s.")
        % {"address": request.user.email},
    )
    return redirect(enrolment)


@require_POST
def join_proof(request, pk, kind):
    enrolment = _owned(request, pk)
    form = ProofForm(request.POST, request.FILES)
    try:
        if not form.is_valid():
            raise Refusal(" ".join(form.errors["file"]))
        actions.join(enrolment, kind, form.cleaned_data["file"], by=request.user)
    except Refusal as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("The document is joined."))
    return redirect(f"{enrolment.get_absolute_url()}#proofs")


@require_POST
def withdraw(request, pk):
    enrolment = _owned(request, pk)
    try:
        actions.withdraw(enrolment, by=request.user)
    except Refusal as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("Your enrolment is withdrawn."))
    return redirect(enrolment)


@require_POST
def take_up(request, pk):
    enrolment = _owned(request, pk)
    try:
        actions.take_up(enrolment, by=request.user)
    except Refusal as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("Your request is a draft again: complete it, then send it."))
    return redirect(enrolment)


def _owned(request, pk):
    return get_object_or_404(Enrolment.objects.owned_by(request.user).with_edition(), pk=pk)


def _offer(request, edition):
    """Every category of an edition, each with its window, its price, and why it is closed."""
    plan = edition.plan
    late = edition.late_openings.windows_of(request.user)
    asked = request.GET.get("category")
    choices = rules.choices(plan, now(), today(), late)
    # The one chosen on the public page comes first, then what one's institution hints at.
    proposed = federated.proposed(request.user)
    order = {code: number for number, code in enumerate([asked, *proposed])}
    return {
        "edition": edition,
        "choices": [
            {
                "category": choice.category,
                "opening": choice.opening,
                "told": sentences.opening(choice.opening, plan),
                "fee": sentences.fee(choice.owed),
                "proposed_by": proposed.get(choice.category.code),
            }
            for choice in sorted(
                choices, key=lambda each: order.get(each.category.code, len(order))
            )
        ],
        "is_running": edition.state == EditionState.PUBLISHED,
        "existing": Enrolment.objects.owned_by(request.user).filter(edition=edition).first(),
        "contact": plan.contact_of("office"),
    }


def _page(request, enrolment, *, form=None, refusal=None):
    """The request as its candidate sees it; for htmx, only the line that says what is saved."""
    category, plan = enrolment.category_plan, enrolment.edition.plan
    opening = enrolment.opening()
    context = {
        "enrolment": enrolment,
        "category": category,
        "opening": opening,
        "opening_told": sentences.opening(opening, plan),
        # Sending may be refused after what was typed is saved.
        "is_saved": not form or (form.is_valid() and not form.differences(enrolment)),
        "form": form or DraftForm(instance=enrolment),
        "refusal": refusal,
        "version": enrolment.version,
    }
    if request.htmx:
        # A refused page keeps its own version: it must not overwrite the other one unseen.
        context["version"] = form["version"].value() if form else enrolment.version
        return render(request, "enrolment/_saved.html", context)
    if form and form.is_bound and form["version"].value() != str(enrolment.version):
        context["differences"] = form.is_valid() and form.differences(enrolment)
    present = enrolment.present_proofs()
    context |= {
        "documents": _documents(enrolment, present),
        "missing": enrolment.missing_proofs(present),
        "asked": notices.asked(enrolment) if enrolment.state == EnrolmentState.TO_COMPLETE else [],
        "recourse": notices.recourse(enrolment)
        if enrolment.state == EnrolmentState.REFUSED
        else [],
        "fee": (
            sentences.fee(rules.owed(category, today()))
            if enrolment.state == EnrolmentState.DRAFT
            else sentences.frozen_fee(enrolment)
        ),
        "balance_cents": enrolment.balance_cents(),
        "file_limits": ProofForm().fields["file"].widget.attrs,
        "contact": plan.contact_of(category.checked_by),
        "readings": Reading.objects.days(enrolment),
    }
    return render(request, "enrolment/mine.html", context)


def _documents(enrolment, present):
    """Each document that the category asks for, with what is joined now."""
    states = {kind: proof.state for kind, proof in present.items()}
    return [
        {
            "kind": kind,
            "proof": present.get(kind.code),
            "may_join": enrolment.is_editable
            and rules.may_join(enrolment.category_plan, kind.code, states),
        }
        for kind in enrolment.category_plan.proofs
    ]
