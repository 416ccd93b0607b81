from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from acquis.eportfolio import rules

DEADLINE = datetime(2023, 4, 23, 22, 0, tzinfo=UTC)
GRACE = timedelta(minutes=10)
SECOND = timedelta(seconds=1)
WINDOW = rules.Window(DEADLINE, GRACE)

around = st.timedeltas(min_value=timedelta(hours=-1), max_value=timedelta(hours=1)).map(
    lambda shift: DEADLINE + shift
)
lasting = st.timedeltas(min_value=timedelta(0), max_value=timedelta(hours=1))


@given(begun_at=around, duration=lasting)
def test_a_change_begun_too_late_is_never_accepted(begun_at, duration):
    is_accepted = WINDOW.accepts(begun_at=begun_at, finished_at=begun_at + duration)

    assert not (is_accepted and begun_at >= DEADLINE)
    assert not (is_accepted and begun_at + duration >= DEADLINE + GRACE)


@given(begun_at=around, duration=lasting)
def test_a_change_finished_before_the_deadline_is_always_accepted(begun_at, duration):
    finished_at = begun_at + duration

    assert WINDOW.accepts(begun_at=begun_at, finished_at=finished_at) or finished_at >= DEADLINE


@given(begun_at=around, duration=lasting, earlier=lasting)
def test_beginning_and_finishing_earlier_is_never_worse(begun_at, duration, earlier):
    late = WINDOW.accepts(begun_at=begun_at, finished_at=begun_at + duration)
    early = WINDOW.accepts(begun_at=begun_at - earlier, finished_at=begun_at + duration - earlier)

    assert early or not late


@given(begun_at=around, duration=lasting)
def test_a_deposit_without_late_upload_follows_the_same_rule_as_a_change(begun_at, duration):
    finished_at = begun_at + duration

    deposit = WINDOW.accepts_deposit(begun_at=begun_at, finished_at=finished_at)

    assert deposit == WINDOW.accepts(begun_at=begun_at, finished_at=finished_at)


@given(begun_at=around, duration=lasting, uploads=st.lists(st.tuples(around, lasting), max_size=3))
def test_no_deposit_is_accepted_after_the_grace(begun_at, duration, uploads):
    finished_at = begun_at + duration
    uploads = [(start, start + length) for start, length in uploads]

    is_accepted = WINDOW.accepts_deposit(
        begun_at=begun_at, finished_at=finished_at, uploads=uploads
    )

    assert not (is_accepted and finished_at >= DEADLINE + GRACE)


@pytest.mark.parametrize(
    ("upload", "is_accepted"),
    [
        ((DEADLINE - SECOND, DEADLINE + SECOND), True),
        ((DEADLINE - SECOND, DEADLINE), True),
        ((DEADLINE - 2 * SECOND, DEADLINE - SECOND), False),
        ((DEADLINE, DEADLINE + SECOND), False),
        ((DEADLINE - SECOND, DEADLINE + GRACE), False),
    ],
)
def test_an_upload_that_ran_over_the_deadline_leaves_the_grace_to_deposit(upload, is_accepted):
    now = DEADLINE + timedelta(minutes=5)

    assert WINDOW.accepts_deposit(begun_at=now, finished_at=now, uploads=[upload]) is is_accepted


@pytest.mark.parametrize(
    ("state", "enrolment", "minutes_late", "reason"),
    [
        ("open", "accepted", -1, None),
        ("open", "sent", -1, None),
        ("open", "to_complete", -1, None),
        ("open", "withdrawn", -1, "enrolment"),
        ("open", "refused", -1, "enrolment"),
        ("deposited", "accepted", -1, "deposited"),
        ("open", "accepted", 1, "deadline"),
        ("deposited", "accepted", 1, "deadline"),
        ("closed", "accepted", -1, "closed"),
    ],
)
def test_a_portfolio_is_closed_for_one_named_reason(state, enrolment, minutes_late, reason):
    now = DEADLINE + timedelta(minutes=minutes_late)

    assert rules.why_closed(state, enrolment, WINDOW, begun_at=now, now=now) == reason


@pytest.mark.parametrize(
    ("state", "minutes_late", "reason"),
    [
        ("deposited", -1, None),
        ("deposited", 1, "deadline"),
        ("open", -1, "open"),
        ("closed", -1, "closed"),
    ],
)
def test_a_deposit_is_taken_back_only_while_one_may_deposit_again(state, minutes_late, reason):
    now = DEADLINE + timedelta(minutes=minutes_late)

    assert rules.why_kept(state, "accepted", WINDOW, begun_at=now, now=now) == reason


@pytest.mark.parametrize(
    ("state", "enrolment", "minutes_late", "has_content", "reason"),
    [
        ("open", "accepted", -1, True, None),
        ("open", "accepted", -1, False, "empty"),
        ("open", "sent", -1, True, "not_accepted"),
        ("open", "refused", -1, True, "enrolment"),
        ("open", "accepted", 1, True, "deadline"),
        ("deposited", "accepted", -1, True, "deposited"),
        ("closed", "accepted", -1, True, "closed"),
    ],
)
def test_a_deposit_is_refused_for_one_named_reason(
    state, enrolment, minutes_late, has_content, reason
):
    now = DEADLINE + timedelta(minutes=minutes_late)

    found = rules.why_no_deposit(
        state,
        enrolment,
        WINDOW,
        begun_at=now,
        now=now,
        uploads=[],
        has_content=has_content,
    )

    assert found == reason


@pytest.mark.parametrize(
    ("now", "session"),
    [
        (DEADLINE - SECOND, 1),
        (DEADLINE, 2),
        (DEADLINE + timedelta(days=48), 2),
        (DEADLINE + timedelta(days=49), None),
    ],
)
def test_a_new_portfolio_prepares_the_first_session_still_open(now, session):
    deadlines = {2: DEADLINE + timedelta(days=49), 1: DEADLINE}

    assert rules.session_prepared(deadlines, now) == session


def test_the_last_day_leaves_no_day():
    last_day = DEADLINE.date()

    assert rules.days_left(last_day, last_day - timedelta(days=12)) == 12
    assert rules.days_left(last_day, last_day) == 0
    assert rules.days_left(last_day, last_day + timedelta(days=1)) == -1
