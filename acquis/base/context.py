from django.conf import settings

from .federation import servers
from .scope import roles_of


def shell(request):
    """What the page shell shows on every page. Costs one query, for people with an account."""
    person = getattr(request, "user", None)
    return {
        "role_kinds": {role.kind for role in roles_of(person)} if person else set(),
        "is_demo": settings.DEMO,
        "sign_in_servers": servers.offered,
    }
