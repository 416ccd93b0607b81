from django.contrib.auth.decorators import login_not_required
from django.shortcuts import render


@login_not_required
def csrf_failure(request, reason=""):
    """A page kept open too long, or a request from elsewhere: nothing was done, say so."""
    return render(request, "base/csrf_failure.html", status=403)


@login_not_required
def too_many_attempts(request):
    """allauth counts what is tried on the pages of accounts."""
    return render(request, "account/too_many_attempts.html", status=429)


def fragment_or_redirect(request, template, context, to):
    """After an act: the changed fragment for htmx, the full page for a plain browser."""
    from django.shortcuts import redirect

    if request.htmx:
        return render(request, template, context)
    return redirect(to)
