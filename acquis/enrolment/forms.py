"""Everything that comes in. A form says what is wrong with one field; the domain says the rest."""

from django import forms
from django.conf import settings
from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext_lazy as _

from acquis.accounts.models import Person
from acquis.base.clock import now, today
from acquis.base.forms import DateInput

from . import rules, sentences
from .models import Enrolment, EnrolmentState, LedgerLine, ProofState


class EurosField(forms.CharField):
    """An amount as people type it, “96,94”; cleans to cents."""

    def __init__(self, **kwargs):
        super().__init__(max_length=20, **kwargs)
        self.widget.attrs["inputmode"] = "decimal"

    def clean(self, value):
        typed = super().clean(value)
        cents = rules.cents_typed(typed)
        if cents is None:
            raise forms.ValidationError(
                _("“%(typed)s” is not an amount. Write it in euros and cents, such as 96,94."),
                params={"typed": typed},
            )
        return cents


class ProofField(forms.FileField):
    """One document, whose size the browser checks before sending it."""

    def __init__(self, **kwargs):
        super().__init__(label=kwargs.pop("label", _("Document")), **kwargs)
        told = _("at most %(limit)s") % {"limit": filesizeformat(settings.UPLOAD_MAX_BYTES)}
        self.widget.attrs |= {
            "data-max-bytes": settings.UPLOAD_MAX_BYTES,
            "data-too-large": told,
        }


class StartForm(forms.Form):
    category = forms.ChoiceField(label=_("Category"))

    def __init__(self, *args, edition, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["category"].choices = [(c.code, c.code) for c in edition.plan.categories]


class DraftForm(forms.ModelForm):
    """What the candidate types. `honour` is asked only when sending."""

    use_required_attribute = False
    version = forms.IntegerField(widget=forms.HiddenInput, min_value=1)
    honour = forms.BooleanField(
        label=_(
            "I declare on my honour that what I send is true, and that I do not enrol for this "
            "certification anywhere else this year."
        ),
        required=False,
        error_messages={"required": _("Tick the declaration on your honour to send.")},
    )

    class Meta:
        model = Enrolment
        fields = ["category", "student_number", "home_institution", "remark"]
        widgets = {"category": forms.Select, "remark": forms.Textarea(attrs={"rows": 4})}
        labels = {"category": _("Category")}
        help_texts = {
            "category": _("The documents to join and the fee depend on it."),
            "student_number": _("If you are a student."),
        }

    def __init__(self, *args, is_sending=False, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["honour"].required = is_sending
        self.fields["honour"].widget.attrs["form"] = "draft"
        self.initial["version"] = self.instance.version
        if self.instance.state == EnrolmentState.DRAFT:
            edition = self.instance.edition
            late = edition.late_openings.windows_of(self.instance.person)
            offered = rules.choices(edition.plan, now(), today(), late)
            self.fields["category"] = forms.ChoiceField(
                label=_("Category"),
                help_text=self.fields["category"].help_text,
                # A page that lacks the field leaves the category as it is.
                required=not self.is_bound or "category" in self.data,
                choices=[
                    (choice.category.code, sentences.spoken(choice.category.label))
                    for choice in offered
                    if choice.opening.is_open or choice.category.code == self.instance.category
                ],
            )
        else:
            del self.fields["category"]

    def typed(self):
        """Only what the request carried: a page that lacks a field does not empty it."""
        return {
            name: self.cleaned_data[name]
            for name in self.Meta.fields
            if name in self.cleaned_data and self.add_prefix(name) in self.data
        }

    def differences(self, saved):
        """(label, saved, typed) of each field that another window saved otherwise."""
        names = {each.code: each.label for each in saved.edition.plan.categories}

        def told(name, value):
            return sentences.spoken(names[value]) if name == "category" else value

        return [
            (self.fields[name].label, told(name, getattr(saved, name)), told(name, value))
            for name, value in self.typed().items()
            if value != getattr(saved, name)
        ]


class ProofForm(forms.Form):
    file = ProofField()


class EditionFilter(forms.Form):
    """A list of one edition, as its address tells it."""

    edition = forms.ChoiceField(label=_("Edition"), required=False)
    q = forms.CharField(label=_("Name, e-mail or student number"), required=False, max_length=100)

    def __init__(self, *args, editions, edition, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["edition"].choices = [(str(each.pk), str(each)) for each in editions]
        self.fields["edition"].initial = str(edition.pk)
        if len(editions) < 2:
            self.fields["edition"].widget = forms.HiddenInput()

    def asked(self):
        """What was asked and can be: an unknown value filters nothing."""
        self.is_valid()
        return self.cleaned_data


class DeskFilter(EditionFilter):
    state = forms.ChoiceField(label=_("State"), required=False)
    category = forms.ChoiceField(label=_("Category"), required=False)
    field_order = ["edition", "state", "category", "q"]

    def __init__(self, *args, edition, **kwargs):
        super().__init__(*args, edition=edition, **kwargs)
        states = [choice for choice in EnrolmentState.choices if choice[0] != EnrolmentState.DRAFT]
        self.fields["state"].choices = [("", _("all states")), *states]
        self.fields["category"].choices = [
            ("", _("all categories")),
            *((each.code, sentences.spoken(each.label)) for each in edition.plan.categories),
        ]


class CashFilter(EditionFilter):
    show = forms.ChoiceField(
        label=_("Show"),
        required=False,
        choices=[
            ("owing", _("those who still owe")),
            ("surplus", _("those who paid too much")),
            ("settled", _("those who owe nothing")),
            ("all", _("everybody")),
        ],
    )
    field_order = ["edition", "show", "q"]


class NamedForm(forms.Form):
    """One of several on a page: its fields carry its name, so that no two have the same id."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, auto_id=f"{type(self).__name__.lower()}_%s", **kwargs)


class CheckForm(forms.Form):
    state = forms.ChoiceField(
        choices=[choice for choice in ProofState.choices if choice[0] != ProofState.REPLACED]
    )
    reason = forms.CharField(label=_("Reason, if you refuse it"), required=False, max_length=500)


class CompletionForm(NamedForm):
    message = forms.CharField(
        label=_("What to complete, in your words"),
        help_text=_("The documents refused or missing are listed in the letter without it."),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class SameReasonForm(forms.Form):
    """One reason for several requests: the letter of each says it."""

    reason = forms.CharField(
        label=_("Reason, the same for all"),
        help_text=_("Each candidate will read it in their letter."),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class SameMessageForm(forms.Form):
    message = forms.CharField(
        label=_("What to complete, in your words, the same for all"),
        help_text=_("The documents refused or missing of each are listed in the letter with it."),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class DecisionForm(NamedForm):
    decision = forms.ChoiceField(
        choices=[("accept", _("accept")), ("refuse", _("refuse")), ("reconsider", _("reconsider"))]
    )
    reason = forms.CharField(
        label=_("Reason"),
        help_text=_("Compulsory to refuse. Its candidate will read it."),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class QuoteForm(NamedForm):
    version = forms.IntegerField(widget=forms.HiddenInput)
    amount = EurosField(label=_("Amount in euros"))
    reference = forms.CharField(label=_("Reference of the quotation"), max_length=100)


class CategoryForm(NamedForm):
    version = forms.IntegerField(widget=forms.HiddenInput)
    category = forms.ChoiceField(label=_("New category"))
    reason = forms.CharField(label=_("Reason"), max_length=300)

    def __init__(self, *args, enrolment, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["category"].choices = [
            (each.code, sentences.spoken(each.label)) for each in enrolment.edition.plan.categories
        ]


class LateOpeningForm(forms.Form):
    person = forms.EmailField(
        label=_("E-mail address of the account"),
        help_text=_("The account of the person who enrols late."),
    )
    category = forms.ChoiceField(label=_("Category"))
    until = forms.DateField(
        label=_("Last day"), help_text=_("Included: until midnight."), widget=DateInput
    )
    reason = forms.CharField(
        label=_("Reason"), help_text=_("The person will read it."), max_length=300
    )

    def __init__(self, *args, edition, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["category"].choices = [
            ("", _("choose the category")),
            *((each.code, sentences.spoken(each.label)) for each in edition.plan.categories),
        ]

    def clean_person(self):
        address = self.cleaned_data["person"]
        person = Person.objects.filter(email__iexact=address, is_active=True).first()
        if person is None:
            raise forms.ValidationError(
                _(
                    "No account has the address “%(address)s”. Check it, or ask the person to make "
                    "an account first."
                ),
                params={"address": address},
            )
        return person


class PayForm(NamedForm):
    amount = EurosField(label=_("Amount received, in euros"))
    means = forms.ChoiceField(label=_("Means of payment"), choices=LedgerLine.Means)
    receipt_number = forms.CharField(label=_("Receipt number"), max_length=40)


class ExemptForm(NamedForm):
    amount = EurosField(label=_("Amount not asked, in euros"))
    reason = forms.CharField(label=_("Reason"), max_length=300)
    proof = ProofField(label=_("Document that says so"))


class RefundForm(NamedForm):
    amount = EurosField(label=_("Amount in euros"))
    reason = forms.CharField(label=_("Reason"), max_length=300)


class EndExemptionForm(RefundForm):
    pass
