"""The hash-chained journal: written in the transaction of the act it tells, checked at any time."""

import hashlib
import hmac
from dataclasses import dataclass
from datetime import UTC

from django.conf import settings
from django.db import transaction

from . import clock
from .canonical import canonical
from .models import Chain, Entry


def record(verb, subject, *, by, **facts):
    """Add one line about `subject`. Must run inside the transaction of the act itself."""
    return record_line(subject.journal_chain, verb, subject.journal_key, by=by, **facts)


@transaction.atomic
def record_line(chain_name, verb, key, *, by, **facts):
    Chain.objects.get_or_create(name=chain_name)
    chain = Chain.objects.select_for_update().get(name=chain_name)
    # Never earlier than the line before, whatever the machine's clock did meanwhile.
    at = max(clock.now(), chain.last_at or clock.now())
    entry = Entry(
        chain=chain, number=chain.length + 1, at=at, by=by, verb=verb, subject=key, facts=facts
    )
    entry.hash, entry.seal = _links(entry, chain.head)
    entry.save(force_insert=True)
    Chain.objects.filter(name=chain_name).update(length=entry.number, head=entry.hash, last_at=at)
    return entry


def _links(entry, previous):
    told = {
        "chain": entry.chain_id,
        "number": entry.number,
        "at": entry.at.astimezone(UTC).isoformat(timespec="microseconds"),
        "by": entry.by_id,
        "verb": entry.verb,
        "subject": entry.subject,
        "facts": entry.facts,
        "previous": previous,
    }
    link = hashlib.sha256(canonical(told)).hexdigest()
    seal = hmac.new(settings.JOURNAL_KEY.encode(), link.encode(), hashlib.sha256).hexdigest()
    return link, seal


@dataclass(frozen=True)
class Break:
    """Where a journal does not hold: the chain, the line number, and what is wrong with it."""

    chain: str
    number: int
    fault: str


def verify():
    """Every break in every chain. Reads the whole journal, row by row, in constant memory."""
    breaks = []
    chains = {chain.name: chain for chain in Chain.objects.order_by("name")}
    for name, chain in chains.items():
        breaks += _verify_chain(chain)
    unknown = Entry.objects.exclude(chain_id__in=chains).values_list("chain_id", "number")
    return breaks + [Break(name, number, "unknown chain") for name, number in unknown]


def _verify_chain(chain):
    expected, previous = 1, ""
    for entry in chain.entries.order_by("number").iterator(chunk_size=2000):
        if entry.number != expected:
            yield Break(chain.name, expected, "missing")
        link, seal = _links(entry, previous)
        if entry.hash != link:
            yield Break(chain.name, entry.number, "changed")
        elif not hmac.compare_digest(entry.seal, seal):
            yield Break(chain.name, entry.number, "not written by Acquis")
        expected, previous = entry.number + 1, entry.hash
    if expected != chain.length + 1 or previous != chain.head:
        yield Break(chain.name, expected, "missing at the end")
