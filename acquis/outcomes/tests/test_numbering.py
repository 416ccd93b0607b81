"""Two batches at once, on real connections: on SQLite and on PostgreSQL alike."""

import pytest

from acquis.outcomes import actions
from acquis.outcomes.models import Document, Publication, Register
from tests.factories import make_edition, make_person, make_staff

from .factories import make_certified, make_published, make_sealed

pytestmark = pytest.mark.django_db(transaction=True)
NAMES = ["Arendt", "Beauvoir", "Curie", "Duras", "Ernaux", "Fleutiaux", "Gouges", "Héloïse"]


def test_two_batches_at_once_give_each_candidate_one_number_without_a_gap(together, monkeypatch):
    monkeypatch.setattr("acquis.outcomes.actions.issuing.CHUNK", 2)
    edition, office = make_edition(), make_staff("office")
    make_published(*[make_certified(make_person("A", name), edition) for name in NAMES], by=office)
    make_published(session=2, edition=edition, by=office)

    batches = together(lambda _: actions.issue_certificates(edition, by=office), 2)

    assert sum(len(batch.issued) for batch in batches) == len(NAMES)
    papers = Document.objects.filter(kind="certificate").order_by("number")
    assert [(paper.number, paper.person.birth_name) for paper in papers] == list(
        enumerate(NAMES, start=1)
    )
    assert Register.objects.get(name="certificat-c2i2e-2023").last_number == len(NAMES)


def test_two_offices_that_publish_at_once_publish_once(together):
    edition, office = make_edition(), make_staff("office")
    act = make_sealed(*[make_certified(edition=edition) for _ in range(3)])

    answers = together(lambda _: actions.publish(act, by=office), 2)

    assert sorted(type(answer).__name__ for answer in answers) == ["Publication", "Refusal"]
    assert Publication.objects.get().results.count() == 3
