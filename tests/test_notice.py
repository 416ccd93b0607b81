"""The notice written from the edition says every fact of the real one of 2022-2023.

Each fact is quoted from the notice as it was published (kept in programmes/c2i2e/as-published),
and looked for, in the words of the product, in the page and in the text of the PDF. What the
real notice contradicts itself about is listed by the checker, and named here.
"""

import html
import re
import shutil
import subprocess
from dataclasses import replace
from datetime import date

import pytest
from django.utils.html import strip_tags

from acquis.catalogue import checker, definitions
from acquis.catalogue.definitions import fingerprint
from acquis.catalogue.models import Edition
from tests.factories import ROOT, load, make_edition

AS_PUBLISHED = ROOT / "programmes" / "c2i2e" / "as-published" / "2022-2023.yaml"
NOTICE = "/certifications/orleans/c2i2e/2022-2023/notice/"
PDF = "/certifications/orleans/c2i2e/2022-2023/notice.pdf"
pytestmark = pytest.mark.django_db

BOTH = "Campagne n° 1 : du 30 septembre au 14 novembre 2022 Campagne n° 2 : du 4 au 20 janvier 2023"
ALONE = "Du 7 novembre 2022 au 8 janvier 2023"
PRICE = "96,94 €, à confirmer Tarif 2020-2021"
NEVER = "Aucune période d'inscription cette année"
M2_TOURS = (
    "Étudiants de Tours en M2 premier ou second degré, préparation aux concours et agrégation "
    "comprises"
)
FOUR = (
    "Étudiants en M2 à l'Université d'Orléans Formateurs et enseignants de l'Université d'Orléans "
    f"{M2_TOURS} Autres étudiants en M2 à l'Université de Tours"
)

# Quoted from the notice, by its headings → how the generated notice says it.
FACTS = {
    "title": {
        "Notice d’information générale C2i2e": ["Notice d'information générale : C2i2e 2022-2023"],
        "Année 2022-2023": ["C2i2e 2022-2023"],
    },
    "meaning": {
        "Certificat Informatique et Internet de Niveau 2 Enseignant": [
            "C2i2e est le sigle du certificat informatique et internet de niveau 2 « enseignant »"
        ],
    },
    "purpose": {
        "compétences numériques professionnelles communes et nécessaires": [
            "communes et nécessaires à toutes les personnes qui enseignent ou qui forment, pour "
            "l'exercice de leur métier"
        ],
        "TICE (Technologies de l’Information et de la Communication pour l’Enseignement)": [
            "technologies de l'information et de la communication pour l'enseignement (TICE)"
        ],
        "pour s'informer, se former et former ses élèves": [
            "pour s'informer, se former et former leurs élèves"
        ],
        "compétences professionnelles dans l'usage pédagogique des technologies numériques": [
            "compétences professionnelles dans l'usage pédagogique des technologies numériques"
        ],
        "l'enseignement scolaire, de l'enseignement supérieur et de la formation": [
            "aux métiers de l'enseignement scolaire, de l'enseignement supérieur ou de la formation"
        ],
        "la reconnaissance des compétences nécessaires en vue de son insertion professionnelle": [
            "la reconnaissance des compétences nécessaires à son insertion professionnelle"
        ],
        "un ensemble de compétences rassemblées dans un référentiel": [
            "Référentiel national du C2i2e (2010) : 28 compétences dans 7 domaines.",
            "A.1 Maîtrise de l'environnement numérique professionnel",
            "B.4 Compétences d'évaluation",
        ],
        "sur le site du Ministère": [
            "Le site du ministère informe sur la certification.",
            "http://www.enseignementsup-recherche.gouv.fr/pid20536/rubrique-bo.html?cid_bo=54844",
        ],
    },
    "audience": {
        "un concours d’enseignement de l’éducation nationale": [
            "qui préparent un concours d'enseignement de l'éducation nationale"
        ],
        "professeurs des écoles, collèges, lycées": [
            "professeurs des écoles, des collèges et des lycées"
        ],
        "conseillers principaux d’éducation": ["conseillers principaux d'éducation"],
        "un métier lié à la formation": ["un métier lié à la formation"],
        "ainsi que les documentalistes": ["et les documentalistes"],
    },
    "obligation": {
        "depuis 2013-2014 en M1 Master MEEF à l’INSPE": [
            "Les personnes inscrites en M1 de master MEEF à l'INSPÉ depuis 2013-2014"
        ],
        "n’ont plus besoin du C2i2e pour la titularisation": [
            "Non.",
            "n'ont plus besoin du C2i2e pour leur titularisation",
        ],
        "doivent justifier qu'ils ont bien acquis les compétences numériques": [
            "justifier qu'elles ont acquis, dans leur formation, les compétences numériques "
            "« en référence au C2i2e »"
        ],
        "dans le cadre des enseignements des maquettes": [
            "validées dans le cadre des enseignements"
        ],
        "l’obtention du C2i2e en fin de M2 (si l’étudiant.e le souhaite et s’inscrit": [
            "l'obtention du C2i2e en fin de M2, si la personne le souhaite et s'inscrit à la "
            "certification"
        ],
        "un correspondant C2i2e qui peut être contacté pour toute question": [
            "Correspondant C2i2e Toute question c2i2e@univ-orleans.example"
        ],
        "(adresse fonctionnelle du service)": [
            "Service des études de l'INSPÉ Inscriptions, dossiers et résultats "
            "etudes-inspe@univ-orleans.example"
        ],
    },
    "preparation": {
        "parcours premier et second degré des universités d’Orléans et de Tours": [
            "dans les parcours premier et second degré des universités d'Orléans et de Tours"
        ],
        "référent C2i2e de votre établissement": ["au référent C2i2e de votre établissement"],
        "hybrides présentiel/distanciel), payantes": [
            "préparations payantes et hybrides, en présence et à distance"
        ],
        "le SEFCO (service de formation continue) de l’Université d’Orléans": [
            "Le service de formation continue de l'Université d'Orléans (SEFCO) propose",
            "Service de formation continue (SEFCO) Préparation, devis et publics que ce service "
            "vérifie sefco@univ-orleans.example",
        ],
        "non étudiants": ["aux candidats qui ne sont pas étudiants"],
    },
    "fees": {
        "Etudiant.e.s M1 et M2 et enseignants de l’Université d’Orléans Gratuit": [
            f"Étudiants en M1 à l'Université d'Orléans {NEVER} Gratuit",
            f"Étudiants en M2 à l'Université d'Orléans {BOTH} Gratuit",
            f"Formateurs et enseignants de l'Université d'Orléans {BOTH} Gratuit",
        ],
        "Etudiant.e.s M1 et M2 parcours premier et second degré (y compris préparation concours "
        "et agrégatifs) de l’Université de Tours Gratuit": [
            f"Étudiants de Tours en M1 premier ou second degré {NEVER} Gratuit",
            f"{M2_TOURS} {BOTH} Gratuit",
        ],
        "Autres Etudiant.e.s M1 et M2 de l’Université de Tours 96,94 euros": [
            f"Autres étudiants en M1 à l'Université de Tours {NEVER} {PRICE}",
            f"Autres étudiants en M2 à l'Université de Tours {BOTH} {PRICE}",
        ],
        "Tarif 2020-2021, susceptible d’évoluer en 2021-2022": [PRICE],
        "Candidat.e.s libres certification « sèche » (sans accompagnement) 96,94 euros": [
            f"Candidats libres, certification seule {ALONE} {PRICE}",
            "Vous vous présentez sans accompagnement.",
        ],
        "Candidat.e.s libres certification accompagnée (SEFCO) Voir auprès du SEFCO": [
            f"Candidats libres accompagnés par le SEFCO {ALONE} Sur devis "
            "À demander à : Service de formation continue (SEFCO)"
        ],
        "tarif forfaitaire annuel": ["Les droits sont un forfait annuel, payé une seule fois"],
        "à une ou aux deux sessions": [
            "valable pour une ou deux sessions",
            "il vaut pour 2 sessions",
        ],
    },
    "enrolment": {
        "Pour l’académie Orléans-Tours, seule l’Université d’Orléans est habilitée par le "
        "ministère": [
            "Pour l'académie d'Orléans-Tours, seule l'Université d'Orléans est habilitée par le "
            "ministère à délivrer le C2i2e."
        ],
        "une demande d’inscription à la certification via un formulaire en ligne": [
            "fait une demande d'inscription par un formulaire en ligne",
            "La demande se fait en ligne, aux dates de chaque public : "
            "http://127.0.0.1:8000/certifications/orleans/c2i2e/2022-2023/",
        ],
        "site de l’INSPÉ composante de l’Université d’Orléans": [
            "le site de l'INSPÉ, composante de l'Université d'Orléans"
        ],
    },
    "obtaining": {
        "un portfolio numérique de compétences": [
            "Vous constituez un portfolio numérique de compétences"
        ],
        "dossier numérique ou lien vers un espace personnel": [
            "fichiers, ou liens vers un espace personnel"
        ],
        "les divers documents qui attestent de ses compétences": [
            "les documents qui attestent vos compétences"
        ],
        "demander la validation des items du C2i2e par le jury": [
            "les compétences dont vous demandez la validation au jury"
        ],
        "la preuve qu’il.elle a bien mené une séance d’enseignement intégrant les TICE devant "
        "public (élèves ou adultes)": [
            "Vous devez prouver que vous avez mené une séance d'enseignement intégrant le "
            "numérique devant un public, élèves ou adultes.",
            "Obligatoire : une séance d'enseignement réelle intégrant le numérique, menée devant "
            "un public.",
        ],
        "Chaque dossier est évalué par un enseignant ou une enseignante de l’INSPE": [
            "Chaque dossier est évalué par un membre de l'équipe enseignante de l'INSPÉ",
            "Chaque dossier est évalué par 1 personne, qui propose au jury",
        ],
        "la validation de tout ou partie des compétences demandées": [
            "propose au jury de valider tout ou partie des compétences demandées"
        ],
        "Le jury, après examen du dossier, décide de suivre ou pas les propositions": [
            "Le jury, après examen du dossier, décide de suivre ou non ces propositions.",
            "suit chaque proposition ou s'en écarte avec un motif",
        ],
        "accorde ou non la certification": ["Il accorde le certificat quand tout ceci est rempli"],
        "En cas de non certification en session 1": [
            "Après la session 1, une personne non certifiée"
        ],
        "une attestation de validation partielle des compétences": [
            "reçoit une attestation de validation partielle des compétences"
        ],
        "invité à revoir son dossier pour le proposer à nouveau en session 2": [
            "est invitée à revoir son dossier pour le proposer à nouveau en session 2"
        ],
        "En cas d’échec à la session 2, une nouvelle inscription sera requise": [
            "Après un échec à la session 2, une nouvelle inscription est nécessaire pour se "
            "présenter"
        ],
        "le document d’accompagnement disponible sur le site web de l’INSPÉ": [
            "Document d'accompagnement et certifications, sur le site de l'INSPÉ : "
            "http://www.univ-orleans.fr/inspe/formation/certifications"
        ],
    },
    "calendar": {
        "Campagne d’inscription n°1 Du 30 septembre 2022 au 14 novembre 2022": [
            f"Du 30 septembre au 14 novembre 2022 Inscription, campagne n° 1 {FOUR}"
        ],
        "Étudiant.es M2 d’Orléans": ["Étudiants en M2 à l'Université d'Orléans"],
        "Formateurs.trices d’Orléans": ["Formateurs et enseignants de l'Université d'Orléans"],
        "Étudiant.e.s M2 des parcours premier et second degré (y compris préparation concours "
        "et agrégatifs) de l’Université de Tours": [M2_TOURS],
        "Inscription des autres étudiant.e.s M2 tourangeaux - Payant": [
            f"Autres étudiants en M2 à l'Université de Tours {BOTH} {PRICE}"
        ],
        "Du 7 novembre 2022 au 8 janvier 2023": [
            f"{ALONE} Inscription Candidats libres, certification seule "
            "Candidats libres accompagnés par le SEFCO"
        ],
        "Inscription candidat.e.s libres (SEFCO) - Payant": [
            "Pièce d'identité Service de formation continue (SEFCO)"
        ],
        "Campagne d’inscription n°2 Du 4 janvier 2023 au 20 janvier 2023": [
            f"Du 4 au 20 janvier 2023 Inscription, campagne n° 2 {FOUR}"
        ],
        "Certification session 1 Jusqu’au 23 avril 2023": [
            "Jusqu'au dimanche 23 avril 2023, à minuit Dernier jour de dépôt, session 1"
        ],
        "Du 8 mai 2023 au 12 mai 2023 Jury(s) C2i2e session 1": [
            "Du 8 au 12 mai 2023 Jury, session 1"
        ],
        "Certification session 2 Jusqu’au 11 juin 2023": [
            "Jusqu'au dimanche 11 juin 2023, à minuit Dernier jour de dépôt, session 2"
        ],
        "Du 26 au 30 juin 2023 Jury(s) C2i2e session 2": ["Du 26 au 30 juin 2023 Jury, session 2"],
    },
    "collection": {
        "Suite au jury de session 2, les certificats des deux sessions seront édités": [
            "Les certificats des deux sessions sont édités après le jury de la session 2",
            "Après le jury de la session 2, pour toutes les sessions ensemble.",
        ],
        "auprès du service des études de l’INSPÉ, site Bourgogne": [
            "au service des études de l'INSPÉ, site Bourgogne",
            "Où les retirer Service des études de l'INSPÉ, site Bourgogne.",
        ],
        "informé.e.s par mail de la disponibilité du diplôme et des modalités de retrait": [
            "Un courriel vous prévient quand le vôtre est prêt et rappelle comment le retirer.",
            "Par courriel : quand le vôtre est prêt, et comment le retirer.",
        ],
    },
}

# What the real notice leaves unsaid, and that a candidate must know.
UNSAID = [
    "Au moins 23 compétences validées sur 28.",
    "Dans chaque domaine, au plus 2 compétences non validées.",
    "Condition obligatoire : une séance d'enseignement réelle intégrant le numérique",
    "Ce qui n'est pas demandé compte comme non validé",
    "Attestation du chef d'établissement, du tuteur ou du responsable de la formation",
    "Fiche de préparation accompagnée du bilan de la séance",
    "Certificat de scolarité 2022-2023 Service des études de l'INSPÉ",
    "Attestation d'exercice de l'année Service des études de l'INSPÉ",
    "Convention ou contrat de formation (facultatif)",
    "Le formulaire reste fermé cette année pour ces publics : Étudiants en M1 à l'Université "
    "d'Orléans Étudiants de Tours en M1 premier ou second degré Autres étudiants en M1 à "
    "l'Université de Tours",
    "qui compte en entier (heure de Paris)",
    "le certificat n'est remis qu'une fois les droits payés",
    "Les droits dus sont ceux du jour où vous envoyez votre demande d'inscription.",
    "Une personne a une seule inscription par année.",
    "Un envoi commencé à temps peut s'achever dans les 10 minutes.",
    "Une personne certifiée reçoit aussitôt une attestation de réussite.",
    "ce que le jury a validé reste acquis, et il n'y a rien d'autre à payer",
    "Compétences validées : résultats gardés d'une année à l'autre, sans limite de durée.",
    "par une autre personne, avec votre procuration écrite, par courrier",
    "Les droits sont remboursés si l'inscription est annulée avant le premier dépôt",
    "Arrêté du 14 décembre 2010 portant création du C2i2e, BO n° 5 du 3 février 2011",
]

# Where the real notice contradicts itself → what the checker says of it.
CONTRADICTIONS = {
    "Constitution des portfolios jusqu’au 23 avril 2022": {
        "deadline-before-campaign": "ferme le 23 avril 2022, avant l'ouverture des inscriptions",
        "day-contradicted": "dit « 23 avril 2023 » ; le calendrier applique le 23 avril 2022.",
    },
    "Constitution des portfolios jusqu’au 11 juin 2022": {
        "deadline-before-campaign": "ferme le 11 juin 2022, avant l'ouverture des inscriptions",
        "day-contradicted": "dit « 11 juin 2023 » ; le calendrier applique le 11 juin 2022.",
    },
    "Autres Etudiant.e.s M1 et M2 de l’Université de Tours": {
        "priced-never-open": "a un tarif mais n'a aucune période d'inscription"
    },
    "Formateurs.trices d’Orléans": {
        "category-with-several-names": "s'appelle aussi « Formateurs.trices d’Orléans »"
    },
    "Tarif 2020-2021, susceptible d’évoluer en 2021-2022": {"stale-tariff": "2020-2021"},
    "Du 7 novembre 2022 au 8 janvier 2023": {
        "campaign-with-several-periods": "La campagne « 1 » a 2 périodes différentes.",
        "campaigns-overlap": "Les campagnes « 1 » et « 2 » se chevauchent.",
    },
    "C2i2E est l’acronyme": {"several-spellings": "est aussi écrit C2i2E, C2I2e"},
    "de la disponibilité du diplôme": {"document-name-mixed": "et ici « diplôme »"},
    "Jury(s) C2i2e": {"ambiguous-plural": "« Jury(s) »"},
    "Du 8 mai 2023": {"public-holiday": "Le 8 mai 2023 est férié"},
    "Jusqu’au 23 avril 2023": {"sunday": "Le 23 avril 2023 est un dimanche."},
    "(adresse fonctionnelle du service)": {"contact-without-mailbox": "adresse électronique"},
    "sur le site du Ministère": {"link-without-address": "« site du Ministère »"},
}


def squeezed(text):
    """Words alone: neither a line that is broken nor the kind of a space or apostrophe counts."""
    return re.sub(r"\s", "", text.replace("’", "'"))


def published():
    """{heading: the text} of the notice as it was typed by its authors."""
    edition, _problems = definitions.load_edition_file(AS_PUBLISHED)
    return {block.code: f"{block.title.fr}\n{block.body.fr}" for block in edition.public_texts}


def page_text(client, language="fr"):
    page = client.get(NOTICE, headers={"accept-language": language}).text
    main = page.partition("<main")[2].partition("</main>")[0]
    return squeezed(html.unescape(strip_tags(main)))


def pdf_text(client, language="fr"):
    """The text in the order of its tags, without what stands at the foot of each page."""
    if shutil.which("pdftotext") is None:
        pytest.skip("pdftotext is absent")
    content = client.get(f"{PDF}?language={language}").content
    command = ["pdftotext", "-raw", "-", "-"]
    read = subprocess.run(command, input=content, capture_output=True, check=True).stdout.decode()
    return squeezed(re.sub(r"(?m)^C2i2e 2022-2023 · version .*$|^•", "", read))


@pytest.fixture
def generated(client):
    make_edition()
    return {"page": page_text(client), "PDF": pdf_text(client)}


def missing(phrases, generated):
    return [
        (form, phrase)
        for form, text in generated.items()
        for phrase in phrases
        if squeezed(phrase) not in text
    ]


def test_each_fact_is_quoted_from_the_notice_as_published():
    texts = {heading: squeezed(text) for heading, text in published().items()}

    invented = [
        quote
        for heading, facts in FACTS.items()
        for quote in facts
        if squeezed(quote) not in texts[heading]
    ]

    assert invented == []


def test_no_line_of_the_notice_is_forgotten():
    """Each line as published holds a fact, stands inside one, or only says “Inscription :”."""
    forgotten = []
    for heading, text in published().items():
        quotes = [squeezed(quote) for quote in FACTS[heading]]
        for line in filter(None, map(squeezed, text.splitlines()[1:])):
            told = any(quote in line or line in quote for quote in quotes)
            if not told and line != "Inscription:":
                forgotten.append((heading, line))

    assert [(heading, line) for heading, line in forgotten if "portfoliosjusqu" not in line] == []
    # The two that are left contradict the lines above them: the next tests.
    assert len(forgotten) == 2


def test_no_date_and_no_amount_of_the_notice_is_forgotten():
    figure = re.compile(r"\d+(?:er)? [a-zûé]+ 20\d\d|\d+,\d\d euros|20\d\d-20\d\d")
    quoted = squeezed(" ".join(quote for facts in FACTS.values() for quote in facts))
    quoted += squeezed(" ".join(CONTRADICTIONS))

    figures = {each for text in published().values() for each in figure.findall(text)}

    assert len(figures) == 18
    assert [each for each in figures if squeezed(each) not in quoted] == []


@pytest.mark.parametrize("heading", FACTS)
def test_every_fact_of_the_real_notice_is_in_the_page_and_in_the_pdf(generated, heading):
    said = [phrase for phrases in FACTS[heading].values() for phrase in phrases]

    assert missing(said, generated) == []


def test_what_the_real_notice_leaves_unsaid_is_said(generated):
    assert missing(UNSAID, generated) == []


def test_the_days_the_amounts_and_the_rule_are_the_same_in_english(client):
    make_edition()
    generated = {"page": page_text(client, "en"), "PDF": pdf_text(client, "en")}

    said = [
        "General information notice: C2i2e 2022-2023",
        "Campaign 1: from 30 September to 14 November 2022",
        "Campaign 2: from 4 to 20 January 2023",
        "From 7 November 2022 to 8 January 2023",
        "€96.94, to be confirmed Tariff of 2020-2021",
        "On quotation Ask it of: Continuing education (SEFCO)",
        "Until Sunday 23 April 2023, midnight Last day to deposit, session 1",
        "From 8 to 12 May 2023 Jury, session 1",
        "Until Sunday 11 June 2023, midnight Last day to deposit, session 2",
        "From 26 to 30 June 2023 Jury, session 2",
        "At least 23 competences validated out of 28.",
        "In each domain, at most 2 competences not validated.",
        "one real teaching session using digital tools",
        "studies office of the INSPÉ, Bourgogne site",
    ]

    assert missing(said, generated) == []


@pytest.mark.parametrize("quote", CONTRADICTIONS)
def test_each_contradiction_of_the_real_notice_is_listed_by_the_checker(quote):
    problems = checker.check_path(AS_PUBLISHED)

    unlisted = [
        (code, words)
        for code, words in CONTRADICTIONS[quote].items()
        if not any(each.code == code and words in each.message.fr for each in problems)
    ]

    assert squeezed(quote) in squeezed(" ".join(published().values()))
    assert unlisted == []


def test_no_contradiction_is_left_in_the_generated_notice(generated):
    wrong = ["23 avril 2022", "11 juin 2022", "C2i2E", "C2I2e", "diplôme", "Jury(s)", ".e.s"]

    said = [
        (form, each) for form, text in generated.items() for each in wrong if squeezed(each) in text
    ]

    assert said == []


def test_a_date_that_moves_in_the_edition_moves_in_the_notice(client, generated):
    _programme, plan = load("c2i2e/editions/2022-2023")
    first, second = plan.sessions
    moved = replace(plan, sessions=(replace(first, deposit_until=date(2023, 4, 24)), second))
    data = definitions.to_data(moved)
    Edition.objects.update(definition=data, fingerprint=fingerprint(data))

    now = {"page": page_text(client), "PDF": pdf_text(client)}

    assert missing(["23 avril 2023"], generated) == []
    assert missing(["Jusqu'au lundi 24 avril 2023, à minuit"], now) == []
    assert not any("23avril2023" in text for text in now.values())
