"""The minutes: what a sealed act says, on paper. They print nothing that the act does not hold."""

import re
from collections import Counter, defaultdict
from datetime import date, datetime
from decimal import Decimal

from django.conf import settings
from django.utils import translation
from django.utils.formats import date_format, localize
from django.utils.timezone import localtime
from django.utils.translation import get_language, pgettext
from django.utils.translation import gettext as _
from typst import TypstError

from acquis.base.typeset import typeset
from acquis.evaluation.models import Verdict
from acquis.jury.models import Recusal, Standing

TEMPLATE = "jury/documents/minutes.typ"
# Stands for a letter that our fonts cannot print; the act itself keeps every letter.
UNPRINTABLE = "□"


def minutes(content, sha256, *, at):
    """The minutes of an act as PDF, in the language of the institution."""
    with translation.override(settings.LANGUAGE_CODE):
        words = _words(content, sha256)
    return _set(words, at=at)


def _set(words, *, at, attempts=5):
    """A name or a reason with a letter that no font has must not keep a jury from sealing."""
    try:
        return typeset(TEMPLATE, words, at=at)
    except TypstError as error:
        lacking = set(re.findall(r'the text `"(.+?)"` could not be displayed', error.diagnostic))
        if not lacking or not attempts:
            raise
        return _set(_without(words, lacking), at=at, attempts=attempts - 1)


def _without(words, lacking):
    match words:
        case str():
            for text in lacking:
                words = words.replace(text, UNPRINTABLE)
            return words
        case list():
            return [_without(each, lacking) for each in words]
        case dict():
            return {key: _without(value, lacking) for key, value in words.items()}
    return words


def _words(content, sha256):
    rectifies = content["rectifies"]
    sections = [_composition(content), _recusals(content), _rule(content)]
    return {
        "language": get_language(),
        "title": _("Rectifying act") if rectifies else _("Minutes of deliberation"),
        "institution": content["institution"]["name"],
        "reference": _("%(number)s – fingerprint %(sha256)s")
        % {"number": content["number"], "sha256": sha256},
        "facts": _facts(content),
        "sections": [section for section in sections if section],
        "wide": [_corrections(content)]
        if rectifies
        else [_decisions(content), *_departed(content)],
        "signed": _("Signatures"),
        "signatures": _signatures(content),
    }


def _facts(content):
    jury, sitting, rectifies = content["jury"], content["sitting"], content["rectifies"]
    programme = content["programme"]
    act = _("%(act_reference)s of %(day)s, signed by %(signatory)s") % {
        **jury,
        "day": _day(jury["appointed_on"]),
    }
    facts = [
        [pgettext("jury", "Act"), content["number"]],
        [_("Certification"), f"{programme['name']} ({programme['code']} {programme['version']})"],
        [
            _("Year and session"),
            _("%(year)s, session %(session)d")
            % {"year": content["edition"]["year"], "session": content["session"]},
        ],
        [_("Jury"), jury["name"]],
        [_("Appointment act"), act],
        [_("Sitting"), f"{_day(sitting['held_on'])}, {sitting['place']}"],
        [_("Opened"), _moment(sitting["opened_at"])],
        [_("Sealed"), f"{_moment(sitting['sealed_at'])}, {sitting['sealed_by']}"],
    ]
    if jury["delegation"]:
        facts.insert(5, [_("Delegation of signature"), jury["delegation"]])
    if rectifies:
        facts += [
            [_("Cites"), f"{rectifies['first']} ({rectifies['first_sha256']})"],
            [_("Corrects"), rectifies["corrects"]],
            [_("Reason"), rectifies["reason"]],
        ]
    return facts


def _composition(content):
    spans = defaultdict(list)
    for presence in content["presences"]:
        words = {"arrived": _moment(presence["arrived_at"])}
        told = _("from %(arrived)s until the seal")
        if presence["left_at"]:
            told = _("from %(arrived)s to %(left)s")
            words["left"] = _moment(presence["left_at"])
        spans[presence["member"]].append(told % words)
    rows = [
        [
            member["name"],
            _("president, %(quality)s") % member if member["is_president"] else member["quality"],
            "; ".join(spans[member["name"]]) or _("not there"),
        ]
        for member in content["jury"]["members"]
    ]
    return _table(
        _("Composition and presence"), [_("Member"), _("Quality"), _("Presence")], rows, [3, 4, 4]
    )


def _recusals(content):
    rows = []
    for case in content["cases"]:
        for recusal in case["recusals"]:
            why = recusal["reason"] or Recusal.Cause(recusal["cause"]).label
            overridden = ""
            if recusal["overridden_at"]:
                overridden = f"{recusal['overridden_by']}: {recusal['override_reason']}"
            rows.append([case["sorted_name"], recusal["member"], str(why), overridden])
    heads = [pgettext("jury", "Candidate"), _("Member"), _("Why"), _("Overridden by the president")]
    return _table(_("Members who stepped aside"), heads, rows, [3, 3, 4, 4])


def _rule(content):
    language = get_language()
    lines = [text.get(language) or text["fr"] for text in content["rule_in_words"]]
    return {
        "title": _("Rule applied"),
        "lines": lines,
        "notes": [
            _("Fingerprint of the rule: %(hash)s") % {"hash": content["rule_fingerprint"]},
            _("Fingerprint of the programme: %(hash)s")
            % {"hash": content["programme"]["fingerprint"]},
            _("Fingerprint of the edition: %(hash)s") % {"hash": content["edition"]["fingerprint"]},
        ],
    }


def _decisions(content):
    items = set(content["programme"]["items"])
    rows = [
        [
            str(rank),
            case["sorted_name"] + (f" ({_day(case['born_on'])})" if case["born_on"] else ""),
            outcome(case),
            f"{len(case['validated'])}/{len(items)}",
            _lacking(case, items),
            _others(case, items),
        ]
        for rank, case in enumerate(content["cases"], 1)
    ]
    heads = [
        _("No."),
        pgettext("jury", "Candidate"),
        _("Outcome"),
        pgettext("jury", "Validated"),
        _("Not validated"),
        _("Conditions and marks"),
    ]
    table = _table(_("Decisions"), heads, rows, [0, 4, 3, 0, 6, 4])
    return table and {**table, "lines": [_summary(content)], "notes": _labels(content)}


def _labels(content):
    """What the codes of the last column stand for; those of a framework are public."""
    language, programme = get_language(), content["programme"]
    marked = {
        each["item"]
        for case in content["cases"]
        for each in case["decisions"]
        if each["mark"] is not None
    }
    codes = [code for code in programme["items"] if code in marked] + programme["conditions"]
    labels = programme["labels"]
    return [
        _("%(item)s: %(value)s")
        % {"item": code, "value": labels[code].get(language) or labels[code]["fr"]}
        for code in codes
    ]


def _lacking(case, items):
    """The items that were not validated: all the others were."""
    if case["standing"] != "submitted":
        return ""
    codes = (each["item"] for each in case["decisions"])
    return ", ".join(code for code in codes if code in items and code not in case["validated"])


def _others(case, items):
    """What a list of codes does not tell: conditions with their verdict, and marks."""
    if case["standing"] != "submitted":
        return ""
    return ", ".join(
        _("%(item)s: %(value)s") % {"item": each["item"], "value": _value(each)}
        for each in case["decisions"]
        if each["item"] not in items or each["mark"] is not None
    )


def _departed(content):
    """What the jury decided against what was proposed, with its reasons."""
    rows = [
        [
            case["sorted_name"],
            each["item"],
            _value({"verdict": each["proposed"], "mark": each["proposed_mark"]}),
            _value(each),
            each["reason"],
        ]
        for case in content["cases"]
        for each in case["decisions"]
        if not each["follows"]
    ]
    heads = [
        *_who_and_what(),
        _("Proposed"),
        _("Decided"),
        _("Reason"),
    ]
    table = _table(_("Departures from the proposals"), heads, rows, [4, 2, 3, 3, 8])
    return [table] if table else []


def _corrections(content):
    rows = [
        [
            case["sorted_name"],
            _("Dossier"),
            _standing(was),
            _standing(case["standing"]),
            outcome(case),
        ]
        for case in content["cases"]
        if (was := case["was_standing"])
    ]
    rows += [
        [case["sorted_name"], each["item"], _value(each["was"]), _value(each), outcome(case)]
        for case in content["cases"]
        for each in case["decisions"]
        if each["was"]
    ]
    heads = [
        *_who_and_what(),
        _("Was"),
        _("Becomes"),
        _("Outcome"),
    ]
    return _table(_("Decisions corrected"), heads, rows, [4, 2, 3, 3, 4])


def _standing(standing):
    return str(Standing(standing).label)


def _who_and_what():
    return [pgettext("jury", "Candidate"), pgettext("jury", "Item")]


def _signatures(content):
    seen = {presence["member"] for presence in content["presences"]}
    return [
        [member["name"], _("president") if member["is_president"] else member["quality"]]
        for member in content["jury"]["members"]
        if member["name"] in seen
    ]


def outcome(case):
    """What a sealed case obtained, in words."""
    if case["standing"] == "submitted":
        return _("certificate awarded") if case["is_awarded"] else _("certificate not awarded")
    if case["standing"] == "not_submitted":
        return _("dossier not submitted")
    return _("absent")


def _summary(content):
    counted = Counter(outcome(case) for case in content["cases"])
    told = ", ".join(
        _("%(item)s: %(value)s") % {"item": words, "value": count}
        for words, count in sorted(counted.items())
    )
    return _("Candidates: %(count)s (%(told)s).") % {"count": len(content["cases"]), "told": told}


def _table(title, heads, rows, widths):
    """Nothing at all without rows: an empty table reads as a fault."""
    return rows and {"title": title, "heads": heads, "rows": rows, "widths": widths}


def _value(decision):
    if decision["mark"] is not None:
        return localize(Decimal(decision["mark"]))
    return str(Verdict(decision["verdict"]).label) if decision["verdict"] else _("nothing")


def _day(day):
    return date_format(date.fromisoformat(day))


def _moment(moment):
    return date_format(localtime(datetime.fromisoformat(moment)), "SHORT_DATETIME_FORMAT")
