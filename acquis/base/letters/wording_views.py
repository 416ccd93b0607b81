"""The texts of an institution's letters: read, reworded, tried on a real letter, put back."""

from django.conf import settings
from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from acquis.accounts.models import Institution
from acquis.base.models import Message, Wording
from acquis.base.refusal import Refusal
from acquis.base.scope import ADMINISTRATOR, OFFICE, roles_of

from . import texts as words
from .forms import WordingForm
from .kinds import KINDS

LANGUAGES = [code for code, _name in settings.LANGUAGES]


@require_safe
def texts(request):
    """Every kind of letter of the institutions whose texts this person keeps."""
    found = [_listed(each) for each in _institutions(request.user)]
    if not found:
        raise Http404
    return render(request, "letters/texts.html", {"found": found})


def _listed(institution):
    """The kinds with, for each language, the wording in use when it is not that of Acquis."""
    newest = {}
    rows = Wording.objects.filter(institution=institution).select_related("by").order_by("pk")
    for row in rows:
        newest[row.kind, row.language] = None if row.is_default else row
    kinds = [
        {"kind": kind, "texts": [(code, newest.get((kind.code, code))) for code in LANGUAGES]}
        for kind in KINDS.values()
    ]
    return {"institution": institution, "kinds": kinds}


@require_http_methods(["GET", "HEAD", "POST"])
def text(request, institution, letter, language):
    """One kind of letter in one language: its words, a trial of them, and those it had before."""
    institution, kind = _named(request, institution, letter, language)
    form = WordingForm(request.POST.dict() if request.method == "POST" else None, kind=kind)
    real, trial = _real_letters(kind, institution, language), None
    if form.is_valid():
        trial = _trial(kind, real, request.POST.get("real"), form.cleaned_data)
        if "save" in request.POST:
            try:
                words.reword(institution, kind, language, by=request.user, **form.cleaned_data)
            except Refusal as refusal:
                messages.error(request, str(refusal))
            else:
                messages.success(request, _("These words are in use from the next letter on."))
                return redirect("letters:text", institution.slug, kind.code, language)
    return render(
        request,
        "letters/text.html",
        _page(institution, kind, language, form) | {"real": real, "trial": trial},
    )


def _page(institution, kind, language, form):
    history = Wording.objects.history_of(institution, kind.code, language).select_related("by")
    own, version = words.in_use(history), words.version_of(history)
    subject, body = (own.subject, own.body) if own else words.default_text(kind, language)
    if not form.is_bound:
        form = WordingForm(
            kind=kind, initial={"subject": subject, "body": body, "version": version}
        )
    is_moved = form.is_bound and form.data.get("version", "") != version
    if is_moved:
        # Both texts are in the page now: saving again is a choice.
        form.data = form.data | {"version": version}
    return {
        "institution": institution,
        "kind": kind,
        "language": language,
        "others": [code for code in LANGUAGES if code != language],
        "form": form,
        "own": own,
        "in_use": {"subject": subject, "body": body},
        "is_moved": is_moved,
        "version": version,
        "history": history,
    }


def _real_letters(kind, institution, language):
    """The last letters of this kind, on which other words may be tried."""
    found = Message.objects.filter(kind=kind.code, institution=institution, language=language)
    found = found.filter(again_of=None).exclude(values={}).select_related("person")
    return list(found.order_by("-pk")[:10])


def _trial(kind, real, chosen, typed):
    """These words as one real letter of this kind would have said them: the last unless told."""
    letter = next((each for each in real if str(each.pk) == chosen), real[0] if real else None)
    values = letter.values if letter else {each.code: f"[{each.label}]" for each in kind.offers}
    return {
        "letter": letter,
        "subject": kind.filled(typed["subject"], values),
        "body": kind.filled(typed["body"], values),
    }


@require_POST
def back_to_default(request, institution, letter, language):
    institution, kind = _named(request, institution, letter, language)
    version = request.POST.get("version", "")
    try:
        words.back_to_default(institution, kind, language, version=version, by=request.user)
    except Refusal as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("The words of Acquis are in use again."))
    return redirect("letters:text", institution.slug, kind.code, language)


def _named(request, institution, letter, language):
    """What the address names, if this person keeps the texts of that institution."""
    found = get_object_or_404(_institutions(request.user), slug=institution)
    if letter not in KINDS or language not in LANGUAGES:
        raise Http404
    return found, KINDS[letter]


def _institutions(person):
    """Letters speak for a whole institution: a role for one programme does not change them."""
    keeping = [
        role.institution_id
        for role in roles_of(person)
        if role.kind in (OFFICE, ADMINISTRATOR) and not role.programme_code
    ]
    return Institution.objects.filter(pk__in=keeping).order_by("slug")
