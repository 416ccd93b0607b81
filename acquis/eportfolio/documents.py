from datetime import UTC

from django.template.defaultfilters import filesizeformat
from django.utils import translation
from django.utils.translation import gettext as _

from acquis.base.typeset import printable, typeset


def receipt(deposit):
    """The receipt as a PDF, in the candidate's language: the same bytes each time it is asked."""
    with translation.override(deposit.candidate.language):
        return typeset(
            "eportfolio/documents/receipt.typ", _receipt(deposit), at=deposit.deposited_at
        )


def _receipt(deposit):
    edition = deposit.edition
    return {
        "language": deposit.candidate.language,
        "title": _("Receipt of a deposited portfolio"),
        "institution": edition.institution.name,
        "reference": _("Receipt %(number)s") % {"number": deposit.number},
        "facts": [
            [_("Candidate"), printable(deposit.content["person"])],
            [_("Certification"), f"{edition}, session {deposit.session}"],
            [_("Number"), deposit.number],
            [_("Deposited on"), f"{deposit.moment} ({_utc(deposit.deposited_at)})"],
            [_("State"), str(deposit.get_state_display())],
        ],
        "fingerprint": {"label": _("Fingerprint of the whole (SHA-256)"), "value": deposit.sha256},
        "statement": deposit.content["statement"],
        "heading": _("What was deposited"),
        "columns": [_("File and its fingerprint (SHA-256)"), _("Size")],
        "situations": [
            {
                "title": printable(situation["title"]),
                "claims": ", ".join(claim["item"] for claim in situation["claims"]),
                "evidence": [
                    [
                        printable(each["name"] or each["url"]),
                        filesizeformat(each["size"]) if each["file"] else "–",
                        each["sha256"],
                    ]
                    for each in situation["evidence"]
                ],
            }
            for situation in deposit.content["situations"]
        ],
        "claimed": _("Claimed:"),
        "nothing": _("No evidence."),
        "link": _("A link: its address is kept, not what it leads to."),
        "footnote": _(
            "The fingerprints prove that what was deposited is what is evaluated: the same bytes "
            "always give the same fingerprint, and no others do."
        ),
    }


def _utc(instant):
    return instant.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
