"""What a form does not ask is not read, whatever it is called (abuse case 37)."""

import re
from collections import Counter

import pytest
from allauth.usersessions.models import UserSession
from django.apps import apps
from django.contrib.sessions.models import Session
from django.db import models
from django.urls import reverse

from tests.access import policy
from tests.access.acts import ACTS, WITHOUT_FORM
from tests.access.knocking import Visitor, arguments, routes
from tests.access.world import World

KEY = re.compile(
    r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}|D-\d{4}(?:-\w{5}){2}"
)
PERSON = "accounts.Person"
# Made anew each time from a chance, from the real time, or from the keys of new rows.
MADE_ANEW = {"hash", "seal", "head", "password", "body", "last_login", "joined_at", "secret"}
# A few names that must be among those tried, wherever they come from.
COVETED = {
    "state",
    "fee_cents",
    "amount_cents",
    "institution",
    "institution_id",
    "person",
    "edition",
    "is_staff",
    "is_superuser",
    "is_active",
    "is_president",
    "is_awarded",
    "is_for_continuing_education",
    "decided_by",
    "sha256",
    "number",
    "outcome",
    "verdict",
    "session",
    "kind",
    "code",
}


def fields():
    """Every field of every model of ours."""
    ours = [model for model in apps.get_models() if model.__module__.startswith("acquis.")]
    return [field for model in ours for field in model._meta.get_fields() if field.concrete]


def coveted(world):
    """{name: a value that would change something} for every field of every model."""
    there = world.there
    keys = {
        "Person": world.people["other_candidate"].pk,
        "Institution": there.institution.pk,
        "Edition": there.edition.pk,
        "Enrolment": there.things["enrolment"].pk,
        "Portfolio": there.things["portfolio"].pk,
        "StoredFile": there.things["evidence"].file_id,
    }
    values = {"is_staff": "on", "is_superuser": "on", "groups": "1", "roles": "office"}
    for field in fields():
        if field.is_relation:
            value = keys.get(field.related_model.__name__, there.institution.pk)
        elif isinstance(field, models.BooleanField):
            value = "on"
        elif isinstance(field, models.IntegerField | models.DecimalField):
            value = "7"
        elif isinstance(field, models.DateField):
            value = "2000-01-01"
        else:
            value = "accepted" if field.name == "state" else "convoité"
        values |= {field.name: str(value), getattr(field, "attname", field.name): str(value)}
    return values


def everything():
    """Every row of every table."""
    return {
        model._meta.label: [
            {name: value for name, value in row.items() if name not in MADE_ANEW}
            for row in model._base_manager.order_by("pk").values()
        ]
        for model in apps.get_models()
        if model not in (Session, UserSession)
    }


def told(rows, before):
    """Rows as texts that two runs can be compared by: the keys of new ones are all alike."""
    known = set(KEY.findall(repr(before)))
    ids = {label: {row.get("id") for row in each} for label, each in before.items()}

    def alike(label, name, value):
        owner = {"id": label, "person_id": PERSON, "user_id": PERSON}.get(name)
        return "new" if isinstance(value, int) and owner and value not in ids[owner] else value

    return Counter(
        label
        + KEY.sub(
            lambda key: key[0] if key[0] in known else "new",
            repr({name: alike(label, name, value) for name, value in row.items()}),
        )
        for label, each in rows.items()
        for row in each
    )


def test_every_act_of_a_candidate_is_tried():
    acts = {
        route
        for doors in policy.FACETS.values()
        for route, door in doors.items()
        if any("candidate" in people for people in (door.act or {}).values())
    }

    assert {act.route for act in ACTS} | WITHOUT_FORM == acts


@pytest.mark.django_db
@pytest.mark.parametrize("act", ACTS, ids=[act.route for act in ACTS])
def test_a_field_that_the_form_does_not_ask_changes_nothing(act):
    world = World(act.facet)
    visitor = Visitor(world.people[act.actor])
    names = policy.FACETS[act.facet][act.route].names

    with world.in_state(act.state) as things:
        url = reverse(act.route, kwargs=arguments(routes()[act.route], names, things))
        asked = act.body(things)
        extra = {name: value for name, value in coveted(world).items() if name not in asked}
        before = everything()
        plain, after_plain = visitor.act(url, act.body(things), everything)
        greedy, after_greedy = visitor.act(url, {**extra, **act.body(things)}, everything)

    assert set(extra) >= COVETED - set(asked)
    assert (plain.word, plain.faults, greedy.word, greedy.faults) == ("open", [], "open", [])
    wanted, obtained = told(after_plain, before), told(after_greedy, before)
    assert wanted != told(before, before)
    assert (list(wanted - obtained), list(obtained - wanted)) == ([], [])
