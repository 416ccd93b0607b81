"""The calendar, what follows each jury, the certificates, whom to ask."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.text import capfirst
from django.utils.translation import gettext as _

from acquis.base.templatetags.acquis import spoken
from acquis.catalogue import checker, guide, rules
from acquis.catalogue.definitions import Contact, Edition, Programme, Session
from acquis.catalogue.templatetags.days import between, weekday

from .blocks import Block, Facts, Paragraph, Points, Table


def calendar(plan: Edition, address: str) -> Iterator[Block]:
    yield Table(
        _("The days of the year, in order"),
        (_("When"), _("What"), _("For whom")),
        (4, 4, 6),
        tuple(_line(period) for period in guide.calendar(plan)),
    )
    yield Paragraph(
        _("These days in your own calendar, which follows them when they move: %(address)s")
        % {"address": address}
    )


def results(programme: Programme, plan: Edition) -> Iterator[Block]:
    if not plan.sessions:
        return
    yield Facts(tuple((_named(session), _session(session)) for session in plan.sessions))
    yield Points(
        (
            _(
                "Results are published after the deliberation of the jury, and each candidate is "
                "told by e-mail."
            ),
            _("Whoever is certified receives an attestation of success at once."),
            _("Whoever is not receives an attestation of what the jury validated."),
        )
    )
    if len(plan.sessions) > 1:
        yield Paragraph(invited(plan))
    yield Paragraph(
        _(
            "After a failure in session %(last)s, a new enrolment is needed to try again the next "
            "year. %(kept)s"
        )
        % {
            "last": plan.sessions[-1].number,
            "kept": spoken(rules.carry_over_sentence(programme)),
        }
    )


def certificates(plan: Edition) -> Iterator[Block]:
    how = plan.collection
    ways = [_("in person, with a proof of identity")]
    if how.by_proxy:
        ways.append(_("by somebody else, with your written mandate"))
    if how.by_post:
        ways.append(_("by post"))
    yield Facts(
        (
            (_("When they are issued"), issued(plan)),
            (_("How you are told"), _("By e-mail, when yours is ready and how to collect it.")),
            (_("Where they are collected"), _sentence(spoken(how.place))),
            *([(_("When the desk is open"), _sentence(spoken(how.hours)))] if how.hours else []),
            (_("How they are handed over"), _sentence(", ".join(ways))),
        )
    )


def invited(plan: Edition) -> str:
    return _(
        "Whoever is not certified in session %(first)s is invited to complete the same dossier for "
        "session %(next)s: what the jury validated stays acquired, and nothing more is paid."
    ) % {"first": plan.sessions[0].number, "next": plan.sessions[1].number}


def issued(plan: Edition) -> str:
    if plan.certificates_after == "last_session" and len(plan.sessions) > 1:
        return _("After the jury of session %(last)s, for all sessions together.") % {
            "last": plan.sessions[-1].number
        }
    return _("After the jury of each session.")


def about(contact: Contact) -> str:
    """What one asks of a contact: its desk says it."""
    asked = {
        "referent": _("Any question"),
        "office": _("Enrolment, dossiers and results"),
        "continuing_education": _("Preparation, quotations and the publics that it checks"),
        "certificates": _("Collecting a certificate, duplicates"),
    }
    return asked[contact.desk]


def contacts(plan: Edition) -> Iterator[Block]:
    if plan.contacts:
        yield Table(
            _("Whom to ask, by function"),
            (_("Function"), _("About what"), _("Address")),
            (4, 5, 5),
            tuple(
                ((spoken(each.role),), (about(each),), (each.mailbox or "–",))
                for each in plan.contacts
            ),
        )
    if plan.links:
        yield Paragraph(_("To know more:"))
        yield Points(
            tuple(
                _("%(label)s: %(address)s") % {"label": spoken(link.label), "address": link.url}
                for link in plan.links
            )
        )


def questions(plan: Edition) -> Iterator[Block]:
    if answers := checker.answered(plan):
        yield Facts(tuple((spoken(question), spoken(answer)) for question, answer in answers))


def texts(programme: Programme) -> Iterator[Block]:
    if programme.legal_basis:
        yield Points(
            tuple(
                ", ".join(filter(None, [spoken(text.title), text.published]))
                for text in programme.legal_basis
            )
        )


def _line(period: guide.Period) -> tuple[tuple[str, ...], ...]:
    when, people = capfirst(between(period.first, period.last)), (_("Everybody enrolled"),)
    if period.kind == "enrolment":
        what = _("Enrolment")
        if period.campaign.isdigit():
            what = _("Enrolment, campaign %(number)s") % {"number": period.campaign}
        people = tuple(spoken(category.label) for category in period.categories)
    elif period.kind == "deposit":
        what = _("Last day to deposit, session %(number)s") % {"number": period.session.number}
        when = _("Until %(day)s, midnight") % {"day": weekday(period.last)}
    else:
        what = _("Jury, session %(number)s") % {"number": period.session.number}
    return ((when,), (what,), people)


def _named(session: Session) -> str:
    return _("Session %(number)s") % {"number": session.number}


def _session(session: Session) -> str:
    return _("Deposit until %(day)s, midnight. Jury %(days)s.") % {
        "day": weekday(session.deposit_until),
        "days": between(session.jury_from, session.jury_until),
    }


def _sentence(text: str) -> str:
    return f"{capfirst(text).rstrip('.')}."
