"""What all papers and letters of one publication share."""

from dataclasses import dataclass
from datetime import date

from django.utils.timezone import localdate

from acquis.accounts.models import Institution
from acquis.base.typeset import look_of
from acquis.catalogue.definitions import Edition, Programme, Session

from . import rules


@dataclass(frozen=True)
class Frame:
    """Read once, for a thousand papers and letters."""

    institution: Institution
    programme: Programme
    plan: Edition
    act: str
    decided_on: date
    invitation: Session | None
    look: dict


def frame_of(publication):
    """Costs two queries, for the words of the edition and the look of the institution; up to three
    more, unless the edition and the sitting are selected."""
    edition, act = publication.edition, publication.deliberation
    is_rectifying = act.rectifies_id is not None
    plan = edition.told
    return Frame(
        institution=edition.institution,
        programme=edition.programme,
        plan=plan,
        act=act.number,
        decided_on=localdate(act.sealed_at) if is_rectifying else act.sitting.held_on,
        invitation=rules.session_after(plan, publication.session, at=publication.published_at),
        look=look_of(edition.institution),
    )
