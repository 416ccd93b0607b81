"""The papers: the facts that are frozen with each, the sentences they print, the PDF."""

import io
from unicodedata import normalize

import segno
from django.conf import settings
from django.urls import reverse
from django.utils import translation
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from typst import TypstError

from acquis.base.refusal import Refusal
from acquis.base.templatetags.acquis import spoken
from acquis.base.typeset import typeset
from acquis.catalogue.rules import carry_over_sentence

from . import rules
from .models import Document
from .wording import appeals, official, spoken_day

TEMPLATES = {
    Document.Kind.SUCCESS: "outcomes/documents/attestation.typ",
    Document.Kind.PARTIAL: "outcomes/documents/attestation.typ",
    Document.Kind.CERTIFICATE: "outcomes/documents/certificate.typ",
    Document.Kind.DUPLICATE: "outcomes/documents/certificate.typ",
}


def facts(result, *, frame, kind, number, code, issued_on, original=None):
    """What a paper states, as plain data: frozen with it, read by the public page and the PDF.

    An official paper speaks the language of the institution, whatever its holder reads.
    """
    person = result.enrolment.person
    stated = {
        "kind": str(kind),
        "language": settings.LANGUAGE_CODE,
        "institution": official(frame.institution.name),
        "city": frame.institution.city,
        "holder": rules.printed(person.civil_name),
        "born_on": person.born_on.isoformat() if person.born_on else "",
        "certificate": official(frame.programme.official_name),
        "acronym": frame.programme.acronym,
        "year": frame.plan.year,
        "session": result.session,
        "act": frame.act,
        "decided_on": frame.decided_on.isoformat(),
        "number": number,
        "code": rules.spelled(code),
        "address": address_of(code),
        "issued_on": issued_on.isoformat(),
    }
    if kind == Document.Kind.PARTIAL:
        with translation.override(stated["language"]):
            stated |= _partial_facts(result, frame.programme, frame.invitation)
    if original:
        stated["original"] = {
            "number": str(original),
            "issued_on": original.payload["issued_on"],
        }
    return _composed(stated)


def address_of(code):
    """Where anybody can check the paper that bears this code."""
    return settings.ORIGIN + reverse("outcomes:verify", args=[code])


def _partial_facts(result, programme, invitation):
    groups = {group.code: spoken(group.label) for group in programme.groups}
    items = {}
    for item in programme.items:
        line = [item.code, spoken(item.label)]
        items.setdefault(item.group, []).append([*line, item.code in result.validated])
    return {
        "groups": [
            {
                "code": group,
                "label": groups.get(group, ""),
                "is_validated": group in result.validated_groups,
                "validated": [line[:2] for line in lines if line[2]],
                "total": len(lines),
            }
            for group, lines in items.items()
        ],
        "marks": [
            [spoken(programme.item(code).label), mark] for code, mark in result.marks.items()
        ],
        "conditions": [
            [
                spoken(condition.label),
                result.conditions.get(condition.code) == "validated",
            ]
            for condition in programme.conditions
        ],
        "kept": spoken(carry_over_sentence(programme)),
        "invitation": invitation
        and {"session": invitation.number, "until": invitation.deposit_until.isoformat()},
    }


def _composed(facts):
    """Every text of the facts in composed form: the same letters everywhere."""
    match facts:
        case str():
            return normalize("NFC", facts)
        case dict():
            return {key: _composed(value) for key, value in facts.items()}
        case list():
            return [_composed(value) for value in facts]
    return facts


def pdf(stated, *, programme, at, look=None):
    """The paper itself. Raises a Refusal when our fonts lack a letter of the holder's name.

    An attestation carries the look of the institution on the day it is issued; a certificate has
    the sober page that it has everywhere.
    """
    with translation.override(stated["language"]):
        words = _words(stated, programme) | {"look": look or {}}
    try:
        return typeset(TEMPLATES[stated["kind"]], words, at=at)
    except TypstError as error:
        if "could not be displayed" not in str(error):
            raise
        raise Refusal(
            _(
                "The name “%(name)s” holds a letter that our fonts cannot print: enter it in Latin "
                "letters, as on the identity document, then issue again."
            )
            % {"name": stated["holder"]}
        ) from error


def _words(stated, programme):
    kinds = {
        Document.Kind.SUCCESS: _success,
        Document.Kind.PARTIAL: _partial,
        Document.Kind.CERTIFICATE: _certificate,
        Document.Kind.DUPLICATE: _certificate,
    }
    return {
        "language": stated["language"],
        "holder": stated["holder"],
        "institution": stated["institution"],
        "reference": _("Number %(number)s") % stated,
        "done": _("Done at %(city)s, on %(day)s.")
        % {"city": stated["city"], "day": spoken_day(stated["issued_on"])},
        "verification": [
            _("To check this document, type its code at this address:"),
            settings.ORIGIN + reverse("outcomes:verify_form"),
        ],
        "code": stated["code"],
        "qr": _qr(stated["address"]),
        "qr_alt": _("QR code of the address %(address)s") % stated,
        **kinds[stated["kind"]](stated, programme),
    }


def _certificate(stated, programme):
    after = [
        _("Decided by the jury on %(day)s (act %(act)s), session %(session)s of %(year)s.")
        % {**stated, "day": spoken_day(stated["decided_on"])}
    ]
    if stated["born_on"]:
        born = _("born on %(day)s") % {"day": spoken_day(stated["born_on"])}
        after.insert(0, born)
    if original := stated.get("original"):
        after.append(
            _("This duplicate replaces the certificate issued on %(day)s under number %(number)s.")
            % {"number": original["number"], "day": spoken_day(original["issued_on"])}
        )
    return {
        "title": stated["certificate"],
        "before": [_("This certificate is awarded to")],
        "after": after,
        "duplicate": _("duplicate") if stated["kind"] == Document.Kind.DUPLICATE else "",
        "signature": _("Signature and seal of the institution"),
    }


def _success(stated, programme):
    return {
        "title": _("Attestation of success"),
        "paragraphs": [
            _("We attest that"),
            *_holder(stated),
            _(
                "has obtained: %(certificate)s (%(acronym)s), session %(session)s "
                "of the academic year %(year)s, by decision of the jury of %(day)s (act %(act)s)."
            )
            % {**stated, "day": spoken_day(stated["decided_on"])},
            _("This attestation is worth proof of success until the certificate is handed over."),
        ],
        "sections": [],
    }


def _partial(stated, programme):
    noun = spoken(programme.item_noun.many)
    groups = [group for group in stated["groups"] if group["validated"]]
    count = sum(len(group["validated"]) for group in groups)
    total = sum(group["total"] for group in stated["groups"])
    counted = {"count": count, "total": total, "items": noun}
    told = [
        _("We attest that"),
        *_holder(stated),
        _(
            "presented a dossier for: %(certificate)s (%(acronym)s), session "
            "%(session)s of the academic year %(year)s, and that the jury of %(day)s (act %(act)s) "
            "did not award the certificate but validated what follows."
        )
        % {**stated, "day": spoken_day(stated["decided_on"])},
        _("Validated %(items)s: %(count)s of %(total)s.") % counted,
    ]
    sections = [_group_section(group, programme) for group in groups]
    sections += _result_sections(stated)
    sections.append({"title": _("And now"), "paragraphs": _what_next(stated), "items": []})
    sections.append({"title": _("Appeals"), "paragraphs": appeals(), "items": []})
    return {
        "title": _("Attestation of partial validation"),
        "paragraphs": told,
        "sections": sections,
    }


def _holder(stated):
    """The name, alone on its line; then the birth date, when it is known."""
    if not stated["born_on"]:
        return [stated["holder"]]
    return [stated["holder"], _("born on %(day)s") % {"day": spoken_day(stated["born_on"])}]


def _group_section(group, programme):
    noun = spoken(programme.group_noun.one)
    name = f"{noun[:1].upper()}{noun[1:]} {group['code']}" if group["code"] else ""
    status = (
        _("validated in full")
        if group["is_validated"]
        else _("%(count)s of %(total)s")
        % {"count": len(group["validated"]), "total": group["total"]}
    )
    return {
        "title": _("%(name)s: %(status)s") % {"name": name, "status": status} if name else status,
        "paragraphs": [group["label"]] if group["label"] else [],
        "items": [f"{code} – {label}" for code, label in group["validated"]],
    }


def _result_sections(stated):
    sections = []
    if stated["marks"]:
        marks = [f"{label} – {_decimal(mark)}" for label, mark in stated["marks"]]
        sections.append({"title": _("Marks"), "paragraphs": [], "items": marks})
    if stated["conditions"]:
        lines = [
            _("fulfilled: %(condition)s") % {"condition": label}
            if is_met
            else _("not fulfilled: %(condition)s") % {"condition": label}
            for label, is_met in stated["conditions"]
        ]
        sections.append({"title": _("Conditions"), "paragraphs": [], "items": lines})
    return sections


def _what_next(stated):
    if invitation := stated["invitation"]:
        return [
            _(
                "You are invited to improve your dossier and to deposit it again for session "
                "%(session)s, until %(day)s included. No new fee is due."
            )
            % {"session": invitation["session"], "day": spoken_day(invitation["until"])},
            stated["kept"],
        ]
    return [
        _("This was the last session of the year: to try again, enrol anew next year."),
        stated["kept"],
    ]


def _decimal(mark):
    return mark.replace(".", ",") if get_language() == "fr" else mark


def _qr(address):
    """The drawing of a QR code, as SVG text. Medium correction: a printed fold stays readable.

    One mask for all: every reader accepts it, and looking for the prettiest one takes longer than
    to typeset the page.
    """
    drawing = io.BytesIO()
    segno.make(address, error="m", micro=False, mask=2).save(
        drawing, kind="svg", xmldecl=False, svgns=True, border=2, omitsize=True
    )
    return drawing.getvalue().decode()
