"""What is answered when nothing else can be: pages that ask nothing of the database."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.translation import gettext as _


@login_not_required
def bad_request(request, exception=None):
    return render(request, "base/error.html", {"status": 400}, status=400)


@login_not_required
def not_found(request, exception=None):
    return render(request, "base/error.html", {"status": 404}, status=404)


@login_not_required
def forbidden(request, exception=None):
    return HttpResponse(_in_both_languages(_forbidden), status=403)


@login_not_required
def broken(request):
    return HttpResponse(_in_both_languages(_broken), status=500)


def _forbidden():
    return {
        "title": _("This is not open to you"),
        "told": _(
            "Nothing was shown or changed. If you should be able to do this, ask the certification "
            "office which role you need."
        ),
        "way": _("To my page"),
    }


def _broken():
    return {
        "title": _("Something broke on our side"),
        "told": _(
            "What you sent may not have been recorded. Go back, copy what you typed, and try again "
            "in a moment."
        ),
        "way": _("To my page"),
    }


def _in_both_languages(words):
    """A page without the shell: nobody is recognised, no look is read, both languages are there."""
    said = {}
    for language, name in (("fr", "french"), ("en", "english")):
        with translation.override(language):
            said[name] = words()
    return render_to_string("base/plain.html", said)
