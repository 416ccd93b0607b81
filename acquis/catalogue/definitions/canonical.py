"""The frozen form of a definition: plain JSON, the same bytes for the same meaning."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any, TypeVar, cast

from acquis.base.canonical import fingerprint

from .edition import Edition
from .expression import PRIMITIVES, Rule
from .programme import Programme
from .reader import Reader
from .source import source_from_data

T = TypeVar("T")

__all__ = ["edition_from_data", "fingerprint", "programme_from_data", "to_data"]


def to_data(definition: Programme | Edition) -> dict[str, Any]:
    """Return what JSON can hold: decimals and dates as text, rules under their name."""
    return _fields_of(definition)


def programme_from_data(data: Mapping[str, Any]) -> Programme:
    return _from_data(Programme, data)


def edition_from_data(data: Mapping[str, Any]) -> Edition:
    return _from_data(Edition, data)


def _from_data(shape: type[T], data: Mapping[str, Any]) -> T:
    reader = Reader(file="")
    definition = reader.read(shape, source_from_data(data))
    if definition is None:
        reasons = "; ".join(f"{each.field}: {each.message.en}" for each in reader.problems)
        raise ValueError(f"This frozen {shape.__name__.lower()} is damaged. {reasons}")
    return definition


def _fields_of(definition: Any) -> dict[str, Any]:
    return {
        field.name: _plain(getattr(definition, field.name))
        for field in dataclasses.fields(definition)
    }


def _plain(value: Any) -> Any:
    if isinstance(value, tuple):
        return [_plain(member) for member in value]
    if isinstance(value, tuple(PRIMITIVES.values())):
        return {cast(Rule, value).NAME: _fields_of(value)}
    if dataclasses.is_dataclass(value):
        return _fields_of(value)
    if isinstance(value, Decimal):
        return f"{value.normalize():f}"
    return value.isoformat() if isinstance(value, date) else value
