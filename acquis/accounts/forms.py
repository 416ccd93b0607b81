from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from .models import Person

# What a name never holds, and an address, a link or a mark-up does.
NEVER_IN_A_NAME = frozenset("<>@:/\\")


class IdentityForm(forms.ModelForm):
    """Who signs up: added by allauth to its own sign-up form."""

    field_order = ("first_names", "birth_name", "usage_name", "email", "password1")

    class Meta:
        model = Person
        fields = ("first_names", "birth_name", "usage_name")
        help_texts = {
            "birth_name": _(
                "As on your identity document: it will be printed on your certificate."
            ),
            "usage_name": _("Only if you use another name every day."),
        }
        widgets = {
            "first_names": forms.TextInput({"autocomplete": "given-name"}),
            "birth_name": forms.TextInput({"autocomplete": "family-name"}),
        }

    def clean_first_names(self):
        return name_on_one_line(self.cleaned_data["first_names"])

    def clean_birth_name(self):
        return name_on_one_line(self.cleaned_data["birth_name"])

    def clean_usage_name(self):
        return name_on_one_line(self.cleaned_data["usage_name"])

    def signup(self, request, person):
        """allauth has already copied the fields it knows; keep ours and the page's language."""
        for field in self.Meta.fields:
            setattr(person, field, self.cleaned_data[field])
        person.language = request.LANGUAGE_CODE if request.LANGUAGE_CODE in ("fr", "en") else "fr"
        person.save(update_fields=[*self.Meta.fields, "language"])


def name_on_one_line(name):
    name = " ".join(name.split())
    if not name.isprintable() or NEVER_IN_A_NAME & set(name):
        raise ValidationError(
            _("A name holds letters, spaces, hyphens and apostrophes: please type it again.")
        )
    return name
