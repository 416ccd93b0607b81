"""One small world, and the pages of it that matter to each role, in the order of the year."""

from dataclasses import dataclass
from datetime import datetime
from itertools import groupby

from django.urls import reverse

from acquis.accounts.models import Person, Role
from acquis.base import clock
from acquis.enrolment.models import EnrolmentState, LedgerLine, Proof
from acquis.eportfolio.models import Evidence
from acquis.jury.models import Case
from acquis.jury.tests.scenes import (
    juror,
    make_candidate,
    make_jury,
    make_open_sitting,
    president,
)
from acquis.outcomes.tests.factories import (
    make_certificates,
    make_certified,
    make_partial,
    make_sealed,
)
from tests.factories import (
    PARIS,
    make_assignment,
    make_deposit,
    make_edition,
    make_enrolment,
    make_file,
    make_letter,
    make_person,
    make_portfolio,
    make_staff,
)

AUTUMN, APRIL, MAY = (2022, 10, 3, 10), (2023, 4, 12, 18), (2023, 5, 9, 9)
JUNE, SUMMER = (2023, 6, 10, 9), (2023, 6, 30, 17)


@dataclass(frozen=True)
class Place:
    name: str
    person: Person | None
    address: str

    def __str__(self):
        return self.name


def tour(open_as, *names, **opening):
    """Each place of the world, or those named, opened by its person: (place, page)."""
    wanted = (place for place in make_places() if not names or place.name in names)
    for _person, places in groupby(wanted, key=lambda place: place.person):
        page = None
        for place in places:
            page = page or open_as(place.person, **opening)
            answer = page.goto(place.address)
            assert (place.name, answer.status) == (place.name, 200)
            page.wait_for_load_state()
            yield place, page
        page.context.close()


def make_places():
    """The places, while the clock goes through the year: open each one when it is given."""
    edition = make_edition()
    office = make_staff(Role.Kind.OFFICE, birth_name="Dubureau-Inventée")
    _goes_to(AUTUMN)
    yield from _before(edition)
    yield from _enrolling(edition)
    _goes_to(APRIL)
    yield from _preparing(edition)
    yield from _following(edition, office)
    yield from _evaluating(edition, office)
    _goes_to(MAY)
    yield from _sitting(edition)
    _goes_to(SUMMER)
    yield from _publishing(edition, office)


def _named(flower):
    """A name so long that a page which bears it bears any."""
    return {"first_names": "Marie-Clémentine", "birth_name": f"de La {flower}-Inventée"}


def _somebody(flower):
    return make_person(**_named(flower))


def _goes_to(moment):
    clock.travel_to(datetime(*moment, tzinfo=PARIS), freeze=True)


def _before(edition):
    yield Place("welcome", None, "/")
    yield Place("certifications", None, reverse("catalogue:list"))
    yield Place("edition", None, edition.get_absolute_url())
    yield Place("notice", None, f"{edition.get_absolute_url()}notice/")
    yield Place("framework", None, f"{edition.get_absolute_url()}referentiel/")
    yield Place("accessibility", None, reverse("portal:accessibility"))
    yield Place("accessibility grid", None, reverse("portal:accessibility_grid"))
    yield Place("site map", None, reverse("portal:site_map"))
    yield Place("sign in", None, reverse("account_login"))
    yield Place("sign up", None, reverse("account_signup"))


def _enrolling(edition):
    draft = make_enrolment(_somebody("Amarante"), edition, EnrolmentState.DRAFT)
    person = draft.person
    yield Place("enrolment draft", person, draft.get_absolute_url())
    where = (edition.institution.slug, edition.programme_code, edition.year)
    yield Place("categories", person, reverse("enrolment:start", args=where))
    yield Place("my address", person, reverse("account_email"))
    yield Place("my devices", person, reverse("accounts:devices"))
    yield Place("second factor", person, reverse("mfa_index"))
    yield Place("my calendar", person, reverse("portal:agenda"))
    yield Place("my password", person, reverse("account_change_password"))


def _preparing(edition):
    portfolio = make_portfolio(make_enrolment(_somebody("Bourrache"), edition), ["A.1.1", "B.2.1"])
    person, situation = portfolio.enrolment.person, portfolio.situations.get()
    Evidence.objects.create(
        situation=situation,
        url="https://exemple.example/un-tres-long-chemin/vers-la-production-des-eleves.html",
        description="Le mur collaboratif des élèves",
        begun_at=clock.now(),
        added_at=clock.now(),
    )
    yield Place("candidate", person, "/")
    yield Place("portfolio", person, portfolio.get_absolute_url())
    yield Place("situation", person, situation.get_absolute_url())
    yield Place("situation form", person, f"{situation.get_absolute_url()}modifier/")
    yield Place("claims", person, f"{situation.get_absolute_url()}competences/")
    yield Place("deposit", person, f"{portfolio.get_absolute_url()}depot/")
    yield Place("receipt", person, make_deposit(portfolio).get_absolute_url())
    yield Place("my deposits", person, f"{portfolio.get_absolute_url()}depots/")


def _following(edition, office):
    sent = make_enrolment(_somebody("Cardamine"), edition, EnrolmentState.SENT)
    Proof.objects.create(
        enrolment=sent,
        kind="enrolment-certificate",
        file=make_file(name="certificat-de-scolarite-2022-2023-de-l-etudiante.pdf"),
        joined_at=clock.now(),
    )
    for name in ("Aubépine", "Bruyère"):
        make_enrolment(make_person(birth_name=name), edition, EnrolmentState.SENT)
    paying = make_enrolment(edition=edition, category="free-dry", fee_cents=9694)
    LedgerLine.objects.create(
        enrolment=paying,
        institution=paying.institution,
        number=1,
        kind=LedgerLine.Kind.DUE,
        amount_cents=9694,
        at=clock.now(),
        by=office,
    )
    make_letter(paying.person, edition)
    yield Place("office", office, "/")
    yield Place("desk list", office, reverse("enrolment:desk"))
    yield Place("request", office, sent.desk_url)
    yield Place("figure", office, reverse("portal:figure", args=[edition.pk, "uncollected"]))
    yield Place("fees", office, reverse("enrolment:cash"))
    yield Place("account", office, reverse("enrolment:cash_enrolment", args=[paying.pk]))
    yield Place("late enrolments", office, reverse("enrolment:late_openings", args=[edition.pk]))
    yield Place("editions I run", office, reverse("catalogue:staff"))
    yield Place("texts", office, f"{edition.get_absolute_url()}textes/")
    yield Place("text", office, f"{edition.get_absolute_url()}textes/section/fr/meaning/")
    yield Place("sendings", office, reverse("letters:sendings"))
    yield Place("letters", office, reverse("letters:texts"))
    yield Place("letter", office, reverse("letters:text", args=["orleans", "enrolment-sent", "fr"]))


def _evaluating(edition, office):
    assignment = make_assignment(
        make_deposit(
            make_portfolio(make_enrolment(_somebody("Digitale"), edition), ["A.1.1", "B.2.1"])
        )
    )
    evaluator = assignment.evaluator
    unread = make_deposit(make_portfolio(make_enrolment(edition=edition), ["A.1.1"]))
    yield Place("assignments", office, reverse("evaluation:assignments"))
    yield Place("share out", office, reverse("evaluation:share_out"))
    yield Place("assign", office, reverse("evaluation:assign", args=[unread.pk]))
    yield Place("evaluator", evaluator, "/")
    yield Place("my dossiers", evaluator, reverse("evaluation:mine"))
    yield Place("dossier", evaluator, assignment.get_absolute_url())
    yield Place("conflict", evaluator, reverse("evaluation:recuse", args=[assignment.pk]))
    yield Place("my messages", evaluator, reverse("letters:mine"))


def _sitting(edition):
    disputed = make_candidate(edition, [{}, {"B.2.1": "not_validated"}], **_named("Joubarbe"))
    jury = make_jury(edition, name="Jury du printemps")
    sitting = make_open_sitting(disputed, make_candidate(edition), jury=jury)
    leads, member = president(sitting), juror(sitting)
    case = Case.objects.get(enrolment=disputed)
    yield Place("president", leads, "/")
    yield Place("juries", leads, reverse("jury:list"))
    yield Place("sitting", leads, sitting.get_absolute_url())
    yield Place("clear cases", leads, f"{sitting.get_absolute_url()}suivre/")
    yield Place("seal", leads, f"{sitting.get_absolute_url()}scellement/")
    yield Place("case", member, case.get_absolute_url())


def _publishing(edition, office):
    desk = make_staff(Role.Kind.CERTIFICATE_DESK)
    certificate = make_certificates(
        make_certified(_somebody("Églantine"), edition), make_partial(edition=edition), by=office
    )[0]
    act = make_sealed(make_certified(edition=edition), session=2)
    yield Place("publications", office, reverse("outcomes:publications"))
    yield Place("publish", office, reverse("outcomes:publish", args=[act.pk]))
    yield Place("certificates", office, reverse("outcomes:certificates", args=[edition.pk]))
    yield Place("competences", office, reverse("portal:competences", args=[edition.pk]))
    yield Place("desk", desk, "/")
    yield Place("certificates desk", desk, reverse("outcomes:desk"))
    yield Place("hand over", desk, reverse("outcomes:hand_over", args=[certificate.pk]))
    yield Place("my results", certificate.person, reverse("outcomes:mine"))
    yield Place("verification", None, reverse("outcomes:verify_form"))
    yield Place("verified", None, certificate.get_absolute_url())
