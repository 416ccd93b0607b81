"""The kinds of letters of this stage, with the words they have unless an office changes them."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from acquis.base.letters.kinds import (
    EDITION,
    JUROR,
    MARKS,
    NAME,
    SESSION,
    Placeholder,
    declare,
    paragraphs,
)

SITTING = declare(
    "jury_sitting",
    gettext_lazy("Call to a sitting of the jury"),
    audience=JUROR,
    offers=(
        NAME,
        Placeholder("jury", gettext_lazy("name of the jury")),
        EDITION,
        SESSION,
        Placeholder("quality", gettext_lazy("as what this person sits")),
        Placeholder("act", gettext_lazy("reference of the act of appointment")),
        Placeholder("day", gettext_lazy("day of the sitting"), is_required=True),
        Placeholder("place", gettext_lazy("place of the sitting"), is_required=True),
        Placeholder("link", gettext_lazy("link to the sitting")),
    ),
    write=lambda: (
        _("Jury of %(edition)s, session %(session)s: sitting of %(day)s") % MARKS,
        paragraphs(
            _("Dear %(name)s,") % MARKS,
            _(
                "You sit in the jury “%(jury)s” of %(edition)s, session %(session)s, as "
                "%(quality)s (act %(act)s)."
            )
            % MARKS,
            _("It meets on %(day)s, %(place)s. Nobody sits by proxy.") % MARKS,
            _(
                "If you are linked to a candidate, step aside for that candidate on their page; if "
                "you cannot come, tell the office at once."
            ),
            _("The sitting: %(link)s") % MARKS,
        ),
    ),
)
