"""What an institution says of a person (SUPANN), and what is read from it. Plain functions."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from fnmatch import fnmatchcase

# Kept with the account, and no other.
KEPT = (
    "supannEtuId",
    "supannCodeINE",
    "supannEtablissement",
    "supannEtuEtape",
    "supannEtuAnneeInscription",
    "eduPersonPrimaryAffiliation",
    "eduPersonAffiliation",
)
MOST_VALUES, LONGEST = 20, 200

Told = Mapping[str, list[str]]


@dataclass(frozen=True)
class Hint:
    """Whoever has this value (`*` stands for anything) probably belongs to this category."""

    attribute: str
    value: str
    category: str


@dataclass(frozen=True)
class Identity:
    """Who the server says that this is."""

    server: str
    subject: str
    mail: str
    first_names: str
    birth_name: str
    facts: dict[str, list[str]]


def identity(server: str, subject: str, told: Told) -> Identity:
    return Identity(
        server=server,
        subject=subject,
        mail=first(told, "mail").lower(),
        first_names=first(told, "givenName"),
        birth_name=first(told, "sn"),
        facts={name: values for name in KEPT if (values := _clean(told.get(name, ())))},
    )


def first(told: Told, name: str) -> str:
    return next(iter(_clean(told.get(name, ()))), "")


def categories(hints: Iterable[Hint], facts: Told) -> list[str]:
    """The categories that these facts hint at, the surest (the first written) first."""
    found = [
        hint.category
        for hint in hints
        if any(fnmatchcase(value, hint.value) for value in facts.get(hint.attribute, ()))
    ]
    return list(dict.fromkeys(found))


def _clean(values: Iterable[str]) -> list[str]:
    trimmed = (" ".join(value.split()) for value in values)
    return [each for each in trimmed if each.isprintable() and 0 < len(each) <= LONGEST][
        :MOST_VALUES
    ]
