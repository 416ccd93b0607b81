from django.conf import settings
from django.shortcuts import render
from django.template.defaultfilters import filesizeformat

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
