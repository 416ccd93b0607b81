"""Where a case stands before anybody decides: the standing, and one line an item or condition."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from acquis.catalogue.definitions import Programme, Verdict

Standing = Literal["submitted", "not_submitted", "absent"]
Basis = Literal["proposed", "acquired", "not_claimed", "diverging", "missing"]


@dataclass(frozen=True)
class Proposed:
    """A verdict or a mark; neither, when nothing common is proposed."""

    verdict: str = ""
    mark: Decimal | None = None


NOTHING = Proposed()
NOT_CLAIMED = Proposed(Verdict.NOT_CLAIMED)


@dataclass(frozen=True)
class Line:
    """What a decision starts from."""

    position: int
    code: str
    basis: Basis
    proposed: Proposed


def standing_of(*, has_deposit: bool, has_begun: bool) -> Standing:
    if has_deposit:
        return "submitted"
    return "not_submitted" if has_begun else "absent"


def starting_lines(
    programme: Programme,
    *,
    standing: Standing,
    claimed: Collection[str] = (),
    acquired: Mapping[str, Decimal | None] | None = None,
    proposals: Sequence[Mapping[str, Proposed]] = (),
) -> tuple[Line, ...]:
    """Return a line for every item, then every condition: nobody is decided in part.

    `acquired` maps codes to marks, `None` for what was acquired by a verdict. A dossier that was
    not submitted is not examined, so that all of it is not claimed.
    """
    lines = []
    for position, (code, kind) in enumerate(_parts(programme)):
        if standing == "submitted":
            basis, proposed = _start(
                code,
                is_marked=kind == "mark",
                is_awaited=kind != "verdict" or code in claimed,
                acquired=acquired or {},
                proposals=proposals,
            )
        else:
            basis, proposed = "not_claimed", NOT_CLAIMED
        lines.append(Line(position, code, basis, proposed))
    return tuple(lines)


def _parts(programme: Programme) -> Iterator[tuple[str, str]]:
    yield from ((item.code, item.kind) for item in programme.items)
    yield from ((condition.code, "condition") for condition in programme.conditions)


def _start(
    code: str,
    *,
    is_marked: bool,
    is_awaited: bool,
    acquired: Mapping[str, Decimal | None],
    proposals: Sequence[Mapping[str, Proposed]],
) -> tuple[Basis, Proposed]:
    given = [proposal[code] for proposal in proposals if code in proposal]
    common = given[0] if len(given) == len(proposals) and len(set(given)) == 1 else NOTHING
    kept = acquired.get(code)
    if code in acquired and (kept is not None or not is_marked):
        if is_marked and common.mark is not None and (kept is None or common.mark > kept):
            return "proposed", common  # Nobody loses by trying again, and a better mark counts.
        return "acquired", Proposed(Verdict.VALIDATED if kept is None else "", kept)
    if common != NOTHING:
        return "proposed", common
    if given:
        return "diverging", NOTHING
    return ("missing", NOTHING) if is_awaited else ("not_claimed", NOT_CLAIMED)
