"""What anybody may ask about a paper, knowing its code. Nothing here lists, and nothing guesses.

An unknown code answers 404, in the same words whether it is mistyped, malformed or invented: no
crawler or archive keeps such a page, and a monitor sees an enumeration for what it is.
"""

import hashlib
from datetime import date

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from .. import rules
from ..forms import CodeForm, FileForm
from ..models import Document


@require_safe
@login_not_required
def verify_form(request):
    """Type the code of a paper. The answer has an address of its own, that of the QR code."""
    form = CodeForm(request.GET or None)
    if form.is_valid():
        typed = form.cleaned_data["code"]
        return _private(redirect("outcomes:verify", rules.read_code(typed) or "inconnu"))
    page = render(request, "outcomes/verify_form.html", {"form": form})
    # Without a code, it is the page that somebody who holds a paper searches for.
    return _private(page) if form.is_bound else page


@require_safe
@login_not_required
def verify(request, code):
    """What the paper of this code says, and whether it still stands. One query."""
    document = _known(code)
    context = {
        "document": document,
        "decided_on": document and date.fromisoformat(document.payload["decided_on"]),
        "form": FileForm() if document else CodeForm(),
    }
    status = 200 if document else 404
    return _private(render(request, "outcomes/verify.html", context, status=status))


@require_POST
@login_not_required
def check_file(request, code):
    """Say whether a PDF is, byte for byte, the one that was issued. Nothing of it is kept."""
    document, form = _known(code), FileForm(request.POST, request.FILES)
    if document and not form.is_valid():
        messages.error(request, form.errors["file"][0])
    elif document and _is_same(form.cleaned_data["file"], document.file):
        messages.success(request, _("This file is the one that was issued, byte for byte."))
    elif document:
        messages.error(
            request,
            _(
                "This file is not the one that was issued: it was changed, or made by somebody "
                "else. Trust only the lines below."
            ),
        )
    return _private(redirect("outcomes:verify", code))


def _known(code):
    code = rules.read_code(code)
    return Document.objects.select_related("file").filter(code=code).first() if code else None


def _is_same(file, issued):
    if file.size != issued.size:
        return False
    digest = hashlib.sha256()
    for chunk in file.chunks():
        digest.update(chunk)
    return digest.hexdigest() == issued.sha256


def _private(response):
    """The address holds the code: no search engine keeps it, and no other site is told of it.

    Not `no-referrer`: browsers then send `Origin: null` with the forms of the page, which the
    protection against forged requests must refuse.
    """
    response["X-Robots-Tag"] = "noindex, nofollow, noarchive"
    response["Referrer-Policy"] = "same-origin"
    response["Cache-Control"] = "no-store"
    return response
