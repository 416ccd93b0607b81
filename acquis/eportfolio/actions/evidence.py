from dataclasses import dataclass

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from acquis.base import clock, files
from acquis.base.journal import record
from acquis.base.refusal import Refusal

from ..models import Evidence
from .portfolios import lock_open


@dataclass(frozen=True)
class Added:
    """What became of files sent together: one that is refused does not stop the others."""

    evidence: list
    refusals: list


def add_files(situation, uploads, *, begun_at, by):
    """Add `uploads`, pairs of file and description, to a situation.

    Not one transaction, on purpose: the bytes are made durable first, and nobody waits for a lock
    while they are written. A file that the situation already has is not added twice, so that a
    double click counts once.
    """
    if sentence := situation.portfolio.closed_because(begun_at=begun_at):
        raise Refusal(sentence)
    received, refusals = [], []
    for upload, description in uploads:
        try:
            file = files.receive(upload, by=by, institution=situation.institution)
        except Refusal as refusal:
            refusals.append(refusal)
        else:
            received.append((file, description))
    added, repeated = _attach(situation, received, begun_at=begun_at, by=by)
    return Added(added, refusals + repeated)


@transaction.atomic
def _attach(situation, received, *, begun_at, by):
    lock_open(situation.portfolio, begun_at=begun_at)
    present = set(situation.evidence.present().values_list("file__sha256", flat=True))
    added, repeated = [], []
    for file, description in received:
        if file.sha256 in present:
            repeated.append(
                Refusal(_("“%(name)s” is already in this situation.") % {"name": file.name})
            )
            continue
        present.add(file.sha256)
        added.append(_add(situation, begun_at=begun_at, by=by, file=file, description=description))
    return added, repeated


@transaction.atomic
def add_link(situation, *, url, description, begun_at, by):
    """Note an address. It is never fetched: neither now nor later."""
    lock_open(situation.portfolio, begun_at=begun_at)
    if situation.evidence.present().filter(url=url).exists():
        raise Refusal(_("This link is already in this situation."))
    return _add(situation, begun_at=begun_at, by=by, url=url, description=description)


def _add(situation, *, begun_at, by, **fields):
    last = situation.evidence.aggregate(Max("position"))["position__max"] or 0
    evidence = Evidence.objects.create(
        situation=situation,
        position=last + 1,
        begun_at=begun_at,
        added_at=clock.now(),
        **fields,
    )
    record(
        "evidence_added",
        evidence,
        by=by,
        situation=str(situation.pk),
        sha256=evidence.file.sha256 if evidence.file else "",
    )
    return evidence


@transaction.atomic
def describe(situation, descriptions, *, begun_at, by):
    """Word the evidence of a situation: `descriptions` maps a key to (what was read, what is new).

    Refuse all when one was worded differently in between, and show both.
    """
    lock_open(situation.portfolio, begun_at=begun_at)
    rows = {row.pk: row for row in situation.evidence.present().filter(pk__in=descriptions)}
    changed = {
        key: new
        for key, (_read, new) in descriptions.items()
        if key in rows and rows[key].description != new
    }
    for key, new in changed.items():
        if rows[key].description != descriptions[key][0]:
            raise Refusal(
                _(
                    "A description was saved elsewhere while you wrote. Saved: “%(saved)s”. "
                    "Yours: “%(yours)s”. Save again to keep yours."
                )
                % {"saved": rows[key].description, "yours": new}
            )
    for key, new in changed.items():
        Evidence.objects.filter(pk=key).update(description=new)
        record("evidence_described", rows[key], by=by)


@transaction.atomic
def remove_evidence(evidence, *, begun_at, by):
    """Set a piece of evidence aside; its row and its bytes stay."""
    lock_open(evidence.situation.portfolio, begun_at=begun_at)
    if Evidence.objects.present().filter(pk=evidence.pk).update(removed_at=clock.now()):
        record("evidence_removed", evidence, by=by)
