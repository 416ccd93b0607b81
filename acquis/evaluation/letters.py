"""The kinds of letters of this stage, with the words they have unless an office changes them.

They name dossiers by their number: a mailbox is no safe place.
"""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from acquis.base.letters.kinds import (
    EDITION,
    EVALUATOR,
    MARKS,
    NAME,
    OFFICE,
    SESSION,
    Placeholder,
    declare,
)

NUMBER = Placeholder("number", gettext_lazy("number of the dossier"), is_required=True)
NUMBERS = Placeholder("numbers", gettext_lazy("numbers of the dossiers"), is_required=True)
TITLE = Placeholder("title", gettext_lazy("how many dossiers, in words"))
URL = Placeholder("url", gettext_lazy("link to the page concerned"))
EVALUATOR_NAME = Placeholder("name", gettext_lazy("name of the evaluator"), is_typed=True)
OF_ONE = (NAME, NUMBER, EDITION, SESSION, URL)
FOR_OFFICE = (EVALUATOR_NAME, NUMBER, EDITION, SESSION, URL)

ASSIGNED = declare(
    "evaluation-assigned",
    gettext_lazy("Dossiers to evaluate"),
    audience=EVALUATOR,
    offers=(TITLE, NAME, NUMBERS, EDITION, SESSION, URL),
    write=lambda: (
        "{title}",
        _(
            "Hello %(name)s,\n\n"
            "The certification office gives you these dossiers of the %(edition)s, session "
            "%(session)s, to evaluate: %(numbers)s.\n\n"
            "You propose, line by line; the jury decides. If you know one of the "
            "candidates, say so before you read: the dossier will be given to somebody else.\n\n"
            "%(url)s"
        )
        % MARKS,
    ),
)
AWAITED = declare(
    "evaluation-awaited",
    gettext_lazy("Reminder: proposals awaited"),
    audience=EVALUATOR,
    offers=(
        TITLE,
        NAME,
        NUMBERS,
        EDITION,
        SESSION,
        Placeholder("day", gettext_lazy("first day of the jury"), is_required=True),
        URL,
    ),
    write=lambda: (
        "{title}",
        _(
            "Hello %(name)s,\n\n"
            "The jury of the %(edition)s, session %(session)s, sits from %(day)s. Your proposals "
            "on these dossiers have not been sent yet: %(numbers)s.\n\n"
            "What you have saved is kept, but the jury does not see it before you send it. If you "
            "cannot do it in time, tell the certification office.\n\n"
            "%(url)s"
        )
        % MARKS,
    ),
)
WITHDRAWN = declare(
    "evaluation-withdrawn",
    gettext_lazy("Dossier withdrawn from an evaluator"),
    audience=EVALUATOR,
    offers=OF_ONE,
    write=lambda: (
        _("The dossier %(number)s is no longer yours to evaluate") % MARKS,
        _(
            "Hello %(name)s,\n\n"
            "The certification office has withdrawn the dossier %(number)s from your list. You "
            "have nothing more to do about it.\n\n"
            "%(url)s"
        )
        % MARKS,
    ),
)
RETURNED = declare(
    "evaluation-returned",
    gettext_lazy("Proposal returned to an evaluator"),
    audience=EVALUATOR,
    offers=OF_ONE,
    write=lambda: (
        _("Your proposal on the dossier %(number)s is returned to you") % MARKS,
        _(
            "Hello %(name)s,\n\n"
            "The certification office returns your proposal on the dossier %(number)s. Open it to "
            "read why, mend it, and send it again.\n\n"
            "%(url)s"
        )
        % MARKS,
    ),
)
SENT = declare(
    "evaluation-sent",
    gettext_lazy("Proposal sent by an evaluator"),
    audience=OFFICE,
    offers=FOR_OFFICE,
    write=lambda: (
        _("Proposal sent on the dossier %(number)s") % MARKS,
        _(
            "%(name)s has sent a proposal on the dossier %(number)s (%(edition)s, session "
            "%(session)s). It awaits the jury.\n\n"
            "%(url)s"
        )
        % MARKS,
    ),
)
DECLINED = declare(
    "evaluation-declined",
    gettext_lazy("Dossier declined by an evaluator"),
    audience=OFFICE,
    offers=FOR_OFFICE,
    write=lambda: (
        _("The dossier %(number)s needs another evaluator") % MARKS,
        _(
            "%(name)s declares a conflict of interest and has declined the dossier %(number)s "
            "(%(edition)s, session %(session)s). Give it to another evaluator.\n\n"
            "%(url)s"
        )
        % MARKS,
    ),
)
