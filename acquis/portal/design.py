"""The living page of the components: each shown, named, and told when to use it."""

from django import forms
from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import Http404
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from acquis.base.forms import DateInput
from acquis.catalogue.definitions import Text

from .journeys import Stop
from .plots import Row, drawn

ICONS = ["check", "cross", "alert", "info", "stop", "clock", "pen", "sent", "lock", "arrow"]
ICONS += ["file", "calendar", "search"]
COLOURS = ["ink", "ink-soft", "paper", "ground", "line", "line-strong", "accent", "accent-soft"]
COLOURS += ["ok", "ok-soft", "warn", "warn-soft", "bad", "bad-soft", "focus"]
TRAINEES = "Enseignants stagiaires", "Trainee teachers"
TEACHERS = "Enseignants en poste", "Teachers in office"


class Sample(forms.Form):
    """Refused, it is there to be looked at: it takes neither the focus nor the title."""

    is_shown_only = True

    name = forms.CharField(
        label=gettext_lazy("Title of the situation"),
        help_text=gettext_lazy("As you would tell it to a colleague."),
        max_length=60,
    )
    taught_on = forms.DateField(label=gettext_lazy("Date"), widget=DateInput, required=False)
    place = forms.ChoiceField(
        label=gettext_lazy("Place"),
        choices=[("class", gettext_lazy("In class")), ("away", gettext_lazy("Elsewhere"))],
        widget=forms.RadioSelect,
        initial="class",
    )
    account = forms.CharField(
        label=gettext_lazy("What you did"), widget=forms.Textarea(attrs={"rows": 2})
    )


@require_safe
@login_not_required
def page(request):
    if not (settings.DEBUG or settings.DEMO):
        raise Http404
    context = {
        "icons": ICONS,
        "colours": COLOURS,
        "form": Sample(auto_id="sample_%s"),
        "wrong": Sample({"name": "", "account": _("I wrote with them.")}, auto_id="wrong_%s"),
        "stops": [
            Stop(_("Request sent"), "18/01/2023", "done"),
            Stop(_("Fee to pay: %(amount)s") % {"amount": "96,94 €"}, "", "due"),
            Stop(_("No dossier deposited, session %(number)s") % {"number": 1}, "", "missed"),
            Stop(_("Dossier to deposit, session %(number)s") % {"number": 2}, "11/06/2023", "now"),
            Stop(_("Certificate")),
        ],
        "rows": drawn(
            [
                Row(Text(*TRAINEES), (24, 20, 17), url="#numbers"),
                Row(Text(*TEACHERS), (12, 9, 4), url="#numbers"),
            ]
        ),
    }
    return render(request, "portal/design.html", context)
