"""Who enrols and what it costs: prices without a window, windows without a price, stale prices."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from datetime import date

from acquis.catalogue.definitions import Category, Edition, Programme, Tariff, Text

from .days import written
from .found import Problems, found

_TARIFF_REMEDY = Text(
    "Ajoutez un tarif daté, ou changez la nature du droit (free, quotation).",
    "Add a dated tariff, or change the kind of fee (free, quotation).",
)


def check_publics(programme: Programme, edition: Edition) -> Problems:
    del programme
    yield from _codes(edition)
    for category in edition.categories:
        yield from _opening(category)
        yield from _description(category)
        yield from _fee(category, edition)
        for position, tariff in enumerate(category.fee.tariffs):
            path = f"categories[{category.code}].fee.tariffs[{position}]"
            yield from _tariff(path, tariff, edition)
    yield from _money(edition)


def duplicates(codes: Iterable[str]) -> list[str]:
    return [code for code, times in Counter(codes).items() if times > 1]


def _codes(edition: Edition) -> Problems:
    if not edition.categories:
        yield found(
            "error",
            "no-category",
            "categories",
            Text("L'édition n'a aucune catégorie.", "The edition has no category."),
            Text("Décrivez au moins un public.", "Describe at least one public."),
        )
    listed = {
        "categories": duplicates(category.code for category in edition.categories),
        "sessions": duplicates(str(session.number) for session in edition.sessions),
        "public_texts": duplicates(block.code for block in edition.public_texts),
    }
    for category in edition.categories:
        path = f"categories[{category.code}].proofs"
        listed[path] = duplicates(proof.code for proof in category.proofs)
    for path, codes in listed.items():
        for code in codes:
            yield found(
                "error",
                "duplicate-code",
                f"{path}[{code}]",
                Text(f"Le code « {code} » sert deux fois.", f"The code “{code}” is used twice."),
                Text("Donnez un code propre à chacun.", "Give each its own code."),
            )


def _opening(category: Category) -> Problems:
    if category.is_open_ever:
        return
    is_priced = category.fee.kind != "free"
    yield found(
        "warning",
        "priced-never-open" if is_priced else "category-never-open",
        f"categories[{category.code}].windows",
        Text(
            f"« {category.label.fr} » {'a un tarif mais ' if is_priced else ''}"
            "n'a aucune période d'inscription.",
            f"“{category.label.in_language('en')}” {'has a price but ' if is_priced else ''}"
            f"{'no' if is_priced else 'has no'} enrolment period.",
        ),
        Text(
            "Ajoutez une période, ou confirmez que cette catégorie reste fermée.",
            "Add a period, or confirm that this category stays closed.",
        ),
    )


def _description(category: Category) -> Problems:
    path = f"categories[{category.code}]"
    if not category.eligibility.fr:
        yield found(
            "warning",
            "category-without-eligibility",
            f"{path}.eligibility",
            Text(
                f"Rien ne dit qui appartient à « {category.label.fr} ».",
                f"Nothing says who belongs to “{category.label.in_language('en')}”.",
            ),
            Text(
                "Décrivez ce public en une phrase, cas limites compris.",
                "Describe this public in one sentence, edge cases included.",
            ),
        )
    if not category.proofs:
        yield found(
            "warning",
            "category-without-proof",
            f"{path}.proofs",
            Text(
                f"Aucun justificatif n'est demandé à « {category.label.fr} ».",
                f"No proof is asked of “{category.label.in_language('en')}”.",
            ),
            Text(
                "Nommez la pièce qui montre qu'on appartient à cette catégorie.",
                "Name the document that shows that one belongs to this category.",
            ),
        )
    if category.also_called:
        names = ", ".join(f"« {name.fr} »" for name in category.also_called)
        names_en = ", ".join(f"“{name.in_language('en')}”" for name in category.also_called)
        yield found(
            "warning",
            "category-with-several-names",
            f"{path}.also_called",
            Text(
                f"« {category.label.fr} » s'appelle aussi {names}.",
                f"“{category.label.in_language('en')}” is also called {names_en}.",
            ),
            Text(
                "Dites si ce sont les mêmes personnes ; sinon, faites deux catégories.",
                "Say whether they are the same people; if not, make two categories.",
            ),
        )


def _fee(category: Category, edition: Edition) -> Problems:
    fee, path = category.fee, f"categories[{category.code}].fee"
    if fee.kind != "amount" and fee.tariffs:
        yield found(
            "error",
            "tariff-without-price",
            f"{path}.tariffs",
            Text(
                "Un tarif est écrit alors que le droit n'est pas un montant.",
                "A tariff is written although the fee is not an amount.",
            ),
            Text(
                "Retirez le tarif, ou écrivez kind: amount.",
                "Remove the tariff, or write kind: amount.",
            ),
        )
    if fee.kind == "amount" and not fee.tariffs:
        yield found(
            "error",
            "no-tariff",
            f"{path}.tariffs",
            Text("Cette catégorie paie, sans tarif.", "This category pays, without a tariff."),
            _TARIFF_REMEDY,
        )
    elif fee.kind == "amount":
        yield from _validity(category, path)
    contact = edition.contact_of(category.checked_by)
    if fee.kind == "quotation" and (contact is None or not is_address(contact.mailbox)):
        yield found(
            "warning",
            "quotation-without-contact",
            path,
            Text(
                f"« {category.label.fr} » paie sur devis, sans adresse où le demander.",
                f"“{category.label.in_language('en')}” pays on quotation, with no address to "
                "ask for it.",
            ),
            Text(
                f"Ajoutez un contact avec desk: {category.checked_by}.",
                f"Add a contact with desk: {category.checked_by}.",
            ),
        )


def _validity(category: Category, path: str) -> Problems:
    days = {day for each in category.windows for day in (each.opens_on, each.closes_on)}
    uncovered = sorted(day for day in days if category.fee.amount_cents_on(day) is None)
    if uncovered:
        yield found(
            "error",
            "no-valid-tariff",
            f"{path}.tariffs",
            Text(
                f"Aucun tarif n'est valable le {written(uncovered[0]).fr}, jour d'inscription.",
                f"No tariff is valid on {written(uncovered[0]).en}, a day of enrolment.",
            ),
            _TARIFF_REMEDY,
        )


def _tariff(path: str, tariff: Tariff, edition: Edition) -> Problems:
    named = set(re.findall(r"\b\d{4}-\d{4}\b", tariff.source.fr))
    is_over = tariff.valid_until is not None and (
        tariff.valid_until < date(edition.first_year, 9, 1)
    )
    if is_over or (named and edition.year not in named):
        yield found(
            "warning",
            "stale-tariff",
            path,
            Text(
                f"Le tarif de {_euros(tariff)} € est celui d'une autre année que {edition.year} "
                f"({tariff.source.fr}).",
                f"The tariff of €{tariff.amount:.2f} belongs to another year than {edition.year} "
                f"({tariff.source.in_language('en')}).",
            ),
            Text(
                "Citez la délibération qui fixe le tarif de cette année.",
                "Quote the decision that sets this year's tariff.",
            ),
        )
    if not tariff.is_confirmed:
        yield found(
            "unconfirmed",
            "unconfirmed-tariff",
            f"{path}.is_confirmed",
            Text(
                f"Le tarif de {_euros(tariff)} € reste à confirmer.",
                f"The tariff of €{tariff.amount:.2f} is still to be confirmed.",
            ),
            Text(
                "Faites-le confirmer par un agent, puis écrivez is_confirmed: true.",
                "Have it confirmed by an officer, then write is_confirmed: true.",
            ),
        )


def _money(edition: Edition) -> Problems:
    if edition.fee_blocks == "nothing" and any(
        category.fee.kind != "free" for category in edition.categories
    ):
        yield found(
            "warning",
            "missing-payment-without-effect",
            "fee_blocks",
            Text(
                "Un droit impayé ne bloque rien.",
                "An unpaid fee blocks nothing.",
            ),
            Text(
                "Écrivez fee_blocks: jury ou fee_blocks: certificate, ou confirmez.",
                "Write fee_blocks: jury or fee_blocks: certificate, or confirm.",
            ),
        )


def _euros(tariff: Tariff) -> str:
    return f"{tariff.amount:.2f}".replace(".", ",")


def is_address(mailbox: str) -> bool:
    return re.fullmatch(r"[^@\s]+@[^@\s]+\.[^@\s]+", mailbox) is not None
