"""The views that a person keeps of a list: columns, order and filters, under a name of theirs."""

from django import forms
from django.contrib import messages
from django.db import transaction
from django.utils.translation import gettext as _

from acquis.base import clock
from acquis.base.models import SavedView

from .acts import as_key

MOST = 20


class ViewForm(forms.ModelForm):
    class Meta:
        model = SavedView
        fields = ["name", "is_usual"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, auto_id="view_%s", **kwargs)


def of(person, code):
    return SavedView.objects.filter(person=person, list=code).order_by("name", "pk")


@transaction.atomic
def keep(request, code, query, form):
    """Keep the present address under a name, over a former view of it; whether it is kept."""
    if not form.is_valid():
        return False
    mine, name = of(request.user, code), form.cleaned_data["name"]
    if mine.exclude(name=name).count() >= MOST:
        form.add_error("name", _("You already keep %d views of this list: forget one.") % MOST)
        return False
    if len(query) > SavedView._meta.get_field("query").max_length:
        form.add_error("name", _("This search is too long to be kept."))
        return False
    is_usual = form.cleaned_data["is_usual"]
    if is_usual:
        mine.update(is_usual=False)
    kept = {"query": query, "is_usual": is_usual, "kept_at": clock.now()}
    SavedView.objects.update_or_create(person=request.user, list=code, name=name, defaults=kept)
    messages.success(request, _("The view “%(name)s” is kept, for you alone.") % {"name": name})
    return True


def forget(request, code, key):
    of(request.user, code).filter(pk=as_key(key)).delete()
    messages.success(request, _("The view is forgotten."))
