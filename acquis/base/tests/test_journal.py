"""The journal tells every act, and shows every hand laid on it."""

import hashlib
import re
from datetime import timedelta

import pytest
from django.core.management import CommandError, call_command
from django.db import IntegrityError, connection, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from acquis.base import clock, journal
from acquis.base.canonical import canonical
from acquis.base.journal import Break
from acquis.base.models import Chain, Entry
from tests.factories import make_edition, make_person

pytestmark = pytest.mark.django_db


def write(count, chain="orleans"):
    for number in range(1, count + 1):
        journal.record_line(chain, "said", f"thing:{number}", by=None, number=number)


def breaks():
    return [(found.number, found.fault) for found in journal.verify()]


def test_an_act_leaves_one_line_that_says_who_did_what_to_what(at):
    by, edition = make_person(), make_edition(state="draft")
    at(2022, 9, 1, 8, 30)

    edition.publish(by=by)

    line = Entry.objects.get()
    assert (line.number, line.by, line.verb, line.at) == (1, by, "published", clock.now())
    assert line.subject == edition.journal_key == f"catalogue.edition:{edition.pk}"
    assert line.facts == {"before": "draft", "after": "published"}
    assert line.chain.name == "orleans"
    assert (line.chain.length, line.chain.head) == (1, line.hash)
    assert journal.verify() == []


def test_each_institution_has_a_journal_of_its_own():
    write(2, "orleans")
    write(3, "tours")

    assert list(Chain.objects.order_by("name").values_list("name", "length")) == [
        ("orleans", 2),
        ("tours", 3),
    ]
    assert journal.verify() == []


def test_an_act_undone_leaves_no_line():
    write(1)

    with transaction.atomic():
        journal.record_line("orleans", "said", "thing:2", by=None)
        transaction.set_rollback(True)

    assert (Entry.objects.count(), Chain.objects.get().length) == (1, 1)
    write(1)
    assert journal.verify() == []


def test_time_never_goes_back_even_when_the_clock_does(at):
    at(2022, 10, 3, 10, 0)
    write(1)
    at(2022, 10, 3, 9, 0)
    write(1)
    at(2022, 10, 3, 11, 0)
    write(1)

    moments = list(Entry.objects.order_by("number").values_list("at", flat=True))

    assert moments == [
        clock.now() - timedelta(hours=1),
        clock.now() - timedelta(hours=1),
        clock.now(),
    ]
    assert journal.verify() == []


@pytest.mark.parametrize(
    "fact",
    [1.5, {"deep": [0.1]}, {1: "one"}, object()],
    ids=["float", "float inside", "key that is no text", "object"],
)
def test_a_fact_without_one_form_is_refused_before_it_is_written(fact):
    with pytest.raises(TypeError):
        journal.record_line("orleans", "said", "thing:1", by=None, fact=fact)


def test_a_fact_reads_back_as_it_was_sealed():
    journal.record_line(
        "orleans",
        "said",
        "thing:1",
        by=None,
        fact={"z": [1, None, True, "é"], "a": {"10": 1, "2": 2}, "big": 2**60},
    )

    assert journal.verify() == []


def test_a_changed_line_is_found(sql, operator):
    write(4)
    with operator():
        sql("UPDATE base_entry SET subject = 'thing:9' WHERE number = 2")

    assert breaks() == [(2, "changed or moved")]


@pytest.mark.parametrize(
    "change",
    [
        "verb = 'unsaid'",
        "subject = 'thing:9'",
        "facts = '{\"number\": 9}'",
        "by_id = {by}",
        "at = '2022-10-03 08:00:01+00:00'",
        "seal = hash",
    ],
)
def test_every_column_of_a_line_is_held(change, sql, operator):
    by = make_person()
    write(3)
    with operator():
        sql(f"UPDATE base_entry SET {change.replace('{by}', str(by.pk))} WHERE number = 2")

    assert [number for number, fault in breaks()] == [2]


def test_a_deleted_line_is_found_in_the_middle(sql, operator):
    write(4)
    with operator():
        sql("DELETE FROM base_entry WHERE number = 2")

    assert breaks() == [(2, "missing"), (3, "unchecked, the line before is missing")]


def test_a_deleted_last_line_is_found(sql, operator):
    write(4)
    with operator():
        sql("DELETE FROM base_entry WHERE number = 4")

    assert breaks() == [(4, "missing at the end")]


def test_lines_cut_off_are_found_even_when_the_head_is_wound_back(sql, operator):
    write(4)
    kept = Entry.objects.get(number=2)
    with operator():
        sql("DELETE FROM base_entry WHERE number > 2")
        sql("UPDATE base_chain SET length = 2, head = %s, seal = %s", kept.hash, kept.seal)

    assert breaks() == [(3, "missing at the end")]


def test_a_journal_emptied_to_its_head_is_found(sql, operator):
    write(2)
    with operator():
        sql("DELETE FROM base_entry")
        sql("UPDATE base_chain SET length = 0, head = '', seal = ''")

    assert breaks() == [(1, "missing at the end")]


def test_two_swapped_lines_are_found(sql, operator):
    write(4)
    with operator():
        sql("UPDATE base_entry SET number = 99 WHERE number = 2")
        sql("UPDATE base_entry SET number = 2 WHERE number = 3")
        sql("UPDATE base_entry SET number = 3 WHERE number = 99")

    assert breaks() == [(number, "changed or moved") for number in (2, 3, 4)]


def test_the_contents_of_two_lines_swapped_are_found(sql, operator):
    write(4)
    first, second = Entry.objects.filter(number__in=[2, 3]).order_by("number")
    with operator():
        for line, other in [(first, second), (second, first)]:
            sql(
                "UPDATE base_entry SET subject = %s, hash = %s, seal = %s WHERE number = %s",
                other.subject,
                other.hash,
                other.seal,
                line.number,
            )

    assert [number for number, fault in breaks()] == [2, 3, 4]


def test_a_line_inserted_at_the_end_with_a_right_hash_lacks_the_seal(sql, operator):
    write(2)
    with operator():
        forge(sql, number=3, previous=Chain.objects.get().head)

    assert breaks() == [(3, "not written by Acquis"), (4, "missing at the end")]


def test_a_tail_rewritten_with_right_hashes_lacks_the_seals(sql, operator):
    write(4)
    with operator():
        sql("DELETE FROM base_entry WHERE number > 2")
        link = forge(sql, number=3, previous=Entry.objects.get(number=2).hash)
        forge(sql, number=4, previous=link)

    assert breaks() == [
        (3, "not written by Acquis"),
        (4, "not written by Acquis"),
        (5, "missing at the end"),
    ]


def forge(sql, *, number, previous):
    """Add a line as somebody would who reads the code and has no key; returns its hash."""
    told = {
        "chain": "orleans",
        "number": number,
        "at": "2022-10-03T08:00:00.000000+00:00",
        "by": None,
        "verb": "said",
        "subject": "thing:666",
        "facts": {},
        "previous": previous,
    }
    link = hashlib.sha256(canonical(told)).hexdigest()
    sql(
        "INSERT INTO base_entry (chain_id, number, at, by_id, verb, subject, facts, hash, seal) "
        "VALUES ('orleans', %s, '2022-10-03 08:00:00+00:00', NULL, 'said', 'thing:666', '{}', "
        "%s, %s)",
        number,
        link,
        hashlib.sha256(link.encode()).hexdigest(),
    )
    sql("UPDATE base_chain SET length = %s, head = %s", number, link)
    return link


def test_every_break_of_every_journal_is_named(sql, operator):
    write(2, "orleans")
    write(3, "tours")
    with operator():
        sql("UPDATE base_entry SET verb = 'unsaid' WHERE chain_id = 'orleans' AND number = 1")
        sql("DELETE FROM base_entry WHERE chain_id = 'tours' AND number = 3")

    assert journal.verify() == [
        Break("orleans", 1, "changed or moved"),
        Break("tours", 3, "missing at the end"),
    ]


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE base_entry SET verb = 'unsaid'",
        "UPDATE base_entry SET number = number + 10",
        "DELETE FROM base_entry",
        "UPDATE base_chain SET length = 0",
        "UPDATE base_chain SET head = ''",
        "DELETE FROM base_chain",
    ],
)
def test_the_database_refuses_to_change_or_delete_a_line(statement, sql):
    write(2)
    before = list(Entry.objects.values())

    with pytest.raises(IntegrityError, match="append-only"), transaction.atomic():
        sql(statement)

    assert list(Entry.objects.values()) == before
    assert journal.verify() == []


@pytest.mark.django_db(transaction=True)
def test_the_database_refuses_to_replace_or_empty(sql):
    write(2)
    replacing = (
        "REPLACE INTO base_entry SELECT * FROM base_entry"
        if connection.vendor == "sqlite"
        else "TRUNCATE base_entry CASCADE"
    )

    with pytest.raises(IntegrityError, match="append-only"), transaction.atomic():
        sql(replacing)

    assert journal.verify() == []


COLUMNS = ["verb", "subject", "hash", "seal"]


@st.composite
def tamperings(draw):
    """SQL that lays a hand on a journal of six lines, changing something for certain."""
    kind = draw(st.sampled_from(["change", "delete", "swap", "cut", "renumber", "copy"]))
    one = draw(st.integers(1, 6))
    other = draw(st.integers(1, 6).filter(lambda number: number != one))
    kept = "(SELECT hash FROM base_entry WHERE number = {0})"
    return {
        "change": [
            f"UPDATE base_entry SET {draw(st.sampled_from(COLUMNS))} = 'x' WHERE number = {one}"
        ],
        "delete": [f"DELETE FROM base_entry WHERE number IN ({one}, {other})"],
        "swap": [
            f"UPDATE base_entry SET number = 99 WHERE number = {one}",
            f"UPDATE base_entry SET number = {one} WHERE number = {other}",
            f"UPDATE base_entry SET number = {other} WHERE number = 99",
        ],
        "cut": [
            f"DELETE FROM base_entry WHERE number >= {one}",
            f"UPDATE base_chain SET length = {one - 1}, head = COALESCE({kept.format(one - 1)}, "
            "'')",
        ],
        "renumber": [
            f"DELETE FROM base_entry WHERE number = {one}",
            *(
                f"UPDATE base_entry SET number = {number - 1} WHERE number = {number}"
                for number in range(one + 1, 7)
            ),
            f"UPDATE base_chain SET length = 5, head = {kept.format(5)}",
        ],
        "copy": [
            f"UPDATE base_entry SET subject = 'thing:{other}', hash = {kept.format(other)}, "
            f"seal = (SELECT seal FROM base_entry WHERE number = {other}) WHERE number = {one}"
        ],
    }[kind]


@given(statements=tamperings())
@settings(
    max_examples=60,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
def test_no_tampering_goes_unseen(statements, sql, operator):
    with transaction.atomic():
        write(6)
        with operator():
            for statement in statements:
                sql(statement)

        found = breaks()
        transaction.set_rollback(True)

    assert found


@pytest.mark.django_db(transaction=True)
def test_eight_threads_write_one_chain_without_a_gap(together):
    def write_five(thread):
        for number in range(5):
            journal.record_line("orleans", "said", f"thread:{thread}", by=None, number=number)

    assert together(write_five, 8) == [None] * 8

    assert list(Entry.objects.order_by("number").values_list("number", flat=True)) == list(
        range(1, 41)
    )
    assert Chain.objects.get().length == 40
    assert journal.verify() == []


def test_the_command_says_that_the_journal_holds(capsys):
    write(3)

    call_command("verify_journal")

    assert capsys.readouterr().out == "The journal holds.\n"


@pytest.mark.django_db(transaction=True)
def test_the_command_fails_and_names_the_breaks(process, sql, operator):
    write(3)
    assert process("-m", "acquis", "verify_journal").returncode == 0
    with operator():
        sql("UPDATE base_entry SET verb = 'unsaid' WHERE number = 2")
        sql("DELETE FROM base_entry WHERE number = 3")

    with pytest.raises(CommandError, match="does not hold"):
        call_command("verify_journal")
    answer = process("-m", "acquis", "verify_journal")

    assert answer.returncode == 1
    assert answer.stdout.splitlines() == [
        "orleans line 2: changed or moved",
        "orleans line 3: missing at the end",
    ]
    assert re.fullmatch(r"CommandError: The journal does not hold: 2 break\(s\)\.\n", answer.stderr)
