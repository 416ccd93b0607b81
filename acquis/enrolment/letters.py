"""The kinds of letters of this stage, with the words they have unless an office changes them."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from acquis.base.letters.kinds import (
    ADDRESS,
    CANDIDATE,
    EDITION,
    INSTITUTION,
    MARKS,
    NAME,
    Placeholder,
    declare,
)

REASON = Placeholder("reason", gettext_lazy("reason given by the desk"))
TO_PAY = Placeholder("to_pay", gettext_lazy("what is still to pay, if anything"))
FACTS = Placeholder("facts", gettext_lazy("category, day of the request, fee"))
AMOUNT = Placeholder("amount", gettext_lazy("amount"), is_required=True)
TITLE = Placeholder("title", gettext_lazy("what happened, and for which certification"))
MOMENT = Placeholder("moment", gettext_lazy("until when"), is_required=True)
QUESTIONS = Placeholder("questions", gettext_lazy("whom to ask"))


def _kind(code, label, *offers, subject, lines):
    """A letter that opens with the reader's name and ends with their page.

    `subject()` and `lines()` are asked in the language of the text.
    """

    def write():
        hello, page = _("Hello %(name)s,") % MARKS, _("Your page: %(address)s") % MARKS
        told = "\n".join(map(str, lines()))
        return subject() % MARKS, "\n".join([hello, "", told, "", page, "", "{institution}"])

    every = (NAME, EDITION, *offers, ADDRESS, INSTITUTION)
    return declare(f"enrolment-{code}", label, audience=CANDIDATE, offers=every, write=write)


SENT = _kind(
    "sent",
    gettext_lazy("Request received or completed"),
    TITLE,
    Placeholder("received", gettext_lazy("what was received, and its state")),
    FACTS,
    Placeholder("documents", gettext_lazy("list of the documents joined")),
    subject=lambda: "{title}",
    lines=lambda: [
        "{received}",
        "",
        "{facts}",
        _("Documents joined:"),
        "{documents}",
        "",
        _("You declared on your honour that what you sent is true."),
        _("We check your documents, then write to you."),
    ],
)
TO_COMPLETE = _kind(
    "to-complete",
    gettext_lazy("Request to be completed"),
    Placeholder("asked", gettext_lazy("what is to be replaced or joined")),
    REASON,
    subject=lambda: _("To be completed: %(edition)s"),
    lines=lambda: [
        _("Your request cannot be decided yet. Please complete it:"),
        "",
        "{asked}",
        "",
        "{reason}",
        "",
        _("Replace these documents on the page below, then SEND your request again."),
        _("You can do so even if enrolment is closed for your category."),
    ],
)
ACCEPTED = _kind(
    "accepted",
    gettext_lazy("Enrolment accepted"),
    FACTS,
    TO_PAY,
    REASON,
    subject=lambda: _("Enrolment accepted: %(edition)s"),
    lines=lambda: [
        _("Your enrolment is ACCEPTED."),
        "",
        "{facts}",
        "{to_pay}",
        "",
        "{reason}",
        "",
        _("You can prepare your portfolio from your page."),
    ],
)
REFUSED = _kind(
    "refused",
    gettext_lazy("Enrolment refused"),
    Placeholder("reason", gettext_lazy("reason given by the desk"), is_required=True),
    Placeholder("recourse", gettext_lazy("ways and delays of recourse"), is_required=True),
    subject=lambda: _("Enrolment refused: %(edition)s"),
    lines=lambda: [
        _("Your enrolment is REFUSED."),
        "",
        _("Reason: %(reason)s") % MARKS,
        "",
        "{recourse}",
    ],
)
RECONSIDERED = _kind(
    "reconsidered",
    gettext_lazy("Request checked again"),
    subject=lambda: _("Request checked again: %(edition)s"),
    lines=lambda: [
        _("Your request is being checked again. We will write to you when it is decided.")
    ],
)
WITHDRAWN = _kind(
    "withdrawn",
    gettext_lazy("Enrolment withdrawn"),
    subject=lambda: _("Enrolment withdrawn: %(edition)s"),
    lines=lambda: [
        _("Your enrolment is WITHDRAWN, as you asked: you are not a candidate any more."),
        _("You can take it up again while enrolment is open for your category."),
    ],
)
QUOTED = _kind(
    "quoted",
    gettext_lazy("Quotation made"),
    AMOUNT,
    Placeholder("reference", gettext_lazy("reference of the quotation")),
    TO_PAY,
    subject=lambda: _("Your quotation: %(edition)s"),
    lines=lambda: [
        _("Your quotation has been made: %(amount)s, reference %(reference)s.") % MARKS,
        "{to_pay}",
    ],
)
CATEGORY_CHANGED = _kind(
    "category-changed",
    gettext_lazy("Category changed"),
    REASON,
    FACTS,
    TO_PAY,
    subject=lambda: _("Category changed: %(edition)s"),
    lines=lambda: [
        _("The category of your enrolment has been changed."),
        _("Reason: %(reason)s") % MARKS,
        "",
        "{facts}",
        "{to_pay}",
    ],
)
LATE_OPENED = _kind(
    "late-opened",
    gettext_lazy("Late enrolment opened"),
    Placeholder("category", gettext_lazy("category")),
    MOMENT,
    REASON,
    subject=lambda: _("Late enrolment opened: %(edition)s"),
    lines=lambda: [
        _("A late enrolment has been opened for you alone."),
        "",
        _("Category: %(category)s") % MARKS,
        _("Open until %(moment)s") % MARKS,
        _("Reason: %(reason)s") % MARKS,
        "",
        _("Join your documents and SEND your request before then: a draft counts for nothing."),
    ],
)
LATE_CLOSED = _kind(
    "late-closed",
    gettext_lazy("Late enrolment ended"),
    QUESTIONS,
    subject=lambda: _("Late enrolment ended: %(edition)s"),
    lines=lambda: [
        _("The late enrolment that had been opened for you is ended."),
        _("What you have sent stays sent. A draft is sent only on the dates of its category."),
        "",
        "{questions}",
    ],
)
DRAFT_CLOSES = _kind(
    "remind-draft",
    gettext_lazy("Reminder: request not sent"),
    MOMENT,
    subject=lambda: _("Your request is not sent: %(edition)s"),
    lines=lambda: [
        _("Your request is a DRAFT: it is not sent, and counts for nothing."),
        "",
        _("Enrolment in your category closes on %(moment)s.") % MARKS,
        _("Join your documents and SEND your request before then."),
        "",
        _("If you do not want to enrol any more, you have nothing to do."),
    ],
)
STILL_UNPAID = _kind(
    "remind-unpaid",
    gettext_lazy("Reminder: fee not paid"),
    AMOUNT,
    Placeholder("day", gettext_lazy("last day to deposit a portfolio"), is_required=True),
    QUESTIONS,
    subject=lambda: _("Fee to pay: %(edition)s"),
    lines=lambda: [
        _("Your enrolment is accepted, and its fee is not paid in full."),
        _("Still to pay: %(amount)s.") % MARKS,
        "",
        _("Please pay before %(day)s, the last day to deposit a portfolio.") % MARKS,
        _("If you have just paid, do not mind this letter."),
        "",
        "{questions}",
    ],
)
PAID = _kind(
    "paid",
    gettext_lazy("Payment received"),
    AMOUNT,
    Placeholder("means", gettext_lazy("means of payment")),
    Placeholder("number", gettext_lazy("number of the receipt"), is_required=True),
    TO_PAY,
    subject=lambda: _("Payment received: %(edition)s"),
    lines=lambda: [
        _("We have received your payment: %(amount)s (%(means)s).") % MARKS,
        _("Receipt number: %(number)s") % MARKS,
        "",
        "{to_pay}",
    ],
)
EXEMPTED = _kind(
    "exempt",
    gettext_lazy("Exemption recorded or withdrawn"),
    TITLE,
    Placeholder("told", gettext_lazy("what is exempted, or owed again")),
    REASON,
    TO_PAY,
    subject=lambda: "{title}",
    lines=lambda: ["{told}", _("Reason: %(reason)s") % MARKS, "", "{to_pay}"],
)
REFUNDED = _kind(
    "refunded",
    gettext_lazy("Refund recorded"),
    AMOUNT,
    REASON,
    TO_PAY,
    subject=lambda: _("Refund recorded: %(edition)s"),
    lines=lambda: [
        _("A refund of %(amount)s is recorded.") % MARKS,
        _("Reason: %(reason)s") % MARKS,
        "",
        "{to_pay}",
    ],
)
