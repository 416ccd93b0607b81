"""The public texts of an edition: read, put otherwise, tried on the page and in the notice."""

from typing import get_args

from django.conf import settings
from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import override
from django.views.decorators.http import require_http_methods, require_safe

from acquis.base.canonical import fingerprint
from acquis.base.refusal import Refusal

from . import rewording, words
from .documents import section_of
from .forms import PublicTextForm
from .models import Edition, PublicWording

LANGUAGES = [code for code, _name in settings.LANGUAGES]
KINDS = get_args(words.Kind)


@require_safe
def texts(request, institution, programme, year):
    """Every text of an edition, and whether it is as loaded."""
    edition = _run(request, institution, programme, year)
    edition.rewordings = list(edition.wordings.newest().select_related("by"))
    own = {(row.kind, row.code, row.language): row for row in edition.rewordings if row.is_own}
    rows = [
        {
            "text": text,
            "languages": [(code, own.get((text.kind, text.code, code))) for code in LANGUAGES],
        }
        for text in words.texts_of(edition.programme, edition.told)
    ]
    kinds = [(kind, [row for row in rows if row["text"].kind == kind]) for kind in KINDS]
    return render(request, "catalogue/texts.html", {"edition": edition, "kinds": kinds})


@require_http_methods(["GET", "HEAD", "POST"])
def text(request, institution, programme, year, part, language, text):
    """One text in one language: its words, a trial of them, and those it had before."""
    edition = _run(request, institution, programme, year)
    text = words.text_at(edition.programme, edition.told, part, text)
    if text is None or language not in LANGUAGES:
        raise Http404
    sent = request.POST.dict() if request.method == "POST" else None
    form = PublicTextForm(sent, text=text, language=language)
    trial = None
    if "back" in request.POST:
        if _is_put_back(request, edition, text, language):
            return redirect(request.path)
    elif form.is_valid():
        trial = _trial(edition, text, language, form.cleaned_data)
        if _is_saved(request, edition, text, trial, form.cleaned_data["version"]):
            return redirect(request.path)
    page = _page(edition, text, language, form)
    return render(request, "catalogue/text.html", page | {"trial": trial})


def _trial(edition, text, language, cleaned):
    """These words as the page and the notice would show them, and what the checker says."""
    typed = rewording.Typed(
        text.kind, text.code, language, cleaned.get("title", ""), cleaned["body"]
    )
    plan = rewording.plan_with(edition, typed)
    found = rewording.remarks_on(edition, typed, text.field)
    with override(language):
        section = section_of(edition, plan, text)
    return {
        "typed": typed,
        "text": words.text_at(edition.programme, plan, text.kind, text.code),
        "section": section,
        "errors": [each for each in found if each.severity == "error"],
        "warnings": [each for each in found if each.severity == "warning"],
        # Whoever saves with remarks has read just these.
        "read": fingerprint([each.message.fr for each in found])[:12],
    }


def _is_saved(request, edition, text, trial, version):
    asked = request.POST.get("save")
    if not asked:
        return False
    if trial["errors"]:
        messages.error(
            request, _("Nothing is saved: correct what this text announces, as said below.")
        )
        return False
    if trial["warnings"] and asked != trial["read"]:
        messages.warning(
            request, _("Nothing is saved yet: read the remarks below, then correct or save.")
        )
        return False
    try:
        rewording.reword(edition, text, trial["typed"], version=version, by=request.user)
    except Refusal as refusal:
        messages.error(request, str(refusal))
        return False
    messages.success(request, _("These words are on the page and in the notice."))
    return True


def _is_put_back(request, edition, text, language):
    version = request.POST.get("version", "")
    try:
        rewording.back_to_loaded(edition, text, language, version=version, by=request.user)
    except Refusal as refusal:
        messages.error(request, str(refusal))
        return False
    messages.success(request, _("The text as loaded is on the page and in the notice again."))
    return True


def _page(edition, text, language, form):
    history = list(PublicWording.objects.history_of(edition, text, language).select_related("by"))
    version = rewording.version_of(edition, history)
    title, body = text.in_language(language)
    if not form.is_bound or "back" in form.data:
        initial = {"title": title, "body": body, "version": version}
        form = PublicTextForm(initial=initial, text=text, language=language)
    is_moved = form.is_bound and form.data.get("version") != version
    if is_moved:
        # Both texts are in the page now: saving again is a choice.
        form.data = form.data | {"version": version}
    return {
        "edition": edition,
        "text": text,
        "language": language,
        "others": [code for code in LANGUAGES if code != language],
        "form": form,
        "own": history[0] if history and history[0].is_own else None,
        "is_moved": is_moved,
        "in_use": {"title": title, "body": body},
        "version": version,
        "history": history,
    }


def _run(request, *place):
    return get_object_or_404(Edition.objects.run_by(request.user).with_programme().at(*place))
