"""The pieces of work that are measured, with the invented data that each needs."""

from datetime import datetime
from itertools import count
from uuid import uuid4
from zoneinfo import ZoneInfo

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from acquis.accounts.models import Role
from acquis.base import clock
from acquis.eportfolio.models import Claim, Evidence, Situation
from acquis.evaluation.models import AssignmentState
from acquis.jury.models import (
    Case,
    CaseState,
    Jury,
    Member,
    Presence,
    Sitting,
    SittingState,
    Standing,
)
from tests import factories

CANDIDATES = 500
PARIS = ZoneInfo("Europe/Paris")


def works(runs):
    """(name, work, runs) for each measured piece of work; the data is made first."""
    clock.travel_to(datetime(2023, 4, 20, 10, tzinfo=PARIS), freeze=True)
    edition = factories.make_edition()
    codes = [item.code for item in edition.programme.items]
    portfolio = dossier_of_thirty(edition, codes)
    yield from candidate_works(portfolio, runs)
    yield from evaluator_works(edition, codes, runs)
    yield from jury_works(edition, codes, runs)


def signed_in(person):
    client = Client(SERVER_NAME="localhost")
    client.force_login(person, backend="allauth.account.auth_backends.AuthenticationBackend")
    return client


def dossier_of_thirty(edition, codes):
    """A portfolio of six situations with five files each, every competence claimed."""
    portfolio = factories.make_portfolio(factories.make_enrolment(edition=edition))
    for rank in range(6):
        situation = Situation.objects.create(
            portfolio=portfolio,
            title=f"Situation {rank + 1}",
            account="Texte. " * 80,
            saved_at=clock.now(),
            position=rank,
        )
        for piece in range(5):
            Evidence.objects.create(
                situation=situation,
                description=f"Pièce {piece + 1}",
                begun_at=clock.now(),
                added_at=clock.now(),
                position=piece,
                file=factories.make_file(factories.PDF + b"%d-%d" % (rank, piece)),
            )
        for code in codes[rank::6]:
            Claim.objects.create(situation=situation, item=code, argument="Voir la pièce. " * 10)
    return portfolio


def candidate_works(portfolio, runs):
    anyone, candidate = Client(SERVER_NAME="localhost"), signed_in(portfolio.enrolment.person)
    situation = portfolio.situations.first()
    edit = reverse("eportfolio:edit_situation", args=[situation.pk])
    add = reverse("eportfolio:add_files", args=[situation.pk])
    serial = count()

    def save_text():
        situation.refresh_from_db()
        return candidate.post(
            edit,
            {
                "title": situation.title,
                "account": f"Texte repris {next(serial)}. " * 80,
                "version": situation.version,
            },
        )

    def upload():
        content = factories.PDF + b"%d" % next(serial) + bytes(10 * 1024 * 1024)
        return candidate.post(add, {"files": SimpleUploadedFile("video.pdf", content)})

    yield "log-in page", lambda: anyone.get(reverse("account_login")), runs
    yield "home page", lambda: candidate.get("/"), runs
    yield "own dossier, 30 pieces", lambda: candidate.get(portfolio.get_absolute_url()), runs
    yield "save a text", save_text, runs
    yield "upload 10 MB", upload, min(runs, 10)


def evaluator_works(edition, codes, runs):
    portfolio = factories.make_portfolio(factories.make_enrolment(edition=edition), claims=codes)
    assignment = factories.make_assignment(factories.make_deposit(portfolio))
    evaluator = signed_in(assignment.evaluator)
    save = reverse("evaluation:save_item", args=[assignment.pk, codes[0]])
    serial = count()

    def save_item():
        saved = assignment.proposals.filter(item=codes[0]).first()
        return evaluator.post(
            save,
            {
                f"verdict-{codes[0]}": "validated",
                f"reason-{codes[0]}": f"Lecture {next(serial)}",
                f"version-{codes[0]}": saved.version if saved else 0,
            },
            headers={"HX-Request": "true"},
        )

    address = assignment.get_absolute_url()
    yield "evaluator opens a dossier and its grid", lambda: evaluator.get(address), runs
    yield "save one item proposal", save_item, runs


def jury_works(edition, codes, runs):
    """A sitting of 500 candidates, 28 items and a condition each."""
    from acquis.jury import actions

    office = factories.make_staff(Role.Kind.OFFICE)
    president = factories.make_person("Présidente")
    jury = Jury.objects.create(
        institution=edition.institution,
        edition=edition,
        session=1,
        name="Jury",
        act_reference="Arrêté 2023-01",
        appointed_on=clock.today(),
        signatory="La présidente",
    )
    member = Member.objects.create(jury=jury, person=president, quality="PR", is_president=True)
    evaluator = factories.make_staff(Role.Kind.EVALUATOR)
    everything = dict.fromkeys([*codes, edition.programme.conditions[0].code], "validated")
    enrolments = []
    for _number in range(CANDIDATES):
        enrolment = factories.make_enrolment(edition=edition)
        deposit = factories.make_deposit(factories.make_portfolio(enrolment, claims=codes))
        factories.make_assignment(
            deposit, evaluator, state=AssignmentState.SENT, proposals=everything
        )
        enrolments.append(enrolment)
    sitting = Sitting.objects.create(
        institution=edition.institution, jury=jury, held_on=clock.today(), place="Salle 1"
    )
    actions.convene(sitting, enrolments, by=office)
    Presence.objects.create(sitting=sitting, member=member, arrived_at=clock.now())
    sitting.move_to(SittingState.OPEN, by=president, opened_at=clock.now())
    client, address = signed_in(president), sitting.get_absolute_url()
    case = Case.objects.filter(sitting=sitting, standing=Standing.SUBMITTED).first()
    waiting = iter(Case.objects.filter(sitting=sitting).exclude(pk=case.pk).order_by("pk"))

    def decide():
        """The page of a case as it is sent: a verdict and a reason for every line."""
        case = next(waiting)
        lines = {f"verdict-{code}": verdict for code, verdict in everything.items()}
        lines |= {f"reason-{code}": "" for code in everything}
        decision = {**lines, "version": case.version, "do": "decide", "once": str(uuid4())}
        return client.post(reverse("jury:decide", args=[case.pk]), decision)

    yield "jury table, 500 × 28", lambda: client.get(address), min(runs, 10)
    yield "jury case", lambda: client.get(case.get_absolute_url()), runs
    yield "jury decides a case", decide, runs
    follow = reverse("jury:follow_all", args=[sitting.pk])

    def follow_all():
        """Every case that is still to be decided, as proposed; then all of them are again."""
        response = client.post(follow, {})
        Case.objects.filter(sitting=sitting).update(
            state=CaseState.TO_DECIDE, decided_at=None, decided_by=None
        )
        return response

    yield "jury follows every clear case", follow_all, min(runs, 3)
