from django.db import transaction

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
    programme, edition = enrolment.edition.programme, enrolment.edition
    results = Record(
        verdicts=dict.fromkeys(items, Verdict.VALIDATED),
        marks=marks,
        conditions=dict.fromkeys(conditions, Verdict.VALIDATED),
    )
    known = set(enrolment.acquis.filter(session=session).values_list("item", flat=True))
    rows = [
        Acquis(
            institution=enrolment.institution,
            person=enrolment.person,
            enrolment=enrolment,
            session=session,
            programme_code=programme.code,
            framework=earned.framework,
            item=earned.code,
            mark=earned.mark,
            act=act,
            gained_on=gained_on,
            until=kept_until(programme, earned),
        )
        for earned in earned_from(programme, results, sealed_on=gained_on, year=edition.year)
        if earned.code not in known
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
