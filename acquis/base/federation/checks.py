"""A file of sign-in servers that cannot be read stops the start, with a sentence."""

from django.core import checks

from .servers import Faulty, offered


@checks.register("acquis")
def readable_servers(app_configs=None, **kwargs):
    try:
        offered()
    except Faulty as fault:
        return [
            checks.Error(
                str(fault),
                hint="Mend the file that ACQUIS_FEDERATION names: docs/how-to/administrator.md.",
                id="acquis.E005",
            )
        ]
    return []
