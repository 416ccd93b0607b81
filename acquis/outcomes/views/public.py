"""What anybody may ask about a paper, knowing its code. Nothing here lists, and nothing guesses.

An unknown code answers 404, in the same words whether it is mistyped, malformed or invented: no
crawler or archive keeps such a page, and a monitor sees an enumeration for what it is.
"""

import hashlib
from datetime import date

from django.contrib.auth.decorators import login_not_required
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

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
    return _private(render(request, "outcomes/verify_form.html", {"form": form}))


@require_safe
@login_not_required
def verify(request, code):
    """What the paper of this code says, and whether it still stands. One query."""
    return _answer(request, code, FileForm())


@require_http_methods(["GET", "POST"])
@login_not_required
def check_file(request, code):
    """Whether a PDF is, byte for byte, the one that was issued. Nothing of it is kept."""
    if request.method == "GET":
        return _private(redirect("outcomes:verify", code))
    form = FileForm(request.POST, request.FILES)
    file = form.cleaned_data["file"] if form.is_valid() else None
    return _answer(request, code, form, file=file)


def _answer(request, code, form, *, file=None):
    code = rules.read_code(code)
    papers = Document.objects.select_related("file").filter(code=code)
    document = papers.first() if code else None
    context = {
        "document": document,
        "decided_on": document and date.fromisoformat(document.payload["decided_on"]),
        "form": form,
        "code_form": CodeForm(),
        "is_same": document and file and _is_same(file, document.file),
        "was_checked": file is not None,
    }
    status = 200 if document else 404
    return _private(render(request, "outcomes/verify.html", context, status=status))


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
