"""What changed between two frozen definitions, field by field, as a person reads it."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

_MEMBER_NAMES = ("code", "number")


@dataclass(frozen=True)
class Change:
    """One field that differs; an empty side means that nothing is said there."""

    field: str
    old: str
    new: str


def differences(old_data: Mapping[str, Any], new_data: Mapping[str, Any]) -> tuple[Change, ...]:
    """Return one change for each field, in the order of the new data, then what has gone.

    Members of a list are compared by their code or number when they have one, so that a category
    put first does not change every other one; the list itself then shows its order.
    """
    old, new = dict(_leaves(old_data, "")), dict(_leaves(new_data, ""))
    fields = [*new, *(field for field in old if field not in new)]
    return tuple(
        Change(field, old.get(field, ""), new.get(field, ""))
        for field in fields
        if old.get(field) != new.get(field)
    )


def _leaves(value: Any, path: str) -> Iterator[tuple[str, str]]:
    """Yield every typed value with its path; what is empty is not there."""
    if isinstance(value, Mapping):
        for key, member in value.items():
            yield from _leaves(member, f"{path}.{key}" if path else key)
    elif isinstance(value, list) and any(isinstance(member, Mapping) for member in value):
        names = _names(value)
        yield path, ", ".join(names)
        for name, member in zip(names, value, strict=True):
            yield from _leaves(member, f"{path}[{name}]")
    elif isinstance(value, list):
        yield from [(path, ", ".join(map(_listed, value)))] if value else []
    elif value is not None and value != "":
        yield path, _typed(value)


def _names(members: list[Any]) -> list[str]:
    """Name members by their code or number, or by their position when they have none."""
    for key in _MEMBER_NAMES:
        names = [str(member.get(key, "")) for member in members if isinstance(member, Mapping)]
        if len(set(names)) == len(members) and all(names):
            return names
    return [str(position) for position in range(len(members))]


def _listed(value: Any) -> str:
    text = _typed(value)
    return json.dumps(text, ensure_ascii=False) if set(text) & set(',"') else text


def _typed(value: Any) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)
