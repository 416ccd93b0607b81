"""A YAML file, or frozen JSON, as values that know where they stand."""

from __future__ import annotations

import difflib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

import yaml

from .problems import Problem
from .words import Text

LARGEST_FILE = 512 * 1024
DEEPEST_NESTING = 40

Kind = Literal["text", "whole number", "number", "yes or no", "date", "nothing", "list", "mapping"]

_KIND_OF_TAG: dict[str, Kind] = {
    "tag:yaml.org,2002:str": "text",
    "tag:yaml.org,2002:int": "whole number",
    "tag:yaml.org,2002:float": "number",
    "tag:yaml.org,2002:bool": "yes or no",
    "tag:yaml.org,2002:timestamp": "date",
    "tag:yaml.org,2002:null": "nothing",
}


@dataclass(frozen=True)
class Source:
    """One value as it was typed, with its line; a value of frozen JSON has line 0."""

    kind: Kind
    line: int = 0
    text: str = ""
    members: tuple[Source, ...] = ()
    entries: tuple[Entry, ...] = ()

    def entry(self, key: str) -> Source | None:
        return next((entry.value for entry in self.entries if entry.key == key), None)

    def member_label(self, position: int) -> str:
        """Name a member of a list as its reader would: by its code when it has one."""
        for key in ("code", "number"):
            named = self.members[position].entry(key)
            if named is not None and named.text:
                return f"[{named.text}]"
        return f"[{position}]"


@dataclass(frozen=True)
class Entry:
    key: str
    value: Source
    line: int


class Unreadable(Exception):
    """Raised when a file cannot be understood at all; carries the one problem to show."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(problem.message.en)
        self.problem = problem


def nearest(word: str, known: Sequence[str]) -> str | None:
    """Return the known word that a mistyped one probably stands for."""
    found = difflib.get_close_matches(word, known, n=1, cutoff=0.6)
    return found[0] if found else None


def read_source(path: Path) -> Source:
    """Read a YAML file; raises `Unreadable` with the reason."""
    text = _read_text(path)
    try:
        _refuse_traps(text, path)
        node = yaml.compose(text, Loader=yaml.SafeLoader)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark
        raise _broken(path, mark.line + 1 if mark else 1, str(error.problem)) from None
    except yaml.YAMLError as error:
        raise _broken(path, 1, str(error).splitlines()[0]) from None
    if node is None:
        raise Unreadable(
            _problem(
                path,
                1,
                code="empty-file",
                message=Text("Le fichier est vide.", "The file is empty."),
                remedy=Text(
                    "Décrivez-y un programme ou une édition.",
                    "Describe a programme or an edition in it.",
                ),
            )
        )
    return _from_node(node)


def source_from_data(data: object) -> Source:
    """Take values as JSON gives them back."""
    match data:
        case None:
            return Source("nothing")
        case bool():
            return Source("yes or no", text=str(data).lower())
        case int():
            return Source("whole number", text=str(data))
        case Mapping():
            entries = (Entry(str(key), source_from_data(each), 0) for key, each in data.items())
            return Source("mapping", entries=tuple(entries))
        case list() | tuple():
            return Source("list", members=tuple(source_from_data(member) for member in data))
        case _:
            return Source("text", text=str(data))


def _read_text(path: Path) -> str:
    try:
        with path.open("rb") as file:
            content = file.read(LARGEST_FILE + 1)
    except OSError as error:
        reason = error.strerror or str(error)
        raise Unreadable(
            _problem(
                path,
                1,
                code="unreadable-file",
                message=Text(
                    f"Le fichier ne peut pas être lu ({reason}).",
                    f"The file cannot be read ({reason}).",
                ),
                remedy=Text(
                    "Vérifiez le chemin et les droits du fichier.",
                    "Check the path and the permissions of the file.",
                ),
            )
        ) from None
    if len(content) > LARGEST_FILE:
        kilobytes = LARGEST_FILE // 1024
        raise Unreadable(
            _problem(
                path,
                1,
                code="file-too-large",
                message=Text(
                    f"Le fichier dépasse {kilobytes} Kio.", f"The file exceeds {kilobytes} KiB."
                ),
                remedy=Text(
                    "Une édition par fichier suffit : retirez ce qui n'en est pas.",
                    "One edition per file is enough: remove what is not part of it.",
                ),
            )
        )
    return _decoded(content, path)


def _decoded(content: bytes, path: Path) -> str:
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content[: error.start].count(b"\n") + 1
        raise Unreadable(
            _problem(
                path,
                line,
                code="not-utf-8",
                message=Text(
                    "Le fichier n'est pas enregistré en UTF-8.", "The file is not saved in UTF-8."
                ),
                remedy=Text(
                    "Enregistrez-le en UTF-8 depuis votre éditeur.",
                    "Save it in UTF-8 from your editor.",
                ),
            )
        ) from None


def _refuse_traps(text: str, path: Path) -> None:
    """Refuse, before anything is built, what makes a small file grow or speak in tongues."""
    depth = documents = 0
    for event in yaml.parse(text, Loader=yaml.SafeLoader):
        line = event.start_mark.line + 1 if event.start_mark else 1
        if isinstance(event, yaml.AliasEvent) or getattr(event, "anchor", None):
            raise _trap(
                path,
                line,
                code="alias",
                fr="Les ancres et les alias YAML (& et *) ne sont pas admis.",
                en="YAML anchors and aliases (& and *) are not allowed.",
            )
        if getattr(event, "tag", None) is not None:
            raise _trap(
                path,
                line,
                code="yaml-tag",
                fr="Les étiquettes YAML (!) ne sont pas admises.",
                en="YAML tags (!) are not allowed.",
            )
        depth += isinstance(event, yaml.CollectionStartEvent)
        depth -= isinstance(event, yaml.CollectionEndEvent)
        documents += isinstance(event, yaml.DocumentStartEvent)
        if depth > DEEPEST_NESTING or documents > 1:
            raise _trap(
                path,
                line,
                code="too-deep" if depth > DEEPEST_NESTING else "several-documents",
                fr="Le fichier est trop imbriqué ou contient plusieurs documents.",
                en="The file is nested too deeply or holds several documents.",
            )


def _from_node(node: yaml.Node) -> Source:
    line = node.start_mark.line + 1
    if isinstance(node, yaml.MappingNode):
        entries = (
            Entry(str(key.value), _from_node(value), key.start_mark.line + 1)
            for key, value in node.value
        )
        return Source("mapping", line, entries=tuple(entries))
    if isinstance(node, yaml.SequenceNode):
        return Source("list", line, members=tuple(_from_node(member) for member in node.value))
    return Source(_KIND_OF_TAG.get(node.tag, "text"), line, text=node.value)


def _problem(path: Path, line: int, *, code: str, message: Text, remedy: Text) -> Problem:
    return Problem("error", str(path), line, "", message, remedy, code)


def _broken(path: Path, line: int, reason: str) -> Unreadable:
    return Unreadable(
        _problem(
            path,
            line,
            code="broken-yaml",
            message=Text(
                f"Le fichier n'est pas du YAML correct ({reason}).",
                f"The file is not correct YAML ({reason}).",
            ),
            remedy=Text(
                "Vérifiez à cette ligne l'alignement, les deux-points et les guillemets.",
                "Check the alignment, the colons and the quotes on this line.",
            ),
        )
    )


def _trap(path: Path, line: int, *, code: str, fr: str, en: str) -> Unreadable:
    remedy = Text(
        "Écrivez les valeurs en entier, dans un seul document simple.",
        "Write the values in full, in one plain document.",
    )
    return Unreadable(_problem(path, line, code=code, message=Text(fr, en), remedy=remedy))
