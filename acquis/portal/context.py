"""What the shell of every page shows that only the top layer knows."""

from functools import cache

from django.db.models import Exists, OuterRef, Value

from acquis.accounts.models import Institution
from acquis.base import clock
from acquis.base.scope import roles_of
from acquis.enrolment.models import Enrolment
from acquis.jury.models import Member

from . import accessibility


def shell(request):
    """Each is read only if the page shows it: a fragment asked by htmx costs nothing."""
    homes = cache(lambda: _homes(request))
    return {
        "look": cache(lambda: look_of(request, homes())),
        "conformity": lambda: accessibility.grid().conformity(clock.today()),
        "is_juror": lambda: any(home.is_sat_in for home in homes()),
    }


def _homes(request):
    """The institutions with their looks, and whether the person sits or enrols in each. A query."""
    person = getattr(request, "user", None)
    homes = Institution.objects.select_related("look").defer("look__logo").order_by("pk")
    if person is None or not person.is_authenticated:
        return list(homes.annotate(is_sat_in=Value(False), is_enrolled_in=Value(False)))
    seats = Member.objects.filter(person=person, jury__institution=OuterRef("pk"))
    enrolled = Enrolment.objects.filter(person=person, institution=OuterRef("pk"))
    return list(homes.annotate(is_sat_in=Exists(seats), is_enrolled_in=Exists(enrolled)))


def look_of(request, homes):
    """The look of the institution that the page is about: the one in its address, else the one
    where the person works, sits or enrols, else the only one there is."""
    match = request.resolver_match
    named = match and match.kwargs.get("institution")
    if named:
        found = [home for home in homes if home.slug == named]
    else:
        person = getattr(request, "user", None)
        worked_in = {role.institution_id for role in roles_of(person)} if person else set()
        ours = (h for h in homes if h.is_sat_in or h.is_enrolled_in or h.pk in worked_in)
        found = list(ours) or homes
    return getattr(found[0], "look", None) if len(found) == 1 else None
