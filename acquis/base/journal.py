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


# Without a savepoint: an act whose line cannot be written must not stand.
@transaction.atomic(savepoint=False)
def record_line(chain_name, verb, key, *, by, **facts):
    chain = _locked(chain_name)
    # Never earlier than the line before, whatever the machine's clock did meanwhile.
    at = max(clock.now(), chain.last_at or clock.now())
    entry = Entry(
        chain=chain, number=chain.length + 1, at=at, by=by, verb=verb, subject=key, facts=facts
    )
    entry.hash, entry.seal = _links(entry, chain.head)
    entry.save(force_insert=True)
    Chain.objects.filter(name=chain_name).update(
        length=entry.number, head=entry.hash, last_at=at, seal=_end_seal(entry)
    )
    return entry


def _locked(name):
    heads = Chain.objects.select_for_update().filter(name=name)
    chain = heads.first()
    if chain is None:
        Chain.objects.get_or_create(name=name)
        chain = heads.get()
    return chain


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
    return link, _seal(link)


def _end_seal(entry):
    """What only the key can say of a last line: cutting lines off leaves an end without it."""
    return _seal(f"end of {entry.chain_id} at {entry.number}: {entry.hash}")


def _seal(text):
    return hmac.new(settings.JOURNAL_KEY.encode(), text.encode(), hashlib.sha256).hexdigest()


@dataclass(frozen=True)
class Break:
    """Where a journal does not hold: the chain, the line number, and what is wrong with it."""

    chain: str
    number: int
    fault: str


def verify():
    """Every break in every chain. Reads the whole journal, row by row, in constant memory.

    What it cannot see: a chain that vanished whole with its head, or a database put back to an
    earlier state with all it held. Only a copy kept elsewhere tells those.
    """
    breaks = []
    names = []
    for chain in Chain.objects.order_by("name"):
        names.append(chain.name)
        breaks += _verify_chain(chain)
    lost = Entry.objects.exclude(chain_id__in=names).order_by("chain_id", "number")
    return breaks + [Break(*line, "unknown chain") for line in lost.values_list("chain", "number")]


def _verify_chain(chain):
    number, previous, last = 0, "", None
    for last in chain.entries.order_by("number").iterator(chunk_size=2000):
        is_next = last.number == number + 1
        if not is_next:
            yield Break(chain.name, number + 1, "missing")
        link, seal = _links(last, previous)
        if not is_next:
            yield Break(chain.name, last.number, "unchecked, the line before is missing")
        elif last.hash != link:
            yield Break(chain.name, last.number, "changed or moved")
        elif not hmac.compare_digest(last.seal, seal):
            yield Break(chain.name, last.number, "not written by Acquis")
        number, previous = last.number, last.hash
    if (
        last is None
        or (number, previous) != (chain.length, chain.head)
        or not hmac.compare_digest(chain.seal, _end_seal(last))
    ):
        yield Break(chain.name, number + 1, "missing at the end")
