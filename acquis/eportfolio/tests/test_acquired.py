from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

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
