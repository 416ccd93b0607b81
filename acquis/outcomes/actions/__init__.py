"""What the office and the desk do with results and papers."""

from .handing import hand_over, remind_to_collect, why_not_to_collect
from .issuing import (
    balances,
    certificates_of,
    issue_certificates,
    issue_duplicate,
    issue_missing,
    revoke,
)
from .publishing import preview, publish, published_by

__all__ = [
    "balances",
    "certificates_of",
    "hand_over",
    "issue_certificates",
    "issue_duplicate",
    "issue_missing",
    "preview",
    "publish",
    "published_by",
    "remind_to_collect",
    "revoke",
    "why_not_to_collect",
]
