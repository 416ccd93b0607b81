"""What is missing, said to the person who can mend it."""

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

SENTENCES = {
    "act": gettext_lazy("The appointment act is not joined: the office adds it to the jury."),
    "delegation": gettext_lazy(
        "The signatory signs by delegation, and its reference is missing: the office adds it."
    ),
    "president": gettext_lazy("The president is not marked present."),
    "presence": gettext_lazy("Fewer than two members are marked present: a jury decides together."),
    "candidates": gettext_lazy("No candidate is before this sitting: the office convenes them."),
    "left": gettext_lazy(
        "%(candidate)s is no longer enrolled: the office takes this candidate off the sitting."
    ),
    "unsent": gettext_lazy("%(candidate)s: a proposal has not been sent by its evaluator."),
    "newer": gettext_lazy(
        "%(candidate)s: the proposals have changed since they were taken up. Reopen the case and "
        "take them up."
    ),
    "unreasoned": gettext_lazy("%(candidate)s: no reason is given for departing on %(items)s."),
    "damaged": gettext_lazy(
        "%(candidate)s: evidence cannot be read whole (%(items)s). Have the file restored from a "
        "backup."
    ),
}

# What several candidates lack alike is counted, and a few of them are named.
SHOWN = 3


def counted(code, count):
    """The sentence for what `count` candidates lack alike."""
    sentences = {
        "undecided": ngettext(
            "%(count)d case is still to be decided.",
            "%(count)d cases are still to be decided.",
            count,
        ),
        "unsent": ngettext(
            "%(count)d dossier waits for a proposal that its evaluator has not sent.",
            "%(count)d dossiers wait for a proposal that their evaluator has not sent.",
            count,
        ),
        "newer": ngettext(
            "%(count)d dossier has newer proposals than those taken up.",
            "%(count)d dossiers have newer proposals than those taken up.",
            count,
        ),
        "unreasoned": ngettext(
            "%(count)d case departs from the proposals without a reason.",
            "%(count)d cases depart from the proposals without a reason.",
            count,
        ),
        "left": ngettext(
            "%(count)d candidate is no longer enrolled.",
            "%(count)d candidates are no longer enrolled.",
            count,
        ),
        "damaged": ngettext(
            "%(count)d dossier has evidence that cannot be read whole.",
            "%(count)d dossiers have evidence that cannot be read whole.",
            count,
        ),
    }
    return sentences[code] % {"count": count}


def said(missing, sitting):
    """The sentence for one missing thing."""
    if missing.code == "deadline":
        return _("Dossiers may still be deposited for this session, until %(day)s.") % {
            "day": date_format(sitting.jury.days.deposit_until)
        }
    words = {"candidate": missing.candidate, "items": _few(missing.names)}
    if missing.code == "undecided":
        if not missing.names:
            return _("%(candidate)s: to be decided.") % words
        return _("%(candidate)s: to be decided, without a verdict on %(items)s.") % words
    return SENTENCES[missing.code] % words


def _few(names, shown=5):
    """The first names, and how many more: nobody reads fifty codes in a sentence."""
    if len(names) <= shown:
        return ", ".join(names)
    rest = len(names) - shown
    return ngettext("%(names)s and %(rest)d more", "%(names)s and %(rest)d more", rest) % {
        "names": ", ".join(names[:shown]),
        "rest": rest,
    }
