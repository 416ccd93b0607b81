from decimal import Decimal

from django import forms
from django.core.validators import MaxValueValidator, MinValueValidator
from django.utils.translation import gettext_lazy as _

from acquis.accounts.models import Person
from acquis.base import kinds
from acquis.base.forms import DateInput
from acquis.base.scope import OFFICE, reach
from acquis.catalogue.models import Edition
from acquis.enrolment.models import Enrolment
from acquis.evaluation.models import Verdict

from .actions import Choice
from .models import Member, Standing

# What a mark column holds when the programme sets no maximum.
HIGHEST = Decimal("999.99")
NOT_TAKEN = (Verdict.NOT_CLAIMED, _("not taken"))


class ActForm(forms.Form):
    """The appointment act. It may be completed until a deliberation is sealed."""

    act_reference = forms.CharField(
        label=_("Appointment act"),
        max_length=120,
        help_text=_("Its reference, as it will be printed in the minutes."),
    )
    appointed_on = forms.DateField(label=_("Date of the act"), widget=DateInput)
    signatory = forms.CharField(
        label=_("Signatory of the act"), max_length=200, help_text=_("Name and quality.")
    )
    is_delegated = forms.BooleanField(label=_("The signatory signs by delegation"), required=False)
    delegation = forms.CharField(
        label=_("Delegation of signature"),
        max_length=200,
        required=False,
        help_text=_("Reference of the delegation; needed before the sitting opens if it applies."),
    )
    act = forms.FileField(
        label=_("The act, as a PDF"),
        required=False,
        help_text=_("Needed before the sitting opens. Choosing a file replaces the one joined."),
        widget=forms.FileInput(attrs={"accept": "application/pdf"}),
    )

    def clean_act(self):
        act = self.cleaned_data["act"]
        if act and kinds.content_type(act, act.name) != "application/pdf":
            raise forms.ValidationError(
                _("This file is not a PDF. Save the act as a PDF, then choose it again.")
            )
        return act


class JuryForm(ActForm):
    edition = forms.ModelChoiceField(label=_("Certification and year"), queryset=None)
    session = forms.IntegerField(label=_("Session"), min_value=1, max_value=99, initial=1)
    name = forms.CharField(
        label=_("Name of the jury"), max_length=100, help_text=_("For instance: jury of session 1.")
    )

    field_order = ["edition", "session", "name"]

    def __init__(self, *args, person, **kwargs):
        super().__init__(*args, **kwargs)
        office = reach(person, OFFICE, institution="institution", programme="programme_code")
        self.fields["edition"].queryset = (
            Edition.objects.public()
            .filter(office)
            .with_programme()
            .order_by("-year", "programme_code")
        )

    def clean(self):
        edition, session = self.cleaned_data.get("edition"), self.cleaned_data.get("session")
        if (
            edition
            and session
            and not any(each.number == session for each in edition.plan.sessions)
        ):
            self.add_error(
                "session",
                _("This year has no such session: it has %(count)d.")
                % {"count": len(edition.plan.sessions)},
            )
        return self.cleaned_data


class MemberForm(forms.Form):
    email = forms.EmailField(
        label=_("E-mail address of the member"),
        help_text=_("The address of their account; a member without one creates it first."),
    )
    quality = forms.CharField(
        label=_("Quality"), max_length=200, help_text=_("As the act names them.")
    )
    is_president = forms.BooleanField(label=_("President of the jury"), required=False)

    def clean_email(self):
        email = self.cleaned_data["email"]
        self.person = Person.objects.filter(email__iexact=email, is_active=True).first()
        if self.person is None:
            raise forms.ValidationError(
                _("No account has this address. Ask the member to create one, then add them.")
            )
        return email


class AttendanceForm(forms.Form):
    member = forms.ModelChoiceField(Member.objects.none())

    def __init__(self, *args, jury, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["member"].queryset = jury.members.select_related("person")


class SittingForm(forms.Form):
    held_on = forms.DateField(label=_("Day"), widget=DateInput)
    place = forms.CharField(label=_("Place"), max_length=200)


class ConveneForm(forms.Form):
    """All those who are ready, or the ones ticked."""

    which = forms.ChoiceField(choices=[("all", "all"), ("chosen", "chosen")], required=False)
    enrolments = forms.ModelMultipleChoiceField(Enrolment.objects.none(), required=False)

    def __init__(self, *args, sitting, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["enrolments"].queryset = Enrolment.objects.filter(edition=sitting.jury.edition)

    def chosen(self):
        """None for everybody who is ready."""
        if self.cleaned_data["which"] != "chosen" and not self.cleaned_data["enrolments"]:
            return None
        return list(self.cleaned_data["enrolments"])


class ReasonForm(forms.Form):
    reason = forms.CharField(label=_("Reason"), max_length=300)


class RecusalForm(ReasonForm):
    """Who steps aside: the person themselves unless the president names another member."""

    member = forms.ModelChoiceField(Member.objects.none(), required=False)

    def __init__(self, *args, jury, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["member"].queryset = jury.members.select_related("person")


class RectifyForm(forms.Form):
    reason = forms.CharField(
        label=_("Reason for the act"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("What was wrong, and how it was found. It is printed in the act."),
    )
    corrects = forms.CharField(max_length=60, widget=forms.HiddenInput)

    def __init__(self, *args, sealed, **kwargs):
        super().__init__(*args, **kwargs)
        if sealed != Standing.SUBMITTED:
            self.fields["standing"] = forms.ChoiceField(
                label=_("How this candidate should have been recorded"),
                choices=[choice for choice in Standing.choices if choice[0] != sealed],
                initial=Standing.SUBMITTED,
                widget=forms.RadioSelect,
            )
            self.order_fields(["standing"])


class DecisionsForm(forms.Form):
    """The lines of a case: `verdict-<code>`, `mark-<code>`, `reason-<code>` for each one.

    A line that is not posted stays as it is, so that a page may send a single one.
    """

    version = forms.IntegerField(min_value=1, required=False)

    def __init__(self, *args, lines, **kwargs):
        super().__init__(*args, **kwargs)
        self.lines = {line.code: line for line in lines if not line.is_fixed}
        for code, line in self.lines.items():
            verdicts = [NOT_TAKEN] if line.is_marked else Verdict.choices
            self.fields[f"verdict-{code}"] = forms.ChoiceField(
                choices=[("", ""), *verdicts], required=False
            )
            self.fields[f"reason-{code}"] = forms.CharField(max_length=1000, required=False)
            if line.is_marked:
                self.fields[f"mark-{code}"] = _mark_field(line.maximum)

    def clean(self):
        for code, line in self.lines.items():
            is_emptied = self.data.get(f"mark-{code}") == "" and line.mark is not None
            if is_emptied and not self.cleaned_data.get(f"verdict-{code}"):
                self.add_error(
                    f"mark-{code}", _("Write a mark, or say that the test was not taken.")
                )
        return self.cleaned_data

    def choices(self):
        """{code: Choice} of the lines that were posted."""
        return {
            code: self._choice(code, line)
            for code, line in self.lines.items()
            if any(f"{part}-{code}" in self.data for part in ("verdict", "mark", "reason"))
        }

    def problems(self, code):
        """What is wrong with a line as typed."""
        return [
            error
            for part in ("verdict", "mark", "reason")
            for error in self.errors.get(f"{part}-{code}", [])
        ]

    def typed(self, part, code, saved):
        """What the page shows in a field: as typed, else as saved."""
        return self.data.get(f"{part}-{code}", saved) if self.is_bound else saved

    def _choice(self, code, line):
        verdict = self.cleaned_data.get(f"verdict-{code}") or ""
        mark = self.cleaned_data.get(f"mark-{code}")
        if f"reason-{code}" in self.data:
            reason = self.cleaned_data.get(f"reason-{code}") or ""
        else:
            reason = line.reason
        if verdict:
            return Choice(verdict, None, reason)
        if mark is not None:
            return Choice("", mark, reason)
        return Choice(line.verdict, line.mark, reason)


def _mark_field(maximum):
    return forms.DecimalField(
        max_digits=5,
        decimal_places=2,
        required=False,
        localize=True,
        validators=[
            MinValueValidator(0),
            MaxValueValidator(HIGHEST if maximum is None else maximum),
        ],
    )
