"""What is read in a calendar by two libraries, which share nothing with the one that writes it nor
with each other. They must agree."""

from datetime import date, datetime
from typing import NamedTuple

import vobject
from ical.calendar_stream import IcsCalendarStream


class Seen(NamedTuple):
    """An event as a reader of calendars understood it."""

    uid: str
    summary: str
    description: str
    first: date | datetime
    end: date | datetime
    sequence: int
    stamp: datetime
    location: str
    url: str


def events_in(content):
    """The events of a calendar, in its order."""
    text = content.decode() if isinstance(content, bytes) else content
    by_one, by_other = _by_vobject(text), _by_ical(text)
    assert by_one == by_other
    return by_one


def _by_vobject(text):
    def said(event, name):
        return event.contents[name][0].value if name in event.contents else ""

    return [
        Seen(
            event.uid.value,
            said(event, "summary"),
            said(event, "description"),
            event.dtstart.value,
            event.dtend.value,
            int(event.sequence.value),
            event.dtstamp.value,
            said(event, "location"),
            said(event, "url"),
        )
        for event in vobject.readOne(text).contents.get("vevent", [])
    ]


def _by_ical(text):
    return [
        Seen(
            event.uid,
            event.summary or "",
            event.description or "",
            event.dtstart,
            event.dtend,
            event.sequence,
            event.dtstamp,
            event.location or "",
            str(event.url or ""),
        )
        for event in IcsCalendarStream.calendar_from_ics(text).events
    ]
