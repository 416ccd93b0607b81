"""Who may reach what: a role reaches its institution and its programme, while it runs."""

from django.db.models import Q

from acquis.accounts.models import Role

from . import clock


def roles_of(person):
    """The running roles of a person, read once a request."""
    if not hasattr(person, "_running_roles"):
        person._running_roles = (
            list(person.roles.running_on(clock.today()).select_related("institution"))
            if person.is_authenticated
            else []
        )
    return person._running_roles


def reach(person, *kinds, institution, programme):
    """A filter on the rows that a person's roles of these kinds reach; nothing without a role.

    `institution` and `programme` are the lookups from the filtered model to the institution and
    to the programme's code.
    """
    reached = Q(pk__in=[])
    for role in roles_of(person):
        if role.kind in kinds:
            rows = Q(**{institution: role.institution_id})
            if role.programme_code:
                rows &= Q(**{programme: role.programme_code})
            reached |= rows
    return reached


def has_role(person, *kinds):
    return any(role.kind in kinds for role in roles_of(person))


def institutions_of(person, *kinds):
    """The slugs of the institutions where a person has a role of these kinds."""
    return sorted({role.institution.slug for role in roles_of(person) if role.kind in kinds})


OFFICE = Role.Kind.OFFICE
CONTINUING_EDUCATION = Role.Kind.CONTINUING_EDUCATION
CASHIER = Role.Kind.CASHIER
CERTIFICATE_DESK = Role.Kind.CERTIFICATE_DESK
EVALUATOR = Role.Kind.EVALUATOR
ADMINISTRATOR = Role.Kind.ADMINISTRATOR
