"""After the seal: a numbered act that corrects one candidate's case and cites the first."""

from django.db import transaction
from django.utils.translation import gettext as _

from acquis.base import clock, files
from acquis.base.journal import record
from acquis.base.refusal import Refusal
from acquis.jury import rules
from acquis.jury.models import Deliberation, Sitting, Standing

from . import telling
from .preparing import unexamined
from .sealing import keep
from .words import said


@transaction.atomic
def rectify(case, choices, *, reason, corrects, by, standing=""):
    """Correct what is sealed about one candidate by a new act that cites the first.

    `choices` is {item: (verdict, mark)}; `corrects` is the number of the act that the page
    showed: of two presidents' pages, the second is told. `standing` is that of a case which was
    sealed without being examined: submitted, it is decided line by line.
    """
    sitting = Sitting.objects.locked(case.sitting_id)
    if not sitting.is_sealed:
        raise Refusal(_("This deliberation is not sealed: change the decision itself."))
    newest = Deliberation.objects.newest_about(case.enrolment, case.session)
    if newest.number != corrects:
        raise Refusal(
            _("Act %(number)s has meanwhile spoken of this candidate: read it, then start again.")
            % {"number": newest.number}
        )
    sealed = newest.case_of(case.enrolment)
    if sealed["standing"] == Standing.SUBMITTED:
        corrected = _decided_anew(case, sealed, choices, reason=reason)
    else:
        corrected = _examined(case, sealed, standing, choices, reason=reason)
    return _rectify(sitting, newest, corrected, reason=reason, by=by)


def _decided_anew(case, sealed, choices, *, reason):
    changes = _changes(sealed, choices)
    if not changes:
        raise Refusal(_("Nothing is different from what is sealed: change at least one decision."))
    return rules.rectified(case.programme, sealed, changes, reason=reason)


def _examined(case, sealed, standing, choices, *, reason):
    """The case with the standing it should have had."""
    if standing in ("", sealed["standing"]):
        raise Refusal(
            _(
                "No dossier was examined: say first how this candidate should have been recorded, "
                "then decide each line if a dossier was submitted."
            )
        )
    deposit, chosen = None, {}
    if standing == Standing.SUBMITTED:
        deposit = case.found_deposit()
        _refuse_damaged(case, deposit)
        chosen = _chosen(unexamined(case, deposit), choices)
    return rules.examined(
        case.programme,
        sealed,
        chosen,
        standing=standing,
        deposit=deposit and telling.deposit(deposit),
        reason=reason,
    )


def _refuse_damaged(case, deposit):
    """The evidence of a dossier is read whole before it is sealed, here as at the first seal."""
    stored = deposit.files.all() if deposit else ()
    if damaged := [file.name for file in stored if not files.is_whole(file)]:
        candidate = case.enrolment.person.civil_name
        missing = rules.Missing("damaged", candidate=candidate, names=tuple(damaged))
        raise Refusal(said(missing, case.sitting))


def _chosen(rows, choices):
    """What is decided on each line, as plain data; every line needs a decision."""
    for row in rows:
        if row.item in choices and not row.is_fixed:
            row.choose(*choices[row.item], "", by=None, at=None)
    if still_open := [row.item for row in rows if row.is_open]:
        raise Refusal(
            _("A dossier that is examined is decided whole. Still without a decision: %(items)s.")
            % {"items": ", ".join(still_open)}
        )
    return {row.item: row.told() for row in rows}


def _rectify(sitting, newest, corrected, *, reason, by):
    at = clock.now()
    first = sitting.deliberations.get(rectifies=None)
    rank = first.rectifications.count() + 1
    cited = {
        "first": first.number,
        "first_sha256": first.sha256,
        "corrects": newest.number,
        "reason": reason,
    }
    content = rules.act_content(
        sitting.jury.edition.programme,
        telling.header(sitting, number=f"{first.number}-R{rank}", at=at, by=by, rectifies=cited),
        [corrected],
    )
    act = keep(sitting, content, at=at, by=by, rectifies=first, reason=reason)
    was = corrected["was_standing"]
    record(
        "rectified",
        sitting,
        by=by,
        act=act.number,
        sha256=act.sha256,
        enrolment=corrected["enrolment"],
        items=sorted(each["item"] for each in corrected["decisions"] if each["was"]),
        **({"standing": [was, corrected["standing"]]} if was else {}),
    )
    return act


def _changes(sealed, choices):
    """The choices that differ from what is sealed, known items only."""
    now = {
        each["item"]: (each["verdict"], each["mark"])
        for each in sealed["decisions"]
        if each["basis"] != "acquired"
    }
    return {
        item: rules.Proposed(verdict, mark)
        for item, (verdict, mark) in choices.items()
        if item in now and (verdict, rules.written(mark)) != now[item]
    }
