"""Calendars that phones and agendas read (RFC 5545): events in, bytes out."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

import icalendar

ONE_DAY = timedelta(days=1)


@dataclass(frozen=True)
class Event:
    """Something that happens on whole days (`date`s, the last one included) or between moments.

    An agenda keeps `uid` for ever, and takes another version of the event when `sequence` has
    grown: it must grow each time the days move. `changed_at` is when this version was made.
    """

    uid: str
    summary: str
    first: date
    last: date
    changed_at: datetime
    sequence: int = 0
    description: str = ""
    location: str = ""
    url: str = ""
    kind: str = ""


def calendar_bytes(events, *, language, name="", source=""):
    """The whole calendar. The same events give the same bytes, so that an agenda may ask often.

    `name` and `source`, the address under which agendas may ask for it again, are those of a
    calendar that they follow; events to put among their own have none.
    """
    calendar = icalendar.Calendar()
    calendar.add("prodid", "-//Acquis//Acquis//FR")
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    calendar.add("method", "PUBLISH")
    if name:
        # RFC 7986 says NAME; the agendas of today read the older X-WR-CALNAME.
        for field in ("name", "x-wr-calname"):
            calendar.add(field, name, parameters={"LANGUAGE": language})
        calendar.add("refresh-interval", ONE_DAY, parameters={"VALUE": "DURATION"})
    if source:
        calendar.add("source", source, parameters={"VALUE": "URI"})
    for event in events:
        calendar.add_component(_component(event, language))
    return calendar.to_ical()


def _component(event, language):
    spoken = {"LANGUAGE": language}
    component = icalendar.Event()
    component.add("uid", event.uid)
    component.add("dtstamp", _moment(event.changed_at))
    component.add("last-modified", _moment(event.changed_at))
    component.add("sequence", event.sequence)
    component.add("summary", event.summary, parameters=spoken)
    if isinstance(event.first, datetime):
        component.add("dtstart", _moment(event.first))
        component.add("dtend", _moment(event.last))
    else:
        component.add("dtstart", event.first)
        # The end of whole days is the first day that is free again.
        component.add("dtend", event.last + ONE_DAY)
        component.add("transp", "TRANSPARENT")
    for field, text in (("description", event.description), ("location", event.location)):
        if text:
            component.add(field, text, parameters=spoken)
    if event.url:
        component.add("url", event.url)
    if event.kind:
        component.add("categories", [event.kind])
    return component


def _moment(instant):
    """In UTC, to the second: no agenda needs to know our time zones."""
    return instant.astimezone(UTC).replace(microsecond=0)
