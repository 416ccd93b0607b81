"""A letter is queued with the act it tells, and leaves once, or is seen to fail."""

import signal
import time
from datetime import timedelta

import pytest
from django.core.management import call_command
from django.db import transaction
from django.utils.dateformat import format as written
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from acquis.base import clock, outbox
from acquis.base.letters.kinds import CANDIDATE, Kind, Placeholder
from acquis.base.models import Message
from tests.factories import make_edition, make_institution, make_person

from .mail_server import MailServer

pytestmark = pytest.mark.django_db


@pytest.fixture
def post(settings):
    """The mail server that letters go to in this test."""
    with MailServer() as server:
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", server.port
        yield server


def queue(once="event:1", subject="Bonjour", body="À bientôt.", address="ada@exemple.example"):
    return outbox.queue_text(address, subject, body, kind="greeting", once=once)


def kind(write):
    day = Placeholder("day", "jour")
    return Kind("greeting", "Salut", CANDIDATE, (day,), write)


def later(**how_long):
    clock.travel_to(clock.now() + timedelta(**how_long), freeze=True)


def test_a_letter_waits_in_the_outbox_with_what_it_is_about():
    person, edition = make_person(email="ada@exemple.example"), make_edition()

    message = outbox.queue(
        person,
        kind=kind(lambda: ("Bonjour", "À {day}.")),
        once="event:1",
        values=lambda: {"day": "demain"},
        institution=edition.institution,
        about=edition,
    )

    message.refresh_from_db()
    assert (message.person, message.address) == (person, "ada@exemple.example")
    assert (message.institution, message.about) == (edition.institution, edition.journal_key)
    assert (message.subject, message.body) == ("Bonjour", "À demain.")
    assert (message.language, message.values) == ("fr", {"day": "demain"})
    assert (message.state, message.attempts, message.sent_at) == ("queued", 0, None)
    assert message.queued_at == message.next_attempt_at == clock.now()


def test_the_same_event_told_twice_is_one_letter():
    first = queue(subject="One")
    second = queue(subject="Two")

    assert first == second
    assert list(Message.objects.values_list("subject", flat=True)) == ["One"]


def test_an_act_undone_sends_nothing():
    with transaction.atomic():
        queue()
        transaction.set_rollback(True)

    assert not Message.objects.exists()


@pytest.mark.parametrize(("language", "word"), [("fr", "octobre"), ("en", "October")])
def test_a_letter_is_written_in_the_language_of_its_person(language, word):
    person = make_person(language=language)

    message = outbox.queue(
        person,
        kind=kind(lambda: (written(clock.now(), "F"), "{day}")),
        once="event:1",
        values=lambda: {"day": written(clock.now(), "F")},
        institution=make_institution(),
    )

    assert (message.subject, message.body) == (word, word)


def test_a_letter_leaves_as_it_was_written(post):
    message = queue(subject="Votre dépôt – reçu", body="Ligne 1\n.\nLigne 3 : œuvre\n")

    assert outbox.deliver_due() == 1

    [letter] = post.letters
    assert letter.recipient == letter["To"] == "ada@exemple.example"
    assert letter["Subject"] == "Votre dépôt – reçu"
    assert letter["From"] == "Acquis <ne-pas-repondre@acquis.example>"
    assert letter["Message-ID"] == f"<{message.pk}@acquis>"
    assert letter["Auto-Submitted"] == "auto-generated"
    assert letter.get_content().replace("\r\n", "\n") == "Ligne 1\n.\nLigne 3 : œuvre\n"
    message.refresh_from_db()
    assert (message.state, message.attempts, message.sent_at) == ("sent", 1, clock.now())
    assert outbox.deliver_due() == 0
    assert len(post.letters) == 1


def test_letters_leave_in_the_order_they_came(post):
    for number in range(3):
        queue(once=f"event:{number}", subject=str(number))

    assert outbox.deliver_due(limit=2) == 2
    assert outbox.deliver_due(limit=2) == 1

    assert [letter["Subject"] for letter in post.letters] == ["0", "1", "2"]


def test_a_letter_refused_for_now_is_sent_later_under_the_same_name(post):
    message = queue()
    post.answers = ["451 Greylisted, come back"]

    assert outbox.deliver_due() == 0

    message.refresh_from_db()
    assert (message.state, message.attempts) == ("queued", 1)
    assert "451" in message.last_error
    assert "Greylisted" in message.last_error
    assert outbox.deliver_due() == 0
    later(minutes=2)
    assert outbox.deliver_due() == 1
    message.refresh_from_db()
    assert (message.state, message.attempts, message.last_error) == ("sent", 2, "")
    assert [letter["Message-ID"] for letter in post.letters] == [f"<{message.pk}@acquis>"]


def test_one_letter_refused_does_not_hold_the_others(post):
    queue(once="event:1", address="nobody@exemple.example")
    queue(once="event:2", address="ada@exemple.example")
    post.answers = ["550 No such person"]

    assert outbox.deliver_due() == 1

    assert [letter.recipient for letter in post.letters] == ["ada@exemple.example"]


def test_each_retry_waits_longer_and_the_last_one_is_a_visible_failure(post):
    message = queue()
    post.answers = ["451 Greylisted, come back"] * outbox.ATTEMPTS
    waits = []

    while message.state == "queued":
        assert outbox.deliver_due() == 0
        message.refresh_from_db()
        waits.append(message.next_attempt_at - clock.now())
        later(seconds=waits[-1].total_seconds())

    assert (message.state, message.attempts, message.sent_at) == ("failed", outbox.ATTEMPTS, None)
    assert (message.failure, message.last_error) == ("delay", "451 Greylisted, come back")
    assert waits == [timedelta(minutes=2**number) for number in range(1, outbox.ATTEMPTS + 1)]
    later(days=30)
    assert outbox.deliver_due() == 0
    assert post.letters == []


@pytest.mark.parametrize(
    ("answers", "verdicts", "failure", "said"),
    [
        (["550 No such person"], [], "address", "550 No such person"),
        ([], ["552 Too big"], "content", "552 Too big"),
    ],
)
def test_a_refusal_for_good_is_not_tried_again(post, answers, verdicts, failure, said):
    message = queue()
    post.answers, post.verdicts = answers, verdicts

    assert outbox.deliver_due() == 0

    message.refresh_from_db()
    assert (message.state, message.failure, message.attempts) == ("failed", failure, 1)
    assert message.last_error == said
    later(days=30)
    assert outbox.deliver_due() == 0
    assert post.letters == []


def test_a_letter_that_the_server_delays_after_reading_it_is_sent_later(post):
    message = queue()
    post.verdicts = ["452 Full, come back"]

    assert outbox.deliver_due() == 0
    later(minutes=2)
    assert outbox.deliver_due() == 1

    message.refresh_from_db()
    assert (message.state, message.attempts, message.failure) == ("sent", 2, "")
    assert len(post.letters) == 1


def test_a_refusal_of_our_own_sender_waits_until_it_is_mended(post):
    message = queue()
    post.sender_answers = ["550 Who are you?"]

    assert outbox.deliver_due() == 0

    message.refresh_from_db()
    assert (message.state, message.last_error) == ("queued", "550 Who are you?")
    later(minutes=2)
    assert outbox.deliver_due() == 1


@pytest.mark.parametrize("point", ["EHLO", "RCPT", "DATA"])
def test_a_server_that_hangs_up_in_the_middle_loses_nothing(post, point):
    message = queue(body="Une ligne\n" * 2000)
    post.hang_ups = [point]

    assert outbox.deliver_due() == 0

    message.refresh_from_db()
    assert (message.state, message.attempts, post.letters) == ("queued", 1, [])
    later(minutes=2)
    assert outbox.deliver_due() == 1
    assert len(post.letters) == 1


def test_a_server_that_hangs_up_after_taking_the_letter_gets_it_once(post):
    message = queue()
    post.hang_ups = ["QUIT"]

    assert outbox.deliver_due() == 1

    message.refresh_from_db()
    assert (message.state, message.attempts) == ("sent", 1)
    later(days=1)
    assert outbox.deliver_due() == 0
    assert len(post.letters) == 1


def test_a_server_that_does_not_say_that_it_took_the_letter_can_tell_the_second_copy(post):
    """Nobody can know then: the letter leaves again under the same name, never lost."""
    message = queue()
    post.hang_ups = ["TAKEN"]

    assert outbox.deliver_due() == 0
    later(minutes=2)
    assert outbox.deliver_due() == 1

    assert [letter["Message-ID"] for letter in post.letters] == [f"<{message.pk}@acquis>"] * 2


def test_a_server_that_is_away_is_tried_again(post, settings):
    message = queue()
    port, settings.EMAIL_PORT = settings.EMAIL_PORT, 1

    assert outbox.deliver_due() == 0

    message.refresh_from_db()
    assert (message.state, message.attempts) == ("queued", 1)
    settings.EMAIL_PORT = port
    later(minutes=2)
    assert outbox.deliver_due() == 1


def test_a_letter_of_a_worker_that_died_is_sent_by_another(post):
    message = queue()
    assert outbox._claim(Message.objects.get(pk=message.pk))

    assert outbox.deliver_due() == 0
    later(minutes=2)
    assert outbox.deliver_due() == 1


def test_a_subject_cannot_carry_a_header(post):
    queue(subject="Bonjour\r\nBcc: everybody@exemple.example\n\nBody")

    outbox.deliver_due()

    [letter] = post.letters
    assert letter["Subject"] == "Bonjour Bcc: everybody@exemple.example Body"
    assert letter["Bcc"] is None
    assert letter.get_content().strip() == "À bientôt."


def test_an_address_cannot_carry_a_header(post):
    message = queue(address="ada@exemple.example\r\nBcc: everybody@exemple.example")

    assert outbox.deliver_due() == 0

    message.refresh_from_db()
    assert (message.state, message.failure, message.attempts) == ("failed", "address", 1)
    assert post.letters == []


@given(
    subject=st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0")),
    body=st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0")),
)
@settings(
    max_examples=40,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
def test_whatever_is_written_makes_one_letter_with_our_headers(subject, body, post):
    post.letters.clear()
    Message.objects.all().delete()
    queue(subject=subject, body=body)

    assert outbox.deliver_due() == 1

    [letter] = post.letters
    assert sorted(letter.keys()) == sorted(
        [
            "Auto-Submitted",
            "Content-Transfer-Encoding",
            "Content-Type",
            "Date",
            "From",
            "MIME-Version",
            "Message-ID",
            "Subject",
            "To",
        ]
    )


@pytest.mark.django_db(transaction=True)
def test_two_workers_at_once_send_each_letter_once(post, together):
    for number in range(6):
        queue(once=f"event:{number}", subject=str(number))
    post.slowness = 0.05

    sent = together(lambda worker: outbox.deliver_due(), 2)

    assert sum(sent) == 6
    assert sorted(letter["Subject"] for letter in post.letters) == list("012345")


@pytest.mark.django_db(transaction=True)
def test_others_work_while_the_mail_server_thinks(post, together):
    queue()
    post.slowness = 1.0
    began = []

    def act(number):
        if number == 0:
            return outbox.deliver_due()
        while not Message.objects.filter(attempts=1).exists():
            pass
        queue(once="event:2")
        began.append(len(post.letters))
        return 0

    assert together(act, 2) == [1, 0]

    assert began == [0]


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("stop", [signal.SIGINT, signal.SIGTERM])
def test_the_worker_sends_what_comes_until_it_is_stopped(post, start, stop):
    weaken = (
        "EMAIL_BACKEND = 'django.core.mail.backends.smtp.EmailBackend'\n"
        f"EMAIL_HOST, EMAIL_PORT = '127.0.0.1', {post.port}"
    )
    with start("-m", "acquis", "work", "--every", "0.05", weaken=weaken) as worker:
        for number in (1, 2):
            queue(once=f"event:{number}")
            wait_for(lambda expected=number: len(post.letters) == expected)
        worker.send_signal(stop)
        said, complained = worker.communicate(timeout=20)

    assert (worker.returncode, said, complained) == (0, "", "")


def wait_for(happens, seconds=20):
    until = time.monotonic() + seconds
    while not happens():
        assert time.monotonic() < until, "it did not happen"
        time.sleep(0.02)


def test_the_worker_says_how_many_letters_left(post, capsys):
    queue()

    call_command("work", once=True)

    assert capsys.readouterr().out == "1 message(s) sent.\n"
    assert len(post.letters) == 1
