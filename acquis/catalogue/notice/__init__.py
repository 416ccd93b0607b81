"""The official notice, written from the edition itself: what is printed is what is enforced.

One description, in finished sentences of the language that is active; the page and the PDF only
set it. A public text of the edition whose code is that of a section opens that section; the
others come first, in their order.
"""

from __future__ import annotations

from collections.abc import Iterable

from django.utils.translation import gettext as _

from acquis.base.templatetags.acquis import spoken
from acquis.catalogue.definitions import Edition, Programme

from . import assessing, publics, year
from .blocks import Block, Notice, Section, paragraphs
from .publics import prices
from .questions import questions_of
from .year import about

__all__ = ["Notice", "Section", "about", "notice_of", "prices", "questions_of"]


def notice_of(
    programme: Programme,
    plan: Edition,
    *,
    institution: str,
    address: str = "",
    largest_file: str = "",
    calendar: str = "",
) -> Notice:
    """Pure: the same data gives the same notice, whatever the day.

    `address` is that of the online form, `largest_file` the heaviest file that the site takes,
    `calendar` where an agenda finds the days.
    """
    written = {
        "fees": (_("Who enrols, when, and for how much?"), publics.fees(plan)),
        "enrolment": (_("How does one enrol?"), publics.enrolment(plan, address)),
        "obtaining": (_("How does one obtain it?"), ()),
        "portfolio": (
            _("What does the portfolio hold?"),
            assessing.portfolio(programme, plan, largest_file),
        ),
        "jury": (_("Who evaluates and who decides?"), assessing.jury(programme, plan)),
        "calendar": (_("Calendar"), year.calendar(plan, calendar)),
        "results": (_("Results and sessions"), year.results(programme, plan)),
        "collection": (_("Collecting the certificates"), year.certificates(plan)),
        "contacts": (_("Whom to ask?"), year.contacts(plan)),
        "questions": (_("Frequent questions"), year.questions(plan)),
        "texts": (_("Official texts"), year.texts(programme)),
    }
    told = {block.code: block for block in plan.public_texts}
    first = [_section(code, told) for code in told if code not in written]
    then = [_section(code, told, title, blocks) for code, (title, blocks) in written.items()]
    return Notice(
        title=_("General information notice: %(acronym)s %(year)s")
        % {"acronym": programme.acronym, "year": plan.year},
        subtitle=spoken(programme.title),
        institution=institution,
        statement=_(
            "This notice is written from the rules, days and fees that the enrolment site and the "
            "jury apply: what is announced here is what is done."
        ),
        sections=tuple(section for section in [*first, *then] if section.blocks),
    )


def _section(code: str, told: dict, title: str = "", blocks: Iterable[Block] = ()) -> Section:
    text = told.get(code)
    opening = paragraphs(spoken(text.body)) if text else ()
    return Section(code, spoken(text.title) if text else title, (*opening, *blocks))
