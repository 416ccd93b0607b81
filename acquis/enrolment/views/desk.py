"""The desks' doors: the list of requests, and each one checked and decided."""

from django.contrib import messages
from django.db.models import Count
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from acquis.base import readings
from acquis.base.lists.sheet import Sheet
from acquis.base.models import Message, Reading
from acquis.base.once import once
from acquis.base.refusal import Refusal
from acquis.base.scope import CASHIER, CONTINUING_EDUCATION, OFFICE, has_role
from acquis.enrolment import actions, notices, sentences
from acquis.enrolment.forms import (
    CategoryForm,
    CheckForm,
    CompletionForm,
    DecisionForm,
    DeskFilter,
    QuoteForm,
)
from acquis.enrolment.models import Enrolment, EnrolmentState, Proof

from . import acts, columns
from .lists import chosen_edition, editions_of, history, runs


@require_http_methods(["GET", "HEAD", "POST"])
@once
def desk(request):
    """The requests of one year; what is asked of the list comes to the same address."""
    if not has_role(request.user, OFFICE, CONTINUING_EDUCATION):
        raise Http404
    editions = editions_of(request.user, OFFICE, CONTINUING_EDUCATION)
    edition = chosen_edition(editions, request.GET.get("edition"))
    if edition is None:
        return render(request, "enrolment/desk.html", {"page": []})
    form = DeskFilter(request.GET, editions=editions, edition=edition)
    asked = form.asked()
    ours = Enrolment.objects.checked_by(request.user).filter(edition=edition)
    sees_all = runs(request.user, edition)
    sheet = Sheet(
        request,
        "desk",
        _("Enrolments: %(edition)s") % {"edition": edition},
        rows=_asked_for(ours, asked).select_related("person"),
        within=ours.with_edition(),
        columns=columns.desk(edition, sees_all=sees_all),
        order=("-sent_at", "pk"),
        institutions=[edition.institution.slug],
        acts=acts.desk(request.user),
    )
    counts = dict(ours.order_by().values_list("state").annotate(Count("pk")))
    context = {
        "edition": edition,
        "form": form,
        "counts": [
            (state, state.label, counts.get(state, 0))
            for state in EnrolmentState
            if state != EnrolmentState.DRAFT
        ],
        "sees_all": sees_all,
        "is_asked": bool(asked.get("q") or asked.get("state") or asked.get("category")),
    }
    return sheet.answer("enrolment/desk.html", context)


def _asked_for(requests, asked):
    chosen = {name: asked[name] for name in ("state", "category") if asked.get(name)}
    return requests.search(asked.get("q", "")).filter(**chosen)


@require_safe
def desk_enrolment(request, pk):
    enrolment = _read(request, pk)
    readings.tell(enrolment, readings.Part.REQUEST, by=request.user)
    return _page(request, enrolment)


@require_POST
def check_proof(request, pk):
    proofs = Proof.objects.decided_by(request.user).select_related("enrolment__edition")
    proof = get_object_or_404(proofs, pk=pk)
    form = CheckForm(request.POST)
    if not form.is_valid():
        return _page(request, _read(request, proof.enrolment_id), check_form=form, checked=proof)
    try:
        actions.check_proof(proof, by=request.user, **form.cleaned_data)
    except Refusal as refusal:
        return _page(
            request,
            _read(request, proof.enrolment_id),
            refusal=refusal,
            check_form=form,
            checked=proof,
        )
    return redirect(f"{proof.enrolment.desk_url}#proofs")


@require_POST
def ask_completion(request, pk):
    return _act(
        request, pk, "completion_form", CompletionForm(request.POST), actions.ask_completion
    )


@require_POST
def decide(request, pk):
    def act(enrolment, *, by, decision, reason):
        if decision == "reconsider":
            return actions.reconsider(enrolment, by=by)
        verb = actions.accept if decision == "accept" else actions.refuse
        return verb(enrolment, by=by, reason=reason)

    return _act(request, pk, "decision_form", DecisionForm(request.POST), act)


@require_POST
def quote(request, pk):
    def act(enrolment, *, by, version, amount, reference):
        return actions.quote(enrolment, by=by, version=version, cents=amount, reference=reference)

    return _act(request, pk, "quote_form", QuoteForm(request.POST), act)


@require_POST
def change_category(request, pk):
    sorted_ones = Enrolment.objects.sorted_by(request.user).with_edition()
    enrolment = get_object_or_404(sorted_ones, pk=pk)
    form = CategoryForm(request.POST, enrolment=enrolment)
    return _act(request, pk, "category_form", form, actions.change_category, enrolment=enrolment)


def _act(request, pk, name, form, act, enrolment=None):
    """One act of a desk on an enrolment that it decides; refused, what was typed stays."""
    if enrolment is None:
        decided = Enrolment.objects.decided_by(request.user).with_edition()
        enrolment = get_object_or_404(decided, pk=pk)
    if not form.is_valid():
        return _page(request, enrolment, **{name: form})
    try:
        act(enrolment, by=request.user, **form.cleaned_data)
    except Refusal as refusal:
        return _page(request, _read(request, pk), refusal=refusal, **{name: form})
    messages.success(request, _("Done, and written in the journal."))
    return redirect(enrolment.desk_url)


def _read(request, pk):
    return get_object_or_404(Enrolment.objects.checked_by(request.user).with_edition(), pk=pk)


def _page(request, enrolment, *, refusal=None, checked=None, check_form=None, **forms):
    """One request as a desk reads it, with the acts that this person may do."""
    states = EnrolmentState
    may_decide = Enrolment.objects.decided_by(request.user).filter(pk=enrolment.pk).exists()
    may_sort = Enrolment.objects.sorted_by(request.user).filter(pk=enrolment.pk).exists()
    is_quoted = enrolment.category_plan.fee.kind == "quotation" or enrolment.fee_cents is None
    version = {"version": enrolment.version}
    current = {"category": enrolment.category} | version
    context = {
        "enrolment": enrolment,
        "category": enrolment.category_plan,
        "fee": sentences.frozen_fee(enrolment),
        "balance_cents": enrolment.balance_cents(),
        "documents": _documents(enrolment),
        "asked": notices.asked(enrolment),
        "refusal": refusal,
        "checked": checked,
        "check_form": check_form,
        "may_decide": may_decide,
        "may_check": may_decide and enrolment.state in (states.SENT, states.TO_COMPLETE),
        "may_quote": may_decide and enrolment.is_standing and is_quoted,
        "may_sort": may_sort and enrolment.is_standing,
        "may_charge": has_role(request.user, OFFICE, CASHIER),
        "completion_form": CompletionForm(),
        "decision_form": DecisionForm(),
        "quote_form": QuoteForm(initial=version),
        "category_form": CategoryForm(initial=current, enrolment=enrolment),
        "late": enrolment.edition.late_openings.filter(person=enrolment.person)
        .select_related("given_by", "ended_by")
        .order_by("given_at", "pk")
        .last(),
        "history": history(enrolment),
        "readings": Reading.objects.of(enrolment).select_related("reader")[:50],
        "letters": Message.objects.of_dossier(enrolment).with_doubts().order_by("queued_at", "pk"),
        "may_send_again": has_role(request.user, OFFICE),
        "version": enrolment.version,
    }
    return render(request, "enrolment/desk_enrolment.html", context | forms)


def _documents(enrolment):
    """Each document: those asked for, then any other one joined for a former category."""
    category, present = enrolment.category_plan, enrolment.present_proofs()
    asked = [
        {"label": sentences.spoken(kind.label), "kind": kind, "proof": present.pop(kind.code, None)}
        for kind in category.proofs
    ]
    others = [{"label": code, "kind": None, "proof": proof} for code, proof in present.items()]
    return asked + others
