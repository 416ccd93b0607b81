from uuid import uuid4

from django.urls import reverse

from acquis.base.models import Entry


def door(name, thing):
    return reverse(f"eportfolio:{name}", args=[thing.pk])


def signed_in(client, portfolio):
    """The browser of the portfolio's candidate."""
    client.force_login(portfolio.enrolment.person)
    return client


def situation_fields(**changed):
    return {
        "title": "Un escape game sur les fractions",
        "account": "Les élèves cherchent par groupes.",
        "taught_on": "",
        "audience": "26 élèves de CM2",
        "place": "École Jean-Zay",
        "condition": "",
        "once": uuid4(),
        **changed,
    }


def told():
    """The verbs of the journal, from the first to the last."""
    return list(Entry.objects.order_by("chain", "number").values_list("verb", flat=True))
