"""Programmes and editions of every shape, for the properties that hold whatever is typed."""

from datetime import date
from decimal import Decimal

from hypothesis import strategies as st

from acquis.catalogue.definitions import (
    AllOf,
    Answers,
    AtLeast,
    AtMostMissing,
    CarryOver,
    Category,
    Collection,
    Component,
    Condition,
    Contact,
    Edition,
    EliminatoryBelow,
    Fact,
    Fee,
    Framework,
    Gate,
    LegalBasis,
    Link,
    LowestLevelOf,
    Node,
    Programme,
    ProofKind,
    PublicText,
    Reminders,
    Requires,
    ScoreAtLeast,
    Session,
    Tariff,
    Text,
    WeightedMeanAtLeast,
    Window,
)

words = st.text(st.characters(codec="utf-8"), max_size=8)
texts = st.builds(Text, words, words)
numbers = st.decimals(0, 10**6, places=2)
positive = st.decimals(Decimal("0.01"), 10**6, places=2)
days = st.dates(date(1990, 1, 1), date(2090, 12, 31))
small_ints = st.integers(-(10**6), 10**6)


def several(strategy, **limits):
    return st.lists(strategy, **({"max_size": 2} | limits)).map(tuple)


codes = several(words)
simple_rules = st.one_of(
    st.builds(AtLeast, small_ints, codes),
    st.builds(AtMostMissing, small_ints, codes),
    st.builds(ScoreAtLeast, numbers, codes),
    st.builds(WeightedMeanAtLeast, numbers, numbers, codes),
    st.builds(EliminatoryBelow, numbers, codes),
    st.builds(LowestLevelOf, several(texts, min_size=1), st.just(1), codes),
    st.builds(Requires, words),
)
rules = st.recursive(
    simple_rules,
    lambda inner: st.builds(AllOf, several(inner)) | st.builds(Gate, texts, inner, inner),
    max_leaves=4,
)
nodes = st.recursive(
    st.builds(Node, words, texts, st.just(0), st.just(()), codes, st.booleans(), st.none() | texts),
    lambda inner: st.builds(Node, words, texts, st.just(0), several(inner)),
    max_leaves=4,
)
programmes = st.builds(
    Programme,
    code=words,
    version=words,
    title=texts,
    official_name=words,
    acronym=words,
    rule=rules,
    carry_over=st.builds(
        CarryOver,
        st.sampled_from(["validated", "mark_at_least"]),
        st.none() | numbers,
        st.none() | small_ints,
        st.booleans(),
        st.booleans(),
        st.booleans(),
    ),
    framework=st.none() | st.builds(Framework, words, texts, several(texts), several(nodes)),
    components=several(
        st.builds(Component, words, texts, st.sampled_from(["verdict", "mark"]), positive, positive)
    ),
    conditions=several(st.builds(Condition, words, texts, texts, several(texts), st.booleans())),
    legal_basis=several(st.builds(LegalBasis, texts, words, words, st.booleans())),
    unconfirmed=several(st.builds(Fact, words, texts)),
)
windows = st.builds(Window, words, days, days)
tariffs = st.builds(Tariff, numbers, days, texts, st.booleans(), st.none() | days)
categories = st.builds(
    Category,
    words,
    texts,
    st.builds(Fee, st.sampled_from(["free", "amount", "quotation"]), several(tariffs)),
    texts,
    several(st.builds(ProofKind, words, texts, st.booleans())),
    st.sampled_from(["office", "continuing_education"]),
    several(windows),
    several(texts),
)
years = st.integers(1995, 2085).map(lambda year: f"{year}-{year + 1}")
editions = st.builds(
    Edition,
    programme_code=words,
    programme_version=words,
    year=years,
    categories=several(categories),
    sessions=several(st.builds(Session, small_ints, days, days, days)),
    collection=st.builds(Collection, texts, st.none() | texts, st.booleans(), st.booleans()),
    timezone=st.sampled_from(["Europe/Paris", "Indian/Reunion", "America/Cayenne", "UTC"]),
    evaluators_per_dossier=small_ints,
    fee_blocks=st.sampled_from(["jury", "certificate", "nothing"]),
    upload_grace_minutes=st.integers(0, 120),
    contacts=several(
        st.builds(
            Contact, texts, words, st.sampled_from(["referent", "office", "continuing_education"])
        )
    ),
    links=several(st.builds(Link, texts, words)),
    public_texts=several(st.builds(PublicText, words, texts, texts)),
    answers=st.builds(Answers, refund=st.none() | texts),
    reminders=st.builds(Reminders, several(st.integers(0, 90)), hour=st.integers(0, 23)),
    holidays=several(days),
    notes=several(st.builds(Fact, words, texts)),
)
