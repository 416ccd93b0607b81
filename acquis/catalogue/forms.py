from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _


class PublicTextForm(forms.Form):
    """The words of one public text. A blank line begins another paragraph; nothing is a tag."""

    title = forms.CharField(label=_("Title"), max_length=200)
    body = forms.CharField(
        label=_("Text"),
        max_length=10_000,
        widget=forms.Textarea(attrs={"rows": 14}),
        help_text=_("A blank line begins another paragraph. Addresses become links."),
    )
    version = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args, text, language, **kwargs):
        super().__init__(*args, **kwargs)
        self.lacks_french = language != "fr" and not (text.body and text.body.fr)
        for name in ("title", "body"):
            self.fields[name].widget.attrs["lang"] = language
        if not text.has_own_title:
            del self.fields["title"]
        if text.kind == "collection":
            self.fields["body"].widget.attrs["rows"] = 3
            self.fields["body"].help_text = _("A few words, without a full stop at the end.")

    def clean_title(self):
        return " ".join(self.cleaned_data["title"].split())

    def clean_body(self):
        if self.lacks_french:
            raise forms.ValidationError(
                gettext(
                    "Write the French text first: it is the one that is read where no other is "
                    "there."
                )
            )
        return self.cleaned_data["body"].replace("\r\n", "\n")
