from datetime import UTC, datetime
from types import SimpleNamespace

from hypothesis import given
from hypothesis import strategies as st

from acquis.outcomes import rules
from tests.factories import load

PROGRAMME, EDITION = load("c2i2e/editions/2022-2023")
MARKED, _ = load("essai-lecon/editions/2023-2024")
ITEMS = [item.code for item in PROGRAMME.items]


def decision(item, verdict="validated", mark=None):
    return {"item": item, "verdict": verdict, "mark": mark}


def case(missing=(), *, standing="submitted", condition="validated", awarded=True, extra=()):
    verdicts = {item: "not_validated" if item in missing else "validated" for item in ITEMS}
    decisions = [decision(item, verdict) for item, verdict in verdicts.items()]
    return {
        "enrolment": "e1",
        "candidate": "Ada Lovelace",
        "standing": standing,
        "deposit": {"number": "D-1", "sha256": "0"},
        "decisions": [*decisions, decision("taught-session", condition), *extra],
        "is_awarded": awarded,
    }


def test_an_awarded_case_is_certified_and_keeps_its_items_and_its_condition():
    reading = rules.read_case(PROGRAMME, case())

    assert reading.outcome == "certified"
    assert reading.agrees_with_rule
    assert reading.deposit == "D-1"
    assert reading.validated == tuple(ITEMS)
    assert reading.kept == (*ITEMS, "taught-session")


def test_three_missing_in_one_domain_are_partial_and_that_domain_is_not_validated():
    reading = rules.read_case(PROGRAMME, case(["A.1.1", "A.1.2", "A.1.3"], awarded=False))

    assert reading.outcome == "partial"
    assert len(reading.validated) == 25
    assert reading.validated_groups == ("A.2", "A.3", "B.1", "B.2", "B.3", "B.4")


def test_one_item_missing_keeps_its_domain_from_being_validated():
    reading = rules.read_case(PROGRAMME, case(["B.4.2"]))

    assert reading.outcome == "certified"
    assert "B.4" not in reading.validated_groups


def test_an_award_that_the_rule_does_not_give_is_seen():
    assert not rules.read_case(PROGRAMME, case(["A.1.1", "A.1.2", "A.1.3"])).agrees_with_rule
    assert not rules.read_case(PROGRAMME, case(condition="not_validated")).agrees_with_rule
    assert not rules.read_case(PROGRAMME, case(awarded=False)).agrees_with_rule
    assert not rules.read_case(PROGRAMME, case(standing="absent")).agrees_with_rule


def test_absent_and_not_submitted_stay_apart():
    standings = ["absent", "not_submitted"]

    outcomes = [
        rules.read_case(PROGRAMME, case(ITEMS, standing=standing, awarded=False)).outcome
        for standing in standings
    ]

    assert outcomes == standings


def test_a_case_without_deposit_has_no_number():
    absent = {**case(ITEMS, standing="absent", awarded=False), "deposit": None}

    assert rules.read_case(PROGRAMME, absent).deposit == ""


def test_marks_are_read_as_decimals_and_kept_as_texts():
    marked = {
        **case(),
        "decisions": [decision("lesson", "", "12.5"), decision("interview", "", "7")],
        "is_awarded": False,
    }

    reading = rules.read_case(MARKED, marked)

    assert reading.marks == {"lesson": "12.5", "interview": "7"}
    assert reading.validated == ("lesson",)
    assert reading.agrees_with_rule


def test_the_next_session_is_offered_only_while_it_takes_dossiers():
    in_may = datetime(2023, 5, 12, tzinfo=UTC)
    last_minute = datetime(2023, 6, 11, 21, 59, tzinfo=UTC)
    too_late = datetime(2023, 6, 11, 22, 0, tzinfo=UTC)

    assert rules.session_after(EDITION, 1, at=in_may).number == 2
    assert rules.session_after(EDITION, 1, at=last_minute).number == 2
    assert rules.session_after(EDITION, 1, at=too_late) is None
    assert rules.session_after(EDITION, 2, at=in_may) is None


def test_certificates_wait_for_the_last_session_or_for_any_as_the_edition_says():
    each = SimpleNamespace(certificates_after="each_session")

    assert not rules.certificates_may_be_issued(EDITION, published=[])
    assert not rules.certificates_may_be_issued(EDITION, published=[1])
    assert rules.certificates_may_be_issued(EDITION, published=[1, 2])
    assert not rules.certificates_may_be_issued(each, published=[])
    assert rules.certificates_may_be_issued(each, published=[1])


def blocked(fee_blocks="certificate", first="Ada", birth="Lovelace", fee=0, balance=0):
    return rules.what_blocks(
        SimpleNamespace(fee_blocks=fee_blocks),
        first_names=first,
        birth_name=birth,
        fee_cents=fee,
        balance=balance,
    )


def test_what_keeps_a_certificate_back_is_said_in_one_word():
    assert blocked() == ""
    assert blocked(fee=9694, balance=9694) == "fee"
    assert blocked(fee=9694, balance=0) == ""
    assert blocked(fee=9694, balance=-100) == ""
    assert blocked("jury", fee=9694, balance=1) == "fee"
    assert blocked("nothing", fee=9694, balance=9694) == ""
    assert blocked(fee=None) == "quotation"
    assert blocked("nothing", fee=None) == ""
    assert blocked(first=" ") == "name"
    assert blocked(birth="undefined") == "name"


def test_a_name_has_letters_and_is_not_what_failing_software_writes():
    refused = ["", "  ", "\u200b", "--", "undefined", " Undefined\u202c"]
    accepted = ["Null", "X", "محمد", "O", "d’Étampes"]

    assert [name for name in [*refused, *accepted] if rules.is_a_name(name)] == accepted


def test_a_text_is_printed_composed_on_one_line_and_without_tricks():
    assert rules.printed("Zoe\u0301\n  N\u0303un\u0303ez") == "Zoé Ñuñez"
    assert rules.printed("\x00 Ada \u202eecalevoL") == "Ada ecalevoL"
    assert rules.printed("می\u200cخواهم") == "می\u200cخواهم"


@given(st.text())
def test_printing_twice_changes_nothing_more(text):
    assert rules.printed(rules.printed(text)) == rules.printed(text)


@given(st.text(alphabet=rules.ALPHABET, min_size=rules.LENGTH, max_size=rules.LENGTH))
def test_a_code_is_read_back_however_it_is_typed(code):
    spelled = rules.spelled(code)
    confused = spelled.lower().replace("0", "o").replace("1", "l").replace("-", " – ")

    assert len(spelled) == rules.LENGTH + 4
    assert rules.read_code(spelled) == code
    assert rules.read_code(confused) == code
    assert rules.read_code(code.replace("1", "I")) == code


@given(st.text())
def test_what_cannot_be_a_code_is_read_as_none(text):
    read = rules.read_code(text)

    assert read == "" or (len(read) == rules.LENGTH and set(read) <= set(rules.ALPHABET))


def test_a_result_is_told_item_by_item_with_what_the_evaluators_remarked():
    record = rules.record_told(
        {"A.1.1": "validated", "A.2.1": "not_validated"}, {}, {"taught-session": "insufficient"}
    )

    sections = rules.sections(PROGRAMME, record, {"A.2.1": ["Trop court.", "À reprendre."]})

    told = [
        (section.title and section.title.fr[:11], line.code, line.decided.fr, line.remarks)
        for section in sections
        for line in section.lines
    ]
    assert told == [
        ("Domaine A.1", "A.1.1", "Validée", ()),
        ("Domaine A.2", "A.2.1", "Non validée", ("Trop court.", "À reprendre.")),
        (None, "taught-session", "Preuves insuffisantes", ()),
    ]
    assert not any(section.is_validated for section in sections)


def test_what_was_not_decided_is_not_told():
    record = rules.record_of(PROGRAMME, [decision("A.1.1"), decision("A.1.2", "")])

    (section,) = rules.sections(PROGRAMME, record, {})

    assert [line.code for line in section.lines] == ["A.1.1"]
    assert (section.validated_count, section.needs_reading) == (1, False)


def test_marks_are_told_with_the_comma_of_the_language():
    record = rules.record_told({}, {"lesson": "12.5"}, {})

    (section,) = rules.sections(MARKED, record, {})

    assert section.title is None
    assert [(line.decided.fr, line.decided.en) for line in section.lines] == [("12,5", "12.5")]


def test_a_register_bears_the_year_in_which_the_academic_year_ends():
    assert rules.register_name("certificat", "c2i2e", "2022-2023") == "certificat-c2i2e-2023"
