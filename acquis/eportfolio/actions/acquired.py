from django.db import transaction

from acquis.base import clock
from acquis.base.journal import record
from acquis.catalogue.definitions import Verdict
from acquis.catalogue.rules import Record, earned_from, kept_until

from ..models import Acquis


@transaction.atomic
def keep_acquis(enrolment, session, items, conditions, marks, act, gained_on, *, by):
    """Write down what a sealed act lets a candidate keep, and until when.

    `items` and `conditions` are the codes validated, `marks` maps codes to decimals: only those
    that the programme's carry-over keeps are written. Telling the same session twice adds nothing.
    """
    earned = _earned(enrolment, items, conditions, marks, gained_on)
    return _keep(enrolment, session, earned, act, gained_on, by=by)


@transaction.atomic
def correct_acquis(enrolment, session, items, conditions, marks, act, gained_on, *, by):
    """Write down what a rectifying act lets a candidate keep of a session, as `keep_acquis` does.

    What it no longer gives is withdrawn by that act; what an earlier one had withdrawn is given
    back by a row of its own, so that both acts stay told.
    """
    earned = _earned(enrolment, items, conditions, marks, gained_on)
    given = {each.code: each.mark for each in earned}
    lost = [
        row
        for row in enrolment.acquis.standing().filter(session=session)
        if row.item not in given or given[row.item] != row.mark
    ]
    if lost:
        Acquis.objects.filter(pk__in=[row.pk for row in lost]).update(
            withdrawn_at=clock.now(), withdrawn_by_act=act
        )
        codes = sorted(row.item for row in lost)
        record("acquis_withdrawn", enrolment, by=by, session=session, act=act, items=codes)
    return _keep(enrolment, session, earned, act, gained_on, by=by)


def _earned(enrolment, items, conditions, marks, gained_on):
    results = Record(
        verdicts=dict.fromkeys(items, Verdict.VALIDATED),
        marks=marks,
        conditions=dict.fromkeys(conditions, Verdict.VALIDATED),
    )
    edition = enrolment.edition
    return earned_from(edition.programme, results, sealed_on=gained_on, year=edition.year)


def _keep(enrolment, session, earned, act, gained_on, *, by):
    programme = enrolment.edition.programme
    known = set(enrolment.acquis.told().filter(session=session).values_list("item", flat=True))
    rows = [
        Acquis(
            institution=enrolment.institution,
            person=enrolment.person,
            enrolment=enrolment,
            session=session,
            programme_code=programme.code,
            framework=each.framework,
            item=each.code,
            mark=each.mark,
            act=act,
            gained_on=gained_on,
            until=kept_until(programme, each),
        )
        for each in earned
        if each.code not in known
    ]
    if rows:
        Acquis.objects.bulk_create(rows)
        record(
            "acquis_kept",
            enrolment,
            by=by,
            session=session,
            act=act,
            kept={row.item: "" if row.mark is None else str(row.mark) for row in rows},
        )
    return rows
