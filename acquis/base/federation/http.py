"""Asking a sign-in server: its address is the administrator's, and it leads nowhere else."""

from http.client import HTTPException
from urllib.request import HTTPRedirectHandler, build_opener

SECONDS = 10
MOST_BYTES = 256 * 1024


class NotConfirmed(Exception):
    """The server does not say that it is this person."""


class Unreachable(Exception):
    """The server does not answer, or not as such a server does."""


class _NoRedirect(HTTPRedirectHandler):
    def redirect_request(self, *args: object) -> None:
        return None


def get(address: str) -> bytes:
    try:
        with build_opener(_NoRedirect).open(address, timeout=SECONDS) as response:
            body: bytes = response.read(MOST_BYTES + 1)
    except (OSError, HTTPException, ValueError) as error:
        raise Unreachable(type(error).__name__) from error
    if len(body) > MOST_BYTES:
        raise Unreachable("too long an answer")
    return body
