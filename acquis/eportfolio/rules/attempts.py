"""What changed from one deposit to the next."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Literal

Shift = Literal["added", "removed", "changed", "same"]


@dataclass(frozen=True)
class Change:
    """What became of one item, or of one condition, between two deposits."""

    code: str
    shift: Shift
    is_reworded: bool = False
    evidence_added: tuple[str, ...] = ()
    evidence_removed: tuple[str, ...] = ()


def changes(
    before: Mapping[str, Any], after: Mapping[str, Any], codes: Iterable[str]
) -> tuple[Change, ...]:
    """Compare two deposits' contents for each code, in the order of the codes.

    Codes that neither deposit claims are left out.
    """
    old, new = _told_by_code(before), _told_by_code(after)
    return tuple(
        _change(code, old.get(code), new.get(code)) for code in codes if code in old or code in new
    )


@dataclass
class _Told:
    words: set[tuple[str, str]]
    evidence: dict[str, str]


def _told_by_code(content: Mapping[str, Any]) -> dict[str, _Told]:
    told: dict[str, _Told] = {}
    for situation in content["situations"]:
        words = [(claim["item"], claim["argument"]) for claim in situation["claims"]]
        if situation["condition"]:
            words.append((situation["condition"], situation["account"]))
        evidence = {
            each["sha256"] or each["url"]: each["name"] or each["url"]
            for each in situation["evidence"]
        }
        for code, argument in words:
            one = told.setdefault(code, _Told(set(), {}))
            one.words.add((situation["id"], argument))
            one.evidence.update(evidence)
    return told


def _change(code: str, old: _Told | None, new: _Told | None) -> Change:
    if old is None or new is None:
        return Change(code, "added" if old is None else "removed")
    is_reworded = old.words != new.words
    added = tuple(sorted(new.evidence[key] for key in new.evidence.keys() - old.evidence.keys()))
    removed = tuple(sorted(old.evidence[key] for key in old.evidence.keys() - new.evidence.keys()))
    shift: Shift = "changed" if is_reworded or added or removed else "same"
    return Change(code, shift, is_reworded, added, removed)
