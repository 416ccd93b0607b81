"""Asking a sign-in server: its address is the administrator's, and it leads nowhere else."""

from http.client import HTTPException
from urllib.error import HTTPError
from urllib.parse import urlencode
from urllib.request import HTTPRedirectHandler, Request, build_opener

SECONDS = 10
MOST_BYTES = 256 * 1024


class NotConfirmed(Exception):
    """The server does not say that it is this person."""


class Unreachable(Exception):
    """The server does not answer, or not as such a server does."""


class _NoRedirect(HTTPRedirectHandler):
    def redirect_request(self, *args: object) -> None:
        return None


def get(address: str, **headers: str) -> bytes:
    return _answer(Request(address, headers=headers))  # noqa: S310 – see `is_private`


def post(address: str, fields: dict[str, str], **headers: str) -> bytes:
    return _answer(Request(address, urlencode(fields).encode(), headers))  # noqa: S310


def _answer(request: Request) -> bytes:
    try:
        with build_opener(_NoRedirect).open(request, timeout=SECONDS) as response:
            body: bytes = response.read(MOST_BYTES + 1)
    except HTTPError as error:
        with error:
            if error.code in (400, 401, 403):
                raise NotConfirmed(f"status {error.code}") from error
            raise Unreachable(f"status {error.code}") from error
    except (OSError, HTTPException, ValueError) as error:
        raise Unreachable(type(error).__name__) from error
    if len(body) > MOST_BYTES:
        raise Unreachable("too long an answer")
    return body
