from django import forms
from django.utils.text import format_lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy


class WordingForm(forms.Form):
    """The words of one kind of letter. What stands in braces must be one of its placeholders."""

    subject = forms.CharField(label=gettext_lazy("Subject"), max_length=200)
    body = forms.CharField(
        label=gettext_lazy("Letter"),
        max_length=10_000,
        widget=forms.Textarea(attrs={"rows": 18}),
    )
    version = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args, kind, **kwargs):
        super().__init__(*args, **kwargs)
        self.kind = kind
        names = ", ".join(str(each) for each in kind.offers)
        self.fields["body"].help_text = format_lazy(
            "{} {}", gettext_lazy("In braces, what each letter fills:"), names
        )

    def clean_subject(self):
        return self._known(" ".join(self.cleaned_data["subject"].split()))

    def clean_body(self):
        body = self._known(self.cleaned_data["body"].replace("\r\n", "\n"))
        if missing := self.kind.missing(body):
            raise forms.ValidationError(
                _("This letter must say %(names)s: put it back where you want it.")
                % {"names": ", ".join(f"{each} ({each.label})" for each in missing)}
            )
        return body

    def _known(self, text):
        if unknown := self.kind.unknown(text):
            raise forms.ValidationError(
                _("%(words)s stands for nothing in this letter. Use one of these: %(names)s.")
                % {
                    "words": ", ".join(f"“{each}”" for each in unknown[:5]),
                    "names": ", ".join(str(each) for each in self.kind.offers),
                }
            )
        return text
