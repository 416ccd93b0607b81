"""Small-number protection: how a group did is not told when it would tell how somebody did."""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from dataclasses import dataclass

FEWEST = 5


@dataclass(frozen=True)
class Share:
    """How a group did: `total` people, `good` of them. Both are None when they are not shown."""

    label: object
    total: int | None = None
    good: int | None = None

    @property
    def is_shown(self) -> bool:
        return self.total is not None

    @property
    def percent(self) -> int | None:
        return round(100 * self.good / self.total) if self.total and self.good is not None else None


def protected(groups: Mapping[Hashable, tuple[int, int]]) -> list[Share]:
    """Each group with its numbers when all of them may be told.

    A group is hidden when those who succeeded, or those who did not, are fewer than five. Where
    one group alone is hidden, the smallest of the others is hidden too: a total told elsewhere
    would give the missing one away.
    """
    hidden = {label for label, (total, good) in groups.items() if min(good, total - good) < FEWEST}
    shown = [label for label in groups if label not in hidden]
    if len(hidden) == 1 and shown:
        hidden.add(min(shown, key=lambda label: groups[label][0]))
    return [
        Share(label) if label in hidden else Share(label, *numbers)
        for label, numbers in groups.items()
    ]
