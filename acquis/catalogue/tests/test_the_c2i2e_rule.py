"""The certificate needs 23 competences of 28, at most 2 missing per domain, and a taught session.

Each property is compared with `would_be_awarded`, which counts on its fingers and shares no code
with the rules.
"""

from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from acquis.catalogue.definitions import Verdict
from acquis.catalogue.rules import Record, judge, what_is_missing
from acquis.catalogue.tests.samples import C2I2E, programme_in, validated

PROGRAMME = programme_in(C2I2E)
CODES = [item.code for item in PROGRAMME.items]
records = st.builds(
    Record,
    verdicts=st.dictionaries(st.sampled_from(CODES), st.sampled_from(Verdict)),
    conditions=st.dictionaries(st.just("taught-session"), st.sampled_from(Verdict)),
)
nearly_complete_records = st.builds(
    lambda missing, taught: without(*missing, taught=taught),
    st.sets(st.sampled_from(CODES), max_size=8),
    st.booleans(),
)


def without(*missing: str, taught: bool = True) -> Record:
    return validated(*(code for code in CODES if code not in missing), taught=taught)


def would_be_awarded(record: Record) -> bool:
    missing = [code for code in CODES if record.verdicts.get(code) != "validated"]
    per_domain = Counter(code.rsplit(".", 1)[0] for code in missing)
    return (
        28 - len(missing) >= 23
        and all(count <= 2 for count in per_domain.values())
        and record.conditions.get("taught-session") == "validated"
    )


def sentences(judgement, language="fr") -> list[str]:
    return [finding.sentence.in_language(language) for finding in judgement.findings]


def test_the_framework_has_2_blocks_7_domains_and_28_competences():
    assert [node.code for node in PROGRAMME.framework.nodes] == ["A", "B"]
    assert {group.code: len(group.children) for group in PROGRAMME.framework.groups()} == {
        "A.1": 5,
        "A.2": 3,
        "A.3": 4,
        "B.1": 3,
        "B.2": 5,
        "B.3": 5,
        "B.4": 3,
    }
    assert len(CODES) == 28


@pytest.mark.parametrize("alias", ["B.2.3", "B.2-3", "B2.3", "B23", "b23 "])
def test_every_way_of_writing_a_code_finds_the_competence(alias):
    assert PROGRAMME.framework.resolve(alias).code == "B.2.3"


def test_no_alias_stands_for_two_things():
    names = [name for node in PROGRAMME.framework.walk() for name in (node.code, *node.aliases)]

    assert len(names) == len(set(names))


def test_24_validated_with_3_missing_in_one_domain_is_refused():
    judgement = judge(PROGRAMME, without("A.1.1", "A.1.2", "A.1.3", "B.4.1"))

    assert (judgement.is_met, judgement.outcome) == (False, "partial")
    assert sentences(judgement) == [
        "24 compétences validées sur 28 : le minimum est 23.",
        "1 domaine a plus de 2 compétences non validées.",
        "Condition remplie : une séance d'enseignement réelle intégrant le numérique, "
        "menée devant un public.",
    ]
    assert [child.sentence.fr for child in judgement.findings[1].children] == [
        "Domaine A.1 : 3 compétences non validées, 2 au plus sont admises.",
        "Domaine A.2 : toutes les compétences sont validées.",
        "Domaine A.3 : toutes les compétences sont validées.",
        "Domaine B.1 : toutes les compétences sont validées.",
        "Domaine B.2 : toutes les compétences sont validées.",
        "Domaine B.3 : toutes les compétences sont validées.",
        "Domaine B.4 : 1 compétence non validée, 2 au plus sont admises.",
    ]


def test_22_validated_with_the_misses_spread_is_refused():
    judgement = judge(PROGRAMME, without("A.1.1", "A.2.1", "A.3.1", "B.1.1", "B.2.1", "B.3.1"))

    assert judgement.is_met is False
    assert sentences(judgement, "en") == [
        "22 of 28 competences validated: the minimum is 23.",
        "No domain has more than 2 competences not validated.",
        "Condition met: one real teaching session using digital tools, given to learners.",
    ]


def test_23_validated_with_2_2_and_1_missing_is_awarded():
    judgement = judge(PROGRAMME, without("A.1.1", "A.1.2", "B.2.1", "B.2.2", "B.4.3"))

    assert (judgement.is_met, judgement.outcome) == (True, "awarded")
    assert judgement.missing == ("A.1.1", "A.1.2", "B.2.1", "B.2.2", "B.4.3")
    assert len(judgement.validated) == 23
    assert judgement.validated_groups == ("A.2", "A.3", "B.1", "B.3")


def test_28_validated_without_the_taught_session_is_refused():
    judgement = judge(PROGRAMME, without(taught=False))

    assert (judgement.is_met, judgement.outcome) == (False, "partial")
    assert judgement.validated_groups == ("A.1", "A.2", "A.3", "B.1", "B.2", "B.3", "B.4")
    assert sentences(judgement)[2] == (
        "Condition non remplie : une séance d'enseignement réelle intégrant le numérique, "
        "menée devant un public (non demandée)."
    )


def test_an_insufficient_proof_of_the_taught_session_is_said_as_such():
    record = Record(conditions={"taught-session": Verdict.INSUFFICIENT})

    sentence = judge(PROGRAMME, record).findings[2].sentence

    assert sentence.in_language("en") == (
        "Condition not met: one real teaching session using digital tools, given to learners "
        "(insufficient evidence)."
    )


def test_a_candidate_without_any_result_is_told_everything_to_do():
    judgement = judge(PROGRAMME, Record())

    assert (judgement.outcome, judgement.validated, judgement.validated_groups) == ("none", (), ())
    assert len(judgement.missing) == 28
    advice = what_is_missing(PROGRAMME, Record())
    assert [text.fr for text in advice[:3]] == [
        "Présentez des preuves pour au moins 23 compétences de plus : le minimum est 23.",
        "Domaine A.1 : présentez des preuves pour au moins 3 compétences parmi A.1.1, A.1.2, "
        "A.1.3, A.1.4 et A.1.5.",
        "Domaine A.2 : présentez des preuves pour au moins 1 compétence parmi A.2.1, A.2.2 "
        "et A.2.3.",
    ]
    assert advice[0].en == "Give evidence for at least 23 more competences: the minimum is 23."
    assert advice[-1] == PROGRAMME.condition("taught-session").prompt
    assert len(advice) == 1 + 7 + 1


def test_one_missing_competence_is_written_in_the_singular():
    record = without("A.1.1", "A.2.1", "A.3.1", "B.1.1", "B.2.1", "B.3.1")

    assert [(text.fr, text.en) for text in what_is_missing(PROGRAMME, record)] == [
        (
            "Présentez des preuves pour au moins 1 compétence de plus : le minimum est 23.",
            "Give evidence for at least 1 more competence: the minimum is 23.",
        )
    ]


@given(st.one_of(records, nearly_complete_records))
def test_the_rule_agrees_with_a_count_on_the_fingers(record):
    assert judge(PROGRAMME, record).is_met == would_be_awarded(record)


@given(st.one_of(records, nearly_complete_records), st.sampled_from(CODES))
def test_one_more_validated_competence_never_loses_the_certificate(record, code):
    better = Record({**record.verdicts, code: Verdict.VALIDATED}, {}, record.conditions)

    assert judge(PROGRAMME, better).is_met >= judge(PROGRAMME, record).is_met


@given(nearly_complete_records)
def test_nothing_is_missing_exactly_when_the_certificate_is_awarded(record):
    assert (what_is_missing(PROGRAMME, record) == ()) == judge(PROGRAMME, record).is_met


@given(st.one_of(records, nearly_complete_records))
def test_validated_and_missing_share_the_28_between_them(record):
    judgement = judge(PROGRAMME, record)

    assert sorted(judgement.validated + judgement.missing) == sorted(CODES)
