"""A double click is one act: the second POST of the same page gets the first one's answer."""

import uuid
from functools import wraps

from django.db import transaction
from django.shortcuts import redirect

from . import clock
from .models import Once


def once(view):
    """For views that create. Their forms carry `{% once %}`; a form refused may be sent again."""

    @wraps(view)
    def answered_once(request, *args, **kwargs):
        key = _key(request)
        if key is None:
            return view(request, *args, **kwargs)
        with transaction.atomic():
            row, is_first = Once.objects.get_or_create(
                key=key, person=request.user, defaults={"made_at": clock.now()}
            )
            if not is_first:
                return redirect(row.location or request.path)
            response = view(request, *args, **kwargs)
            location = response.headers.get("Location") or response.headers.get("HX-Redirect")
            if location:
                Once.objects.filter(pk=row.pk).update(location=location[:500])
            else:
                row.delete()
            return response

    return answered_once


def _key(request):
    if request.method != "POST":
        return None
    try:
        return uuid.UUID(request.POST.get("once", ""))
    except ValueError:
        return None
