"""A real CAS server (django-cas-server), in a process of its own."""

import sys

from . import serving

PROCESSORS = [
    "django.template.context_processors.request",
    "django.contrib.auth.context_processors.auth",
    "django.contrib.messages.context_processors.messages",
]


def main(folder, port, pattern):
    serving.set_up(
        folder,
        apps=["django.contrib.messages", "cas_server"],
        middleware=[
            "django.contrib.messages.middleware.MessageMiddleware",
            "django.middleware.locale.LocaleMiddleware",
        ],
        templates={"APP_DIRS": True, "OPTIONS": {"context_processors": PROCESSORS}},
        ROOT_URLCONF="tests.federation.directory",
        STATIC_URL="/static/",
        CAS_AUTH_CLASS="tests.federation.directory.Directory",
        CAS_NEW_VERSION_HTML_WARNING=False,
        CAS_NEW_VERSION_EMAIL_WARNING=False,
        CAS_COMPONENT_URLS=dict.fromkeys(
            ("bootstrap3_css", "bootstrap3_js", "html5shiv", "respond", "jquery")
            + ("bootstrap4_css", "bootstrap4_js", "fontawesome"),
            "/none",
        ),
    )
    from cas_server.models import ReplaceAttributName, ServicePattern

    service = ServicePattern.objects.create(name="Acquis", pattern=pattern)
    ReplaceAttributName.objects.create(name="*", service_pattern=service)
    serving.serve(port)


if __name__ == "__main__":
    main(*sys.argv[1:])
