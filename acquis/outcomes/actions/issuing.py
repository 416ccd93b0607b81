"""The papers: numbered under lock, frozen, never twice; a batch cut short goes on where it was."""

import secrets
from dataclasses import dataclass, field
from functools import partial

from django.core.files.base import ContentFile
from django.db import transaction
from django.db.models import Sum
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from acquis.base import clock, files
from acquis.base.canonical import fingerprint
from acquis.base.journal import record
from acquis.base.models import Sending
from acquis.base.outbox import Gathering
from acquis.base.refusal import Refusal
from acquis.base.templatetags.acquis import euros
from acquis.catalogue.models import with_edition
from acquis.enrolment.models import LedgerLine

from .. import documents, notices, rules
from ..frame import frame_of
from ..models import Document, DocumentState, Outcome, Publication, Register, Result

# Short transactions: a batch of a thousand lets the others write in between.
CHUNK = 20
ATTESTATIONS = {
    Outcome.CERTIFIED: Document.Kind.SUCCESS,
    Outcome.PARTIAL: Document.Kind.PARTIAL,
}


@dataclass
class Batch:
    """What a batch did: papers issued, and the names and reasons of those that were not."""

    issued: list = field(default_factory=list)
    refused: list = field(default_factory=list)


@dataclass(frozen=True)
class Certificates:
    """Where the certificates of an edition stand."""

    is_due: bool
    ready: list
    blocked: list


def issue_missing(publication, *, by):
    """Issue the attestations that a publication still owes; called again, nothing twice."""
    name = rules.register_name(
        "attestation", publication.edition.programme_code, publication.edition.year
    )
    return _issue(
        Result.objects.without_attestation().filter(publication=publication),
        institution=publication.institution,
        register_name=name,
        kind_of=lambda result: ATTESTATIONS[result.outcome],
        by=by,
    )


def issue_certificates(edition, *, by):
    """Issue the certificates that are decided, due and paid for; tell the holders, and those
    whose fee stands in the way."""
    standing = certificates_of(edition)
    if not standing.is_due:
        raise Refusal(_("Certificates are issued once the last session is published."))
    gathering = Gathering(
        Sending.Kind.CERTIFICATES,
        str(edition),
        edition=edition,
        by=by,
    )
    batch = _issue(
        Result.objects.without_certificate().filter(enrolment__edition=edition),
        institution=edition.institution,
        register_name=rules.register_name("certificat", edition.programme_code, edition.year),
        kind_of=lambda result: Document.Kind.CERTIFICATE,
        only={result.pk for result in standing.ready},
        tell=partial(notices.tell_certificate_ready, gathering=gathering),
        by=by,
    )
    _tell_who_owes(standing.blocked, gathering)
    return batch


@transaction.atomic
def _tell_who_owes(blocked, gathering):
    frames = {}
    for line in blocked:
        if line["why"] == "fee":
            frame = _frame(line["result"], frames)
            notices.tell_fee_due(
                line["result"], frame=frame, amount=euros(line["balance"]), gathering=gathering
            )


def certificates_of(edition):
    """Who is ready for a certificate, and what is in the way of the others."""
    plan = edition.plan
    published = edition.publications.values_list("session", flat=True)
    waiting = Result.objects.without_certificate().filter(enrolment__edition=edition)
    owed = balances(enrolment__edition=edition)
    ready, blocked = [], []
    for result in _in_order(waiting):
        person, balance = result.enrolment.person, owed.get(result.enrolment_id, 0)
        why = rules.what_blocks(
            plan,
            first_names=person.first_names,
            birth_name=person.birth_name,
            fee_cents=result.enrolment.fee_cents,
            balance=balance,
        )
        if why:
            blocked.append({"result": result, "why": why, "balance": balance})
        else:
            ready.append(result)
    is_due = rules.certificates_may_be_issued(plan, published=published)
    return Certificates(is_due, ready, blocked)


def balances(**among):
    """What each enrolment still owes, in cents, for the ledger lines of a filter. One query."""
    totals = (
        LedgerLine.objects.filter(**among)
        .order_by()
        .values_list("enrolment", "kind")
        .annotate(Sum("amount_cents"))
    )
    found = {}
    for enrolment, kind, total in totals:
        found[enrolment] = found.get(enrolment, 0) + LedgerLine.SIGNS[kind] * total
    return found


def _in_order(results):
    """By name, the same on every database: a batch that starts again numbers in the same order."""
    return sorted(
        results.select_related("enrolment__person"),
        key=lambda result: (
            rules.printed(result.enrolment.person.birth_name).casefold(),
            rules.printed(result.enrolment.person.first_names).casefold(),
            str(result.pk),
        ),
    )


def _issue(waiting, *, institution, register_name, kind_of, by, only=None, tell=None):
    batch, frames = Batch(), {}
    keys = [result.pk for result in _in_order(waiting) if only is None or result.pk in only]
    for start in range(0, len(keys), CHUNK):
        chunk = keys[start : start + CHUNK]
        with transaction.atomic():
            register = Register.objects.lock(institution, register_name)
            # Read again behind the lock: another batch may have come first.
            for result in _in_order(waiting.filter(pk__in=chunk)):
                frame = _frame(result, frames)
                try:
                    document = _issue_one(
                        result, kind=kind_of(result), register=register, frame=frame, by=by
                    )
                except Refusal as refusal:
                    batch.refused.append((result, refusal))
                    continue
                if tell:
                    tell(document, frame=frame)
                batch.issued.append(document)
    return batch


def _frame(result, frames):
    """The shared facts of the result's publication. Signing again what was not decided is refused:
    the sealed act is read once more, for all the papers of a batch."""
    key = result.publication_id
    if key not in frames:
        publication = _publication(key)
        act = publication.deliberation
        if fingerprint(act.content) != act.sha256:
            raise Refusal(_("The sealed act is damaged: nothing can be issued from it."))
        awarded = {case["enrolment"] for case in act.content["cases"] if case["is_awarded"]}
        frames[key] = frame_of(publication), awarded
    frame, awarded = frames[key]
    if (result.outcome == Outcome.CERTIFIED) != (str(result.enrolment_id) in awarded):
        raise Refusal(_("This result is not what the sealed act says: nothing is issued from it."))
    return frame


def _publication(key):
    publications = Publication.objects.select_related("deliberation__sitting")
    return with_edition(publications, "edition").get(pk=key)


def _issue_one(result, *, kind, register, frame, by, original=None):
    """One paper, inside the transaction that holds the register."""
    person = result.enrolment.person
    if not (rules.is_a_name(person.first_names) and rules.is_a_name(person.birth_name)):
        raise Refusal(_("The name is incomplete: enter it, then issue again."))
    now, code = clock.now(), _new_code()
    number = register.last_number + 1
    stated = documents.facts(
        result,
        frame=frame,
        kind=kind,
        number=f"{register.name}-{number:05}",
        code=code,
        issued_on=localdate(now),
        original=original,
    )
    paper = documents.pdf(stated, programme=frame.programme, at=now, look=frame.look)
    document = Document.objects.create(
        institution=frame.institution,
        kind=kind,
        register=register,
        number=register.take(),
        person=person,
        result=result,
        payload=stated,
        file=files.keep(
            ContentFile(paper),
            name=f"{stated['number']}.pdf",
            content_type="application/pdf",
            by=by,
            institution=frame.institution,
        ),
        code=code,
        issued_at=now,
        issued_by=by,
        replaces=original or _replaced(result, kind),
    )
    record("issued", document, by=by, kind=str(kind), number=stated["number"])
    return document


def _new_code():
    """130 random bits, without sequence or meaning: nobody goes from one document to another."""
    return "".join(secrets.choice(rules.ALPHABET) for _bit in range(rules.LENGTH))


def _replaced(result, kind):
    """The paper of the same kind that a rectifying act ended, if any."""
    if result.version == 1:
        return None
    attestations = list(ATTESTATIONS.values())
    return (
        Document.objects.filter(
            result__enrolment=result.enrolment_id,
            result__session=result.session,
            kind__in=attestations if kind in attestations else [kind],
            state=DocumentState.SUPERSEDED,
        )
        .order_by("result__version")
        .last()
    )


@transaction.atomic
def issue_duplicate(original, *, reason, by):
    """A new number for a certificate lost, destroyed or stolen; the first one ends."""
    register = Register.objects.lock(original.institution, original.register.name)
    original.refresh_from_db(fields=["state"])
    if original.state != DocumentState.VALID:
        raise Refusal(
            _("This certificate is %(state)s: no duplicate can be made of it.")
            % {"state": original.get_state_display()}
        )
    if not hasattr(original, "hand_over"):
        raise Refusal(_("This certificate is still at the desk: hand it over instead."))
    result = Result.objects.select_related("enrolment__person").get(pk=original.result_id)
    frame = _frame(result, {})
    duplicate = _issue_one(
        result,
        kind=Document.Kind.DUPLICATE,
        register=register,
        frame=frame,
        original=original,
        by=by,
    )
    original.end(DocumentState.SUPERSEDED, by=by, reason=reason)
    notices.tell_duplicate(duplicate, original=original, frame=frame)
    return duplicate


@transaction.atomic
def revoke(document, *, reason, by):
    """End a paper for good. The public page tells the date, never the reason."""
    document.end(DocumentState.REVOKED, by=by, reason=reason)
    notices.tell_revoked(document)
