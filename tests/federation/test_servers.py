"""The file of the sign-in servers: what is wrong with it stops the start, with a sentence."""

import pytest
from django.core.checks import run_checks

from acquis.base.federation import attributes
from acquis.base.federation.attributes import Hint
from acquis.base.federation.words import told

from .conftest import ORLEANS

GOOD = {**ORLEANS, "address": "https://cas.exemple.example/cas/"}


def faults(path):
    found = [each.msg for each in run_checks(tags=["acquis"])]
    return [each.replace(str(path), "FILE") for each in found]


@pytest.mark.parametrize(
    ("rows", "fault"),
    [
        ({"a": 1}, "FILE must be a list of servers."),
        (["orleans"], "FILE, server 1: must be a mapping."),
        ([{}], "FILE, server 1: address, code, name, protocol is missing."),
        ([{**GOOD, "colour": "red"}], "FILE, server 1: colour is not known."),
        (
            [{**GOOD, "code": "Orléans !"}],
            "FILE, server 1: a code has small letters, digits and hyphens, at most 40.",
        ),
        ([{**GOOD, "protocol": "ldap"}], "FILE, server 1: protocol is one of cas, oidc."),
        *(
            (
                [{**GOOD, "address": address}],
                "FILE, server 1: address must begin with https:// and have no question mark.",
            )
            for address in ("ftp://cas.example", "cas.example", "https://", "https://x.example/?a")
        ),
        ([{**GOOD, "protocol": "oidc"}], "FILE, server 1: an OIDC server needs client and secret."),
        ([{**GOOD, "hints": "m2"}], "FILE, server 1: hints must be a list."),
        ([{**GOOD, "hints": ["m2"]}], "FILE, server 1, hint: must be a mapping."),
        (
            [{**GOOD, "hints": [{"attribute": "supannNIR", "value": "*", "category": "x"}]}],
            "FILE, server 1: a hint reads one of "
            + ", ".join(attributes.KEPT)
            + ", not supannNIR.",
        ),
        ([GOOD, GOOD], "FILE: two servers have the code orleans."),
    ],
)
def test_a_faulty_file_is_said(servers, settings, rows, fault):
    servers(rows)

    assert faults(settings.FEDERATION) == [fault]


def test_a_server_asked_in_clear_is_refused_where_people_come_by_https(servers, settings):
    settings.HTTPS = True
    servers([{**GOOD, "address": "http://cas.exemple.example/cas"}])

    assert faults(settings.FEDERATION) == [
        "FILE, server 1: address must begin with https:// and have no question mark."
    ]


def test_a_file_that_is_not_there_and_one_that_is_not_yaml_are_said(settings, tmp_path):
    settings.FEDERATION = str(tmp_path / "absent.yaml")
    [absent] = faults(settings.FEDERATION)
    path = tmp_path / "broken.yaml"
    path.write_text("- code: [")
    settings.FEDERATION = str(path)
    [broken] = faults(settings.FEDERATION)

    assert absent.startswith("FILE cannot be read: ")
    assert broken.startswith("FILE is not YAML: ")


def test_a_good_file_has_no_fault(servers, settings):
    servers([GOOD])

    assert faults(settings.FEDERATION) == []


def test_the_hints_written_first_are_the_surest():
    hints = [
        Hint("supannEtuEtape", "*MEEF2-*", "m2"),
        Hint("eduPersonAffiliation", "student", "m1"),
        Hint("supannEtuEtape", "*MEEF2-ORL", "m2"),
        Hint("eduPersonAffiliation", "employee", "staff"),
    ]
    facts = {"supannEtuEtape": ["{UAI:1}MEEF2-ORL"], "eduPersonAffiliation": ["member", "student"]}

    assert attributes.categories(hints, facts) == ["m2", "m1"]
    assert attributes.categories(hints, {}) == []


def test_only_the_list_is_kept_and_nothing_that_cannot_be_read():
    told = {
        "mail": ["Ada@Exemple.example"],
        "sn": [" Exemple  Long "],
        "supannEtuId": ["\x07", "", "1" * 201, "22200001"],
        "supannNIR": ["1 99"],
        "eduPersonAffiliation": [str(number) for number in range(30)],
    }

    who = attributes.identity("orleans", "ada", told)

    assert (who.mail, who.first_names, who.birth_name) == (
        "ada@exemple.example",
        "",
        "Exemple Long",
    )
    assert who.facts == {
        "supannEtuId": ["22200001"],
        "eduPersonAffiliation": [str(number) for number in range(20)],
    }


def test_what_is_kept_is_told_in_plain_words():
    facts = {
        "eduPersonAffiliation": ["student", "library-walk-in"],
        "supannEtablissement": ["{UAI}0450855K"],
        "supannEtuId": ["22200001"],
    }

    assert [(str(label), value) for label, value in told(facts)] == [
        ("Numéro étudiant", "22200001"),
        ("Code de l’établissement", "0450855K"),
        ("Statuts", "études, library-walk-in"),
    ]
