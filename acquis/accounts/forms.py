from django import forms
from django.utils.translation import gettext_lazy as _

from .models import Person


class IdentityForm(forms.ModelForm):
    """Who signs up: added by allauth to its own sign-up form."""

    class Meta:
        model = Person
        fields = ["first_names", "birth_name", "usage_name"]
        help_texts = {
            "birth_name": _(
                "As on your identity document: it will be printed on your certificate."
            ),
            "usage_name": _("Only if you use another name every day."),
        }

    def signup(self, request, person):
        """allauth has already copied the fields it knows; keep ours and the page's language."""
        for field in self.Meta.fields:
            setattr(person, field, self.cleaned_data[field])
        person.language = request.LANGUAGE_CODE if request.LANGUAGE_CODE in ("fr", "en") else "fr"
        person.save(update_fields=[*self.Meta.fields, "language"])
