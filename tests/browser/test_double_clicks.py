"""Two clicks on a button that makes something are one act, and the page shows no fault."""

import pytest
from playwright.sync_api import expect

from acquis.accounts.models import Role
from acquis.base import clock
from acquis.base.models import Entry
from acquis.enrolment.models import Enrolment, EnrolmentState, Proof
from acquis.eportfolio.models import Deposit
from acquis.evaluation.models import Assignment, AssignmentState
from acquis.jury import actions
from acquis.jury.models import Deliberation
from acquis.jury.tests.scenes import everything, juror, make_jury, make_open_sitting, president
from acquis.outcomes.models import Document, Publication
from tests.factories import (
    make_assignment,
    make_edition,
    make_enrolment,
    make_file,
    make_person,
    make_portfolio,
    make_staff,
)

BOTH = pytest.mark.parametrize("is_slow", [False, True], ids=["double click", "two sendings"])


def send_twice(route):
    if route.request.method == "POST":
        route.fetch(max_redirects=0)
    route.continue_()


@pytest.fixture
def click_twice(open_as):
    """`click_twice(person, address, button, then)`: then the page says so, and shows no fault."""

    def act(person, address, button, then, *, tick=None, is_slow):
        page = open_as(person, scripts=not is_slow)
        if is_slow:
            # The second click comes while the first is answered: its answer is what one sees.
            page.route("**/*", send_twice)
        page.goto(address)
        if tick:
            page.get_by_label(tick).check()
        page.get_by_role("main").get_by_role("button", name=button).last.click(
            click_count=1 if is_slow else 2
        )
        expect(page.get_by_role("main")).to_contain_text(then)
        assert page.locator(".notice--error, .errorlist").all_inner_texts() == []

    return act


def verbs(subject):
    """What the journal tells of this thing."""
    return list(Entry.objects.filter(subject=subject).values_list("verb", flat=True))


@BOTH
def test_enrolling(click_twice, is_slow):
    edition, person = make_edition(), make_person()
    address = f"/inscription/{edition.institution.slug}/c2i2e/2022-2023/"

    button = "Commencer ma demande (Étudiants en M2 à l"
    click_twice(person, address, button, "Brouillon enregistré", is_slow=is_slow)
    enrolment = Enrolment.objects.get()
    Proof.objects.create(
        enrolment=enrolment,
        kind="enrolment-certificate",
        file=make_file(),
        joined_at=clock.now(),
    )
    click_twice(
        person,
        enrolment.get_absolute_url(),
        "Envoyer ma demande",
        "ENVOYÉE le",
        tick="Je déclare sur l’honneur",
        is_slow=is_slow,
    )

    enrolment.refresh_from_db()
    assert enrolment.state == EnrolmentState.SENT
    assert verbs(enrolment.journal_key).count("sent") == 1


@BOTH
def test_from_the_deposit_to_the_certificate(click_twice, at, is_slow):
    at(2023, 6, 10, 10)
    edition, office = make_edition(), make_staff(Role.Kind.OFFICE)
    enrolment = make_enrolment(edition=edition)
    codes = [item.code for item in edition.programme.items]
    portfolio = make_portfolio(enrolment, claims=codes, session=2)

    click_twice(
        enrolment.person,
        f"{portfolio.get_absolute_url()}depot/",
        "Déposer mon portfolio",
        "Ce que prouve ce reçu",
        tick="Je déclare sur l’honneur",
        is_slow=is_slow,
    )
    assignment = make_assignment(Deposit.objects.get(), proposals=everything(edition))
    click_twice(
        assignment.evaluator,
        assignment.get_absolute_url(),
        "Envoyer ma proposition",
        "Toutes vos propositions sont envoyées.",
        is_slow=is_slow,
    )
    assert Assignment.objects.get().state == AssignmentState.SENT

    at(2023, 6, 27, 10)
    sitting = make_open_sitting(enrolment, jury=make_jury(edition, session=2))
    actions.follow_all(sitting, by=juror(sitting))
    click_twice(
        president(sitting),
        f"{sitting.get_absolute_url()}scellement/",
        "Sceller la délibération",
        "le contenu a bien son empreinte",
        is_slow=is_slow,
    )
    act = Deliberation.objects.get()

    publishing = f"/resultats/publications/{act.pk}/"
    click_twice(office, publishing, "Publier", "Actes déjà publiés", is_slow=is_slow)
    assert Publication.objects.get().deliberation == act

    issuing = f"/resultats/certificats/{edition.pk}/"
    click_twice(office, issuing, "Émettre", "Il ne reste rien à émettre.", is_slow=is_slow)
    assert sorted(Document.objects.values_list("kind", flat=True)) == ["certificate", "success"]
