"""What exists in a demonstration only: entering as anybody invented, and reading their mail."""

from functools import wraps

from allauth.usersessions.models import UserSession
from django.conf import settings
from django.contrib.auth import login
from django.contrib.auth.decorators import login_not_required
from django.core.paginator import Paginator
from django.db.models import Q
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST, require_safe

from acquis.accounts.models import Person, Role
from acquis.base.models import Message
from acquis.enrolment.models import Enrolment, EnrolmentState
from acquis.jury.models import Member


def only_in_a_demo(view):
    @wraps(view)
    @login_not_required
    def guarded(request, *args, **kwargs):
        if not settings.DEMO:
            raise Http404
        return view(request, *args, **kwargs)

    return guarded


@require_safe
@only_in_a_demo
def people(request):
    """Who to sign in as: everybody with a role, and candidates in every state."""
    roles = Role.objects.select_related("person", "institution").order_by(
        "institution", "kind", "pk"
    )
    staff = {}
    # The many evaluators come last.
    for role in sorted(roles, key=lambda role: role.kind == Role.Kind.EVALUATOR):
        staff.setdefault(role.person, []).append(role)
    members = Member.objects.select_related("person", "jury").order_by("-is_president", "pk")
    jurors = {}
    for member in members:
        jurors.setdefault(member.person, []).append(member)
    enrolments = (
        Enrolment.objects.with_edition().select_related("portfolio").order_by("sent_at", "pk")
    )
    search = request.GET.get("q", "").strip()
    if search:
        enrolments = enrolments.filter(
            Q(person__birth_name__icontains=search) | Q(person__first_names__icontains=search)
        )
    candidates = Paginator(enrolments, 12).get_page(request.GET.get("page"))
    return render(
        request,
        "portal/demo.html",
        {
            "staff": staff,
            "jurors": jurors,
            "candidates": candidates,
            "search": search,
            "samples": _samples(),
        },
    )


def _samples():
    """One candidate for each state that exists now, in the order of the year."""
    found = []
    for state in EnrolmentState:
        enrolment = Enrolment.objects.with_edition().filter(state=state).order_by("pk").first()
        if enrolment:
            found.append(enrolment)
    return found


@require_POST
@only_in_a_demo
def enter(request):
    person = get_object_or_404(Person, pk=request.POST.get("person") or 0)
    login(request, person, backend=settings.AUTHENTICATION_BACKENDS[0])
    # As the sign-in page does: this browser is among the devices of its account.
    UserSession.objects.create_from_request(request)
    return redirect("portal:home")


@require_safe
@only_in_a_demo
def letters(request):
    """The mail of the demonstration: nothing leaves this machine, everything can be read here."""
    messages = Message.objects.select_related("person").order_by("-queued_at", "-pk")
    search = request.GET.get("q", "").strip()
    if search:
        messages = messages.filter(
            Q(address__icontains=search)
            | Q(subject__icontains=search)
            | Q(person__birth_name__icontains=search)
        )
    page = Paginator(messages, 25).get_page(request.GET.get("page"))
    return render(request, "portal/letters.html", {"page": page, "search": search})
