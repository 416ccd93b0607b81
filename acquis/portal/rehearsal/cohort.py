"""Invented candidates: evidently invented, varied on purpose, the same for the same seed."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from random import Random

FIRST_NAMES = [
    "Aglaé",
    "Barnabé",
    "Clarence",
    "Dahlia",
    "Églantine",
    "Florimond",
    "Garance",
    "Honorine",
    "Isaure",
    "Joachim",
    "Kerrian",
    "Léontine",
    "Maëlys",
    "Nolwenn",
    "Octave",
    "Philomène",
    "Quentin",
    "Rosalba",
    "Sidonie",
    "Théodule",
    "Ursuline",
    "Violaine",
    "Wandrille",
    "Xénia",
    "Yolande",
    "Zéphyrin",
    "Amandin",
    "Bérengère",
    "Colombe",
    "Désiré",
    "Jean-Noël",
    "Zoé",
]
BIRTH_NAMES = [
    "Aubépine",
    "Boutondor",
    "Coquelicot",
    "Digitale",
    "Églantier",
    "Fougère",
    "Genévrier",
    "Houblon",
    "Iris-Desmarais",
    "Jonquille",
    "Lavande",
    "Marguerite",
    "Nénuphar",
    "Ortie",
    "Pervenche",
    "Quintefeuille",
    "Romarin",
    "Sauge",
    "Tilleul",
    "d’Ulmaire",
    "Violette",
    "Bruyère",
    "Camomille",
    "Dentdelion",
    "Edelweiss",
    "Giroflée",
    "Hysope",
    "Mélisse",
    "de l’Oseraie",
    "Primevère",
    "Réséda",
    "Séneçon",
]
SITUATIONS = [
    (
        "Un débat mouvant sur un mur collaboratif",
        "Les élèves prennent position, argumentent et relisent leurs arguments sur un mur partagé.",
    ),
    (
        "Une enquête documentaire en troisième",
        "Recherche croisée dans trois bases, tri des sources "
        "avec une grille, restitution par groupes.",
    ),
    (
        "Un parcours différencié en mathématiques",
        "Trois chemins d’exercices selon le diagnostic de "
        "début de séance, avec un bilan par élève.",
    ),
    (
        "Un projet d’équipe autour du journal",
        "Planification à plusieurs, relecture croisée, mise en ligne après accord de l’équipe.",
    ),
    (
        "Une classe inversée sur la photosynthèse",
        "Capsule courte avant la séance, expériences en classe, questionnaire de suivi.",
    ),
    ("Une veille partagée entre collègues", "Flux choisis, fiches de lecture et un point mensuel."),
]
GIFTS = ["steady", "steady", "steady", "strong", "strong", "uneven", "short"]


@dataclass
class Candidate:
    """What one invented person will do this year, and how well. `rng` makes the small choices."""

    number: int
    first_names: str
    birth_name: str
    category: str
    enrols_at: datetime
    gift: str
    rng: Random = field(repr=False)
    # What goes less smoothly; each is rolled once, so that a seed tells one story.
    leaves_a_draft: bool = False
    forgets_a_proof: bool = False
    is_refused: bool = False
    withdraws: bool = False
    pays: str = "desk"
    never_starts: bool = False
    never_deposits: bool = False
    has_taught: bool = True
    tries_again: bool = True

    @property
    def email(self):
        return f"candidat{self.number:04}@exemple.example"


def invent(plan, size, seed):
    """`size` candidates spread over every category of the edition that opens, by weight."""
    rng = Random(seed)
    open_categories = [category for category in plan.categories if category.is_open_ever]
    weights = [6, 3, 4, 2, 2, 1][: len(open_categories)]
    weights += [1] * (len(open_categories) - len(weights))
    candidates = []
    for number in range(1, size + 1):
        # One of each category first, so that a small cohort has them all.
        if number <= len(open_categories):
            category = open_categories[number - 1]
        else:
            category = rng.choices(open_categories, weights)[0]
        candidates.append(_candidate(number, category, plan, Random(rng.getrandbits(64))))
    return candidates


def _candidate(number, category, plan, rng):
    window = rng.choice(category.windows)
    opens = plan.opening_instant(window.opens_on)
    span = plan.instant_closing(window.closes_on) - opens - timedelta(hours=2)
    chance = rng.random
    gift = rng.choice(GIFTS)
    return Candidate(
        number=number,
        first_names=rng.choice(FIRST_NAMES),
        birth_name=rng.choice(BIRTH_NAMES),
        category=category.code,
        enrols_at=opens + timedelta(seconds=int(span.total_seconds() * chance())),
        gift=gift,
        rng=rng,
        leaves_a_draft=chance() < 0.06,
        forgets_a_proof=chance() < 0.12,
        is_refused=chance() < 0.03,
        withdraws=chance() < 0.02,
        pays=rng.choices(["desk", "exempt", "late", "never"], [80, 7, 8, 5])[0],
        never_starts=chance() < 0.06,
        never_deposits=chance() < 0.08,
        has_taught=chance() < 0.93,
        tries_again=chance() < 0.8,
    )


def claims_of(candidate, programme, session):
    """What the candidate claims in a session: {situation rank: [item codes]}, in some order."""
    items = [item.code for item in programme.items if item.kind == "verdict"]
    share = {"strong": 0.98, "steady": 0.93, "uneven": 0.86, "short": 0.55}[candidate.gift]
    if session > 1:
        share = min(1.0, share + 0.12)
    claimed = [code for code in items if candidate.rng.random() < share]
    places = candidate.rng.sample(range(len(SITUATIONS)), candidate.rng.randrange(2, 5))
    spread = {}
    for code in claimed:
        spread.setdefault(candidate.rng.choice(places), []).append(code)
    return spread or ({0: items[:1]} if items else {0: []})


def is_convincing(candidate, rng, session):
    """Whether an evaluator finds one claim proved, by how well this candidate works."""
    share = {"strong": 0.97, "steady": 0.92, "uneven": 0.8, "short": 0.75}[candidate.gift]
    return rng.random() < min(0.99, share + 0.04 * (session - 1))
