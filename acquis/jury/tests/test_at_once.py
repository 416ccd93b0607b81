"""Two people at once, on real transactions: nothing is ever between the bytes and the seal."""

import threading

import pytest
from django.db import connection

from acquis.base.canonical import fingerprint
from acquis.base.refusal import Refusal
from acquis.jury import actions
from acquis.jury.models import Case, Deliberation, SittingState

from . import scenes

pytestmark = pytest.mark.django_db(transaction=True)


def at_once(*acts):
    """Run the acts in threads that start together; what each returned, or its Refusal."""
    start = threading.Barrier(len(acts))
    answers = [None] * len(acts)

    def run(rank, act):
        try:
            start.wait()
            answers[rank] = act()
        except Refusal as refusal:
            answers[rank] = refusal
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=[rank, act]) for rank, act in enumerate(acts)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return answers


def test_of_two_jurors_one_decides_and_the_other_is_told():
    enrolment = scenes.make_candidate()
    sitting = scenes.make_open_sitting(enrolment)
    case = scenes.case_of(enrolment)
    people = [scenes.juror(sitting), scenes.president(sitting)]
    choice = {"A.1.1": actions.Choice("insufficient", None, "La pièce manque.")}

    answers = at_once(
        *(
            lambda person=person: actions.decide(case, choice, version=1, by=person, is_final=False)
            for person in people
        )
    )

    assert sorted(type(answer).__name__ for answer in answers) == ["Case", "Outdated"]
    assert scenes.case_of(enrolment).version == 2


def test_an_edit_beside_the_seal_is_inside_its_bytes_or_refused():
    enrolment = scenes.make_candidate()
    sitting = scenes.make_open_sitting(enrolment)
    juror, president = scenes.juror(sitting), scenes.president(sitting)
    actions.follow_all(sitting, by=juror)
    case = scenes.case_of(enrolment)

    reopened, sealed = at_once(
        lambda: actions.reopen(case, version=case.version, by=juror),
        lambda: actions.seal(sitting, by=president),
    )

    sitting.refresh_from_db()
    if isinstance(reopened, Refusal):
        act = Deliberation.objects.get()
        assert sitting.state == SittingState.SEALED
        assert act.sha256 == fingerprint(act.content)
        assert act.content["cases"][0]["version"] == scenes.case_of(enrolment).version
    else:
        assert isinstance(sealed, Refusal)
        assert sitting.state == SittingState.OPEN
        assert not Deliberation.objects.exists()


def test_two_seals_at_once_make_one_act():
    sitting = scenes.make_open_sitting(scenes.make_candidate())
    actions.follow_all(sitting, by=scenes.juror(sitting))
    president = scenes.president(sitting)

    answers = at_once(*[lambda: actions.seal(sitting, by=president)] * 2)

    assert sorted(type(answer).__name__ for answer in answers) == ["Deliberation", "Refusal"]
    assert Deliberation.objects.count() == 1


def test_two_sittings_sealed_at_once_take_two_numbers():
    sittings = []
    for _ in range(2):
        sitting = scenes.make_open_sitting(scenes.make_candidate())
        actions.follow_all(sitting, by=scenes.juror(sitting))
        sittings.append(sitting)

    at_once(
        *(
            lambda sitting=sitting: actions.seal(sitting, by=scenes.president(sitting))
            for sitting in sittings
        )
    )

    assert sorted(Deliberation.objects.values_list("number", flat=True)) == [
        "C2i2e-2022-2023-S1-01",
        "C2i2e-2022-2023-S1-02",
    ]


def test_two_sittings_convened_at_once_share_the_candidates_out():
    enrolments = [scenes.make_candidate() for _ in range(3)]
    sittings = [scenes.make_sitting(), scenes.make_sitting()]
    office = scenes.make_office()

    answers = at_once(
        *(lambda sitting=sitting: actions.convene(sitting, by=office) for sitting in sittings)
    )

    assert sorted(type(answer).__name__ for answer in answers) == ["Candidates", "Refusal"]
    assert set(Case.objects.values_list("enrolment", flat=True)) == {
        enrolment.pk for enrolment in enrolments
    }
