from django import forms
from django.utils import formats
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from acquis.accounts.models import Person

from . import rules
from .models import Assignment, Proposal


class MarkField(forms.DecimalField):
    """A mark, typed with a point or a comma."""

    def to_python(self, value):
        return super().to_python(value.replace(",", ".") if isinstance(value, str) else value)


class ProposalForm(forms.Form):
    """One line of the grid; its fields are named `verdict-<code>`, `reason-<code>`...

    A field that was not sent says nothing: what is saved stays.
    """

    verdict = forms.ChoiceField(
        choices=[(str(verdict), str(verdict)) for verdict in rules.CHOICES], required=False
    )
    mark = MarkField(required=False, max_digits=5, decimal_places=2)
    reason = forms.CharField(
        required=False, max_length=Proposal._meta.get_field("reason").max_length
    )
    version = forms.IntegerField(required=False, min_value=0)
    # “Save mine all the same”: the version that was shown beside what is typed.
    keep = forms.IntegerField(required=False, min_value=0)

    def __init__(self, data, *, line):
        self.line = line
        super().__init__(data)
        del self.fields["verdict" if line.is_marked else "mark"]

    def add_prefix(self, field_name):
        return f"{field_name}-{self.line.code}"

    @property
    def is_given(self):
        return any(self.add_prefix(name) in self.data for name in ("verdict", "mark", "reason"))

    def typed(self, name):
        """What was typed in a field, understood or not."""
        return self.data.get(self.add_prefix(name), "")

    def clean_verdict(self):
        return self._said("verdict", "")

    def clean_mark(self):
        mark = self._said("mark", None)
        if mark is not None and not rules.is_mark(mark, self.line.maximum):
            raise forms.ValidationError(self._scale())
        return mark

    def clean_reason(self):
        return self._said("reason", "").replace("\r\n", "\n")

    def answer(self):
        """What `Assignment.propose` takes."""
        return {
            "verdict": self.cleaned_data.get("verdict", ""),
            "mark": self.cleaned_data.get("mark"),
            "reason": self.cleaned_data["reason"],
            "version": _version_shown(self.cleaned_data),
        }

    def problems(self):
        """What keeps the line from being saved, in sentences."""
        if "mark" in self.errors:
            return [self._scale()]
        return [sentence for errors in self.errors.values() for sentence in errors]

    def _said(self, name, nothing):
        if self.add_prefix(name) in self.data:
            return self.cleaned_data[name]
        saved = self.line.saved
        return getattr(saved, name) if saved else nothing

    def _scale(self):
        maximum = rules.HIGHEST if self.line.maximum is None else self.line.maximum
        return gettext("A mark goes from 0 to %(maximum)s, with two decimals at most.") % {
            "maximum": formats.number_format(maximum.normalize() + 0)
        }


class CommentForm(forms.Form):
    """The general comment: `comment`, with its own `version-comment` and `keep-comment`."""

    comment = forms.CharField(
        required=False, max_length=Assignment._meta.get_field("comment").max_length
    )
    version = forms.IntegerField(required=False, min_value=0)
    keep = forms.IntegerField(required=False, min_value=0)

    def add_prefix(self, field_name):
        return field_name if field_name == "comment" else f"{field_name}-comment"

    @property
    def is_given(self):
        return "comment" in self.data

    def clean_comment(self):
        return self.cleaned_data["comment"].replace("\r\n", "\n")

    def version_shown(self):
        return _version_shown(self.cleaned_data)

    def problems(self):
        return [sentence for errors in self.errors.values() for sentence in errors]


class ReasonForm(forms.Form):
    """Why a dossier is withdrawn, returned or declined."""

    reason = forms.CharField(
        label=_("Reason"),
        max_length=Assignment._meta.get_field("reason").max_length,
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class AssignForm(forms.Form):
    evaluator = forms.ModelChoiceField(
        Person.objects.none(),
        label=_("Evaluator"),
        error_messages={
            "required": _("Choose an evaluator."),
            "invalid_choice": _("This person cannot be given this dossier: choose another one."),
        },
    )

    def __init__(self, data=None, *, panel):
        super().__init__(data)
        self.fields["evaluator"].queryset = Person.objects.filter(pk__in=panel.evaluators)


def _version_shown(cleaned):
    """The version that the page showed; 0 for what was never saved."""
    return (cleaned["version"] if cleaned["keep"] is None else cleaned["keep"]) or 0
