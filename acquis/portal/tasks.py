"""What awaits a person at each of their desks: figures that are lists, and the next thing to do."""

from dataclasses import dataclass, field

from django.db.models import Count, Q, Sum
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from acquis.accounts.models import Role
from acquis.base import clock
from acquis.base.letters.waiting import troubled_for, waiting_for
from acquis.base.scope import CASHIER, CONTINUING_EDUCATION, reach, roles_of
from acquis.base.templatetags.acquis import euros
from acquis.catalogue.models import Edition, EditionState
from acquis.enrolment.models import Enrolment, EnrolmentState
from acquis.evaluation.models import Assignment, AssignmentState
from acquis.jury.models import CaseState, Sitting, SittingState
from acquis.outcomes.models import Document


@dataclass(frozen=True)
class Figure:
    """A number, what it counts, and the list that shows exactly that many rows."""

    label: str
    count: int
    url: str
    is_urgent: bool = False


@dataclass(frozen=True)
class Check:
    """One thing that must hold before an act, and whether it does."""

    label: str
    is_met: bool


@dataclass
class Desk:
    """What one role has to do; `lead` says until when, `next_*` where to go on."""

    key: str
    title: str
    lead: str = ""
    figures: list[Figure] = field(default_factory=list)
    checks: list[Check] = field(default_factory=list)
    next_label: str = ""
    next_url: str = ""
    url: str = ""


def desks_of(person):
    """The desks of a person's roles, and the sittings of their juries."""
    kinds = {role.kind for role in roles_of(person)}
    makers = {
        Role.Kind.OFFICE: _office_letters,
        Role.Kind.EVALUATOR: _evaluator,
        Role.Kind.CONTINUING_EDUCATION: _continuing_education,
        Role.Kind.CASHIER: _cashier,
        Role.Kind.CERTIFICATE_DESK: _certificate_desk,
        Role.Kind.ADMINISTRATOR: _administrator,
    }
    desks = [desk for kind, maker in makers.items() if kind in kinds for desk in maker(person)]
    return [*_sittings(person), *desks]


def _office_letters(person):
    held, troubled = waiting_for(person).count(), troubled_for(person).count()
    if not held and not troubled:
        return []
    figures = [
        Figure(_("sendings that wait before they leave"), held, reverse("letters:sendings")),
        Figure(
            _("letters to follow up"),
            troubled,
            reverse("letters:undelivered"),
            is_urgent=troubled > 0,
        ),
    ]
    return [Desk("letters", _("Letters"), figures=figures)]


def _evaluator(person):
    assignments = list(Assignment.objects.read_by(person).as_list())
    waiting = [each for each in assignments if each.state == AssignmentState.ASSIGNED]
    mine = reverse("evaluation:mine")
    desk = Desk("evaluator", _("My dossiers"))
    desk.figures = [
        Figure(_("dossiers to evaluate"), len(waiting), mine, is_urgent=bool(waiting)),
        Figure(_("proposals sent"), len(assignments) - len(waiting), mine),
    ]
    if not assignments:
        desk.lead = _("No dossier is given to you for now: a letter will tell you.")
    elif not waiting:
        desk.lead = _("All your proposals are sent. Thank you.")
    else:
        desk.lead = _before_the_jury(waiting)
        number = {"number": waiting[0].deposit.number}
        desk.next_label = _("Go on with dossier %(number)s") % number
        desk.next_url = waiting[0].get_absolute_url()
    return [desk]


def _before_the_jury(waiting):
    """The sentence that says until when the first of these dossiers must be read."""
    sits_on = min(each.edition.session(each.deposit.session).jury_from for each in waiting)
    day, left = {"day": date_format(sits_on, "l j F Y")}, (sits_on - clock.today()).days
    if left <= 0:
        return _("The jury sits since %(day)s and waits for your proposals.") % day
    return ngettext(
        "The jury sits from %(day)s: %(left)s day left to send your proposals.",
        "The jury sits from %(day)s: %(left)s days left to send your proposals.",
        left,
    ) % {**day, "left": left}


def _sittings(person):
    attended = Sitting.objects.attended_by(person)
    # Most people sit nowhere: they are asked for no more than that.
    states = list(attended.values_list("state", flat=True))
    sealed = states.count(SittingState.SEALED)
    desks = [_sitting(each) for each in _to_hold(attended)] if len(states) > sealed else []
    if sealed:
        minutes = Figure(
            _("deliberations sealed, with their minutes"), sealed, reverse("jury:list")
        )
        desks.append(Desk("sealed", _("Sealed deliberations"), figures=[minutes]))
    return desks


def _to_hold(attended):
    """The sittings that are not sealed, with what is counted of each."""
    counted = attended.with_edition().exclude(state=SittingState.SEALED)
    counted = counted.annotate(
        total=Count("cases", distinct=True),
        undecided=Count("cases", filter=Q(cases__state=CaseState.TO_DECIDE), distinct=True),
        here=Count("presences", filter=Q(presences__left_at__isnull=True), distinct=True),
        presides=Count(
            "presences",
            filter=Q(presences__left_at__isnull=True, presences__member__is_president=True),
            distinct=True,
        ),
    )
    return counted.order_by("held_on", "pk")


def _sitting(sitting):
    url = sitting.get_absolute_url()
    awaited = Assignment.objects.awaited().filter(deposit__cases__sitting=sitting).count()
    day = {"day": date_format(sitting.held_on, "l j F Y"), "place": sitting.place}
    return Desk(
        f"sitting-{sitting.pk}",
        str(sitting.jury),
        lead=_("%(day)s, %(place)s") % day,
        figures=[
            Figure(_("candidates before the jury"), sitting.total, f"{url}#candidates"),
            Figure(
                _("cases to decide"),
                sitting.undecided,
                f"{url}#candidates",
                is_urgent=sitting.is_open and sitting.undecided > 0,
            ),
        ],
        checks=[
            Check(_("The appointment act is joined"), sitting.jury.act_id is not None),
            Check(_("Every proposal is sent"), awaited == 0),
            Check(_("The president is present"), sitting.presides > 0),
            Check(_("At least two members are present"), sitting.here > 1),
            Check(_("Every case is decided"), sitting.total > 0 and sitting.undecided == 0),
        ],
        next_label=_("Go on with the sitting") if sitting.is_open else _("Prepare the sitting"),
        next_url=url,
        url=url,
    )


def _editions(person, *kinds):
    reached = reach(person, *kinds, institution="institution", programme="programme_code")
    editions = Edition.objects.filter(reached).filter(state=EditionState.PUBLISHED)
    return editions.with_programme().order_by("-year", "programme_code")


def _continuing_education(person):
    for edition in _editions(person, CONTINUING_EDUCATION):
        ours = Enrolment.objects.checked_by(person).filter(edition=edition)
        counts = dict(ours.order_by().values_list("state").annotate(Count("pk")))
        url = f"{reverse('enrolment:desk')}?edition={edition.pk}&state="
        sent = counts.get(EnrolmentState.SENT, 0)
        yield Desk(
            f"requests-{edition.pk}",
            _("Requests for %(edition)s") % {"edition": edition},
            figures=[
                Figure(_("requests to decide"), sent, f"{url}sent", is_urgent=sent > 0),
                Figure(
                    _("requests that candidates complete"),
                    counts.get(EnrolmentState.TO_COMPLETE, 0),
                    f"{url}to_complete",
                ),
                Figure(
                    _("enrolments accepted"),
                    counts.get(EnrolmentState.ACCEPTED, 0),
                    f"{url}accepted",
                ),
            ],
        )


def _cashier(person):
    for edition in _editions(person, CASHIER):
        ours = Enrolment.objects.charged_by(person).filter(edition=edition).with_account()
        owing = ours.owing().aggregate(count=Count("pk"), cents=Sum("balance", default=0))
        url = f"{reverse('enrolment:cash')}?edition={edition.pk}&show="
        yield Desk(
            f"fees-{edition.pk}",
            _("Fees of %(edition)s") % {"edition": edition},
            lead=_("%(amount)s still to receive") % {"amount": euros(owing["cents"])},
            figures=[
                Figure(_("candidates who still owe"), owing["count"], f"{url}owing"),
                Figure(_("candidates to pay back"), ours.overpaid().count(), f"{url}surplus"),
                Figure(_("accounts settled"), ours.settled().count(), f"{url}settled"),
            ],
        )


def _certificate_desk(person):
    documents, desk = Document.objects.handed_by(person), reverse("outcomes:desk")
    waiting, handed = documents.uncollected().count(), documents.filter(hand_over__isnull=False)
    figures = [
        Figure(_("certificates to hand over"), waiting, desk),
        Figure(_("certificates handed over"), handed.count(), f"{desk}?show=handed"),
    ]
    return [Desk("certificates", _("Certificates"), figures=figures)]


def _administrator(person):
    years = Edition.objects.run_by(person)
    staff = reverse("catalogue:staff")
    return [Desk("years", _("Years"), figures=[Figure(_("years loaded"), years.count(), staff)])]
