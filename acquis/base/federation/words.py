"""What an institution said of a person, in the words of that person."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

LABELS = {
    "supannEtuId": _("Student number"),
    "supannCodeINE": _("INE"),
    "supannEtablissement": _("Code of the institution"),
    "supannEtuEtape": _("Code of the year of study"),
    "supannEtuAnneeInscription": _("Enrolled for"),
    "eduPersonPrimaryAffiliation": _("Mainly known as"),
    "eduPersonAffiliation": _("Known as"),
}
AFFILIATIONS = {
    "student": pgettext_lazy("affiliation", "student"),
    "employee": pgettext_lazy("affiliation", "employee"),
    "staff": pgettext_lazy("affiliation", "staff"),
    "faculty": pgettext_lazy("affiliation", "teacher"),
    "teacher": pgettext_lazy("affiliation", "teacher"),
    "researcher": pgettext_lazy("affiliation", "researcher"),
    "member": pgettext_lazy("affiliation", "member"),
    "affiliate": pgettext_lazy("affiliation", "affiliate"),
    "alum": pgettext_lazy("affiliation", "former student"),
}


def told(facts):
    """[(label, value)], in the order of the list; SUPANN's “{UAI}” before a code is left out."""
    return [
        (label, ", ".join(_one(name, value) for value in facts[name]))
        for name, label in LABELS.items()
        if facts.get(name)
    ]


def _one(name, value):
    if name.endswith("Affiliation"):
        return str(AFFILIATIONS.get(value, value))
    return value.rpartition("}")[2]
