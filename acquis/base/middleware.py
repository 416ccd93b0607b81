from django.conf import settings
from django.http import Http404
from django.shortcuts import render
from django.template.defaultfilters import filesizeformat
from django.urls import Resolver404, resolve

from . import clock

CONTENT_SECURITY_POLICY = "; ".join(
    [
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self' data:",
        "font-src 'self'",
        "connect-src 'self'",
        "media-src 'self'",
        "frame-src 'self'",
        "form-action 'self'",
        "frame-ancestors 'none'",
        "base-uri 'none'",
        "object-src 'none'",
        # The one policy is in acquis.js.
        "trusted-types default",
        "require-trusted-types-for 'script'",
    ]
)
PERMISSIONS_POLICY = "camera=(), microphone=(), geolocation=(), payment=(), usb=()"


def strict_headers(get_response):
    """The headers every answer carries; a view that serves a file sets a stricter policy itself."""

    def answer(request):
        # A long upload is judged by when it began, whatever time its body takes to arrive.
        request.begun_at = clock.now()
        response = get_response(request)
        response.headers.setdefault("Content-Security-Policy", CONTENT_SECURITY_POLICY)
        response.headers.setdefault("Permissions-Policy", PERMISSIONS_POLICY)
        response.headers.setdefault("Cross-Origin-Resource-Policy", "same-origin")
        # Signing out answers somebody whom the request does not know any more: the cookie tells.
        user = getattr(request, "user", None)
        was_known = settings.SESSION_COOKIE_NAME in request.COOKIES
        if was_known or (user is not None and user.is_authenticated):
            response.headers.setdefault("Cache-Control", "no-store")
        return response

    return answer


def bounded_body(get_response):
    """Refuse a body that no form here accepts before reading it, with a page that says why."""

    def answer(request):
        try:
            length = int(request.META.get("CONTENT_LENGTH") or 0)
        except ValueError:
            length = 0
        # Several files may come at once: the form checks each one.
        if length > 4 * settings.UPLOAD_MAX_BYTES:
            limit = filesizeformat(settings.UPLOAD_MAX_BYTES)
            return render(request, "base/too_big.html", {"limit": limit}, status=413)
        return get_response(request)

    return answer


def readable_address(get_response):
    """An address that holds a NUL names nothing, and PostgreSQL cannot be asked about it."""

    def answer(request):
        if "\0" in request.path:
            raise Http404
        return get_response(request)

    return answer


def explained_method(get_response):
    """The address of a form opened as a page, after signing in again for example: say so."""

    def answer(request):
        response = get_response(request)
        if response.status_code != 405 or request.method != "GET":
            return response
        context = {"status": 405, "above": _page_above(request.path)}
        page = render(request, "base/error.html", context, status=405)
        page.headers["Allow"] = response.headers["Allow"]
        return page

    return answer


def _page_above(path):
    """The nearest address above this one that leads somewhere."""
    while path.count("/") > 1:
        path = path.rstrip("/").rpartition("/")[0] + "/"
        try:
            resolve(path)
        except Resolver404:
            continue
        return path
    return "/"
