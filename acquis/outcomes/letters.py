"""The kinds of letters of this stage, with the words they have unless an office changes them."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from acquis.base.letters.kinds import (
    ADDRESS,
    APPEALS,
    CANDIDATE,
    INSTITUTION,
    MARKS,
    NAME,
    SESSION,
    Placeholder,
    declare,
    paragraphs,
)

ACRONYM = Placeholder("acronym", gettext_lazy("acronym of the certification"))
NUMBER = Placeholder("number", gettext_lazy("number of the document"), is_required=True)
COLLECTING = Placeholder("collecting", gettext_lazy("where, when and how to collect it"))


def _hello():
    return _("Hello %(name)s,") % MARKS


def _your_papers():
    return _("Your results and your papers: %(address)s") % MARKS


RESULT = declare(
    "result",
    gettext_lazy("Result of a session"),
    audience=CANDIDATE,
    offers=(
        NAME,
        Placeholder("title", gettext_lazy("certification, session, and whether it is corrected")),
        ACRONYM,
        SESSION,
        Placeholder("correction", gettext_lazy("what a new act of the jury corrects, if any")),
        Placeholder("decision", gettext_lazy("what the jury decided"), is_required=True),
        Placeholder("next", gettext_lazy("the session that follows, if any")),
        Placeholder("kept", gettext_lazy("what stays acquired")),
        APPEALS,
        ADDRESS,
        INSTITUTION,
    ),
    write=lambda: (
        "{title}",
        paragraphs(
            _hello(),
            "{correction}",
            "{decision}",
            "{next}",
            "{kept}",
            "{appeals}",
            _your_papers(),
            "{institution}",
        ),
    ),
)
CERTIFICATE_READY = declare(
    "certificate_ready",
    gettext_lazy("Certificate to collect"),
    audience=CANDIDATE,
    offers=(NAME, ACRONYM, NUMBER, COLLECTING, INSTITUTION),
    write=lambda: (
        _("%(acronym)s: your certificate is ready") % MARKS,
        paragraphs(
            _hello(),
            _("Your certificate is ready. It bears the number %(number)s.") % MARKS,
            "{collecting}",
            "{institution}",
        ),
    ),
)
CERTIFICATE_REMINDED = declare(
    "certificate_reminded",
    gettext_lazy("Reminder: certificate to collect"),
    audience=CANDIDATE,
    offers=(NAME, ACRONYM, NUMBER, COLLECTING, INSTITUTION),
    write=lambda: (
        _("%(acronym)s: your certificate is still at the desk") % MARKS,
        paragraphs(
            _hello(),
            _("Your certificate, number %(number)s, is ready: nobody has collected it yet.")
            % MARKS,
            "{collecting}",
            _("If you have just collected it, do not mind this letter."),
            "{institution}",
        ),
    ),
)
CERTIFICATE_WAITS = declare(
    "certificate_waits",
    gettext_lazy("Certificate that waits for a fee"),
    audience=CANDIDATE,
    offers=(
        NAME,
        ACRONYM,
        Placeholder("amount", gettext_lazy("what is still to pay"), is_required=True),
        ADDRESS,
        INSTITUTION,
    ),
    write=lambda: (
        _("%(acronym)s: your certificate waits for your fee") % MARKS,
        paragraphs(
            _hello(),
            _(
                "You are certified, and this does not change. Your certificate will be "
                "issued once the fee still due is paid: %(amount)s."
            )
            % MARKS,
            _your_papers(),
            "{institution}",
        ),
    ),
)
CERTIFICATE_LEFT = declare(
    "certificate_left",
    gettext_lazy("Certificate handed to somebody else or posted"),
    audience=CANDIDATE,
    offers=(
        NAME,
        Placeholder("number", gettext_lazy("number of the document")),
        Placeholder("departure", gettext_lazy("how it left, when and with whom"), is_required=True),
        INSTITUTION,
    ),
    write=lambda: (
        _("Your certificate has left our desk"),
        paragraphs(
            _hello(),
            "{departure}",
            _("If you did not ask for this, tell us at once."),
            "{institution}",
        ),
    ),
)
DUPLICATE = declare(
    "duplicate",
    gettext_lazy("Duplicate of a certificate"),
    audience=CANDIDATE,
    offers=(
        NAME,
        NUMBER,
        Placeholder("original", gettext_lazy("number of the certificate it replaces")),
        COLLECTING,
        INSTITUTION,
    ),
    write=lambda: (
        _("A duplicate of your certificate is ready"),
        paragraphs(
            _hello(),
            _(
                "The duplicate of your certificate is ready. It bears the number %(number)s and "
                "replaces the first one, number %(original)s, which is no longer valid."
            )
            % MARKS,
            "{collecting}",
            "{institution}",
        ),
    ),
)
REVOKED = declare(
    "revoked",
    gettext_lazy("Document revoked"),
    audience=CANDIDATE,
    offers=(
        NAME,
        NUMBER,
        Placeholder("reason", gettext_lazy("reason given by the office"), is_typed=True),
        APPEALS,
        INSTITUTION,
    ),
    write=lambda: (
        _("A document issued to you is revoked"),
        paragraphs(
            _hello(),
            _("The document number %(number)s is revoked. Reason: %(reason)s") % MARKS,
            "{appeals}",
            "{institution}",
        ),
    ),
)
