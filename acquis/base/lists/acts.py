"""The same act on many rows: first what it will do to each, then, confirmed, what it has done."""

import uuid
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils.html import format_html, format_html_join
from django.utils.translation import ngettext

from acquis.base.canonical import fingerprint
from acquis.base.letters import waiting
from acquis.base.models import Sending
from acquis.base.outbox import Gatherings
from acquis.base.refusal import Refusal

MOST = 500


@dataclass(frozen=True)
class Act:
    """What may be done to many rows of a list at once, each by the one door that does it.

    `obstacles(rows)` says of each row, by its key, why it will be left aside, if it will.
    `seen(row)` is what its reader relies on: a row that changed since it was shown is not touched.
    `do(row, by=, gathering=, **typed)` does it or raises a `Refusal`; `typed` is what `form` asks.
    `done(count)` is the sentence of so many, with `%d` in it.
    """

    code: str
    label: Any
    question: Any
    letter: Any
    sending: str
    edition: Callable[[Any], Any]
    obstacles: Callable[[list], dict]
    do: Callable
    done: Callable[[int], str]
    detail: Callable[[Any], str]
    seen: Callable[[Any], list]
    form: Any = None
    is_danger: bool = False


def reminding(label, question, letter, **more):
    """The act that writes again to many people what they were told, or should know."""
    return Act(
        "remind",
        label,
        question,
        letter=letter.label,
        sending=Sending.Kind.REMINDERS,
        done=lambda count: ngettext("%d reminder is written.", "%d reminders are written.", count),
        **more,
    )


@dataclass
class Line:
    """One row that was chosen: what will become of it, and whether it is as it was shown."""

    row: Any
    name: str
    url: str
    detail: str
    obstacle: str
    mark: str
    is_changed: bool = False


class Plan:
    """What an act will do to the rows chosen. Reads them once, whatever their number."""

    def __init__(self, act, rows, name):
        self.act = act
        rows = list(rows)
        obstacles = act.obstacles(rows)
        self.lines = [self._line(row, name, obstacles.get(row.pk, "")) for row in rows]
        self.going = [line for line in self.lines if not line.obstacle]
        self.aside = [line for line in self.lines if line.obstacle]
        self.hold_minutes = settings.HOLD_MINUTES
        self.gone, self.is_stale = 0, False

    def _line(self, row, name, obstacle):
        mark = fingerprint([str(row.pk), str(obstacle), self.act.seen(row)])[:12]
        url = name.url(row) if name.url else ""
        return Line(row, name.value(row), url, self.act.detail(row), str(obstacle), mark)

    @property
    def shown(self):
        """What the form that confirms sends back: each row, and what was said of it."""
        return ",".join(f"{line.row.pk}:{line.mark}" for line in self.lines)

    def compare(self, shown):
        """Mark the lines that are not as they were shown, and say whether there are any."""
        for line in self.lines:
            line.is_changed = line.mark != shown[line.row.pk]
        self.gone = len(shown) - len(self.lines)
        self.is_stale = self.gone > 0 or any(line.is_changed for line in self.lines)
        return self.is_stale


def parsed(shown):
    """{key: mark} of what a form sends back; what is not a key is nothing."""
    found = {}
    for each in shown.split(",")[:MOST]:
        key, _colon, mark = each.partition(":")
        if key := as_key(key):
            found[key] = mark
    return found


def as_key(text):
    try:
        return uuid.UUID(text)
    except ValueError:
        return None


@transaction.atomic
def carry_out(plan, *, by, typed):
    """Do what the plan says, row by row: (sentences of what was done, of what was not).

    A row that refuses meanwhile is left as it was, and the others are done.
    """
    act, count, refused = plan.act, 0, []
    gatherings = Gatherings(act.sending, by=by)
    for line in plan.going:
        try:
            with transaction.atomic():
                act.do(line.row, by=by, gathering=gatherings.of(act.edition(line.row)), **typed)
        except Refusal as refusal:
            refused.append((line.name, refusal))
        else:
            count += 1
    done = [act.done(count) % count] if count else []
    done += [waiting.told(sending, by) for sending in gatherings.made()]
    if not refused:
        return done, []
    told = format_html_join(" ", "{}: {}", refused[:10])
    left = ngettext("%d row was left as it was:", "%d rows were left as they were:", len(refused))
    return done, [format_html("{} {}", left % len(refused), told)]
