"""Invented people and things for tests, made directly: boring, and honest about oddities.

Each maker takes the thing it hangs on; what is not said is plain. Nothing here goes through a
view or an action, so that a stage can be tested without the stages before it.
"""

import struct
from dataclasses import replace
from datetime import date, datetime, timedelta
from itertools import count
from pathlib import Path
from zlib import compress, crc32
from zoneinfo import ZoneInfo

from django.core.files.base import ContentFile

from acquis.accounts.models import Institution, Person, Role
from acquis.base import clock, files
from acquis.base.canonical import fingerprint
from acquis.base.models import Message, Sending, SendingState
from acquis.catalogue import definitions
from acquis.catalogue.models import Edition, EditionState, ProgrammeVersion
from acquis.enrolment.models import Enrolment, EnrolmentState
from acquis.eportfolio.models import Claim, Deposit, Evidence, Portfolio, PortfolioState, Situation
from acquis.evaluation.models import Assignment, AssignmentState, Proposal

ROOT = Path(__file__).resolve().parent.parent
PARIS = ZoneInfo("Europe/Paris")
PDF = b"%PDF-1.4\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n"
_serial = count(1)


def make_institution(slug="orleans", **fields):
    defaults = {"name": f"Université d'{slug.capitalize()}", "city": slug.capitalize()}
    return Institution.objects.get_or_create(slug=slug, defaults={**defaults, **fields})[0]


def make_png(width, height):
    """A drawing of one colour, with an alpha channel, as a logo has."""

    def part(name, data):
        return struct.pack(">I", len(data)) + name + data + struct.pack(">I", crc32(name + data))

    rows = (b"\0" + b"\x6b\x21\x50\xc0" * width) * height
    head = struct.pack(">IIBBBBB", width, height, 8, 6, 0, 0, 0)
    parts = (part(b"IHDR", head), part(b"IDAT", compress(rows)), part(b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(parts)


def make_person(first_names="Ada", birth_name=None, **fields):
    number = next(_serial)
    return Person.objects.create_user(
        fields.pop("email", f"personne{number}@exemple.example"),
        fields.pop("password", None),
        first_names=first_names,
        birth_name=birth_name or f"Exemple{number}",
        **fields,
    )


def make_staff(kind, institution=None, **fields):
    """A person with one role, of `Role.Kind`, for every programme of the institution."""
    person = make_person(first_names=str(kind).capitalize(), **fields)
    Role.objects.create(
        person=person,
        institution=institution or make_institution(),
        kind=kind,
        since=date(2020, 1, 1),
    )
    return person


def load(name):
    """The definitions of a shipped programme and edition: load("c2i2e/editions/2022-2023")."""
    folder, _, year = name.partition("/editions/")
    programme, problems = definitions.load_programme_file(
        ROOT / f"programmes/{folder}/programme.yaml"
    )
    assert programme, problems
    edition, problems = definitions.load_edition_file(ROOT / f"programmes/{name}.yaml", programme)
    assert edition, problems
    return programme, edition


def make_edition(name="c2i2e/editions/2022-2023", institution=None, state=EditionState.PUBLISHED):
    """A shipped edition as loaded; the C2i2e of 2022-2023 unless told."""
    programme, plan = load(name)
    institution = institution or make_institution()
    data = definitions.to_data(programme)
    version, _ = ProgrammeVersion.objects.get_or_create(
        institution=institution,
        code=programme.code,
        version=programme.version,
        defaults={"definition": data, "fingerprint": fingerprint(data), "loaded_at": clock.now()},
    )
    data = definitions.to_data(plan)
    edition, _ = Edition.objects.get_or_create(
        institution=institution,
        programme_code=programme.code,
        year=plan.year,
        defaults={
            "programme_version": version,
            "state": state,
            "definition": data,
            "fingerprint": fingerprint(data),
            "published_at": None if state == EditionState.DRAFT else clock.now(),
        },
    )
    # A process that serves has parsed what it serves: no test counts that reading.
    assert edition.programme
    assert edition.plan
    return edition


def remind(**days):
    """The shipped edition with these days of reminding, before anybody enrols in it."""
    edition = make_edition()
    plan = replace(edition.plan, reminders=definitions.Reminders(**days))
    data = definitions.to_data(plan)
    Edition.objects.filter(pk=edition.pk).update(definition=data, fingerprint=fingerprint(data))
    return Edition.objects.get(pk=edition.pk)


def make_file(content=PDF, name="preuve.pdf", institution=None, by=None):
    return files.receive(
        ContentFile(content, name=name), by=by, institution=institution or make_institution()
    )


def make_enrolment(person=None, edition=None, state=EnrolmentState.ACCEPTED, **fields):
    """An enrolment in state ACCEPTED, M2 of Orléans (free) unless told; no proof, no ledger."""
    edition = edition or make_edition()
    now = clock.now()
    if state in (EnrolmentState.ACCEPTED, EnrolmentState.REFUSED):
        fields.setdefault("decided_at", now)
        fields.setdefault("decided_by", make_person("Office"))
    if state != EnrolmentState.DRAFT:
        fields.setdefault("sent_at", now)
        fields.setdefault("fee_cents", 0)
    fields.setdefault("category", "m2-orleans")
    return Enrolment.objects.create(
        institution=edition.institution,
        edition=edition,
        person=person or make_person(),
        state=state,
        saved_at=now,
        **fields,
    )


def make_portfolio(enrolment=None, claims=(), taught=True, **fields):
    """An open portfolio; `claims` are item codes, all claimed in one situation with one PDF.

    With `taught`, that situation is the taught session and has its proof.
    """
    enrolment = enrolment or make_enrolment()
    portfolio = Portfolio.objects.create(
        institution=enrolment.institution, enrolment=enrolment, **fields
    )
    if claims:
        situation = Situation.objects.create(
            portfolio=portfolio,
            title="Un débat mouvant en classe de 4e",
            saved_at=clock.now(),
            account="Les élèves prennent position sur un mur collaboratif.",
            taught_on=date(2022, 9, 20) if taught else None,
            condition="taught-session" if taught else "",
            audience="24 élèves",
        )
        Evidence.objects.create(
            situation=situation,
            description="Déroulé de la séance",
            file=make_file(institution=enrolment.institution, by=enrolment.person),
            begun_at=clock.now(),
            added_at=clock.now(),
        )
        for item in claims:
            Claim.objects.create(
                situation=situation, item=item, argument=f"Voir le déroulé ({item})."
            )
    return portfolio


def make_deposit(portfolio=None, session=1, **fields):
    """A standing deposit with the portfolio's content frozen in the documented form."""
    portfolio = portfolio or make_portfolio(claims=["A.1.1", "B.2.1"])
    content = {
        "person": portfolio.enrolment.person.civil_name,
        "session": session,
        "statement": "Je déclare sur l'honneur que ce dossier est mon travail.",
        "acquired": [],
        "situations": [
            {
                "id": str(situation.pk),
                "title": situation.title,
                "account": situation.account,
                "taught_on": situation.taught_on and situation.taught_on.isoformat(),
                "audience": situation.audience,
                "place": situation.place,
                "condition": situation.condition,
                "evidence": [
                    {
                        "id": str(e.pk),
                        "name": e.file.name if e.file else "",
                        "url": e.url,
                        "description": e.description,
                        "sha256": e.file.sha256 if e.file else "",
                        "size": e.file.size if e.file else 0,
                        "file": str(e.file_id or ""),
                    }
                    for e in situation.evidence.present()
                ],
                "claims": [
                    {"item": c.item, "argument": c.argument}
                    for c in situation.claims.order_by("item")
                ],
            }
            for situation in portfolio.situations.present()
        ],
    }
    deposit = Deposit.objects.create(
        institution=portfolio.institution,
        portfolio=portfolio,
        session=session,
        number=f"D-{next(_serial):06}",
        content=content,
        sha256=fingerprint(content),
        deposited_at=clock.now(),
        **fields,
    )
    deposit.files.set(
        [e.file for s in portfolio.situations.present() for e in s.evidence.present() if e.file]
    )
    Portfolio.objects.filter(pk=portfolio.pk).update(
        state=PortfolioState.DEPOSITED, session=session
    )
    portfolio.refresh_from_db()
    return deposit


def make_assignment(
    deposit=None, evaluator=None, state=AssignmentState.ASSIGNED, proposals=None, **fields
):
    """An assignment; `proposals` maps item or condition codes to verdicts."""
    deposit = deposit or make_deposit()
    if state == AssignmentState.SENT:
        fields.setdefault("sent_at", clock.now())
    if state in (AssignmentState.WITHDRAWN, AssignmentState.RECUSED):
        fields.setdefault("ended_at", clock.now())
        fields.setdefault("reason", "Empêchement.")
    assignment = Assignment.objects.create(
        institution=deposit.institution,
        deposit=deposit,
        evaluator=evaluator or make_staff(Role.Kind.EVALUATOR, deposit.institution),
        assigned_by=make_person("Office"),
        assigned_at=clock.now(),
        state=state,
        **fields,
    )
    for item, verdict in (proposals or {}).items():
        Proposal.objects.create(
            assignment=assignment,
            item=item,
            verdict=verdict,
            saved_at=clock.now(),
            reason=f"Lecture de {item}",
        )
    return assignment


def make_sending(edition=None, state=SendingState.HELD, **fields):
    """The results of session 1, prepared now, that leave in ten minutes; no letter yet."""
    edition = edition or make_edition()
    now = clock.now()
    if state == SendingState.RELEASED:
        fields.setdefault("released_at", now)
    return Sending.objects.create(
        institution=edition.institution,
        programme_code=edition.programme_code,
        kind=fields.pop("kind", Sending.Kind.RESULTS),
        name=f"{edition}, session 1",
        state=state,
        made_at=now,
        leaves_at=fields.pop("leaves_at", now + timedelta(minutes=10)),
        **fields,
    )


def make_letter(person=None, edition=None, state=Message.State.SENT, **fields):
    """A letter about an edition, sent unless told; with `sending`, held as that sending is."""
    edition = edition or make_edition()
    person = person or make_person()
    now, number = clock.now(), next(_serial)
    if state == Message.State.SENT:
        fields.setdefault("sent_at", now)
    if state == Message.State.FAILED:
        fields.setdefault("failure", Message.Failure.ADDRESS)
        fields.setdefault("last_error", "550 No such person")
    defaults = {
        "kind": "greeting",
        "once": f"letter:{number}",
        "subject": f"Lettre {number}",
        "body": f"Bonjour,\n\nCeci est la lettre {number}.\n\nÀ bientôt.",
        "address": person.email,
        "queued_at": now,
        "next_attempt_at": now,
    }
    return Message.objects.create(
        institution=edition.institution,
        programme_code=edition.programme_code,
        person=person,
        state=state,
        **{**defaults, **fields},
    )


def moment(*parts):
    """An instant of Paris: moment(2023, 4, 23, 23, 59)."""
    return datetime(*parts, tzinfo=PARIS)


def a_minute_before(instant):
    return instant - timedelta(minutes=1)
