"""What the desk of certificates may show of a paper."""

from operator import attrgetter

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from acquis.base.lists.columns import Column, Kind

from ..models import PRINTED, DocumentState


def certificates():
    holder = ("person__birth_name", "person__first_names")
    return [
        Column("holder", gettext_lazy("Holder"), lambda row: row.payload["holder"], order=holder),
        Column(
            "usage_name",
            pgettext_lazy("column", "Name in use"),
            lambda row: str(row.person),
            is_shown=False,
        ),
        Column(
            "email",
            pgettext_lazy("column", "E-mail"),
            lambda row: row.person.email,
            order=("person__email",),
            is_shown=False,
        ),
        Column(
            "number",
            gettext_lazy("Number"),
            str,
            order=("register__name", "number"),
            url=lambda row: reverse("outcomes:document_pdf", args=[row.pk]),
        ),
        Column(
            "kind",
            pgettext_lazy("column", "Kind"),
            lambda row: row.get_kind_display(),
            order=("kind",),
        ),
        Column(
            "issued_at",
            gettext_lazy("Issued"),
            attrgetter("issued_at"),
            kind=Kind.MOMENT,
            order=("issued_at",),
        ),
        Column("where", gettext_lazy("Where it is"), _where, fragment="outcomes/_where.html"),
        Column(
            "handed_at",
            pgettext_lazy("column", "Handed over on"),
            lambda row: row.hand_over.at if _has_left(row) else None,
            kind=Kind.MOMENT,
            order=("hand_over__at",),
            is_shown=False,
        ),
    ]


def _has_left(row):
    return getattr(row, "hand_over", None) is not None


def _where(row):
    """What the page draws, in words."""
    if row.state != DocumentState.VALID:
        return row.get_state_display()
    if _has_left(row):
        return _("handed over")
    return _("waiting at the desk") if row.kind in PRINTED else row.get_state_display()
