import os

import django
from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "acquis.settings")
django.setup()

from acquis.base.checks import refuse_weak_settings  # noqa: E402 - needs the applications

refuse_weak_settings()
application = get_wsgi_application()
