"""What is done to many enrolments at once, each by the same door as to one alone."""

from collections import defaultdict

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from acquis.base.lists.acts import Act, reminding
from acquis.base.models import Sending
from acquis.base.templatetags.acquis import euros
from acquis.enrolment import actions, letters, sentences
from acquis.enrolment.forms import SameMessageForm, SameReasonForm
from acquis.enrolment.models import Enrolment, EnrolmentState, Proof

SENT, TO_COMPLETE = EnrolmentState.SENT, EnrolmentState.TO_COMPLETE


def desk(person):
    """The acts of the desk of this person; a request that another desk decides is left aside."""
    return [_accepting(person), _completing(person), _refusing(person)]


def _accepting(person):
    return _deciding(
        person,
        "accept",
        gettext_lazy("Accept…"),
        gettext_lazy("Accept these requests?"),
        letters.ACCEPTED,
        _to_accept,
        do=actions.accept,
        done=lambda count: ngettext("%d request is accepted.", "%d requests are accepted.", count),
    )


def _completing(person):
    return _deciding(
        person,
        "complete",
        gettext_lazy("Ask to complete…"),
        gettext_lazy("Ask to complete these requests?"),
        letters.TO_COMPLETE,
        lambda requests: _unless(requests, {SENT}, _only_sent()),
        do=actions.ask_completion,
        done=lambda count: ngettext(
            "%d request is to be completed.", "%d requests are to be completed.", count
        ),
        form=SameMessageForm,
    )


def _refusing(person):
    return _deciding(
        person,
        "refuse",
        gettext_lazy("Refuse…"),
        gettext_lazy("Refuse these requests?"),
        letters.REFUSED,
        lambda requests: _unless(requests, {SENT, TO_COMPLETE}, _only_open()),
        do=actions.refuse,
        done=lambda count: ngettext("%d request is refused.", "%d requests are refused.", count),
        form=SameReasonForm,
        is_danger=True,
    )


def _deciding(person, code, label, question, letter, obstacles, **more):
    return Act(
        code,
        label,
        question,
        letter=letter.label,
        sending=Sending.Kind.REQUESTS,
        edition=lambda request: request.edition,
        obstacles=lambda requests: _obstacles(person, requests, obstacles),
        detail=_detail,
        seen=lambda request: [request.state, request.version],
        **more,
    )


def cash():
    """The act of the cashier's list: remind those who owe."""
    return [
        reminding(
            gettext_lazy("Remind of the fee…"),
            gettext_lazy("Remind these people of their fee?"),
            letters.STILL_UNPAID,
            do=actions.remind_of_fee,
            obstacles=lambda rows: actions.why_not_of_fee(
                rows, {row.pk: row.balance for row in rows}
            ),
            detail=lambda row: _("Still owed: %(amount)s") % {"amount": euros(row.balance)},
            seen=lambda row: [row.state, row.balance],
            edition=lambda row: row.edition,
        )
    ]


def drafts():
    """The act of the list of late drafts, which says nothing of what they hold."""
    return reminding(
        gettext_lazy("Remind of the draft…"),
        gettext_lazy("Remind these people that their request is not sent?"),
        letters.DRAFT_CLOSES,
        do=actions.remind_of_draft,
        obstacles=actions.why_not_of_draft,
        detail=lambda row: sentences.spoken(row.category_plan.label),
        seen=lambda row: [row.state],
        edition=lambda row: row.edition,
    )


def _detail(request):
    """The category and the fee, as one reads them before deciding."""
    category = sentences.spoken(request.category_plan.label)
    return f"{category} – {sentences.frozen_fee(request)}"


def _obstacles(person, requests, others):
    """Why this person cannot decide a request, or else why nobody can now."""
    keys = [request.pk for request in requests]
    mine = Enrolment.objects.decided_by(person).filter(pk__in=keys)
    mine = set(mine.values_list("pk", flat=True))
    theirs = {
        request.pk: _("Another desk decides it.") for request in requests if request.pk not in mine
    }
    return others(requests) | theirs


def _only_sent():
    return _("It is “%(state)s”. This is done to a request sent, being checked.")


def _only_open():
    return _("It is “%(state)s”: only a request that is not decided can be refused.")


def _unless(requests, states, told):
    return {
        request.pk: told % {"state": request.get_state_display()}
        for request in requests
        if request.state not in states
    }


def _to_accept(requests):
    """Asks once for the documents of all of them."""
    present = defaultdict(dict)
    for proof in Proof.objects.present().filter(enrolment__in=[each.pk for each in requests]):
        present[proof.enrolment_id][proof.kind] = proof
    found = {each.pk: actions.obstacles(each, present[each.pk]) for each in requests}
    still = {key: "; ".join(map(str, lines)) for key, lines in found.items() if lines}
    return still | _unless(requests, {SENT}, _only_sent())
