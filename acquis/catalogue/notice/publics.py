"""Who enrols, when, for how much, and with which documents."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from django.utils.text import capfirst
from django.utils.translation import gettext as _

from acquis.base.templatetags.acquis import euros, spoken
from acquis.catalogue.definitions import Category, Edition, Tariff
from acquis.catalogue.templatetags.days import between, day, place

from .blocks import Block, Paragraph, Points, Table

ONE_DAY = timedelta(days=1)


def fees(plan: Edition) -> Iterator[Block]:
    yield Table(
        _("Each public, its days of enrolment and its fee"),
        (_("Public"), _("Enrolment"), _("Fee")),
        (5, 6, 4),
        tuple(
            ((spoken(category.label),), _days(category), _price(plan, category))
            for category in plan.categories
        ),
    )
    yield Paragraph(_whole_days(plan))
    yield from _what_a_fee_is(plan)


def prices(plan: Edition) -> Iterator[Block]:
    """The fees alone, for a page that tells the days elsewhere."""
    yield Table(
        _("Each public and its fee"),
        (_("Public"), _("Fee")),
        (3, 2),
        tuple(((spoken(each.label),), _price(plan, each)) for each in plan.categories),
    )
    yield from _what_a_fee_is(plan)


def _what_a_fee_is(plan: Edition) -> Iterator[Block]:
    if len(plan.sessions) > 1:
        yield Paragraph(
            _("The fee is a flat rate for the year, paid once: it covers %(number)s sessions.")
            % {"number": len(plan.sessions)}
        )
    if any(category.fee.kind == "amount" for category in plan.categories):
        yield Paragraph(fee_of_the_day())
    if any(category.fee.kind != "free" for category in plan.categories):
        yield Paragraph(unpaid(plan))


def enrolment(plan: Edition, address: str) -> Iterator[Block]:
    yield Paragraph(
        _("The request is made online, on the days of each public: %(address)s")
        % {"address": address}
    )
    yield Table(
        _("Each public, what it joins to its request and who checks it"),
        (_("Public"), _("Documents to join"), _("Who checks")),
        (7, 4, 3),
        tuple(
            (_who(category), _documents(category), _checker(plan, category))
            for category in plan.categories
        ),
    )
    closed = [spoken(each.label) for each in plan.categories if not each.is_open_ever]
    if closed:
        yield Paragraph(_("The form stays closed this year for these publics:"))
        yield Points(tuple(closed))
    yield Paragraph(
        _("A person has one enrolment a year. Outside the days above, the form takes no request.")
    )


def fee_of_the_day() -> str:
    return _("What you owe is the fee of the day on which you send your request for enrolment.")


def unpaid(plan: Edition) -> str:
    told = {
        "jury": _("The jury does not examine a dossier whose fee is not paid."),
        "certificate": _(
            "The jury examines the dossier, but the certificate is handed over once the fee is "
            "paid."
        ),
        "nothing": _("A fee that is not paid blocks neither the jury nor the certificate."),
    }
    return told[plan.fee_blocks]


def _whole_days(plan: Edition) -> str:
    return _(
        "Every period begins at 0:00 on its first day and ends at midnight on its last one, which "
        "counts entirely (%(place)s time)."
    ) % {"place": place(plan.timezone)}


def _days(category: Category) -> tuple[str, ...]:
    windows = sorted(category.windows, key=lambda window: window.opens_on)
    if not windows:
        return (_("No enrolment period this year"),)
    return tuple(
        campaign(window.campaign, between(window.opens_on, window.closes_on)) for window in windows
    )


def campaign(code: str, days: str) -> str:
    """Campaigns that are numbered are named; the code of another one means nothing to a reader."""
    if code.isdigit():
        return _("Campaign %(number)s: %(days)s") % {"number": code, "days": days}
    return capfirst(days)


def _price(plan: Edition, category: Category) -> tuple[str, ...]:
    if category.fee.kind == "free":
        return (_("Free"),)
    if category.fee.kind == "quotation":
        contact = plan.contact_of(category.checked_by)
        who = (_("Ask it of: %(role)s") % {"role": spoken(contact.role)},) if contact else ()
        return (_("On quotation"), *who)
    tariffs = _tariffs(plan, category)
    if not tariffs:
        return (_("Amount to come"),)
    return tuple(line for tariff in tariffs for line in _amount(tariff, is_alone=len(tariffs) == 1))


def _amount(tariff: Tariff, *, is_alone: bool) -> tuple[str, ...]:
    amount = euros(tariff.cents)
    if not tariff.is_confirmed:
        amount = _("%(amount)s, to be confirmed") % {"amount": amount}
    if tariff.valid_until is None and is_alone:
        return (amount, spoken(tariff.source))
    applied = (
        _("applied from %(first)s to %(last)s")
        % {"first": day(tariff.valid_from), "last": day(tariff.valid_until)}
        if tariff.valid_until
        else _("applied since %(first)s") % {"first": day(tariff.valid_from)}
    )
    return (amount, f"{spoken(tariff.source)}, {applied}")


def _tariffs(plan: Edition, category: Category) -> tuple[Tariff, ...]:
    """Every price that the days of enrolment may charge; without such days, those of the year."""
    windows = category.windows or plan.windows
    days = {
        window.opens_on + number * ONE_DAY
        for window in windows
        for number in range((window.closes_on - window.opens_on).days + 1)
    }
    charged = {category.fee.tariff_on(each) for each in days} - {None}
    return tuple(tariff for tariff in category.fee.tariffs if tariff in charged)


def _who(category: Category) -> tuple[str, ...]:
    lines = [spoken(category.label)]
    if category.eligibility.fr:
        lines.append(spoken(category.eligibility))
    if category.also_called:
        names = ", ".join(spoken(name) for name in category.also_called)
        lines.append(_("Also called: %(names)s") % {"names": names})
    return tuple(lines)


def _documents(category: Category) -> tuple[str, ...]:
    return tuple(
        spoken(proof.label)
        if proof.is_required
        else _("%(document)s (optional)") % {"document": spoken(proof.label)}
        for proof in category.proofs
    ) or (_("No document."),)


def _checker(plan: Edition, category: Category) -> tuple[str, ...]:
    contact = plan.contact_of(category.checked_by) or plan.contact_of("referent")
    return (spoken(contact.role),) if contact else ("–",)
