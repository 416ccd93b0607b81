"""What a notice is made of: plain values, which a page and a PDF set each in their way."""

from __future__ import annotations

import re
from dataclasses import asdict, dataclass, field
from typing import Any


@dataclass(frozen=True)
class Paragraph:
    text: str
    kind: str = field(default="paragraph", init=False)


@dataclass(frozen=True)
class Points:
    """Short things of the same kind, in no table."""

    items: tuple[str, ...]
    kind: str = field(default="points", init=False)


@dataclass(frozen=True)
class Facts:
    """Questions, each with its answer."""

    pairs: tuple[tuple[str, str], ...]
    kind: str = field(default="facts", init=False)


@dataclass(frozen=True)
class Table:
    """The first cell of a row names it; a cell is one line or several.

    `weights` share the width of a printed page between the columns.
    """

    caption: str
    columns: tuple[str, ...]
    weights: tuple[int, ...]
    rows: tuple[tuple[tuple[str, ...], ...], ...]
    kind: str = field(default="table", init=False)

    @property
    def labelled(self) -> list[list[tuple[str, tuple[str, ...]]]]:
        """The rows, each cell with its column: on a narrow screen nothing else says which."""
        return [list(zip(self.columns, row, strict=True)) for row in self.rows]


Block = Paragraph | Points | Facts | Table


@dataclass(frozen=True)
class Section:
    code: str
    title: str
    blocks: tuple[Block, ...]


@dataclass(frozen=True)
class Notice:
    """One edition's notice in one language, in finished sentences."""

    title: str
    subtitle: str
    institution: str
    statement: str
    sections: tuple[Section, ...]

    def as_data(self) -> dict[str, Any]:
        """Plain data, for a template that is no Python."""
        return asdict(self)


def paragraphs(text: str) -> tuple[Paragraph, ...]:
    """What a person typed with blank lines between paragraphs. Spaces that hold words stay."""
    parts = (re.sub(r"[ \t\r]+", " ", part).strip() for part in text.split("\n"))
    return tuple(Paragraph(part) for part in parts if part)
