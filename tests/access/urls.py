"""The site, with one bare page for everything that is not found.

Twenty thousand such pages are asked for: drawn in full they would cost most of the time, and a
bare one tells as well that nothing but “not found” was answered. What it looks like in full is
another test's.
"""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpResponseNotFound

from acquis.urls import handler400, handler500, urlpatterns

__all__ = ["handler400", "handler404", "handler500", "urlpatterns"]


@login_not_required
def handler404(request, exception):
    return HttpResponseNotFound(b"not found")
