from django import template

from acquis.portal.journeys import journey_of

register = template.Library()


@register.inclusion_tag("portal/_stand.html")
def stand(enrolment):
    """Where the candidate stands, above the pages of their own work."""
    return {"journey": journey_of(enrolment)}
