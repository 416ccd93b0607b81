"""What a blind person hears, on the pages that matter to each role: read in Chromium's own tree.

WCAG 1.3.1, 2.4.2, 2.4.4, 2.4.6, 3.1.2, 3.3.2, 4.1.2 and 4.1.3. The last tests hold whole pieces
to the word, since that is what is heard.
"""

import re
from collections import Counter, defaultdict

from playwright.sync_api import expect

from tests.browser.conftest import NARROW
from tests.browser.layout import ask
from tests.browser.places import tour
from tests.browser.spoken import hear

FIELDS = {"textbox", "searchbox", "combobox", "checkbox", "radio", "spinbutton", "Date"}
NAMED = FIELDS | {"link", "button", "DisclosureTriangle", "table", "progressbar", "navigation"}
FIRST = (
    "A.1.1 Identifier les personnes ressources Tic et leurs rôles respectifs au niveau local, "
    "régional et national."
)
DISPUTED = "B.2.1 Identifier les situations d’apprentissage propices à l’utilisation des Tice."
# Fifteen items, the one that two evaluators dispute, twelve more and the condition.
SHEET = " ".join(["V"] * 15 + ["?"] + ["V"] * 13)
LANDMARKS = ("navigation", "complementary", "region", "form")
# A table says what it holds, and each of its heads says what it is the head of.
TABLES = """tables => tables.filter(table => !table.caption?.innerText.trim()
    || !table.querySelector("th")
    || [...table.querySelectorAll("th")].some(head => !["row", "col"].includes(head.scope)))
  .map(table => `${table.caption?.innerText}, a table: ${table.innerText.slice(0, 40)}`)"""


def test_everything_has_a_name_of_its_own_in_its_place(open_as):
    faults, titles = [], defaultdict(set)
    for place, page in tour(open_as):
        ask(page, "unfold")
        told = hear(page)
        found = [
            *_nameless(told),
            *_alike(told),
            *_headings(told),
            *_landmarks(told),
            *page.locator("table").evaluate_all(TABLES),
        ]
        faults += [f"{place}: {fault}" for fault in found]
        titles[page.title()].add(re.sub(r"[0-9a-f-]{36}", "", place.address))

    assert faults == []
    assert {title: each for title, each in titles.items() if len(each) > 1} == {}


def _nameless(told):
    return [f"{each} has no name" for each in told if each.role in NAMED and not each.name]


def _alike(told):
    """Links of one name to two addresses, and fields of one name, in one place."""
    links, fields = defaultdict(set), Counter()
    for each in told:
        if each.role == "link":
            links[each.places, each.name].add(each.url)
        if each.role in FIELDS:
            fields[each.places, each.name] += 1
    faults = [f"one link to {sorted(urls)}: {key}" for key, urls in links.items() if len(urls) > 1]
    return faults + [f"{count} fields are {key}" for key, count in fields.items() if count > 1]


def _headings(told):
    """One first heading, and no level that is skipped on the way down."""
    levels = [each.level for each in told if each.role == "heading"]
    jumps = [two for two in zip([0, *levels], levels, strict=False) if two[1] > two[0] + 1]
    faults = [f"the headings go from {up} to {down}" for up, down in jumps]
    return faults if levels.count(1) == 1 else [*faults, f"{levels.count(1)} first headings"]


def _landmarks(told):
    roles = Counter(each.role for each in told)
    faults = [
        f"{roles[role]} {role}" for role in ("banner", "main", "contentinfo") if roles[role] != 1
    ]
    names = Counter((each.role, each.name) for each in told if each.role in LANDMARKS)
    return faults + [f"{count} {each}" for each, count in names.items() if each[1] and count > 1]


def test_what_happens_is_said_where_a_screen_reader_listens(open_as):
    """The regions that speak are there before they have something to say."""
    places = {
        "enrolment draft": ["#messages", "#saved"],
        "portfolio": ["#messages"],
        "dossier": ["#messages", ".line__state", "[data-shown-on-failure]"],
    }
    for place, page in tour(open_as, *places):
        for region in places[place.name]:
            role = page.locator(region).first.get_attribute("role")
            assert (place.name, region, role) in {
                (place.name, region, "status"),
                (place.name, region, "alert"),
            }


def test_what_is_in_another_language_says_so(open_as):
    for place, page in tour(open_as, "welcome", "notice", "my messages"):
        expect(page.locator("html")).to_have_attribute("lang", "fr")
        foreign = page.get_by_role("button", name="English")
        expect(foreign).to_have_attribute("lang", "en")
        if place.name == "notice":
            pdf = page.get_by_role("link", name="The notice in English")
            expect(pdf).to_have_attribute("lang", "en")


def test_a_candidate_hears_the_state_of_a_draft_and_of_their_year(open_as):
    for place, page in tour(open_as, "enrolment draft", "candidate"):
        if place.name == "enrolment draft":
            assert _heard(page.locator("#saved")) == [
                "- status: Brouillon enregistré à 10:00 (3 octobre), PAS encore envoyé "
                "Inscriptions ouvertes jusqu’au 14 novembre 2022 à minuit (heure de Paris)."
            ]
        else:
            assert _heard(page.locator(".timeline")) == [
                '- list "L’année de cette certification":',
                "  - listitem: Demande envoyée (fait) 12 avril 2023",
                "  - listitem: Inscription acceptée (fait) 12 avril 2023",
                "  - listitem:",
                "    - text: Dossier à déposer, session 1 jusqu’au 23 avril 2023",
                '    - link "Ajouter à mon agenda – Dossier à déposer, session 1":',
                "  - listitem:",
                "    - text: Résultat de la session 1 jury du 8 mai au 12 mai 2023",
                '    - link "Ajouter à mon agenda – Résultat de la session 1":',
                "  - listitem: Certificat",
            ]
            step = page.locator(".timeline [aria-current=step]")
            expect(step).to_contain_text("Dossier à déposer, session 1")


def test_an_evaluator_hears_a_line_of_the_grid(open_as):
    for _place, page in tour(open_as, "dossier"):
        assert _heard(page.get_by_role("group", name="A.1.1")) == [
            f'- group "{FIRST}":',
            f"  - text: {FIRST}",
            "  - paragraph:",
            '    - link "Un débat mouvant en classe de 4e":',
            "  - blockquote:",
            "    - paragraph: Voir le déroulé (A.1.1).",
            '  - radio "Validée"',
            "  - text: Validée",
            '  - radio "Non validée"',
            "  - text: Non validée",
            '  - radio "Preuves insuffisantes"',
            "  - text: Preuves insuffisantes Motif (nécessaire, sauf si vous validez)",
            '  - textbox "Motif (nécessaire, sauf si vous validez)"',
            "  - status:",
            "    - paragraph: Rien n’est encore enregistré.",
        ]


def test_a_juror_hears_a_line_of_the_sheet_and_of_a_case(open_as):
    for place, page in tour(open_as, "sitting", "case"):
        if place.name == "sitting":
            name = "de La Joubarbe-Inventée Marie-Clémentine"
            assert _heard(page.get_by_role("row", name=name)) == [
                f'- row "{name} À débattre ? Verdicts manquants 27/28 {SHEET}":',
                f'  - rowheader "{name}":',
                f'    - link "{name}":',
                '  - cell "À débattre"',
                '  - cell "? Verdicts manquants"',
                '  - cell "27/28"',
                *[f'  - cell "{letter}"' for letter in SHEET.split()],
            ]
        else:
            assert _heard(page.get_by_role("group", name="B.2.1")) == [
                f'- group "{DISPUTED}":',
                f"  - text: {DISPUTED}",
                "  - paragraph:",
                '    - link "Un débat mouvant en classe de 4e":',
                "    - text: – Voir le déroulé (B.2.1).",
                "  - blockquote:",
                "    - paragraph:",
                "      - strong: Validée",
                '      - text: ", Evaluator Exemple – Lecture de B.2.1"',
                "  - blockquote:",
                "    - paragraph:",
                "      - strong: Non validée",
                '      - text: ", Evaluator Exemple – Lecture de B.2.1"',
                '  - paragraph: "! les évaluateurs divergent : le jury donne le verdict"',
                '  - radio "Validée"',
                "  - text: Validée",
                '  - radio "Non validée"',
                "  - text: Non validée",
                '  - radio "Preuves insuffisantes"',
                "  - text: Preuves insuffisantes",
                '  - radio "Non demandée"',
                "  - text: Non demandée Remarque (facultatif)",
                '  - textbox "Remarque (facultatif)"',
            ]


def test_a_table_that_stacks_is_still_a_table_with_words_before_its_numbers(open_as):
    for _place, page in tour(open_as, "share out", viewport=NARROW):
        expect(page.locator("thead").first).to_be_hidden()
        assert _heard(page.locator("table").first) == [
            '- table "Ce que chaque évaluateur aurait":',
            "  - caption: Ce que chaque évaluateur aurait",
            "  - rowgroup:",
            "    - 'row \"Evaluator Exemple Dossiers à présent : 1 Dossiers en plus : +2 "
            "Dossiers ensuite : 3\"':",
            '      - rowheader "Evaluator Exemple"',
            "      - 'cell \"Dossiers à présent : 1\"'",
            "      - 'cell \"Dossiers en plus : +2\"'",
            "      - 'cell \"Dossiers ensuite : 3\"'",
        ]


def _heard(piece):
    """A piece as it is heard, a line each: no addresses, no numbers of invented people."""
    lines = piece.aria_snapshot().splitlines()
    return [re.sub(r"Exemple\d+", "Exemple", line) for line in lines if "/url:" not in line]
