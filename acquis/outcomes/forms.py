from django import forms
from django.utils.translation import gettext_lazy as _

from .models import HandOver

Mode = HandOver.Mode


class HandOverForm(forms.ModelForm):
    """How a certificate leaves; each way has its own proofs."""

    PROOFS = {
        Mode.IN_PERSON: ["identity_seen"],
        Mode.PROXY: ["identity_seen", "receiver", "mandate"],
        Mode.POST: ["tracking_number"],
    }

    mode = forms.ChoiceField(label=_("How"), widget=forms.RadioSelect)

    class Meta:
        model = HandOver
        fields = ["mode", "identity_seen", "receiver", "mandate", "tracking_number"]
        help_texts = {
            "identity_seen": _(
                "In person or by proxy: kind and number of the identity document of whoever is "
                "here, such as “identity card 12AB34567”."
            ),
            "receiver": _("By proxy only."),
            "mandate": _("By proxy only: date of the mandate that the holder signed."),
            "tracking_number": _("By post only."),
        }

    # Which fields are needed depends on the way chosen: a browser cannot tell.
    use_required_attribute = False

    def __init__(self, *args, collection, **kwargs):
        super().__init__(*args, **kwargs)
        allowed = {
            Mode.IN_PERSON: True,
            Mode.PROXY: collection.by_proxy,
            Mode.POST: collection.by_post,
        }
        self.fields["mode"].choices = [(m.value, m.label) for m in Mode if allowed[m]]
        chosen = self.data.get("mode") if self.is_bound else None
        for name in self.Meta.fields[1:]:
            self.fields[name].required = not self.is_bound or name in self.PROOFS.get(chosen, [])

    def clean(self):
        """Only what belongs to the way chosen is kept."""
        chosen = self.cleaned_data.get("mode")
        return {"mode": chosen} | {
            name: self.cleaned_data[name]
            for name in self.PROOFS.get(chosen, [])
            if name in self.cleaned_data
        }

    def _post_clean(self):
        """The database's constraint says the same with fewer words."""


class DuplicateForm(forms.Form):
    reason = forms.CharField(
        label=_("Reason"),
        max_length=300,
        help_text=_(
            "Lost, stolen or destroyed, and the proof seen: receipt of the declaration, or sworn "
            "statement with its date."
        ),
    )


class RevokeForm(forms.Form):
    reason = forms.CharField(
        label=_("Reason"),
        max_length=300,
        help_text=_("The holder is told; the public page shows the date only."),
    )


class DeskForm(forms.Form):
    """What the desk looks for. Attestations are the office's to see."""

    WAITING, HANDED, ENDED, ATTESTATIONS = "waiting", "handed", "ended", "attestations"
    SHOWN = [
        (WAITING, _("waiting to be collected")),
        (HANDED, _("handed over")),
        (ENDED, _("replaced or revoked")),
        (ATTESTATIONS, _("attestations")),
    ]

    q = forms.CharField(label=_("Name or number"), max_length=100, required=False)
    show = forms.ChoiceField(label=_("Which"), choices=SHOWN, required=False)

    def __init__(self, *args, is_office, **kwargs):
        super().__init__(*args, **kwargs)
        if not is_office:
            self.fields["show"].choices = self.SHOWN[:3]


class CodeForm(forms.Form):
    code = forms.CharField(
        label=_("Code of the document"),
        max_length=200,
        help_text=_("26 letters and digits, with or without the dashes."),
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )


class FileForm(forms.Form):
    file = forms.FileField(
        label=_("The PDF file you received"),
        error_messages={
            "required": _("Choose the PDF file that you received, then compare it."),
            "empty": _("This file is empty: choose the PDF that you received."),
        },
    )
