"""Small-number protection: what is told of a group never tells how one person did."""

from hypothesis import given
from hypothesis import strategies as st

from acquis.portal.protecting import FEWEST, Share, protected

GROUPS = st.dictionaries(
    st.text(max_size=3),
    st.integers(0, 40).flatmap(lambda total: st.tuples(st.just(total), st.integers(0, total))),
    max_size=6,
)


def test_a_group_is_told_when_enough_succeeded_and_enough_did_not():
    shares = protected({"a": (20, 15), "b": (30, 10)})

    assert shares == [Share("a", 20, 15), Share("b", 30, 10)]
    assert [share.percent for share in shares] == [75, 33]


def test_a_group_where_nearly_all_succeeded_is_hidden_with_the_smallest_other():
    shares = protected({"a": (20, 17), "b": (30, 10), "c": (15, 7)})

    assert shares == [Share("a"), Share("b", 30, 10), Share("c")]
    assert (shares[0].is_shown, shares[0].percent) == (False, None)


def test_a_group_alone_and_small_is_hidden():
    assert protected({"a": (4, 2)}) == [Share("a")]


@given(GROUPS)
def test_no_small_number_is_told_nor_found_by_subtraction(groups):
    shares = protected(groups)

    shown = [share for share in shares if share.is_shown]
    assert [share.label for share in shares] == list(groups)
    assert all(min(share.good, share.total - share.good) >= FEWEST for share in shown)
    assert len(shares) - len(shown) != 1 or not shown
