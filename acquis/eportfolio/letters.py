"""The kinds of letters of this stage, with the words they have unless an office changes them."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from acquis.base.letters.kinds import (
    ADDRESS,
    CANDIDATE,
    EDITION,
    MARKS,
    NAME,
    SESSION,
    Placeholder,
    declare,
)

NUMBER = Placeholder("number", gettext_lazy("number of the deposit"), is_required=True)
DEADLINE = Placeholder("deadline", gettext_lazy("last moment to deposit"), is_required=True)

DEPOSITED = declare(
    "deposited",
    gettext_lazy("Portfolio deposited"),
    audience=CANDIDATE,
    offers=(
        NAME,
        EDITION,
        SESSION,
        NUMBER,
        Placeholder("moment", gettext_lazy("when it was deposited")),
        Placeholder("files", gettext_lazy("how many files it holds")),
        Placeholder("sha256", gettext_lazy("fingerprint of the deposit")),
        DEADLINE,
        ADDRESS,
    ),
    write=lambda: (
        _("%(edition)s: your portfolio is deposited (%(number)s)") % MARKS,
        _(
            "Hello %(name)s,\n\n"
            "Your portfolio for session %(session)s of %(edition)s was deposited on %(moment)s.\n\n"
            "Number: %(number)s\n"
            "Files: %(files)s\n"
            "Fingerprint (SHA-256): %(sha256)s\n\n"
            "Your receipt, with the fingerprint of every file:\n%(address)s\n\n"
            "Until %(deadline)s you may take the deposit back, change your portfolio and deposit "
            "it again. After that, it cannot be changed.\n"
        )
        % MARKS,
    ),
)
TAKEN_BACK = declare(
    "taken_back",
    gettext_lazy("Deposit taken back"),
    audience=CANDIDATE,
    offers=(NAME, EDITION, SESSION, NUMBER, DEADLINE, ADDRESS),
    write=lambda: (
        _("%(edition)s: your deposit %(number)s is taken back") % MARKS,
        _(
            "Hello %(name)s,\n\n"
            "You took back deposit %(number)s: nothing is deposited any more for session "
            "%(session)s of %(edition)s.\n\n"
            "Deposit your portfolio again before it closes, on %(deadline)s:\n%(address)s\n"
        )
        % MARKS,
    ),
)
NOT_DEPOSITED = declare(
    "remind_undeposited",
    gettext_lazy("Reminder: portfolio not deposited"),
    audience=CANDIDATE,
    offers=(NAME, EDITION, SESSION, DEADLINE, ADDRESS),
    write=lambda: (
        _("%(edition)s: your portfolio is not deposited") % MARKS,
        _(
            "Hello %(name)s,\n\n"
            "Your portfolio for session %(session)s of %(edition)s is NOT DEPOSITED: what you have "
            "saved is kept, but nobody will evaluate it.\n\n"
            "Deposit it before it closes, on %(deadline)s:\n%(address)s\n\n"
            "If you do not want to take this session, you have nothing to do.\n"
        )
        % MARKS,
    ),
)
