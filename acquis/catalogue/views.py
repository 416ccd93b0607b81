from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.http import (
    conditional_page,
    require_http_methods,
    require_POST,
    require_safe,
)

from acquis.base import clock
from acquis.base.once import once
from acquis.base.refusal import Refusal
from acquis.base.scope import ADMINISTRATOR, OFFICE, has_role

from . import actions, agenda, checker, cloning, documents, guide, rules
from .models import Edition, EditionState
from .notice import about, prices, questions_of


@require_safe
@login_not_required
def list_editions(request):
    editions = Edition.objects.public().with_programme()
    rows = [
        {"edition": edition, "period": guide.enrolment(edition.plan, clock.now())}
        for edition in editions.order_by("-year", "programme_code", "institution__name")
    ]
    return render(request, "catalogue/list.html", {"rows": rows})


@require_safe
@login_not_required
def edition(request, institution, programme, year):
    edition = _readable(request, institution, programme, year)
    plan, now = edition.told, clock.now()
    calendar = guide.calendar(plan, now)
    context = {
        "edition": edition,
        "plan": plan,
        "programme": edition.programme,
        "period": guide.enrolment(plan, now),
        "entrances": guide.entrances(plan, now, clock.today()),
        "calendar": calendar,
        "days": list(zip(calendar, agenda.files_of(edition), strict=True)),
        "fees": prices(plan),
        "requirements": rules.describe(edition.programme),
        "kept": rules.carry_over_sentence(edition.programme),
        "questions": questions_of(edition.programme, plan),
        "contacts": [(contact, about(contact)) for contact in plan.contacts],
    }
    return render(request, "catalogue/edition.html", context)


@require_safe
@login_not_required
def programme(request, institution, programme):
    editions = (
        Edition.objects.readable_by(request.user)
        .with_programme()
        .filter(institution__slug=institution, programme_code=programme)
        .order_by("-year")
    )
    rows = [
        {"edition": edition, "period": guide.enrolment(edition.plan, clock.now())}
        for edition in editions
    ]
    if not rows:
        raise Http404
    # The year that is announced now, rather than the one that is being prepared.
    edition = next((e for e in editions if e.state != EditionState.DRAFT), editions[0])
    context = {
        "rows": rows,
        "edition": edition,
        "programme": edition.programme,
        "requirements": rules.describe(edition.programme),
        "contacts": [(contact, about(contact)) for contact in edition.plan.contacts],
    }
    return render(request, "catalogue/programme.html", context)


@require_safe
@login_not_required
def framework(request, institution, programme, year):
    edition = _readable(request, institution, programme, year)
    context = {
        "edition": edition,
        "programme": edition.programme,
        "requirements": rules.describe(edition.programme),
        # The public reads the text; what nobody has confirmed yet is the staff's business.
        "is_staff": Edition.objects.run_by(request.user).filter(pk=edition.pk).exists(),
    }
    return render(request, "catalogue/framework.html", context)


@require_safe
@login_not_required
def notice(request, institution, programme, year):
    edition = _readable(request, institution, programme, year)
    context = {
        "edition": edition,
        "notice": documents.notice(edition),
        "reference": documents.reference(edition),
    }
    return render(request, "catalogue/notice.html", context)


@require_safe
@login_not_required
@conditional_page
def notice_pdf(request, institution, programme, year):
    edition = _readable(request, institution, programme, year)
    name = f"notice-{edition.programme_code}-{edition.year}"
    return _file(request, edition, documents.notice_pdf, name, "pdf", "application/pdf")


@require_safe
@login_not_required
@conditional_page
def calendar_file(request, institution, programme, year):
    edition = _readable(request, institution, programme, year)
    name = f"{edition.programme_code}-{edition.year}"
    return _file(request, edition, documents.calendar, name, "ics", "text/calendar; charset=utf-8")


@require_safe
@login_not_required
@conditional_page
def day_file(request, institution, programme, year, day):
    """One day of the year for an agenda: taken alone or with the others, it is there once."""
    edition = _readable(request, institution, programme, year)

    def write(edition):
        found = (each for each in agenda.events_of(edition) if each.uid == str(day))
        event = next(found, None)
        if event is None:
            raise Http404
        return documents.day_file(event)

    name = f"{edition.programme_code}-{edition.year}-{str(day)[:8]}"
    return _file(request, edition, write, name, "ics", "text/calendar; charset=utf-8")


@require_safe
def staff(request):
    if not has_role(request.user, OFFICE, ADMINISTRATOR):
        raise Http404
    editions = Edition.objects.run_by(request.user).with_programme().with_words()
    editions = editions.order_by("-year", "programme_code", "institution__name")
    known = {(each.institution_id, each.programme_code, each.plan.first_year) for each in editions}
    rows = [
        {
            "edition": edition,
            "found": _found(edition),
            "is_last": (edition.institution_id, edition.programme_code, edition.plan.first_year + 1)
            not in known,
        }
        for edition in editions
    ]
    return render(request, "catalogue/staff.html", {"rows": rows})


@require_POST
def publish(request, institution, programme, year):
    edition = _run(request, institution, programme, year)
    try:
        edition.publish(by=request.user)
    except Refusal as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("%(edition)s is published.") % {"edition": edition})
    return redirect("catalogue:staff")


@require_POST
def close(request, institution, programme, year):
    edition = _run(request, institution, programme, year)
    try:
        edition.close(by=request.user)
    except Refusal as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("%(edition)s is closed.") % {"edition": edition})
    return redirect("catalogue:staff")


@require_http_methods(["GET", "HEAD", "POST"])
@once
def next_year(request, institution, programme, year):
    edition = _run(request, institution, programme, year)
    if request.method == "POST":
        try:
            draft = actions.prepare_next_year(edition, by=request.user)
        except Refusal as refusal:
            messages.error(request, str(refusal))
        else:
            messages.success(
                request, _("%(edition)s is drafted: read it again.") % {"edition": draft}
            )
        return redirect("catalogue:staff")
    plan = cloning.next_plan(edition.told)
    days = zip(agenda.days_of(edition.plan), agenda.days_of(plan), strict=True)
    context = {
        "edition": edition,
        "plan": plan,
        "days": [(agenda.summary(edition, old), old, new) for old, new in days],
        "found": _by_gravity(checker.check(edition.programme, plan)),
    }
    return render(request, "catalogue/next_year.html", context)


def _file(request, edition, write, name, ending, content_type):
    """What is read outside a page, in the language that its address names; else in the page's."""
    asked = request.GET.get("language")
    language = asked if asked in dict(settings.LANGUAGES) else translation.get_language()
    with translation.override(language):
        content = write(edition)
    shown_as = f'inline; filename="{name}-{language}.{ending}"'
    headers = {"Content-Disposition": shown_as}
    return HttpResponse(content, content_type=content_type, headers=headers)


def _found(edition):
    """What the checker says of an edition in its words of now, by gravity."""
    return _by_gravity(checker.check(edition.programme, edition.told))


def _by_gravity(problems):
    return {
        gravity: [problem for problem in problems if problem.severity == gravity]
        for gravity in ("error", "warning", "unconfirmed")
    }


def _readable(request, *place):
    editions = Edition.objects.readable_by(request.user).with_programme()
    return get_object_or_404(editions.at(*place))


def _run(request, *place):
    return get_object_or_404(Edition.objects.run_by(request.user).with_programme().at(*place))
