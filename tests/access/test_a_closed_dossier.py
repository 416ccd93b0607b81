"""What is closed to reading is not told by an answer to an act either (abuse cases 3 and 4)."""

import pytest
from django.urls import reverse

from tests.access.knocking import Visitor
from tests.access.world import World

TOLD_IN_THE_DOSSIER = ["Un débat mouvant en classe de 4e", "Déroulé de la séance"]
SENT = {
    "nothing": {},
    "a verdict that is none": {"verdict-A.1.1": "peut-être", "do": "save"},
    "a stale page": {"version": "1", "verdict-A.1.1": "not_validated", "reason-A.1.1": "Trop peu."},
    "no version": {"version": "x"},
    "no reason": {"reason": ""},
}


@pytest.mark.django_db
@pytest.mark.parametrize("state", ["sealed", "published"])
def test_a_member_reads_nothing_more_after_the_seal_whatever_is_sent(state):
    world = World("sitting")
    juror = Visitor(world.people["juror"])

    with world.in_state(state) as things:
        told = [
            (route, what)
            for route in ("jury:decide", "jury:reopen", "jury:recuse")
            for what, fields in SENT.items()
            for answer in [juror.ask("POST", reverse(route, args=[things["case"].pk]), fields)]
            if any(words.encode() in answer.whole for words in TOLD_IN_THE_DOSSIER)
        ]

    assert told == []


@pytest.mark.django_db
def test_the_president_and_a_member_do_read_it_before():
    world = World("sitting")
    juror = Visitor(world.people["juror"])

    with world.in_state("open") as things:
        answer = juror.ask("GET", reverse("jury:case", args=[things["case"].pk]))

    assert all(words.encode() in answer.whole for words in TOLD_IN_THE_DOSSIER)
