"""What letters, papers and pages say in the same words."""

from datetime import date

from django.utils.formats import date_format
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from acquis.base.templatetags.acquis import spoken
from acquis.catalogue.definitions import Text


def official(name):
    """An official name as a page or a paper prints it: it is French, whatever the reader's
    language, with its apostrophes and with spaces that do not break."""
    return spoken(Text(name))


def appeals():
    """The ways and delays of recourse, as each decision must state them."""
    return [
        _(
            "This decision can be contested within two months of the day you were told of it: by a "
            "letter to the head of the institution, or before the administrative court (on paper "
            "or through its online service). A letter to the institution within this delay lets "
            "it start again from the answer."
        ),
        _(
            "The jury is sovereign in its appreciation of the dossiers; the institution corrects "
            "errors of fact by a new act of the jury."
        ),
    ]


def spoken_day(day):
    """“12 mai 2023”, “1er juin 2023”, “12 May 2023”."""
    day = date.fromisoformat(day) if isinstance(day, str) else day
    text = date_format(day, "DATE_FORMAT")
    return text.replace("1 ", "1er ", 1) if day.day == 1 and get_language() == "fr" else text
