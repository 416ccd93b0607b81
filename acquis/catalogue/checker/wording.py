"""What the published words show: names, spellings, dates and addresses that do not agree."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from datetime import date
from decimal import Decimal

from acquis.catalogue.definitions import (
    AtLeast,
    AtMostMissing,
    Edition,
    EliminatoryBelow,
    Programme,
    Rule,
    ScoreAtLeast,
    Text,
    WeightedMeanAtLeast,
    parts_of,
)

from .days import MONTHS
from .found import Problems, found
from .publics import is_address
from .schedule import placed_windows

_ADDRESS = re.compile(r"(?:https?://|www\.)\S+|\S+@\S+")
_DATE = re.compile(rf"\b(\d{{1,2}})(?:er)? ({'|'.join(MONTHS)}) (\d{{4}})\b", re.IGNORECASE)
_DAY = re.compile(
    rf"\b\d{{1,2}}(?:er)?(?: au \d{{1,2}})? (?:{'|'.join(MONTHS)})(?: \d{{4}})?", re.IGNORECASE
)
_HOUR = re.compile(r"\bminuit\b|\b\d{1,2}\s?h(?:eures?)?\b", re.IGNORECASE)
_INCLUSIVE = re.compile(
    r"\b[a-zà-ÿ]+[.·•](?:e|es|ne|nes|te|tes|trices?|euses?|la|elles?|toutes?)(?:[.·•]s)?\b",
    re.IGNORECASE,
)
_PLURAL = re.compile(r"\b\w+\(s\)", re.IGNORECASE)
_PERSON = re.compile(r"\b(?:M\.|MM\.|Mme|Mlle|Dr|Pr|Monsieur|Madame)\s", re.IGNORECASE)
_PERSONAL_MAILBOX = re.compile(r"[a-zà-ÿ-]{2,}\.[a-zà-ÿ-]{2,}@", re.IGNORECASE)


def check_wording(programme: Programme, edition: Edition) -> Problems:
    texts = dict(_texts(edition))
    yield from _acronym(programme, texts)
    yield from _document_name(programme, texts)
    yield from _spelling(texts)
    yield from _dates(edition, texts)
    yield from _hour(texts)
    yield from _rule(programme, texts)
    yield from _contacts(edition)
    yield from _links(edition)
    yield from _collection(edition)


def _texts(edition: Edition) -> Iterator[tuple[str, str]]:
    """Yield the French texts that the public reads, without the addresses inside them."""
    for block in edition.public_texts:
        yield f"public_texts[{block.code}].title", block.title.fr
        yield f"public_texts[{block.code}].body", _ADDRESS.sub(" ", block.body.fr)
    for category in edition.categories:
        yield f"categories[{category.code}].label", category.label.fr
        yield f"categories[{category.code}].eligibility", category.eligibility.fr
    for position, contact in enumerate(edition.contacts):
        yield f"contacts[{position}].role", contact.role.fr
    yield "collection.place", edition.collection.place.fr


def _acronym(programme: Programme, texts: dict[str, str]) -> Problems:
    spelling = re.compile(rf"\b{re.escape(programme.acronym)}\b", re.IGNORECASE)
    places: dict[str, str] = {}
    for path, text in texts.items():
        for found_spelling in spelling.findall(text):
            places.setdefault(found_spelling, path)
    wrong = [each for each in places if each != programme.acronym]
    if wrong:
        yield found(
            "warning",
            "several-spellings",
            places[wrong[0]],
            Text(
                f"Le sigle {programme.acronym} est aussi écrit {', '.join(wrong)}.",
                f"The acronym {programme.acronym} is also written {', '.join(wrong)}.",
            ),
            Text(f"Écrivez partout {programme.acronym}.", f"Write {programme.acronym} throughout."),
        )


def _document_name(programme: Programme, texts: dict[str, str]) -> Problems:
    name = programme.document_name.fr
    others = [word for word in ("certificat", "diplôme") if word != name]
    for path, text in texts.items():
        for word in others:
            if re.search(rf"\b{word}s?\b", text, re.IGNORECASE):
                yield found(
                    "warning",
                    "document-name-mixed",
                    path,
                    Text(
                        f"Le document s'appelle « {name} », et ici « {word} ».",
                        f"The document is called “{name}”, and “{word}” here.",
                    ),
                    Text(
                        f"Écrivez « {name} » : le statut juridique n'est pas le même.",
                        f"Write “{name}”: the legal status is not the same.",
                    ),
                )


def _spelling(texts: dict[str, str]) -> Problems:
    for path, text in texts.items():
        if dotted := _INCLUSIVE.search(text):
            yield found(
                "warning",
                "inclusive-dots",
                path,
                Text(
                    f"« {dotted[0]} » est mal lu par les lecteurs d'écran.",
                    f"“{dotted[0]}” is read badly by screen readers.",
                ),
                Text(
                    "Écrivez les deux formes en entier, ou un nom qui convient à tous.",
                    "Write both forms in full, or a noun that suits everybody.",
                ),
            )
        if plural := _PLURAL.search(text):
            yield found(
                "warning",
                "ambiguous-plural",
                path,
                Text(
                    f"« {plural[0]} » ne dit pas s'il y en a un ou plusieurs.",
                    f"“{plural[0]}” does not say whether there is one or several.",
                ),
                Text("Choisissez un nombre.", "Choose a number."),
            )


def _dates(edition: Edition, texts: dict[str, str]) -> Problems:
    """A day written with two years is a slip of the pen; a day alone may be a law's date.

    The year beside that of the calendar is a contradiction, which is found apart.
    """
    years: dict[tuple[int, str], dict[int, str]] = defaultdict(dict)
    for path, text in texts.items():
        for day, month, year in _DATE.findall(text):
            years[int(day), month.lower()].setdefault(int(year), path)
    planned = {(day.day, day.month, day.year) for day in milestones(edition)}
    for (day, month), places in years.items():
        typed = {year for d, m, year in planned if (d, m) == (day, MONTHS[month])}
        beside = {year for each in typed for year in (each - 1, each + 1)} - typed
        places = {year: path for year, path in places.items() if year not in beside}
        differing = sorted(typed | set(places))
        if places and len(differing) > 1:
            listed = ", ".join(str(year) for year in differing)
            yield found(
                "warning",
                "dates-disagree",
                places[min(places)],
                Text(
                    f"Le {day} {month} est donné avec plusieurs années : {listed}.",
                    f"“{day} {month}” is given with several years: {listed}.",
                ),
                Text("Gardez la bonne année partout.", "Keep the right year throughout."),
            )


def milestones(edition: Edition) -> Iterator[date]:
    for _, window in placed_windows(edition):
        yield from (window.opens_on, window.closes_on)
    for session in edition.sessions:
        yield from (session.deposit_until, session.jury_from, session.jury_until)


def _hour(texts: dict[str, str]) -> Problems:
    if not any(_HOUR.search(text) for text in texts.values()):
        yield found(
            "warning",
            "closing-hour-not-stated",
            "public_texts",
            Text(
                "Aucun texte ne dit à quelle heure ferment les dépôts.",
                "No text says at what hour deposits close.",
            ),
            Text(
                "Écrivez par exemple : « jusqu'à minuit, heure de Paris ».",
                "Write for instance: “until midnight, Paris time”.",
            ),
        )


def _rule(programme: Programme, texts: dict[str, str]) -> Problems:
    undated = [_DAY.sub(" ", text) for text in texts.values()]
    missing = [
        threshold
        for threshold in _thresholds(programme.rule)
        if not any(re.search(rf"(?<![\d,.]){threshold}(?!\d|[,.]\d)", text) for text in undated)
    ]
    if missing:
        listed = ", ".join(str(each) for each in dict.fromkeys(missing))
        yield found(
            "warning",
            "pass-rule-not-published",
            "public_texts",
            Text(
                f"Les textes ne disent pas la règle d'attribution (seuils : {listed}).",
                f"The texts do not state the rule of award (thresholds: {listed}).",
            ),
            Text(
                "Publiez les seuils que le jury applique.",
                "Publish the thresholds that the jury applies.",
            ),
        )


def _thresholds(rule: Rule) -> Iterator[int | Decimal]:
    match rule:
        case AtLeast(count) | AtMostMissing(count):
            yield count
        case ScoreAtLeast(minimum) | WeightedMeanAtLeast(minimum):
            yield minimum
        case EliminatoryBelow(threshold):
            yield threshold
    for _, part in parts_of(rule):
        yield from _thresholds(part)


def _contacts(edition: Edition) -> Problems:
    for position, contact in enumerate(edition.contacts):
        path = f"contacts[{position}]"
        if not is_address(contact.mailbox):
            yield found(
                "warning",
                "contact-without-mailbox",
                f"{path}.mailbox",
                Text(
                    f"« {contact.role.fr} » n'a pas d'adresse électronique.",
                    f"“{contact.role.in_language('en')}” has no e-mail address.",
                ),
                Text("Écrivez l'adresse du service.", "Write the address of the service."),
            )
        if _PERSON.search(contact.role.fr) or _PERSONAL_MAILBOX.match(contact.mailbox):
            yield found(
                "warning",
                "person-in-contact",
                path,
                Text("Ce contact nomme une personne.", "This contact names a person."),
                Text(
                    "Écrivez une fonction et une adresse de service : les personnes changent.",
                    "Write a role and a shared address: people change.",
                ),
            )


def _links(edition: Edition) -> Problems:
    for position, link in enumerate(edition.links):
        if not re.match(r"https?://[^\s/]+\.[^\s/]+", link.url):
            yield found(
                "warning",
                "link-without-address",
                f"links[{position}].url",
                Text(
                    f"Le lien « {link.label.fr} » n'a pas d'adresse.",
                    f"The link “{link.label.in_language('en')}” has no address.",
                ),
                Text(
                    "Écrivez une adresse complète, qui commence par https://.",
                    "Write a full address, which begins with https://.",
                ),
            )


def _collection(edition: Edition) -> Problems:
    how = edition.collection
    if how.hours is None or not (how.by_proxy or how.by_post):
        yield found(
            "warning",
            "collection-not-described",
            "collection",
            Text(
                "Le retrait est incomplet : heures, procuration ou envoi postal manquent.",
                "Collection is incomplete: hours, proxy or sending by post are missing.",
            ),
            Text(
                "Précisez les heures, et si l'on peut retirer par procuration ou par courrier.",
                "Give the hours, and say whether one may collect by proxy or by post.",
            ),
        )
