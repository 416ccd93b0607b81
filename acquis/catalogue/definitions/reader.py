"""Builds the definitions from what was typed: their dataclasses are the only schema."""

from __future__ import annotations

import dataclasses
import re
import types
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from functools import cache
from typing import Any, Literal, TypeVar, Union, get_args, get_origin, get_type_hints

from . import expression
from .problems import Problem, Unusable
from .source import Entry, Kind, Source, nearest
from .words import Text

T = TypeVar("T")

_RULE_TYPES = frozenset(get_args(expression.Rule))
_KINDS: dict[type, tuple[tuple[Kind, ...], Text, Text]] = {
    str: (
        ("text",),
        Text("un texte", "a text"),
        Text("Mettez la valeur entre guillemets.", "Put the value between quotes."),
    ),
    int: (
        ("whole number",),
        Text("un nombre entier", "a whole number"),
        Text("Écrivez un nombre entier, comme 23.", "Write a whole number, such as 23."),
    ),
    bool: (
        ("yes or no",),
        Text("true ou false", "true or false"),
        Text("Écrivez true ou false, sans guillemets.", "Write true or false, without quotes."),
    ),
    Decimal: (
        ("whole number", "number", "text"),
        Text("un nombre", "a number"),
        Text(
            "Écrivez un nombre avec un point décimal, comme 96.94.",
            "Write a number with a decimal point, such as 96.94.",
        ),
    ),
    date: (
        ("date", "text"),
        Text("une date", "a date"),
        Text(
            "Écrivez une date du calendrier sous la forme 2023-04-23.",
            "Write a date of the calendar in the form 2023-04-23.",
        ),
    ),
}
_WRONG = object()


class Reader:
    """Reads one file and gathers every problem, so that the person sees them all at once."""

    def __init__(self, file: str) -> None:
        self.file = file
        self.problems: list[Problem] = []

    def read(self, shape: type[T], source: Source) -> T | None:
        """Return the definition, or `None` when the problems explain why there is none."""
        value = self._value(shape, source, "")
        return value if isinstance(value, shape) and not self.problems else None

    def _value(self, hint: Any, source: Source, path: str) -> Any:
        origin = get_origin(hint)
        if origin in (Union, types.UnionType):
            return self._union(get_args(hint), source, path)
        if origin is tuple:
            return self._list(get_args(hint)[0], source, path)
        if origin is Literal:
            return self._choice(get_args(hint), source, path)
        if isinstance(hint, type) and dataclasses.is_dataclass(hint):
            return self._definition(hint, source, path)
        return self._scalar(hint, source, path)

    def _union(self, hints: tuple[Any, ...], source: Source, path: str) -> Any:
        if _RULE_TYPES.issubset(hints):
            return self._rule(source, path)
        if source.kind == "nothing":
            return None
        return self._value(next(hint for hint in hints if hint is not type(None)), source, path)

    def _list(self, hint: Any, source: Source, path: str) -> Any:
        if source.kind != "list":
            return self._wrong_kind(
                source,
                path,
                wanted=Text("une liste", "a list"),
                remedy=Text(
                    "Écrivez une ligne par élément, qui commence par un tiret.",
                    "Write one line per element, which begins with a dash.",
                ),
            )
        values = [
            self._value(hint, member, path + source.member_label(position))
            for position, member in enumerate(source.members)
        ]
        return tuple(values)

    def _choice(self, choices: tuple[str, ...], source: Source, path: str) -> Any:
        if source.kind == "text" and source.text in choices:
            return source.text
        listed = ", ".join(choices)
        return self._report(
            source.line,
            path,
            code="unknown-choice",
            message=Text(
                f"« {source.text} » n'est pas une valeur admise.",
                f"“{source.text}” is not an allowed value.",
            ),
            remedy=_did_you_mean(source.text, choices)
            or Text(f"Écrivez l'une de ces valeurs : {listed}.", f"Write one of these: {listed}."),
        )

    def _scalar(self, hint: type, source: Source, path: str) -> Any:
        kinds, wanted, remedy = _KINDS[hint]
        if source.kind in kinds:
            value = _convert(hint, source.text)
            if value is not None:
                return value
        return self._wrong_kind(source, path, wanted=wanted, remedy=remedy)

    def _rule(self, source: Source, path: str) -> Any:
        names = tuple(expression.PRIMITIVES)
        if source.kind != "mapping" or len(source.entries) != 1:
            listed = ", ".join(names)
            return self._wrong_kind(
                source,
                path,
                wanted=Text("une règle", "a rule"),
                remedy=Text(
                    f"Écrivez une seule clé parmi : {listed}.", f"Write one key among: {listed}."
                ),
            )
        entry = source.entries[0]
        primitive = expression.PRIMITIVES.get(entry.key)
        if primitive is None:
            return self._unknown_key(entry, path, names)
        return self._definition(primitive, entry.value, _joined(path, entry.key))

    def _definition(self, shape: type, source: Source, path: str) -> Any:
        short_form = getattr(shape, "SHORT_FORM", None)
        if source.kind != "mapping" and short_form:
            source = Source("mapping", source.line, entries=(Entry(short_form, source, 0),))
            return self._fill(shape, source, path, typed_path=path)
        if source.kind != "mapping":
            return self._wrong_kind(
                source,
                path,
                wanted=Text("un ensemble de champs", "a set of fields"),
                remedy=Text(
                    f"Écrivez ces champs, un par ligne : {', '.join(_fields(shape))}.",
                    f"Write these fields, one per line: {', '.join(_fields(shape))}.",
                ),
            )
        return self._fill(shape, source, path)

    def _fill(self, shape: type, source: Source, path: str, typed_path: str = "") -> Any:
        fields = _fields(shape)
        before = len(self.problems)
        values: dict[str, Any] = {}
        for entry in source.entries:
            if entry.key not in fields:
                self._unknown_key(entry, path, tuple(fields))
            elif entry.key in values:
                self._duplicate_key(entry, path)
            else:
                place = typed_path or _joined(path, entry.key)
                values[entry.key] = self._value(fields[entry.key][0], entry.value, place)
        for name, (_, is_required) in fields.items():
            if is_required and name not in values:
                self._missing_key(name, source, path)
        if len(self.problems) > before:
            return _WRONG
        return self._build(shape, values, source, path)

    def _build(
        self, shape: Callable[..., Any], values: dict[str, Any], source: Source, path: str
    ) -> Any:
        try:
            return shape(**values)
        except Unusable as unusable:
            typed = source.entry(unusable.field) or source
            return self._report(
                typed.line,
                _joined(path, unusable.field),
                code=unusable.code,
                message=unusable.message,
                remedy=unusable.remedy,
            )

    def _unknown_key(self, entry: Entry, path: str, known: tuple[str, ...]) -> Any:
        listed = ", ".join(known)
        return self._report(
            entry.line,
            _joined(path, entry.key),
            code="unknown-key",
            message=Text(f"La clé « {entry.key} » est inconnue.", f"Unknown key “{entry.key}”."),
            remedy=_did_you_mean(entry.key, known)
            or Text(f"Les clés admises ici sont : {listed}.", f"Keys allowed here: {listed}."),
        )

    def _duplicate_key(self, entry: Entry, path: str) -> None:
        self._report(
            entry.line,
            _joined(path, entry.key),
            code="duplicate-key",
            message=Text(
                f"La clé « {entry.key} » est écrite deux fois.",
                f"The key “{entry.key}” is written twice.",
            ),
            remedy=Text("Gardez une seule des deux lignes.", "Keep only one of the two lines."),
        )

    def _missing_key(self, name: str, source: Source, path: str) -> None:
        self._report(
            source.line,
            _joined(path, name),
            code="missing-key",
            message=Text(f"La clé « {name} » manque.", f"The key “{name}” is missing."),
            remedy=Text(f"Ajoutez une ligne « {name}: … ».", f"Add a line “{name}: …”."),
        )

    def _wrong_kind(self, source: Source, path: str, *, wanted: Text, remedy: Text) -> Any:
        found = f" « {source.text} »" if source.text else ""
        found_en = f" “{source.text}”" if source.text else ""
        return self._report(
            source.line,
            path,
            code="wrong-type",
            message=Text(
                f"La valeur{found} n'est pas {wanted.fr}.",
                f"The value{found_en} is not {wanted.en}.",
            ),
            remedy=remedy,
        )

    def _report(self, line: int, path: str, *, code: str, message: Text, remedy: Text) -> Any:
        self.problems.append(Problem("error", self.file, line, path, message, remedy, code))
        return _WRONG


@cache
def _fields(shape: type) -> dict[str, tuple[Any, bool]]:
    """Return the type of each field of a dataclass, and whether it must be typed."""
    hints = get_type_hints(shape)
    return {
        field.name: (hints[field.name], field.default is dataclasses.MISSING)
        for field in dataclasses.fields(shape)
    }


def _convert(hint: type, text: str) -> str | int | bool | Decimal | date | None:
    if hint is str:
        return text
    if hint is bool:
        return text.lower() in {"true", "yes", "on"}
    if hint is int:
        return int(text) if re.fullmatch(r"-?[0-9]{1,9}", text) else None
    if hint is Decimal:
        return Decimal(text) if re.fullmatch(r"-?[0-9]{1,9}(\.[0-9]{1,9})?", text) else None
    try:
        return date.fromisoformat(text) if re.fullmatch(r"[0-9-]{10}", text) else None
    except ValueError:
        return None


def _did_you_mean(word: str, known: tuple[str, ...]) -> Text | None:
    near = nearest(word, known)
    return Text(f"Vouliez-vous écrire « {near} » ?", f"Did you mean “{near}”?") if near else None


def _joined(path: str, name: str) -> str:
    return f"{path}.{name}" if path else name
