"""The texts of an edition that are words only: what staff may put otherwise all year long.

Days, fees and rules are not among them: they are enforced, and stay as they were loaded.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Literal, Protocol

from .checker import QUESTIONS
from .definitions import Answers, Collection, Edition, Programme, PublicText, Text

Kind = Literal["section", "answer", "collection"]
Place = tuple[str, str]


class Own(Protocol):
    """One text in one language as staff put it; without a title, that of the edition stays."""

    kind: str
    code: str
    language: str
    title: str
    body: str


@dataclass(frozen=True)
class Said:
    """A text that the public reads, and where it stands; `body` is `None` when nothing is said."""

    kind: Kind
    code: str
    title: Text
    body: Text | None

    @property
    def has_own_title(self) -> bool:
        """Whether its title is a text too, rather than a question or a name of the product."""
        return self.kind == "section"

    @property
    def field(self) -> str:
        return _field(self.kind, self.code)

    def in_language(self, language: str) -> tuple[str, str]:
        """(title, body) in exactly this language: empty where nobody wrote it."""
        return getattr(self.title, language), getattr(self.body, language) if self.body else ""


LONGEST_CODE = 100
FOLDERS = {"answer": "answers", "collection": "collection"}
COLLECTION = {
    "place": Text("Où les certificats sont retirés", "Where the certificates are collected"),
    "hours": Text("Quand le guichet est ouvert", "When the desk is open"),
}


def texts_of(programme: Programme, plan: Edition) -> tuple[Said, ...]:
    """Every text that may be put otherwise, in the order of the pages."""
    return (*_sections(plan), *_answers(programme, plan), *_collection(plan))


def text_at(programme: Programme, plan: Edition, kind: str, code: str) -> Said | None:
    found = texts_of(programme, plan)
    return next((each for each in found if (each.kind, each.code) == (kind, code)), None)


def in_words(plan: Edition, own: Iterable[Own]) -> Edition:
    """The same edition with these words instead of those that were loaded."""
    words: dict[Place, dict[str, Own]] = {}
    for each in own:
        words.setdefault((each.kind, each.code), {})[each.language] = each
    if not words:
        return plan
    answers = {
        question.field: _put(
            getattr(plan.answers, question.field), _bodies(words, ("answer", question.field))
        )
        for question in QUESTIONS
    }
    return replace(
        plan,
        public_texts=tuple(_section(block, words) for block in plan.public_texts),
        answers=Answers(**answers),
        collection=_how(plan.collection, words),
    )


def reworded_fields(own: Iterable[Own]) -> dict[str, str]:
    """The fields of an edition's file, as the differences name them, with these words for them."""
    fields = {}
    for each in own:
        field, language = _field(each.kind, each.code), each.language
        if each.kind == "section":
            fields[f"{field}.title.{language}"] = each.title
            fields[f"{field}.body.{language}"] = each.body
        else:
            fields[f"{field}.{language}"] = each.body
    return fields


def _field(kind: str, code: str) -> str:
    """Where an edition's file and the checker have a text."""
    return f"public_texts[{code}]" if kind == "section" else f"{FOLDERS[kind]}.{code}"


def _sections(plan: Edition) -> Iterator[Said]:
    for block in plan.public_texts:
        # A code names a text for ever, in addresses too.
        if 0 < len(block.code) <= LONGEST_CODE:
            yield Said("section", block.code, block.title, block.body)


def _answers(programme: Programme, plan: Edition) -> Iterator[Said]:
    for question in QUESTIONS:
        answer = getattr(plan.answers, question.field)
        if answer is not None or question.is_asked(programme, plan):
            yield Said("answer", question.field, question.text, answer)


def _collection(plan: Edition) -> Iterator[Said]:
    for code, title in COLLECTION.items():
        yield Said("collection", code, title, getattr(plan.collection, code))


def _section(block: PublicText, words: Mapping[Place, Mapping[str, Own]]) -> PublicText:
    own = words.get(("section", block.code), {})
    titles = {language: each.title for language, each in own.items() if each.title}
    title = _put(block.title, titles) or block.title
    body = _put(block.body, _bodies(words, ("section", block.code))) or block.body
    return replace(block, title=title, body=body)


def _how(how: Collection, words: Mapping[Place, Mapping[str, Own]]) -> Collection:
    place = _put(how.place, _bodies(words, ("collection", "place"))) or how.place
    return replace(how, place=place, hours=_put(how.hours, _bodies(words, ("collection", "hours"))))


def _bodies(words: Mapping[Place, Mapping[str, Own]], place: Place) -> dict[str, str]:
    return {language: each.body for language, each in words.get(place, {}).items()}


def _put(text: Text | None, words: Mapping[str, str]) -> Text | None:
    """A text of which some languages are put otherwise: nothing without its French."""
    before = {"fr": text.fr, "en": text.en} if text else {"fr": "", "en": ""}
    said = Text(**(before | words))
    return said if said.fr else None
