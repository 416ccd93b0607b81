"""Bars drawn by the server, in the rows of the table that holds their numbers."""

from dataclasses import dataclass

LONGEST = 240


@dataclass(frozen=True)
class Row:
    """One line of a table: a label, and numbers of which each is a part of the one before."""

    label: object
    numbers: tuple[int, ...]
    bars: tuple[int, ...] = ()
    url: str = ""


def drawn(rows):
    """The rows with the lengths of their bars: the greatest number of all takes the whole width."""
    greatest = max((row.numbers[0] for row in rows), default=0) or 1
    return [
        Row(
            row.label,
            row.numbers,
            tuple(round(LONGEST * number / greatest) for number in row.numbers),
            row.url,
        )
        for row in rows
    ]
