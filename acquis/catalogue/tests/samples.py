"""Small programmes and editions that tests bend to their needs."""

from datetime import date
from decimal import Decimal
from pathlib import Path

from acquis.catalogue.checker import check
from acquis.catalogue.definitions import (
    AllOf,
    Answers,
    AtLeast,
    CarryOver,
    Category,
    Collection,
    Component,
    Contact,
    Edition,
    Fee,
    Framework,
    Node,
    Programme,
    ProofKind,
    PublicText,
    Session,
    Tariff,
    Text,
    Verdict,
    Window,
    load_edition_file,
    load_programme_file,
)
from acquis.catalogue.rules import Record, judge, what_is_missing

PROGRAMMES = Path(__file__).parents[3] / "programmes"
C2I2E = PROGRAMMES / "c2i2e"
ESSAI = PROGRAMMES / "essai-lecon"
AS_PUBLISHED = C2I2E / "as-published" / "2022-2023.yaml"


def programme_in(folder: Path) -> Programme:
    programme, problems = load_programme_file(folder / "programme.yaml")
    assert programme is not None, problems
    return programme


def edition_in(folder: Path, year: str) -> Edition:
    edition, problems = load_edition_file(folder / "editions" / f"{year}.yaml")
    assert edition is not None, problems
    return edition


def small_programme(**changes) -> Programme:
    """Two groups of two items, both of which must be validated at least once."""
    parts = {
        "code": "small",
        "version": "1",
        "title": Text("Petit", "Small"),
        "official_name": "Petit certificat",
        "acronym": "PC",
        "rule": AtLeast(2),
        "carry_over": CarryOver(kept="validated"),
        "framework": Framework(
            id="small-1",
            title=Text("Petit référentiel", "Small framework"),
            levels=(Text("Domaine", "Domain"), Text("Compétence", "Competence")),
            nodes=(
                Node("X", Text("Iks"), children=(leaf("X.1"), leaf("X.2"))),
                Node("Y", Text("Igrec"), children=(leaf("Y.1"), leaf("Y.2"))),
            ),
        ),
    }
    return Programme(**(parts | changes))


def leaf(code: str, **changes) -> Node:
    return Node(code, Text(f"Item {code}", f"Item {code}"), **changes)


def marked_programme(*components: Component, **changes) -> Programme:
    """A programme of oral tests, without a framework; two out of 20 by default."""
    default = (
        Component("lesson", Text("Leçon", "Lesson"), maximum=Decimal(20)),
        Component("interview", Text("Entretien", "Interview"), maximum=Decimal(20)),
    )
    parts = {"framework": None, "components": components or default, "rule": AllOf(())}
    return small_programme(**(parts | changes))


def small_edition(**changes) -> Edition:
    """An edition about which the checker has nothing to say."""
    parts = {
        "programme_code": "small",
        "programme_version": "1",
        "year": "2023-2024",
        "categories": (small_category(),),
        "sessions": (Session(1, date(2024, 1, 12), date(2024, 1, 23), date(2024, 1, 23)),),
        "collection": Collection(Text("Ici"), hours=Text("le matin"), by_post=True),
        "contacts": (Contact(Text("Service"), "service@example.org", desk="office"),),
        "public_texts": (
            PublicText("obtaining", Text("Obtenir"), Text("Il en faut 2, avant minuit.")),
        ),
        "answers": every_answer(),
    }
    return Edition(**(parts | changes))


def small_category(**changes) -> Category:
    parts = {
        "code": "all",
        "label": Text("Tous", "Everybody"),
        "fee": Fee("free"),
        "eligibility": Text("Toute personne."),
        "proofs": (ProofKind("identity", Text("Pièce d'identité")),),
        "windows": (Window("1", date(2023, 10, 2), date(2023, 11, 30)),),
    }
    return Category(**(parts | changes))


def every_answer() -> Answers:
    return Answers(**dict.fromkeys(Answers.__dataclass_fields__, Text("C'est dit.")))


def validated(*codes: str, taught: bool = False) -> Record:
    """A record where exactly these items are validated."""
    conditions = {"taught-session": Verdict.VALIDATED} if taught else {}
    return Record(verdicts=dict.fromkeys(codes, Verdict.VALIDATED), conditions=conditions)


def marked(**marks: str) -> Record:
    return Record(marks={code: Decimal(mark) for code, mark in marks.items()})


def codes_of(problems) -> list[str]:
    return [problem.code for problem in problems]


FIRST = Session(1, date(2024, 1, 12), date(2024, 1, 23), date(2024, 1, 23))
SECOND = Session(2, date(2024, 5, 17), date(2024, 6, 4), date(2024, 6, 4))


def found_in(programme=None, **changes) -> list[tuple[str, str]]:
    problems = check(programme or small_programme(), small_edition(**changes))
    return [(problem.code, problem.field) for problem in problems]


def tariff(**changes) -> Tariff:
    parts = {
        "amount": Decimal("45.50"),
        "valid_from": date(2023, 9, 1),
        "source": Text("Vote de 2023-2024"),
        "is_confirmed": True,
    }
    return Tariff(**(parts | changes))


def told(finding) -> tuple[bool, str, str]:
    return (finding.is_met, finding.sentence.fr, finding.sentence.in_language("en"))


def only_finding(programme, record):
    (finding,) = judge(programme, record).findings
    return finding


def advice(programme, record) -> list[tuple[str, str]]:
    return [(text.fr, text.in_language("en")) for text in what_is_missing(programme, record)]
