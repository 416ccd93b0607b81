"""What the shell of every page shows that only the top layer knows."""

from functools import cache

from django.db.models import Exists, OuterRef, Value

from acquis.accounts.models import Institution, Role
from acquis.base import clock
from acquis.enrolment.models import Enrolment
from acquis.jury.models import Member

from . import journeys

# Where a candidate works: the standing of their year is shown above.
OF_A_CANDIDATE = {
    # The address, and how the enrolment is found from its key.
    "enrolment:mine": "pk",
    "eportfolio:portfolio": "portfolio",
    "eportfolio:deposit": "portfolio",
    "eportfolio:attempts": "portfolio",
    "eportfolio:receipt": "portfolio__deposits",
    "eportfolio:situation": "portfolio__situations",
    "eportfolio:claims": "portfolio__situations",
}


def shell(request):
    """Each is read only if the page shows it: a fragment asked by htmx costs nothing."""
    homes = cache(lambda: _homes(request))
    return {
        "look": cache(lambda: look_of(request, homes())),
        "is_juror": lambda: any(home.is_sat_in for home in homes()),
        "stand": cache(lambda: _stand(request)),
    }


def _homes(request):
    """The institutions with their looks, and whether the person has a place in each. One query."""
    person = getattr(request, "user", None)
    homes = Institution.objects.select_related("look").defer("look__logo").order_by("pk")
    if person is None or not person.is_authenticated:
        no = Value(False)
        return list(homes.annotate(is_worked_in=no, is_sat_in=no, is_enrolled_in=no))
    here = {"person": person, "institution": OuterRef("pk")}
    seats = Member.objects.filter(person=person, jury__institution=OuterRef("pk"))
    return list(
        homes.annotate(
            is_worked_in=Exists(Role.objects.running_on(clock.today()).filter(**here)),
            is_sat_in=Exists(seats),
            is_enrolled_in=Exists(Enrolment.objects.filter(**here)),
        )
    )


def look_of(request, homes):
    """The look of the institution that the page is about: the one in its address, else the one
    where the person works, sits or enrols, else the only one there is."""
    match = request.resolver_match
    named = match and match.kwargs.get("institution")
    ours = [
        home for home in homes if home.is_worked_in or home.is_sat_in or home.is_enrolled_in
    ] or homes
    found = [home for home in homes if home.slug == named] if named else ours
    return getattr(found[0], "look", None) if len(found) == 1 else None


def _stand(request):
    """Where the candidate stands, above the pages of their own work."""
    match = request.resolver_match
    if not match or match.view_name not in OF_A_CANDIDATE:
        return None
    enrolments = Enrolment.objects.owned_by(request.user).with_edition()
    key = match.kwargs.get("pk")
    about = OF_A_CANDIDATE[match.view_name]
    enrolment = enrolments.filter(**{about: key}).first()
    return enrolment and journeys.journey_of(enrolment)
