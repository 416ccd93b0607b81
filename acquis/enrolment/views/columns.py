"""What the desk's and the cashier's lists may show of an enrolment."""

from operator import attrgetter, methodcaller

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from acquis.base.lists.columns import Column, Kind
from acquis.enrolment import sentences

BADGE = "enrolment/_badge.html"


def person(url, at=lambda row: row, lookup="person", *, has_email=True):
    """Who a row is about. `at` finds the enrolment of a row, and `lookup` its person."""
    names = (f"{lookup}__birth_name", f"{lookup}__first_names")
    return [
        Column("candidate", _("Candidate"), lambda row: str(at(row).person), order=names, url=url),
        Column(
            "birth_name",
            pgettext_lazy("column", "Birth name"),
            lambda row: at(row).person.birth_name,
            order=names,
            is_shown=False,
        ),
        Column(
            "first_names",
            pgettext_lazy("column", "First names"),
            lambda row: at(row).person.first_names,
            is_shown=False,
        ),
        Column(
            "email",
            pgettext_lazy("column", "E-mail"),
            lambda row: at(row).person.email,
            order=(f"{lookup}__email",),
            is_shown=has_email,
        ),
    ]


def category(edition, at=lambda row: row, lookup="category", *, is_shown=True):
    labels = {each.code: sentences.spoken(each.label) for each in edition.plan.categories}

    def label(row):
        code = at(row).category
        return labels.get(code, code)

    return Column("category", _("Category"), label, order=(lookup,), is_shown=is_shown)


def origin():
    """Where somebody comes from."""
    return [
        Column(
            "student_number",
            pgettext_lazy("column", "Student number"),
            lambda row: row.student_number,
            order=("student_number",),
            is_shown=False,
        ),
        Column(
            "home_institution",
            pgettext_lazy("column", "University or employer"),
            lambda row: row.home_institution,
            order=("home_institution",),
            is_shown=False,
        ),
    ]


def state():
    return Column(
        "state", _("State"), lambda row: row.get_state_display(), order=("state",), fragment=BADGE
    )


def money(shown=(), needs=None):
    """The sums of the ledger, of which these are shown to whoever chose none."""

    def cents(code, label, name, **more):
        more = {"value": attrgetter(name), "order": (name,), "needs": needs, **more}
        return Column(code, label, kind=Kind.EUROS, is_shown=code in shown, **more)

    def due(row):
        return None if row.fee_cents is None else row.charged

    return [
        cents("due", _("Due"), "charged", value=due, blank=_("to be quoted")),
        cents("exempt", _("Exempt"), "exempted"),
        cents("received", _("Received"), "kept"),
        cents("owed", _("Still owed"), "balance"),
    ]


def desk(edition, *, sees_all):
    """The first columns are what a secretary checks by; the others are for files and letters.
    Continuing education, which is no cashier, knows what is due and what is still owed."""
    sums = money(needs=methodcaller("with_account"))
    return [
        *person(lambda row: row.desk_url),
        category(edition),
        *origin(),
        Column(
            "decided_by",
            pgettext_lazy("column", "Decided by"),
            lambda row: (
                _("continuing education") if row.is_for_continuing_education else _("the office")
            ),
            order=("is_for_continuing_education",),
            is_shown=False,
        ),
        Column(
            "sent_at", _("Sent on"), lambda row: row.sent_at, kind=Kind.MOMENT, order=("sent_at",)
        ),
        Column(
            "decided_at",
            pgettext_lazy("column", "Decided on"),
            lambda row: row.decided_at,
            kind=Kind.MOMENT,
            order=("decided_at",),
            is_shown=False,
        ),
        Column(
            "to_check",
            _("To check"),
            lambda row: row.to_check,
            kind=Kind.NUMBER,
            order=("to_check",),
            needs=methodcaller("with_documents_to_check"),
        ),
        state(),
        *(each for each in sums if sees_all or each.code in ("due", "owed")),
    ]


def cash(edition):
    return [
        *person(lambda row: row.cash_url),
        category(edition),
        *origin(),
        state(),
        *money(shown=("due", "received", "owed")),
    ]
