"""What a list may show of a row: a column gives the plain value, its kind how it is written."""

from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum
from operator import attrgetter
from typing import Any

from django.utils import timezone
from django.utils.formats import date_format

from acquis.base.templatetags.acquis import euros


class Kind(Enum):
    TEXT = "text"
    NUMBER = "number"
    EUROS = "euros"  # the value is in cents
    MOMENT = "moment"


@dataclass(frozen=True)
class Column:
    """One column of a list. Nobody chooses away the first one, which names the row.

    `needs` adds to the rows what the column reads, only when it is shown; `order` are the lookups
    by which it sorts. `fragment` is the template that draws it on a page, for a state with
    `state` of the row; `blank` is what a page says for no value.
    """

    code: str
    label: Any
    value: Callable[[Any], Any]
    kind: Kind = Kind.TEXT
    order: tuple[str, ...] = ()
    is_shown: bool = True
    needs: Callable[[Any], Any] | None = None
    url: Callable[[Any], str] | None = None
    fragment: str = ""
    state: Callable[[Any], str] = attrgetter("state")
    blank: Any = ""

    @property
    def is_number(self) -> bool:
        return self.kind in (Kind.NUMBER, Kind.EUROS)

    def text(self, value: Any) -> str:
        """A value as pages write it."""
        if value is None:
            return str(self.blank)
        if self.kind is Kind.EUROS:
            return euros(value)
        if self.kind is Kind.MOMENT:
            return date_format(timezone.localtime(value), "d/m/Y H:i")
        return str(value)


@dataclass(frozen=True)
class Cell:
    """What one row shows in one column."""

    column: Column
    row: Any

    @property
    def text(self) -> str:
        return self.column.text(self.column.value(self.row))

    @property
    def url(self) -> str:
        return self.column.url(self.row) if self.column.url else ""

    @property
    def state(self) -> str:
        return self.column.state(self.row)
