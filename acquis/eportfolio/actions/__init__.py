"""What is done with a portfolio, and what a candidate keeps of it."""

from .acquired import correct_acquis, keep_acquis
from .deposits import deposit, take_back
from .evidence import add_files, add_link, describe, remove_evidence
from .portfolios import open_session, start
from .reminding import remind_undeposited
from .situations import (
    add_situation,
    claim,
    remove_situation,
    restore_situation,
    rewrite_situation,
    shift_situation,
)

__all__ = [
    "add_files",
    "add_link",
    "add_situation",
    "claim",
    "correct_acquis",
    "deposit",
    "describe",
    "keep_acquis",
    "open_session",
    "remind_undeposited",
    "remove_evidence",
    "remove_situation",
    "restore_situation",
    "rewrite_situation",
    "shift_situation",
    "start",
    "take_back",
]
