"""When a reminder is due, the same for every stage: some days before the last one, at an hour."""

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo


def days_due(
    last_day: date,
    before: tuple[int, ...],
    *,
    hour: int,
    at: datetime,
    timezone: str,
    since: datetime | None = None,
) -> int | None:
    """How many days before the last one the reminder is that is due now, or `None`.

    `before` are the days on which one is due, from the beginning of `hour` on. Of several that
    nobody sent, only the last is worth sending, and none once the last day is over. Nor is one
    due to whoever was at work (`since`) after its moment.
    """
    zone = ZoneInfo(timezone)
    if at.astimezone(zone).date() > last_day:
        return None
    moments = {
        days: datetime.combine(last_day - timedelta(days=days), time(hour), tzinfo=zone)
        for days in before
    }
    return min(
        (days for days, moment in moments.items() if (since or moment) <= moment <= at),
        default=None,
    )
