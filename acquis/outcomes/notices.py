"""The letters that tell a result, a certificate, a handing over. Rendered from the rows alone."""

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _

from acquis.base import outbox
from acquis.base.keys import uuid7
from acquis.base.templatetags.acquis import spoken
from acquis.catalogue.rules import carry_over_sentence

from . import letters
from .models import HandOver, Outcome
from .rules import printed
from .wording import appeals, official, spoken_day


def tell_result(result, *, frame, kept, gathering):
    """The one letter by which a candidate learns what a published act says of them."""
    _queue(
        result.enrolment,
        institution=frame.institution,
        programme=frame.programme.code,
        kind=letters.RESULT,
        once=f"result:{result.pk}",
        about=result.enrolment,
        gathering=gathering,
        values=lambda: _result(result, frame, kept),
    )


def _result(result, frame, kept):
    tell = {
        Outcome.CERTIFIED: _certified,
        Outcome.PARTIAL: _partial,
        Outcome.ABSENT: _absent,
        Outcome.NOT_SUBMITTED: _not_submitted,
    }
    said = {
        "title": _title(result, frame),
        "acronym": frame.programme.acronym,
        "session": result.session,
        "correction": _correction(frame) if result.version > 1 else "",
        "decision": _joined(tell[result.outcome](result, frame)),
        "address": _my_results(),
    }
    if result.outcome != Outcome.CERTIFIED:
        said["next"] = _joined(_what_next(result, frame))
        said["kept"] = _joined(_kept(frame, kept))
        said["appeals"] = _joined(appeals())
    return said


def _title(result, frame):
    names = {"acronym": frame.programme.acronym, "session": result.session}
    if result.version > 1:
        return _("%(acronym)s, session %(session)s: your result is corrected") % names
    return _("%(acronym)s, session %(session)s: your result") % names


def _correction(frame):
    return _(
        "The jury has corrected its decision by a new act, number %(act)s. What follows replaces "
        "the result that you had received; papers issued before, if any, are no longer valid."
    ) % {"act": frame.act}


def _certified(result, frame):
    paragraphs = [
        _("You are certified. The jury awards you: %(name)s (%(acronym)s).")
        % {"name": official(frame.programme.official_name), "acronym": frame.programme.acronym},
        _("Your attestation of success can be downloaded at once from the page of your results."),
    ]
    if frame.plan.certificates_after == "last_session":
        paragraphs.append(
            _(
                "The certificates of all sessions are issued together after the last one: a letter "
                "will tell you when and where to collect yours."
            )
        )
    else:
        paragraphs.append(_("A letter will tell you when and where to collect your certificate."))
    return paragraphs


def _partial(result, frame):
    programme = frame.programme
    counts = {
        "items": spoken(programme.item_noun.many),
        "count": len(result.validated),
        "total": len(programme.items),
        "groups": spoken(programme.group_noun.many),
        "list": ", ".join(result.validated_groups) or "–",
    }
    paragraphs = [
        _("The jury examined your dossier. It does not award you the certificate this time."),
        _("Validated %(items)s: %(count)s of %(total)s.") % counts,
    ]
    if programme.groups:
        paragraphs.append(_("Validated in full (%(groups)s): %(list)s.") % counts)
    for condition in programme.conditions:
        if result.conditions.get(condition.code) != "validated":
            label = {"condition": spoken(condition.label)}
            paragraphs.append(_("Condition not fulfilled: %(condition)s.") % label)
    return [
        *paragraphs,
        _(
            "Your attestation of partial validation can be downloaded from the page of your "
            "results, where you will also find what the evaluators remarked."
        ),
    ]


def _absent(result, frame):
    return [
        _(
            "You did not begin a dossier for session %(session)s: you are recorded as absent. "
            "Nothing was examined, and nothing counts against you."
        )
        % {"session": result.session}
    ]


def _not_submitted(result, frame):
    return [
        _(
            "You began a dossier for session %(session)s but did not deposit it: the jury could "
            "not examine it. What you wrote is kept, and nothing counts against you."
        )
        % {"session": result.session}
    ]


def _what_next(result, frame):
    if frame.invitation is None:
        return [_("This was the last session of the year: to try again, enrol anew next year.")]
    next_session = {
        "session": frame.invitation.number,
        "day": spoken_day(frame.invitation.deposit_until),
    }
    if result.outcome == Outcome.ABSENT:
        invitation = _(
            "You are invited to session %(session)s: start your portfolio, and deposit it until "
            "%(day)s included. No new fee is due."
        )
    else:
        invitation = _(
            "You are invited to session %(session)s: your portfolio is open again, and can be "
            "deposited until %(day)s included. No new fee is due."
        )
    return [invitation % next_session]


def _kept(frame, codes):
    """What the rule of the programme keeps, and what that is for this candidate."""
    programme = frame.programme
    told = [spoken(carry_over_sentence(programme))]
    if codes and (frame.invitation or programme.carry_over.across_years):
        conditions = {each.code: spoken(each.label) for each in programme.conditions}
        names = [code for code in codes if code not in conditions]
        names += [conditions[code] for code in codes if code in conditions]
        told.append(_("You keep: %(list)s.") % {"list": ", ".join(names)})
    return told


def tell_certificate_ready(document, *, frame, gathering):
    """Your certificate is ready: where, when, with what, by whom."""
    kind, once = letters.CERTIFICATE_READY, f"certificate:{document.pk}"
    _tell_where(document, frame.programme, frame.plan, kind=kind, once=once, gathering=gathering)


def remind_to_collect(document, *, gathering):
    """Your certificate is still at the desk."""
    edition = document.result.enrolment.edition
    kind, once = letters.CERTIFICATE_REMINDED, f"certificate-reminded:{document.pk}:{uuid7()}"
    _tell_where(
        document, edition.programme, edition.told, kind=kind, once=once, gathering=gathering
    )


def _tell_where(document, programme, plan, *, kind, once, gathering):
    _queue(
        document.result.enrolment,
        institution=document.institution,
        programme=programme.code,
        kind=kind,
        once=once,
        about=document,
        gathering=gathering,
        values=lambda: {
            "acronym": programme.acronym,
            "number": document,
            "collecting": _joined(how_to_collect(plan)),
        },
    )


def how_to_collect(plan):
    """The sentences of an edition about collecting, for the letter and for the page."""
    collection = plan.collection
    told = [_("Where to collect it: %(place)s.") % {"place": _bare(collection.place)}]
    if collection.hours:
        told.append(_("When: %(hours)s.") % {"hours": _bare(collection.hours)})
    told.append(_("Bring an identity document with a photograph."))
    if collection.by_proxy:
        told.append(
            _(
                "Somebody else may collect it for you, with a mandate signed by you and naming "
                "them, a copy of your identity document, and their own."
            )
        )
    if collection.by_post:
        told.append(_("It can be sent to you by registered post: ask for it at the desk."))
    if contact := plan.contact_of("office"):
        told.append(
            _("To ask a question about collecting it: %(mailbox)s (%(role)s).")
            % {"mailbox": contact.mailbox, "role": spoken(contact.role)}
        )
    return told


def _bare(text):
    return spoken(text).rstrip(" .")


def tell_fee_due(result, *, frame, amount, gathering):
    """The certificate is decided but kept until the fee is paid."""
    _queue(
        result.enrolment,
        institution=frame.institution,
        programme=frame.programme.code,
        kind=letters.CERTIFICATE_WAITS,
        once=f"certificate-waits:{result.pk}",
        about=result.enrolment,
        gathering=gathering,
        values=lambda: {
            "acronym": frame.programme.acronym,
            "amount": amount,
            "address": _my_results(),
        },
    )


def tell_handed_over(hand_over):
    """To the holder, when somebody else or the post took the certificate away."""
    document = hand_over.document
    sentences = {
        HandOver.Mode.PROXY: _by_proxy,
        HandOver.Mode.POST: _by_post,
    }
    if hand_over.mode in sentences:
        _queue(
            document.result.enrolment,
            institution=document.institution,
            programme=document.result.enrolment.edition.programme_code,
            kind=letters.CERTIFICATE_LEFT,
            once=f"hand-over:{hand_over.pk}",
            about=document,
            values=lambda: {
                "number": document,
                "departure": sentences[hand_over.mode](hand_over),
            },
        )


def _by_proxy(hand_over):
    return _(
        "Your certificate was handed to %(receiver)s, with your mandate (%(mandate)s), on %(day)s. "
        "It bears the number %(number)s."
    ) % {
        "number": str(hand_over.document),
        "receiver": hand_over.receiver,
        "mandate": hand_over.mandate,
        "day": spoken_day(hand_over.handed_on),
    }


def _by_post(hand_over):
    return _(
        "Your certificate was sent by post on %(day)s; tracking number: %(tracking)s. It bears the "
        "number %(number)s."
    ) % {
        "number": str(hand_over.document),
        "day": spoken_day(hand_over.handed_on),
        "tracking": hand_over.tracking_number,
    }


def tell_duplicate(document, *, original, frame):
    _queue(
        document.result.enrolment,
        institution=frame.institution,
        programme=frame.programme.code,
        kind=letters.DUPLICATE,
        once=f"duplicate:{document.pk}",
        about=document,
        values=lambda: {
            "number": document,
            "original": original,
            "collecting": _joined(how_to_collect(frame.plan)),
        },
    )


def tell_revoked(document):
    _queue(
        document.result.enrolment,
        institution=document.institution,
        programme=document.result.enrolment.edition.programme_code,
        kind=letters.REVOKED,
        once=f"revoked:{document.pk}",
        about=document,
        values=lambda: {
            "number": document,
            "reason": document.reason,
            "appeals": _joined(appeals()),
        },
    )


def _queue(enrolment, *, institution, programme, kind, once, about, values, gathering=None):
    person = enrolment.person
    outbox.queue(
        person,
        kind=kind,
        once=once,
        values=lambda: {
            "name": printed(str(person)),
            "institution": official(institution.name),
            **values(),
        },
        institution=institution,
        programme=programme,
        about=about,
        dossier=enrolment,
        gathering=gathering,
    )


def _joined(found):
    return "\n\n".join(map(str, found))


def _my_results():
    return settings.ORIGIN + reverse("outcomes:mine")
