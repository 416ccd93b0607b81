from django import forms
from django.conf import settings
from django.core.validators import URLValidator
from django.utils.translation import gettext_lazy as _

from acquis.base import clock
from acquis.base.forms import DateInput, MultipleFileField
from acquis.base.templatetags.acquis import spoken

from .models import Situation

EARLIEST_YEAR = 1950


class Prose(forms.CharField):
    """Text over several lines, counted as its author sees it: browsers send two signs a line."""

    widget = forms.Textarea

    def to_python(self, value):
        return super().to_python(value).replace("\r\n", "\n")


class WebAddress(forms.URLField):
    default_validators = [
        URLValidator(
            schemes=["http", "https"],
            message=_("Give the whole address of a page, beginning with https:// or http://."),
        )
    ]


class SituationForm(forms.Form):
    title = forms.CharField(
        label=_("Title"),
        max_length=200,
        help_text=_("A few words that tell this situation from the others."),
    )
    account = Prose(label=_("What you did"), max_length=20000, required=False)
    taught_on = forms.DateField(label=_("Date"), required=False, widget=DateInput)
    audience = forms.CharField(label=_("With whom"), max_length=200, required=False)
    place = forms.CharField(label=_("Where"), max_length=200, required=False)
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    FACTS = ("title", "account", "taught_on", "audience", "place", "condition")

    def __init__(self, *args, programme, situation=None, **kwargs):
        if situation:
            kwargs["initial"] = {
                name: getattr(situation, name) for name in (*self.FACTS, "version")
            }
        super().__init__(*args, **kwargs)
        if programme.conditions:
            self.fields["condition"] = forms.ChoiceField(
                label=_("Is this situation one that the certificate requires?"),
                required=False,
                widget=forms.RadioSelect,
                choices=[("", _("No"))]
                + [
                    (each.code, _("Yes: %(condition)s") % {"condition": spoken(each.label)})
                    for each in programme.conditions
                ],
            )
            self.order_fields(("title", "condition"))

    def clean_taught_on(self):
        day = self.cleaned_data["taught_on"]
        if day and (day > clock.today() or day.year < EARLIEST_YEAR):
            raise forms.ValidationError(
                _("Check this date: the day when it took place is asked, in the past.")
            )
        return day

    @property
    def facts(self):
        """What was typed, as the fields of a situation."""
        return {name: self.cleaned_data[name] for name in self.FACTS if name in self.fields}

    def catch_up(self, situation):
        """After a conflict: show what is saved now, and let the next sending stand on it."""
        self.saved_meanwhile = [
            (self.fields[name].label, getattr(situation, name) or _("nothing"))
            for name, typed in self.facts.items()
            if getattr(situation, name) != typed
        ]
        self.data = self.data.copy()
        self.data["version"] = situation.version


class OrderForm(forms.Form):
    """The situation to put one place earlier, or one place later."""

    earlier = forms.ModelChoiceField(Situation.objects.none(), required=False)
    later = forms.ModelChoiceField(Situation.objects.none(), required=False)

    def __init__(self, *args, portfolio, **kwargs):
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            field.queryset = portfolio.situations.present()

    def clean(self):
        if not self.errors and not self.move:
            raise forms.ValidationError(_("Choose the situation to move."))
        return self.cleaned_data

    @property
    def move(self):
        """(situation, ranks), or None."""
        if situation := self.cleaned_data["earlier"]:
            return situation, -1
        situation = self.cleaned_data["later"]
        return situation and (situation, 1)


class RestoreForm(forms.Form):
    situation = forms.ModelChoiceField(Situation.objects.none())

    def __init__(self, *args, portfolio, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["situation"].queryset = portfolio.situations.removed()


class FilesForm(forms.Form):
    files = MultipleFileField(
        label=_("Files"),
        help_text=_("You can choose several at once."),
        error_messages={"required": _("Choose at least one file.")},
    )
    description = forms.CharField(
        label=_("What they show"),
        max_length=500,
        required=False,
        help_text=_("With several files, this goes with each: you can word each one afterwards."),
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["files"].widget.attrs.update(
            {
                "data-max-bytes": settings.UPLOAD_MAX_BYTES,
                "data-too-large": _("this file is too large to be received."),
            }
        )

    def uploads(self):
        """Pairs of file and description; as many descriptions as files go in their order."""
        files, typed = self.cleaned_data["files"], self.data.getlist("description")
        if len(typed) != len(files):
            typed = [self.cleaned_data["description"]] * len(files)
        return list(zip(files, (text.strip()[:500] for text in typed), strict=True))


class LinkForm(forms.Form):
    url = WebAddress(label=_("Address of the page"), max_length=1000, assume_scheme="https")
    description = forms.CharField(label=_("What it shows"), max_length=500, required=False)

    def __init__(self, *args, **kwargs):
        # It stands beside the form of the files, which has a description too.
        super().__init__(*args, auto_id="link_%s", **kwargs)


class DescriptionsForm(forms.Form):
    """One description for each piece of evidence, with the one that its author read."""

    def __init__(self, *args, evidence, **kwargs):
        super().__init__(*args, **kwargs)
        self.evidence = evidence
        for each in evidence:
            self.fields[f"description-{each.pk}"] = forms.CharField(
                label=_("Description of %(evidence)s") % {"evidence": each.source},
                max_length=500,
                required=False,
                initial=each.description,
            )
            self.fields[f"read-{each.pk}"] = forms.CharField(
                required=False, widget=forms.HiddenInput, initial=each.description
            )

    def lines(self):
        return [
            (each, self[f"description-{each.pk}"], self[f"read-{each.pk}"])
            for each in self.evidence
        ]

    def descriptions(self):
        return {
            each.pk: (
                self.cleaned_data[f"read-{each.pk}"],
                self.cleaned_data[f"description-{each.pk}"],
            )
            for each in self.evidence
            if f"description-{each.pk}" in self.data
        }

    def catch_up(self):
        """After a conflict: let the next sending stand on what is saved now."""
        self.data = self.data.copy()
        for each in self.evidence:
            self.data[f"read-{each.pk}"] = each.description


class ClaimsForm(forms.Form):
    """The items that a situation proves: ticked in `claim`, argued in `argument-<code>`."""

    version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args, situation, blocks, **kwargs):
        self.saved = {claim.item: claim.argument for claim in situation.claims.all()}
        initial = {"version": situation.claims_version, "claim": list(self.saved)}
        super().__init__(*args, initial=initial, **kwargs)
        self.blocks = blocks
        self.items = {
            line.item.code: line.item
            for block in blocks
            for line in block.lines
            if line.standing != "acquired"
        }
        self.fields["claim"] = forms.MultipleChoiceField(
            required=False,
            choices=[(code, code) for code in self.items],
            error_messages={
                "invalid_choice": _(
                    "“%(value)s” is not asked of you here: reload the page to see what is."
                )
            },
        )
        for code in self.items:
            self.fields[f"argument-{code}"] = Prose(
                label=_("How this situation shows %(item)s") % {"item": code},
                max_length=5000,
                required=False,
                widget=forms.Textarea({"rows": 4}),
                initial=self.saved.get(code, ""),
            )

    def clean(self):
        cleaned = super().clean()
        ticked = cleaned.get("claim", [])
        for code in self.items:
            argument = cleaned.get(f"argument-{code}")
            if argument and code not in ticked and code not in self.saved:
                self.add_error(
                    f"argument-{code}",
                    _("You wrote an argument without ticking %(item)s: tick it, or erase the text.")
                    % {"item": code},
                )
        return cleaned

    def claims(self):
        return {code: self.cleaned_data[f"argument-{code}"] for code in self.cleaned_data["claim"]}

    def parts(self):
        """The blocks, with what their lines show; those that need a look are open."""
        ticked = set(self["claim"].value() or []) & self.items.keys()
        parts = []
        for block in self.blocks:
            lines = [self._line(line, ticked) for line in block.lines]
            parts.append(
                {
                    "block": block,
                    "lines": lines,
                    "ticked": sum(line["is_ticked"] for line in lines),
                    "is_open": any(
                        line["is_ticked"] or line["meanwhile"] or line["is_wrong"] for line in lines
                    ),
                }
            )
        return parts

    def _line(self, line, ticked):
        code = line.item.code
        return {
            "item": line.item,
            "standing": line.standing,
            "is_ticked": code in ticked,
            "is_wrong": f"argument-{code}" in self.errors,
            "argument": self[f"argument-{code}"] if code in self.items else None,
            "meanwhile": getattr(self, "meanwhile", {}).get(code),
        }

    def catch_up(self, situation):
        """After a conflict: show what is saved now, and let the next sending stand on it."""
        saved = dict(situation.claims.values_list("item", "argument"))
        typed = self.claims()
        self.meanwhile = {
            code: (code in saved, saved.get(code, ""))
            for code in self.items
            if saved.get(code) != typed.get(code)
        }
        self.data = self.data.copy()
        self.data["version"] = situation.claims_version


class DepositForm(forms.Form):
    statement = forms.BooleanField(
        label=_(
            "I declare on my honour that this portfolio is my own work, that it names what others "
            "made, and that the persons who can be recognised in it have agreed to it."
        ),
        error_messages={"required": _("Tick the statement of honour to deposit.")},
    )
