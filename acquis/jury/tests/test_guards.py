"""What the database itself refuses, whoever asks: by the ORM and by SQL alike."""

import pytest
from django.db import IntegrityError, connection, transaction

from acquis.base import clock
from acquis.base.keys import uuid7
from acquis.jury.models import (
    Case,
    Decision,
    Deliberation,
    Jury,
    Member,
    Presence,
    Recusal,
    Sitting,
    SittingState,
)
from tests.factories import make_enrolment, make_person

from . import scenes

pytestmark = pytest.mark.django_db


def refused(act):
    with pytest.raises(IntegrityError), transaction.atomic():
        act()
    return True


def sql(statement):
    def run():
        with connection.cursor() as cursor:
            cursor.execute(statement)

    return run


@pytest.fixture
def sealed():
    enrolment = scenes.make_candidate()
    sitting = scenes.make_open_sitting(enrolment)
    case = scenes.case_of(enrolment)
    member = sitting.jury.members.get(is_president=False)
    Recusal.objects.create(case=case, member=member, reason="Parent.", made_at=clock.now())
    president = scenes.president(sitting)
    scenes.actions.decide(case, {}, version=1, by=president)
    scenes.actions.seal(sitting, by=president)
    return sitting


CHANGES = [
    (Sitting, {"place": "Ailleurs"}),
    (Jury, {"signatory": "Un autre"}),
    (Member, {"quality": "autre"}),
    (Presence, {"left_at": None}),
    (Case, {"version": 9}),
    (Recusal, {"reason": "Autre."}),
    (Decision, {"reason": "Autre."}),
    (Deliberation, {"reason": "Autre."}),
]


@pytest.mark.parametrize(
    ("model", "change"), CHANGES, ids=lambda each: getattr(each, "__name__", "")
)
def test_nothing_of_a_sealed_sitting_changes_or_goes(sealed, model, change):
    table, column = model._meta.db_table, next(iter(change))
    before = list(model.objects.order_by("pk").values())

    assert refused(lambda: model.objects.update(**change))
    assert refused(lambda: model.objects.all()._raw_delete(model.objects.db))
    assert refused(sql(f"UPDATE {table} SET {column} = {column}"))
    assert refused(sql(f"DELETE FROM {table}"))

    assert before
    assert list(model.objects.order_by("pk").values()) == before


def test_nothing_is_added_to_a_sealed_sitting(sealed):
    case = sealed.cases.get()
    member = sealed.jury.members.get(is_president=False)
    other = make_enrolment()

    assert refused(
        lambda: Presence.objects.create(sitting=sealed, member=member, arrived_at=clock.now())
    )
    assert refused(
        lambda: Case.objects.create(
            institution=sealed.institution,
            sitting=sealed,
            enrolment=other,
            session=1,
            standing="absent",
        )
    )
    assert refused(
        lambda: Decision.objects.create(
            case=case, position=29, item="X", basis="missing", verdict="validated"
        )
    )
    president = sealed.jury.members.get(is_president=True)
    assert refused(
        lambda: Recusal.objects.create(
            case=case, member=president, reason="Tard.", made_at=clock.now()
        )
    )
    assert refused(
        lambda: Member.objects.create(jury=sealed.jury, person=make_person(), quality="x")
    )


def test_rows_are_not_moved_into_a_sealed_sitting(sealed):
    enrolment = scenes.make_candidate()
    scenes.make_open_sitting(enrolment)
    case = scenes.case_of(enrolment)
    sealed_case = sealed.cases.get()

    assert refused(lambda: Case.objects.filter(pk=case.pk).update(sitting=sealed))
    assert refused(
        lambda: Decision.objects.filter(case=case, item="A.1.1").update(
            case=sealed_case, item="other"
        )
    )


def test_the_composition_is_fixed_from_the_opening_on():
    sitting = scenes.make_sitting(state=SittingState.OPEN)
    jury, members = sitting.jury, sitting.jury.members

    assert refused(lambda: Member.objects.create(jury=jury, person=make_person(), quality="x"))
    assert refused(lambda: members.update(quality="x"))
    assert refused(lambda: members.filter(is_president=False)._raw_delete("default"))
    assert Jury.objects.filter(pk=jury.pk).update(delegation="D-3") == 1


def test_an_open_sitting_does_change():
    sitting = scenes.make_open_sitting(scenes.make_candidate())

    assert Decision.objects.filter(case__sitting=sitting).update(reason="Remarque.") == 29
    assert sitting.presences.update(left_at=clock.now()) == 2


def test_a_rectifying_act_cites_the_first_act_of_its_own_sitting(sealed):
    act = sealed.deliberations.get()
    other = scenes.make_sealed(scenes.make_candidate())[1]

    def rectifying(**fields):
        values = {field.attname: getattr(act, field.attname) for field in Deliberation._meta.fields}
        return Deliberation(
            **{**values, "id": uuid7(), "number": "X", "reason": "Erreur.", **fields}
        )

    assert refused(lambda: rectifying(rectifies_id=other.pk).save(force_insert=True))
    assert refused(lambda: rectifying(rectifies_id=act.pk, reason="").save(force_insert=True))
    assert refused(lambda: rectifying(rectifies_id=None).save(force_insert=True))
    assert refused(
        lambda: rectifying(rectifies_id=act.pk, number=act.number).save(force_insert=True)
    )
    rectifying(rectifies_id=act.pk).save(force_insert=True)
    assert refused(
        lambda: rectifying(rectifies_id=Deliberation.objects.get(number="X").pk, number="Y").save(
            force_insert=True
        )
    )


@pytest.mark.parametrize(
    "change",
    [
        {"follows": False},
        {"verdict": "insufficient"},
        {"mark": 12},
    ],
    ids=["a departure without a reason", "a follow that departs", "a verdict and a mark"],
)
def test_a_decision_is_never_nonsense(change):
    scenes.make_open_sitting(scenes.make_candidate())

    assert refused(lambda: Decision.objects.filter(item="A.1.1").update(**change))


@pytest.mark.parametrize(
    "change",
    [
        {"state": "decided"},
        {"deposit": None},
        {"standing": "absent", "is_awarded": True},
    ],
    ids=["decided by nobody", "submitted without a deposit", "awarded without a dossier"],
)
def test_a_case_is_never_nonsense(change):
    enrolment = scenes.make_candidate()
    scenes.make_open_sitting(enrolment)

    assert refused(lambda: Case.objects.filter(enrolment=enrolment).update(**change))


def test_a_candidate_has_one_case_a_session_and_a_member_one_presence_at_a_time():
    enrolment = scenes.make_candidate()
    sitting = scenes.make_open_sitting(enrolment)
    member = sitting.jury.members.get(is_president=False)

    assert refused(
        lambda: Case.objects.create(
            institution=sitting.institution,
            sitting=scenes.make_sitting(),
            enrolment=enrolment,
            session=1,
            standing="absent",
        )
    )
    assert refused(
        lambda: Presence.objects.create(sitting=sitting, member=member, arrived_at=clock.now())
    )
    assert refused(lambda: sitting.presences.update(left_at="2023-01-01T00:00Z"))


def test_recusals_say_why_and_overrides_who():
    enrolment = scenes.make_candidate()
    sitting = scenes.make_open_sitting(enrolment)
    member = sitting.jury.members.get(is_president=False)
    case = scenes.case_of(enrolment)

    assert refused(lambda: Recusal.objects.create(case=case, member=member, made_at=clock.now()))
    Recusal.objects.create(case=case, member=member, reason="Parent.", made_at=clock.now())
    assert refused(lambda: Recusal.objects.update(overridden_at=clock.now()))


def test_rows_name_themselves_and_belong_to_the_journal_of_their_institution(sealed):
    case, act = sealed.cases.get(), sealed.deliberations.get()
    jury, member = sealed.jury, sealed.jury.members.get(is_president=False)
    decision = case.decisions.get(item="A.1.1")

    assert [str(row) for row in (jury, member, sealed, act, decision)] == [
        jury.name,
        str(member.person),
        f"{jury.name}, 09/05/2023",
        act.number,
        "A.1.1: validated",
    ]
    assert str(sealed.presences.get(member=member)) == str(member)
    assert str(case) == str(case.enrolment)
    assert str(member.person) in str(case.recusals.get())
    rows = [jury, member, sealed, act, decision, case.recusals.get(), sealed.presences.first()]
    assert {row.journal_chain for row in rows} == {"orleans"}
