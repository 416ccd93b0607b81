"""Until when a portfolio may change, what it shows, what a jury would say of it: pure Python."""

from .attempts import Change, changes
from .coverage import (
    Block,
    Line,
    Shown,
    claimable,
    coverage,
    has_content,
    names,
    record_of,
    simulated,
)
from .overview import Overview, Step, next_step, overview
from .window import (
    PREPARES,
    Window,
    days_left,
    session_prepared,
    why_closed,
    why_kept,
    why_no_deposit,
)

__all__ = [
    "PREPARES",
    "Block",
    "Change",
    "Line",
    "Overview",
    "Shown",
    "Step",
    "Window",
    "changes",
    "claimable",
    "coverage",
    "days_left",
    "has_content",
    "names",
    "next_step",
    "overview",
    "record_of",
    "session_prepared",
    "simulated",
    "why_closed",
    "why_kept",
    "why_no_deposit",
]
