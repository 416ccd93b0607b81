from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction

from acquis.base import clock
from acquis.base.models import Entry
from acquis.catalogue import definitions
from acquis.catalogue.models import Edition
from acquis.catalogue.rules import framework_key
from acquis.eportfolio import actions
from acquis.eportfolio.models import Acquis
from tests.factories import make_edition, make_enrolment, make_institution, make_person

pytestmark = pytest.mark.django_db
MAY = date(2023, 5, 12)


@pytest.fixture
def enrolment():
    return make_enrolment()


@pytest.fixture
def lesson(at):
    at(2023, 11, 1)
    edition = make_edition("essai-lecon/editions/2023-2024")
    return make_enrolment(edition=edition, category=edition.plan.categories[0].code)


def keep(enrolment, items=(), conditions=(), marks=None, session=1, gained_on=MAY, by=None):
    return actions.keep_acquis(
        enrolment, session, items, conditions, marks or {}, "PV-2023-1", gained_on, by=by
    )


def kept(person, edition, on=MAY):
    return sorted(Acquis.objects.kept_by(person, edition, on=on).values_list("item", flat=True))


def test_validated_items_and_conditions_are_kept_with_their_act(enrolment):
    office = make_person()

    keep(enrolment, ["A.1.1", "B.2.1"], ["taught-session"], by=office)

    assert [
        (row.item, row.mark, row.act, row.session, row.gained_on, row.until, row.framework)
        for row in Acquis.objects.order_by("item")
    ] == [
        (code, None, "PV-2023-1", 1, MAY, None, framework_key(enrolment.edition.programme))
        for code in ("A.1.1", "B.2.1", "taught-session")
    ]
    entry = Entry.objects.get()
    assert (entry.verb, entry.by, entry.subject, entry.facts) == (
        "acquis_kept",
        office,
        enrolment.journal_key,
        {
            "session": 1,
            "act": "PV-2023-1",
            "kept": {"A.1.1": "", "B.2.1": "", "taught-session": ""},
        },
    )


def test_a_mark_under_the_threshold_is_not_kept_and_the_others_for_three_years(lesson):
    keep(
        lesson,
        marks={"lesson": Decimal("14.50"), "interview": Decimal("9.75")},
        gained_on=date(2024, 2, 29),
    )

    row = Acquis.objects.get()
    assert (row.item, row.mark, row.until) == ("lesson", Decimal("14.50"), date(2027, 2, 28))
    assert Entry.objects.get().facts["kept"] == {"lesson": "14.50"}


def test_telling_the_same_act_twice_adds_nothing(enrolment):
    keep(enrolment, ["A.1.1"])

    again = keep(enrolment, ["A.1.1"])
    more = keep(enrolment, ["A.1.1", "A.1.2"])

    assert again == []
    assert [row.item for row in more] == ["A.1.2"]
    assert Entry.objects.count() == 2


def correct(enrolment, items=(), conditions=(), marks=None, act="PV-2023-1-R1", by=None):
    return actions.correct_acquis(enrolment, 1, items, conditions, marks or {}, act, MAY, by=by)


def test_a_rectifying_act_withdraws_what_it_no_longer_gives(enrolment):
    office = make_person()
    keep(enrolment, ["A.1.1", "A.1.2"], ["taught-session"])

    correct(enrolment, ["A.1.1", "A.1.3"], by=office)

    assert kept(enrolment.person, enrolment.edition) == ["A.1.1", "A.1.3"]
    assert [
        (row.item, row.act, row.withdrawn_by_act, row.withdrawn_at, row.renounced_at)
        for row in Acquis.objects.exclude(withdrawn_at=None).order_by("item")
    ] == [
        (code, "PV-2023-1", "PV-2023-1-R1", clock.now(), None)
        for code in ("A.1.2", "taught-session")
    ]
    withdrawn = Entry.objects.get(verb="acquis_withdrawn")
    assert (withdrawn.by, withdrawn.subject, withdrawn.facts) == (
        office,
        enrolment.journal_key,
        {"session": 1, "act": "PV-2023-1-R1", "items": ["A.1.2", "taught-session"]},
    )


def test_a_second_rectifying_act_gives_back_by_a_row_of_its_own(enrolment):
    keep(enrolment, ["A.1.1"])
    correct(enrolment)

    correct(enrolment, ["A.1.1"], act="PV-2023-1-R2")

    assert kept(enrolment.person, enrolment.edition) == ["A.1.1"]
    assert list(Acquis.objects.order_by("pk").values_list("act", "withdrawn_by_act")) == [
        ("PV-2023-1", "PV-2023-1-R1"),
        ("PV-2023-1-R2", ""),
    ]


def test_a_corrected_mark_replaces_the_first_and_the_same_one_stays(lesson):
    keep(lesson, marks={"lesson": Decimal(14), "interview": Decimal(12)})

    correct(lesson, marks={"lesson": Decimal(16), "interview": Decimal("12.00")})

    marks = Acquis.objects.standing().order_by("item").values_list("item", "mark", "act")
    assert list(marks) == [
        ("interview", Decimal(12), "PV-2023-1"),
        ("lesson", Decimal(16), "PV-2023-1-R1"),
    ]


def test_an_act_that_confirms_withdraws_nothing_and_what_was_renounced_stays_so(enrolment):
    keep(enrolment, ["A.1.1", "A.1.2"])
    Acquis.objects.filter(item="A.1.2").update(renounced_at=clock.now())

    correct(enrolment, ["A.1.1", "A.1.2"])

    assert kept(enrolment.person, enrolment.edition) == ["A.1.1"]
    assert Acquis.objects.count() == 2
    assert not Entry.objects.filter(verb="acquis_withdrawn").exists()


def test_a_withdrawal_without_its_act_is_refused_by_the_database(enrolment):
    keep(enrolment, ["A.1.1"])

    with pytest.raises(IntegrityError), transaction.atomic():
        Acquis.objects.update(withdrawn_at=clock.now())

    assert kept(enrolment.person, enrolment.edition) == ["A.1.1"]


def test_an_empty_act_leaves_no_trace(enrolment):
    assert keep(enrolment) == []
    assert not Entry.objects.exists()


def test_what_is_kept_counts_for_this_person_this_programme_and_this_institution(enrolment):
    keep(enrolment, ["A.1.1"])
    elsewhere = make_edition(institution=make_institution("tours"))

    assert kept(enrolment.person, enrolment.edition) == ["A.1.1"]
    assert kept(make_person(), enrolment.edition) == []
    assert kept(enrolment.person, elsewhere) == []


def test_what_is_renounced_or_too_old_does_not_count(lesson):
    keep(lesson, marks={"lesson": Decimal(14)}, gained_on=date(2024, 3, 1))

    assert kept(lesson.person, lesson.edition, on=date(2027, 3, 1)) == ["lesson"]
    assert kept(lesson.person, lesson.edition, on=date(2027, 3, 2)) == []

    Acquis.objects.update(renounced_at=lesson.saved_at)

    assert kept(lesson.person, lesson.edition, on=date(2024, 3, 1)) == []


def test_what_was_judged_on_another_framework_does_not_count(enrolment):
    keep(enrolment, ["A.1.1"])
    Acquis.objects.update(framework="c2i2e-2004")

    assert kept(enrolment.person, enrolment.edition) == []


def test_a_programme_may_keep_results_within_the_year_only():
    edition = make_edition()
    programme = edition.programme
    short = replace(programme, carry_over=replace(programme.carry_over, across_years=False))
    version = edition.programme_version
    version.definition = definitions.to_data(short)
    version.fingerprint = definitions.fingerprint(version.definition)
    version.save()
    edition = Edition.objects.get()
    enrolment = make_enrolment(edition=edition)
    next_year = Edition.objects.create(
        institution=edition.institution,
        programme_version=edition.programme_version,
        programme_code=edition.programme_code,
        year="2023-2024",
        definition=edition.definition,
        fingerprint=edition.fingerprint,
    )

    keep(enrolment, ["A.1.1"])

    assert kept(enrolment.person, edition) == ["A.1.1"]
    assert kept(enrolment.person, next_year) == []
    assert str(Acquis.objects.get()) == f"A.1.1, {enrolment.person}"


def test_the_record_of_what_is_kept_is_what_the_rule_reads(lesson):
    keep(lesson, marks={"lesson": Decimal(14)})

    record = Acquis.objects.kept_by(lesson.person, lesson.edition, on=MAY).as_record(
        lesson.edition.programme
    )

    assert dict(record.marks) == {"lesson": Decimal(14)}
