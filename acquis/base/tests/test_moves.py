"""A state changes through one door: a legal move, from the state it really has, told once."""

import pytest

from acquis.base import clock
from acquis.base.models import Entry
from acquis.base.refusal import Refusal
from tests.factories import make_edition, make_person

pytestmark = pytest.mark.django_db


def lines():
    return list(Entry.objects.order_by("number").values_list("verb", "facts"))


def test_a_move_changes_the_state_its_companions_and_the_journal_together(at):
    edition = make_edition(state="draft")
    at(2022, 9, 1)

    edition.publish(by=make_person())

    assert (edition.state, edition.published_at) == ("published", clock.now())
    edition.refresh_from_db()
    assert (edition.state, edition.published_at) == ("published", clock.now())
    assert lines() == [("published", {"before": "draft", "after": "published"})]


def test_a_move_may_be_told_with_another_verb_and_more_facts():
    edition = make_edition(state="draft")

    edition.move_to(
        "published",
        by=make_person(),
        verb="opened",
        facts={"act": 12},
        published_at=clock.now(),
    )

    assert lines() == [("opened", {"before": "draft", "after": "published", "act": 12})]


@pytest.mark.parametrize(
    ("state", "verb"), [("draft", "close"), ("published", "publish"), ("closed", "publish")]
)
def test_a_move_that_the_table_lacks_is_refused_with_a_sentence(state, verb):
    edition = make_edition(state=state)

    with pytest.raises(Refusal) as refused:
        getattr(edition, verb)(by=make_person())

    assert str(refused.value) == edition.no_such_move("closed")
    assert str(edition.get_state_display()) in str(refused.value)
    edition.refresh_from_db()
    assert (edition.state, lines()) == (state, [])


def test_of_two_people_who_act_on_the_same_page_the_second_is_told():
    mine = make_edition(state="published")
    theirs = make_edition(state="published")
    theirs.close(by=make_person())

    with pytest.raises(Refusal):
        mine.close(by=make_person())

    assert mine.state == "published"
    assert lines() == [("closed", {"before": "published", "after": "closed"})]


@pytest.mark.django_db(transaction=True)
def test_of_four_threads_that_act_at_once_one_wins(together):
    by = make_person()
    edition = make_edition(state="published")
    pages = [type(edition).objects.get(pk=edition.pk) for _ in range(4)]

    answers = together(lambda number: pages[number].close(by=by), 4)

    assert sorted(type(answer).__name__ for answer in answers) == ["NoneType", *["Refusal"] * 3]
    assert lines() == [("closed", {"before": "published", "after": "closed"})]
