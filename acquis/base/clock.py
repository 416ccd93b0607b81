"""The one clock of Acquis. Domain code asks `now()` and `today()`, and nothing else.

A demo or a rehearsal may start the clock at another moment and move it; a real installation
cannot: there, `travel_to` raises.
"""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from django.conf import settings
from django.utils import timezone

_shift = timedelta(0)
_frozen: datetime | None = None
_is_started = False


def now() -> datetime:
    """The present moment, aware, in UTC."""
    _start()
    if _frozen is not None:
        return _frozen
    real: datetime = timezone.now()
    return real + _shift


def today() -> date:
    """The present day where the institution is (settings.TIME_ZONE)."""
    return now().astimezone(ZoneInfo(settings.TIME_ZONE)).date()


def travel_to(moment: datetime, *, freeze: bool = False) -> None:
    """Make `now()` start at `moment` and go on from there, or stand still when frozen."""
    global _shift, _frozen, _is_started
    if not settings.CLOCK_MAY_MOVE:
        raise RuntimeError("The clock of a real installation cannot be moved.")
    if timezone.is_naive(moment):
        moment = moment.replace(tzinfo=ZoneInfo(settings.TIME_ZONE))
    _is_started = True
    _shift = moment - timezone.now()
    _frozen = moment.astimezone(UTC) if freeze else None


def travel_back() -> None:
    """Return to the real time."""
    global _shift, _frozen
    _shift, _frozen = timedelta(0), None


def _start() -> None:
    global _is_started
    if not _is_started:
        _is_started = True
        if settings.CLOCK_STARTS_AT:
            travel_to(datetime.fromisoformat(settings.CLOCK_STARTS_AT))
