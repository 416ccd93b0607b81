"""The rows of a sitting as plain data, ready to be sealed. Reads only."""

from collections import defaultdict
from datetime import UTC

from acquis.jury import rules
from acquis.jury.models import Decision, Presence, Recusal


def header(sitting, *, number, at, by, rectifies=None):
    """Who decided, by which act and rule, when, and who was there."""
    jury = sitting.jury
    edition = jury.edition
    version = edition.programme_version
    programme = version.programme
    return {
        "number": number,
        "rectifies": rectifies,
        "institution": {"name": sitting.institution.name, "city": sitting.institution.city},
        "programme": {
            "code": version.code,
            "version": version.version,
            "name": programme.official_name,
            "fingerprint": version.fingerprint,
            "items": [item.code for item in programme.items],
            "conditions": [condition.code for condition in programme.conditions],
            "labels": {
                part.code: {"fr": part.label.fr, "en": part.label.in_language("en")}
                for part in (*programme.items, *programme.conditions)
            },
        },
        "edition": {"year": edition.year, "fingerprint": edition.fingerprint},
        "session": jury.session,
        "sitting": {
            "held_on": sitting.held_on.isoformat(),
            "place": sitting.place,
            "opened_at": _moment(sitting.opened_at),
            "sealed_at": _moment(at),
            "sealed_by": by.civil_name,
        },
        "jury": {
            "name": jury.name,
            "act_reference": jury.act_reference,
            "appointed_on": jury.appointed_on.isoformat(),
            "signatory": jury.signatory,
            "is_delegated": jury.is_delegated,
            "delegation": jury.delegation,
            "act": jury.act.sha256,
            "members": _members(jury),
        },
        "presences": _presences(sitting),
    }


def cases(sitting):
    """Every case of the sitting, judged, in the order of the names. Three queries for all."""
    programme = sitting.jury.edition.programme
    rows = sitting.cases.by_name().select_related("enrolment__person", "deposit", "decided_by")
    decisions = _by_case(Decision.objects.filter(case__sitting=sitting).order_by("position"))
    recusals = _by_case(
        Recusal.objects.filter(case__sitting=sitting)
        .select_related("member__person", "overridden_by")
        .order_by("made_at", "pk")
    )
    return [
        rules.case_content(
            programme,
            _case(case, recusals[case.pk]),
            [decision.told() for decision in decisions[case.pk]],
        )
        for case in rows
    ]


def _case(case, recusals):
    person = case.enrolment.person
    return {
        "enrolment": str(case.enrolment_id),
        "candidate": person.civil_name,
        "sorted_name": f"{person.birth_name} {person.first_names}",
        "born_on": person.born_on and person.born_on.isoformat(),
        "standing": case.standing,
        "deposit": case.deposit and deposit(case.deposit),
        "recusals": [_recusal(recusal) for recusal in recusals],
        "decided_at": _moment(case.decided_at),
        "decided_by": case.decided_by.civil_name,
        "version": case.version,
    }


def deposit(deposit):
    """What an act says of a dossier: its number, its fingerprint and those of its evidence."""
    return {
        "number": deposit.number,
        "sha256": deposit.sha256,
        "evidence": [
            {"id": evidence["id"], "sha256": evidence["sha256"]}
            for situation in deposit.content["situations"]
            for evidence in situation["evidence"]
        ],
    }


def _recusal(recusal):
    return {
        "member": recusal.member.person.civil_name,
        "cause": recusal.cause,
        "reason": recusal.reason,
        "made_at": _moment(recusal.made_at),
        "overridden_at": _moment(recusal.overridden_at),
        "overridden_by": recusal.overridden_by and recusal.overridden_by.civil_name,
        "override_reason": recusal.override_reason,
    }


def _members(jury):
    members = jury.members.select_related("person").order_by(
        "-is_president", "person__birth_name", "person__first_names", "pk"
    )
    return [
        {
            "name": member.person.civil_name,
            "quality": member.quality,
            "is_president": member.is_president,
        }
        for member in members
    ]


def _presences(sitting):
    presences = Presence.objects.filter(sitting=sitting).select_related("member__person")
    return [
        {
            "member": presence.member.person.civil_name,
            "arrived_at": _moment(presence.arrived_at),
            "left_at": _moment(presence.left_at),
        }
        for presence in presences.order_by("arrived_at", "pk")
    ]


def _by_case(rows):
    found = defaultdict(list)
    for row in rows:
        found[row.case_id].append(row)
    return found


def _moment(moment):
    return moment and moment.astimezone(UTC).isoformat(timespec="seconds")
