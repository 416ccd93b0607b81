"""What no page of ours would send: never a failure, never a guess (abuse cases 38, 95 and 96).

Every form is found on the pages themselves, filled in as a browser would, and spoiled one field
at a time, then all at once; every question of an address, and every word in it, likewise.
"""

from urllib.parse import quote, quote_from_bytes

import pytest
from django.urls import reverse

from tests.access import policy
from tests.access.forms_on_pages import forms_on
from tests.access.knocking import Visitor, arguments, routes
from tests.access.world import World

LONG = b"x" * 1_000_000
POISONS = {
    "nothing": [b""],
    "several": [b"1", b"2", b"accepted"],
    "huge number": [b"9" * 30],
    "endless number": [b"9" * 5000],
    "below zero": [b"-1"],
    "not a number": [b"NaN"],
    "infinite": [b"1e999"],
    "nul": [b"a\x00b"],
    "lone surrogate": [b"\xed\xa0\x80"],
    "not utf-8": [b"\xff\xfe"],
    "a key of nobody": [b"00000000-0000-0000-0000-000000000000"],
    "markup": [b'"><script>alert(1)</script>{{ 7*7 }}{% debug %}'],
    "right to left": ["\u202ecod.exe\u0301".encode()],
    "a day that is none": [b"2023-02-31"],
    "the end of time": [b"9999-12-31"],
}
# Pages where forms are found: the states in which most can be done.
STATES = {
    "places": ["any"],
    "edition": ["published"],
    "enrolment": ["draft", "sent", "accepted", "free sent"],
    "portfolio": ["open", "deposited"],
    "assignment": ["assigned"],
    "sitting": ["planned", "open", "sealed"],
    "paper": ["certificate", "handed_over"],
    "letter": ["held", "released", "cancelled"],
}
# Those that a reader of texts, numbers, dates or keys may stumble on.
ALONE = [
    "several",
    "huge number",
    "endless number",
    "below zero",
    "nul",
    "lone surrogate",
    "a key of nobody",
    "a day that is none",
]
EACH_ALONE = 7  # a form with more fields is a grid, whose lines are alike
QUESTIONED = [
    ("portal:home", "office"),
    ("catalogue:list", "anonymous"),
    ("enrolment:desk", "office"),
    ("enrolment:cash", "cashier"),
    ("enrolment:late_openings", "office"),
    ("evaluation:mine", "evaluator"),
    ("evaluation:assignments", "office"),
    ("evaluation:share_out", "office"),
    ("jury:list", "juror"),
    ("jury:sitting", "president"),
    ("outcomes:mine", "candidate"),
    ("outcomes:publications", "office"),
    ("outcomes:desk", "certificate_desk"),
    ("outcomes:verify_form", "anonymous"),
    ("account_login", "anonymous"),
]
QUESTIONS = ["q", "page", "edition", "state", "show", "session", "category", "cases", "code"]


def encoded(fields, poisoned=(), poison=()):
    """A body, or a question, that no browser would make."""
    pairs = []
    for name, value in fields.items():
        values = poison if name in poisoned else [str(value).encode()]
        pairs += [f"{quote(name)}={quote_from_bytes(each)}" for each in values]
    return "&".join(pairs)


def spoiled(fields, poison, *, alone):
    """The form with all its fields spoiled, and with each of them alone."""
    yield encoded(fields, fields, poison)
    if alone and len(fields) <= EACH_ALONE:
        yield from (encoded(fields, [name], poison) for name in fields if len(fields) > 1)


def pages(world, facet, things):
    """(visitor, address) of each page that somebody of this institution may read."""
    for route, door in policy.FACETS[facet].items():
        given = arguments(routes()[route], door.names, things)
        if given is None or door.read is None:
            continue
        readers = set().union(*door.read.values()) - policy.ANY_ELSEWHERE - policy.STRANGERS
        for actor in sorted(readers) if len(readers) < 9 else ["anonymous", "candidate"]:
            yield actor, reverse(route, kwargs=given)


@pytest.mark.django_db
@pytest.mark.parametrize("facet", policy.FACETS)
def test_no_form_breaks_on_what_nobody_types(facet):
    world, broken, seen = World(facet), [], set()
    visitors = {name: Visitor(world.people[name]) for name in policy.ANYBODY}

    for state in STATES[facet]:
        with world.in_state(state) as things:
            for actor, address in pages(world, facet, things):
                page = visitors[actor].ask("GET", address)
                for form in forms_on(page.body, address):
                    known = (state, form.action, *sorted(form.fields))
                    if form.method != "POST" or known in seen:
                        continue
                    seen.add(known)
                    broken += breaking(visitors[actor], form)

    assert seen
    assert not broken, "\n".join(map(str, broken))


def breaking(visitor, form):
    fields = {k: v for k, v in form.fields.items() if k not in ("csrfmiddlewaretoken", "once")}
    for what, poison in POISONS.items():
        for body in spoiled(fields, poison, alone=what in ALONE):
            answer = visitor.ask("POST", form.action, body)
            if answer.status >= 500 or answer.faults:
                yield form.action, what, body[:80], answer.faults


@pytest.mark.django_db
def test_a_text_of_a_million_signs_is_refused_with_a_sentence():
    world, broken, sizes = World("enrolment"), [], []
    visitor = Visitor(world.people["candidate"])

    with world.in_state("draft") as things:
        address = reverse("enrolment:mine", args=[things["enrolment"].pk])
        fields = {"version": "1", "remark": "", "student_number": "", "home_institution": ""}
        for name in fields:
            answer = visitor.ask("POST", address, encoded(fields, [name], [LONG]))
            sizes.append(answer.status)
            broken += answer.faults

    assert (broken, sizes) == ([], [200, 200, 200, 200])


@pytest.mark.django_db
def test_no_question_in_an_address_breaks_a_page():
    world, broken = World("places"), []
    readers = {actor: Visitor(world.people[actor]) for _, actor in QUESTIONED}

    for route, actor in QUESTIONED:
        door = next(doors[route] for doors in policy.FACETS.values() if route in doors)
        given = arguments(routes()[route], door.names, world.here.things)
        for question in questions():
            answer = readers[actor].ask("GET", f"{reverse(route, kwargs=given)}?{question}")
            if answer.faults or answer.word not in ("open", "closed"):
                broken.append((route, question[:60], answer.status, answer.faults))

    assert not broken, "\n".join(map(str, broken))


def questions():
    asked = dict.fromkeys(QUESTIONS, "")
    for what, poison in POISONS.items():
        yield encoded(asked, asked, poison)
        if what in ALONE:
            yield from (encoded({name: ""}, [name], poison) for name in QUESTIONS)


WORDS = [
    "%00",
    "a%00b",
    "%ED%A0%80",
    "%FF",
    "%2e%2e",
    "%252F",
    "x" * 3000,
    "9" * 5000,
    "'",
    "%0d%0a",
]


@pytest.mark.django_db
def test_no_word_in_an_address_breaks_a_page():
    world = World("places")
    office, evaluator = (Visitor(world.people[name]) for name in ("office", "evaluator"))
    dossier = world.here.things["assignment"].get_absolute_url()
    enrolment = world.here.things["enrolment"].get_absolute_url()
    places = [
        (office, "GET", "/resultats/verifier/{}/"),
        (office, "POST", "/resultats/verifier/{}/fichier/"),
        (office, "GET", "/certifications/orleans/c2i2e/{}/"),
        (office, "POST", "/certifications/orleans/c2i2e/{}/publier/"),
        (office, "GET", "/inscription/orleans/c2i2e/{}/"),
        (evaluator, "POST", dossier + "ligne/{}/"),
        (Visitor(world.people["candidate"]), "POST", enrolment + "pieces/{}/"),
        (office, "GET", "/compte/confirm-email/{}/"),
        (office, "GET", "/compte/password/reset/key/zz-{}/"),
        (office, "GET", "/{}/"),
    ]

    broken = [
        (address.format(word[:20]), answer.status, answer.faults)
        for visitor, method, address in places
        for word in WORDS
        for answer in [visitor.ask(method, address.format(word))]
        if answer.faults or answer.status >= 500
    ]

    assert not broken, "\n".join(map(str, broken))
