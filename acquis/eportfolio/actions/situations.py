from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from acquis.base import clock
from acquis.base.journal import record
from acquis.base.refusal import Refusal

from ..models import Claim, Situation
from .portfolios import lock_open


@transaction.atomic
def add_situation(portfolio, fields, *, begun_at, by):
    lock_open(portfolio, begun_at=begun_at)
    last = portfolio.situations.aggregate(Max("position"))["position__max"] or 0
    situation = Situation.objects.create(
        portfolio=portfolio, position=last + 1, saved_at=clock.now(), **fields
    )
    record("situation_added", situation, by=by, portfolio=str(portfolio.pk))
    return situation


@transaction.atomic
def rewrite_situation(situation, fields, *, version, begun_at, by):
    """Save a situation read at `version`; refuse when it was saved in between."""
    lock_open(situation.portfolio, begun_at=begun_at)
    situation.refresh_from_db(fields=[*fields, "version", "removed_at"])
    if all(getattr(situation, name) == value for name, value in fields.items()):
        return
    if situation.removed_at or situation.version != version:
        raise Refusal(
            _(
                "This situation was saved elsewhere while you wrote: both versions are below. "
                "Put together what you want to keep, then save again."
            )
        )
    Situation.objects.filter(pk=situation.pk).update(
        version=version + 1, saved_at=clock.now(), **fields
    )
    record("situation_saved", situation, by=by, version=version + 1)


@transaction.atomic
def remove_situation(situation, *, begun_at, by):
    """Set a situation aside with its evidence and its claims; the rows and the bytes stay."""
    lock_open(situation.portfolio, begun_at=begun_at)
    present = Situation.objects.present().filter(pk=situation.pk)
    if present.update(removed_at=clock.now()):
        record("situation_removed", situation, by=by)


@transaction.atomic
def restore_situation(situation, *, begun_at, by):
    """Put back a situation that was set aside, at its place, with its evidence and its claims."""
    lock_open(situation.portfolio, begun_at=begun_at)
    if Situation.objects.removed().filter(pk=situation.pk).update(removed_at=None):
        record("situation_restored", situation, by=by)


@transaction.atomic
def shift_situation(situation, by_ranks, *, begun_at, by):
    """Move a situation among the others: -1 is one place earlier, 1 one place later. The order is
    that of the deposit, and of those who read it."""
    portfolio = situation.portfolio
    lock_open(portfolio, begun_at=begun_at)
    ordered = list(portfolio.situations.present().in_order())
    if situation not in ordered:
        raise Refusal(_("This situation was removed meanwhile: restore it, then move it."))
    rank = ordered.index(situation)
    ordered.insert(max(rank + by_ranks, 0), ordered.pop(rank))
    moved = []
    for position, each in enumerate(ordered, 1):
        if each.position != position:
            each.position = position
            moved.append(each)
    Situation.objects.bulk_update(moved, ["position"])
    if ordered.index(situation) != rank:
        record("situation_moved", situation, by=by, rank=ordered.index(situation) + 1)


@transaction.atomic
def claim(situation, claims, *, among, version, begun_at, by):
    """Make `claims` (code → argument) the claims of the situation on the items `among`.

    Claims on other items stay: what is acquired is not asked again, and not taken away.
    """
    lock_open(situation.portfolio, begun_at=begun_at)
    situation.refresh_from_db(fields=["claims_version"])
    saved = dict(situation.claims.filter(item__in=among).values_list("item", "argument"))
    if saved == claims:
        return
    if situation.claims_version != version:
        raise Refusal(
            _(
                "These claims were saved elsewhere while you wrote: both versions are below. "
                "Put together what you want to keep, then save again."
            )
        )
    changed = {code for code in {*saved, *claims} if saved.get(code) != claims.get(code)}
    situation.claims.filter(item__in=changed).delete()
    Claim.objects.bulk_create(
        Claim(situation=situation, item=code, argument=claims[code])
        for code in sorted(changed & claims.keys())
    )
    Situation.objects.filter(pk=situation.pk).update(claims_version=version + 1)
    record("claimed", situation, by=by, version=version + 1, items=sorted(claims))
