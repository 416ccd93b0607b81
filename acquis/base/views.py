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
