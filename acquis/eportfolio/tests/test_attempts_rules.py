from hypothesis import given
from hypothesis import strategies as st

from acquis.eportfolio import rules


def content(*situations):
    return {"situations": list(situations)}


def situation(claims, evidence=("plan.pdf",), key="s1", condition="", account=""):
    return {
        "id": key,
        "account": account,
        "condition": condition,
        "claims": [{"item": item, "argument": argument} for item, argument in claims.items()],
        "evidence": [
            {"name": name, "url": "", "sha256": f"sha of {name}"}
            if not name.startswith("http")
            else {"name": "", "url": name, "sha256": ""}
            for name in evidence
        ],
    }


def test_items_come_go_change_and_stay():
    before = content(situation({"A": "vu", "B": "vu", "C": "vu"}))
    after = content(situation({"B": "revu", "C": "vu", "D": "neuf"}))

    assert rules.changes(before, after, ["A", "B", "C", "D", "E"]) == (
        rules.Change("A", "removed"),
        rules.Change("B", "changed", is_reworded=True),
        rules.Change("C", "same"),
        rules.Change("D", "added"),
    )


def test_new_and_vanished_evidence_is_named():
    before = content(situation({"A": "vu"}, evidence=["plan.pdf", "photo.jpg"]))
    after = content(situation({"A": "vu"}, evidence=["plan.pdf", "https://exemple.example/"]))

    assert rules.changes(before, after, ["A"]) == (
        rules.Change(
            "A",
            "changed",
            evidence_added=("https://exemple.example/",),
            evidence_removed=("photo.jpg",),
        ),
    )


def test_a_condition_is_compared_by_what_its_situation_tells():
    before = content(situation({}, condition="taught-session", account="Une séance."))
    after = content(situation({}, condition="taught-session", account="Une séance, et son bilan."))

    assert rules.changes(before, after, ["taught-session"]) == (
        rules.Change("taught-session", "changed", is_reworded=True),
    )


@given(st.dictionaries(st.sampled_from("ABCDE"), st.text(max_size=5)))
def test_a_deposit_compared_with_itself_has_not_changed(claims):
    same = content(situation(claims))

    assert {change.shift for change in rules.changes(same, same, "ABCDE")} <= {"same"}
