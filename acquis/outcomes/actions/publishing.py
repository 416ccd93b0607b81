"""The one act by which the results of a sealed deliberation become known."""

from collections import Counter
from dataclasses import dataclass

from django.db import transaction
from django.db.models import Q
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from acquis.base import clock
from acquis.base.canonical import fingerprint
from acquis.base.journal import record
from acquis.base.models import Sending
from acquis.base.outbox import Gathering
from acquis.base.refusal import Refusal
from acquis.catalogue.definitions import Session
from acquis.enrolment.models import Enrolment
from acquis.eportfolio.actions import correct_acquis, keep_acquis, open_session
from acquis.eportfolio.models import Acquis, Portfolio
from acquis.evaluation.models import AssignmentState, Proposal
from acquis.jury.models import Deliberation, Sitting

from .. import notices, rules
from ..frame import frame_of
from ..models import Document, DocumentState, Outcome, Publication, Result
from ..wording import spoken_day


@dataclass(frozen=True)
class Preview:
    """What publishing would tell, and to whom, before anything leaves."""

    readings: list
    counts: dict
    invitation: Session | None
    replaces: Deliberation | None


def published_by(person):
    """The sealed deliberations that the person's office publishes."""
    return Deliberation.objects.filter(sitting__in=Sitting.objects.prepared_by(person))


def preview(deliberation):
    """Read the sealed act again, judge each case again, and refuse what does not hold."""
    edition = deliberation.sitting.jury.edition
    if fingerprint(deliberation.content) != deliberation.sha256:
        raise Refusal(_("The sealed act is damaged: nothing can be published from it."))
    programme = edition.programme
    readings = [rules.read_case(programme, case) for case in deliberation.content["cases"]]
    readings.sort(key=lambda reading: rules.printed(reading.candidate).casefold())
    if faulty := [each.candidate for each in readings if not each.agrees_with_rule]:
        raise Refusal(
            _(
                "The sealed outcome of %(names)s is not what the rule gives: ask the jury for a "
                "rectifying act."
            )
            % {"names": ", ".join(faulty)}
        )
    counts = Counter(reading.outcome for reading in readings)
    return Preview(
        readings=readings,
        counts={outcome: counts[outcome] for outcome in Outcome},
        invitation=rules.session_after(
            edition.plan, deliberation.content["session"], at=clock.now()
        ),
        replaces=deliberation.rectifies,
    )


@transaction.atomic
def publish(deliberation, *, by):
    """Make the results known: rows, what is kept, session reopened, letters. All or nothing.

    The attestations follow (issue_missing): a thousand of them must not hold this transaction.
    """
    Deliberation.objects.select_for_update().only("pk").get(pk=deliberation.pk)
    _refuse_if_not_next(deliberation)
    seen = preview(deliberation)
    publication = Publication.objects.create(
        institution=deliberation.institution,
        edition=deliberation.sitting.jury.edition,
        session=deliberation.content["session"],
        deliberation=deliberation,
        published_at=clock.now(),
        published_by=by,
    )
    frame = frame_of(publication)
    results = _write_results(publication, seen.readings)
    record(
        "published",
        publication,
        by=by,
        act=deliberation.number,
        **{str(outcome): count for outcome, count in seen.counts.items()},
    )
    _end_replaced_papers(results, act=deliberation.number, by=by)
    _keep(results, frame, by=by)
    if frame.invitation:
        _reopen(results, frame.invitation.number, by=by)
    certified_before = _certified_before(publication)
    kept = _kept_by_enrolment(results)
    gathering = Gathering(
        Sending.Kind.RESULTS,
        f"{publication.edition}, session {publication.session}",
        edition=publication.edition,
        by=by,
    )
    for result in results:
        if result.enrolment_id not in certified_before:
            known = kept.get(result.enrolment_id, [])
            notices.tell_result(result, frame=frame, kept=known, gathering=gathering)
    return publication


def _refuse_if_not_next(deliberation):
    earlier = Publication.objects.filter(deliberation=deliberation).first()
    if earlier:
        raise Refusal(
            _("This act was already published, on %(day)s by %(person)s.")
            % {
                "day": spoken_day(localdate(earlier.published_at)),
                "person": earlier.published_by,
            }
        )
    for act in _before(deliberation):
        if not hasattr(act, "publication"):
            raise Refusal(
                _("Act %(number)s comes before this one: publish it first.")
                % {"number": act.number}
            )


def _before(deliberation):
    """The act that this one rectifies, and the rectifying acts made in between."""
    first = deliberation.rectifies_id
    if first is None:
        return []
    acts = Deliberation.objects.filter(Q(pk=first) | Q(rectifies=first)).defer("content")
    earlier = Q(sealed_at__lt=deliberation.sealed_at) | Q(
        sealed_at=deliberation.sealed_at, pk__lt=deliberation.pk
    )
    return acts.filter(earlier).select_related("publication").order_by("sealed_at", "pk")


def _write_results(publication, readings):
    """One row a case; returned as read back, so that what is told is what is kept."""
    enrolments = Enrolment.objects.filter(pk__in=[reading.enrolment for reading in readings])
    owners = {str(enrolment.pk): enrolment for enrolment in enrolments.select_related("person")}
    versions = _versions(publication)
    feedback = _feedback([reading.deposit for reading in readings if reading.deposit])
    Result.objects.bulk_create(
        [
            Result(
                institution=publication.institution,
                publication=publication,
                enrolment=owners[reading.enrolment],
                session=publication.session,
                version=versions.get(reading.enrolment, 0) + 1,
                outcome=reading.outcome,
                verdicts=dict(reading.verdicts),
                validated=list(reading.validated),
                validated_groups=list(reading.validated_groups),
                conditions=dict(reading.conditions),
                marks=dict(reading.marks),
                feedback=feedback.get(reading.deposit, {}),
            )
            for reading in readings
        ],
        batch_size=200,
    )
    rows = {str(row.enrolment_id): row for row in publication.results.all()}
    results = []
    for reading in readings:
        row = rows[reading.enrolment]
        row.publication, row.enrolment = publication, owners[reading.enrolment]
        row.enrolment.edition = publication.edition
        row.enrolment.institution = publication.institution
        results.append(row)
    return results


def _versions(publication):
    """The newest version of each result of this session so far, by enrolment."""
    earlier = Result.objects.filter(
        enrolment__edition=publication.edition, session=publication.session
    )
    versions = {}
    for enrolment, version in earlier.values_list("enrolment", "version"):
        versions[str(enrolment)] = max(version, versions.get(str(enrolment), 0))
    return versions


def _feedback(deposits):
    """The reasons that the evaluators gave, by deposit number and item."""
    given = (
        Proposal.objects.filter(
            assignment__deposit__number__in=deposits, assignment__state=AssignmentState.SENT
        )
        .exclude(reason="")
        .order_by("assignment__sent_at", "assignment")
    )
    feedback = {}
    for deposit, item, reason in given.values_list("assignment__deposit__number", "item", "reason"):
        feedback.setdefault(deposit, {}).setdefault(item, []).append(reason)
    return feedback


def _end_replaced_papers(results, *, act, by):
    """What a rectifying act says anew ends the papers that said it before, from this instant."""
    corrected = {result.enrolment_id: result for result in results if result.version > 1}
    if not corrected:
        return
    papers = Document.objects.filter(
        result__enrolment__in=corrected,
        result__session=results[0].session,
        state=DocumentState.VALID,
    )
    for paper in papers.select_related("institution", "register"):
        paper.end(DocumentState.SUPERSEDED, by=by, reason=act)


def _keep(results, frame, *, by):
    for result in results:
        kept = [code for code, each in result.conditions.items() if each == "validated"]
        is_correction = result.version > 1
        if is_correction or result.validated or kept:
            write = correct_acquis if is_correction else keep_acquis
            write(
                result.enrolment,
                result.session,
                result.validated,
                kept,
                rules.decimals(result.marks),
                frame.act,
                frame.decided_on,
                by=by,
            )


def _kept_by_enrolment(results):
    """The codes that each candidate keeps of the year, this session and earlier ones together."""
    rows = Acquis.objects.standing().filter(
        enrolment__in=[result.enrolment_id for result in results]
    )
    kept = {}
    for enrolment, item in rows.values_list("enrolment", "item").distinct().order_by("item"):
        kept.setdefault(enrolment, []).append(item)
    return kept


def _reopen(results, number, *, by):
    waiting = [result.enrolment_id for result in results if result.outcome != Outcome.CERTIFIED]
    for portfolio in Portfolio.objects.with_edition().filter(
        enrolment__in=waiting, session__lt=number
    ):
        open_session(portfolio, number, by=by)


def _certified_before(publication):
    """Who has the certificate from an earlier session needs no letter about this one."""
    return set(
        Result.objects.current()
        .filter(
            enrolment__edition=publication.edition,
            outcome=Outcome.CERTIFIED,
            session__lt=publication.session,
        )
        .values_list("enrolment", flat=True)
    )
