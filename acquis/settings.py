"""The one settings file. Everything that differs between machines comes from the environment.

Without any variable set, Acquis runs on SQLite and local files under `var/`, with keys made on
first start. docs/reference/settings.md explains each variable; a test compares the two.
"""

import os
import secrets
from contextlib import suppress
from pathlib import Path

import dj_database_url
from django.utils.translation import gettext_lazy as _

BASE_DIR = Path(__file__).resolve().parent.parent


def env(name: str, default: str = "") -> str:
    return os.environ.get(f"ACQUIS_{name}", default)


def env_flag(name: str) -> bool:
    return env(name).lower() in {"1", "true", "yes", "on"}


HOME = Path(env("HOME", str(BASE_DIR / "var")))


def kept_secret(name: str) -> str:
    """The secret of the environment, or one made on first start and kept in `var/`."""
    if value := env(name):
        return value
    path = HOME / name.lower()
    if not path.exists():
        HOME.mkdir(parents=True, exist_ok=True)
        draft = path.with_name(f".{path.name}.{os.getpid()}")
        descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with os.fdopen(descriptor, "w") as file:
            file.write(secrets.token_urlsafe(64))
        with suppress(FileExistsError):
            os.link(draft, path)  # of several that start at once, the first one's is everybody's
        draft.unlink()
    return path.read_text()


DEBUG = env_flag("DEBUG")
DEMO = env_flag("DEMO")
# Set by `rehearse` and by the demo's play for themselves, on a database of their own.
REHEARSAL = env_flag("REHEARSAL")
SECRET_KEY = kept_secret("SECRET_KEY")
JOURNAL_KEY = kept_secret("JOURNAL_KEY")
ALLOWED_HOSTS = env("HOSTS", "localhost,127.0.0.1,[::1]").split(",")
ORIGIN = env("ORIGIN", "http://127.0.0.1:8000")
CSRF_TRUSTED_ORIGINS = [ORIGIN] if ORIGIN.startswith("https") else []

INSTALLED_APPS = [
    "acquis.accounts",
    "acquis.base",
    "acquis.catalogue",
    "acquis.enrolment",
    "acquis.eportfolio",
    "acquis.evaluation",
    "acquis.jury",
    "acquis.outcomes",
    "acquis.portal",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "django_htmx",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.forms",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "acquis.base.middleware.strict_headers",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "acquis.base.middleware.bounded_body",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.auth.middleware.LoginRequiredMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "acquis.portal.second_factor.demanded",
    "acquis.base.middleware.readable_address",
    "acquis.base.middleware.explained_method",
]

ROOT_URLCONF = "acquis.urls"
WSGI_APPLICATION = "acquis.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "acquis.base.context.shell",
                "acquis.portal.context.shell",
            ],
            "builtins": ["acquis.base.templatetags.acquis"],
        },
    }
]
FORM_RENDERER = "acquis.base.forms.Renderer"

# -- data ----------------------------------------------------------------------------------------

DATABASE_URL = os.environ.get("DATABASE_URL", f"sqlite:///{HOME / 'acquis.sqlite3'}")
DATABASES = {"default": dj_database_url.parse(DATABASE_URL)}
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    # FULL is what survives a power cut; acquis.base.checks refuses to start on anything weaker.
    DATABASES["default"]["OPTIONS"] = {
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        # Without recursive_triggers, REPLACE deletes rows that the guards protect.
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; "
        "PRAGMA recursive_triggers=ON;",
    }
    # Tests run on a file too: an in-memory database knows neither WAL nor two connections.
    DATABASES["default"]["TEST"] = {"NAME": str(HOME / f"test-{os.getpid()}.sqlite3")}
else:
    DATABASES["default"]["CONN_MAX_AGE"] = 60
    DATABASES["default"]["CONN_HEALTH_CHECKS"] = True
    DATABASES["default"]["TEST"] = {"NAME": f"test_acquis_{os.getpid()}"}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

STORAGES = {
    "default": {
        "BACKEND": "acquis.base.storage.WriteOnceStorage",
        "OPTIONS": {"location": HOME / "files"},
    },
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
if not (DEBUG or DEMO) and env_flag("COLLECTED"):
    STORAGES["staticfiles"]["BACKEND"] = "whitenoise.storage.CompressedManifestStaticFilesStorage"
WHITENOISE_USE_FINDERS = not env_flag("COLLECTED")
STATIC_URL = "static/"
STATIC_ROOT = HOME / "static"
STATIC_ROOT.mkdir(parents=True, exist_ok=True)  # whitenoise warns of a folder that is not there

UPLOAD_MAX_BYTES = int(env("UPLOAD_MAX_MB", "500")) * 1024 * 1024
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024
FILE_UPLOAD_MAX_MEMORY_SIZE = 1024 * 1024

# -- time and language ---------------------------------------------------------------------------

USE_TZ = True
TIME_ZONE = "Europe/Paris"
# "2023-04-20T10:00": where the clock of the demo starts. Ignored outside the demo.
CLOCK_STARTS_AT = env("CLOCK") if DEMO else ""
CLOCK_MAY_MOVE = DEMO or REHEARSAL
LANGUAGE_CODE = "fr"
LANGUAGES = [("fr", _("French")), ("en", _("English"))]
FORMAT_MODULE_PATH = "acquis.base.formats"
LOCALE_PATHS = [BASE_DIR / "acquis" / "locale"]

# -- people --------------------------------------------------------------------------------------

AUTH_USER_MODEL = "accounts.Person"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator",
        "OPTIONS": {"user_attributes": ("email", "first_names", "birth_name", "usage_name")},
    },
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 14},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
if REHEARSAL:
    PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "portal:home"
ACCOUNT_ADAPTER = "acquis.base.accounts.AccountAdapter"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_SIGNUP_FORM_CLASS = "acquis.accounts.forms.IdentityForm"
ACCOUNT_EMAIL_VERIFICATION = "mandatory"
ACCOUNT_CONFIRM_EMAIL_ON_GET = False
ACCOUNT_LOGIN_ON_EMAIL_CONFIRMATION = True  # where the account was just made, and only there
ACCOUNT_LOGOUT_REDIRECT_URL = "portal:home"
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_SESSION_REMEMBER = False
# One address a person: a new one replaces the old when it is confirmed, and both are told.
ACCOUNT_CHANGE_EMAIL = True
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_REAUTHENTICATION_REQUIRED = True
PASSWORD_RESET_TIMEOUT = 30 * 60
ACCOUNT_FORMS = {"signup": "acquis.accounts.signup.SignupForm"}
# -- a second factor: a code of an application or a key; codes on paper when it is lost
MFA_ADAPTER = "acquis.base.accounts.SecondFactorAdapter"
MFA_FORMS = {
    "add_webauthn": "acquis.accounts.second_factor.AddKeyForm",
    "edit_webauthn": "acquis.accounts.second_factor.RenameKeyForm",
    "login_webauthn": "acquis.accounts.second_factor.LoginKeyForm",
    "authenticate_webauthn": "acquis.accounts.second_factor.ShowKeyForm",
    "reauthenticate_webauthn": "acquis.accounts.second_factor.ShowKeyAgainForm",
}
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_TOTP_ISSUER = "Acquis"
MFA_TOTP_TOLERANCE = 1  # a telephone half a minute late is still its owner's
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = DEBUG or not ORIGIN.startswith("https")
# Whoever runs, evaluates or decides shows one on every path. Invented people have none.
SECOND_FACTOR_DEMANDED = not (DEMO or REHEARSAL)
# The file that describes the sign-in servers of institutions; without one, none is offered.
FEDERATION = env("FEDERATION")
# Attempts are counted by address: behind a proxy, by the one it forwards, and no other header.
ALLAUTH_TRUSTED_PROXY_COUNT = int(env("PROXIES", "0"))

# -- mail ----------------------------------------------------------------------------------------

EMAIL_HOST = env("SMTP_HOST", "localhost")
EMAIL_PORT = int(env("SMTP_PORT", "25"))
EMAIL_HOST_USER = env("SMTP_USER")
EMAIL_HOST_PASSWORD = env("SMTP_PASSWORD")
EMAIL_USE_TLS = env_flag("SMTP_TLS")
EMAIL_TIMEOUT = 30
if DEMO or REHEARSAL:
    # Invented people have invented addresses: their letters are read in the outbox.
    EMAIL_BACKEND = "django.core.mail.backends.dummy.EmailBackend"
# How long the letters of one act that tells many can be read and stopped before they leave.
HOLD_MINUTES = int(env("HOLD_MINUTES", "10"))
# Who is told of what somebody cannot reach; else the contacts of the public years.
ACCESSIBILITY_MAIL = env("ACCESSIBILITY_MAIL")
DEFAULT_FROM_EMAIL = env("MAIL_FROM", "Acquis <ne-pas-repondre@acquis.example>")

# -- security ------------------------------------------------------------------------------------

HTTPS = ORIGIN.startswith("https")
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if HTTPS else None
SECURE_SSL_REDIRECT = HTTPS
SECURE_HSTS_SECONDS = 63072000 if HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = HTTPS
SECURE_HSTS_PRELOAD = HTTPS
SECURE_REFERRER_POLICY = "strict-origin-when-cross-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = HTTPS
SESSION_COOKIE_NAME = "__Host-session" if HTTPS else "session"
CSRF_COOKIE_NAME = "__Host-csrf" if HTTPS else "csrf"
CSRF_COOKIE_HTTPONLY = True
SESSION_COOKIE_AGE = 12 * 3600
CSRF_FAILURE_VIEW = "acquis.base.views.csrf_failure"

SILENCED_SYSTEM_CHECKS: list[str] = []

# An error leaves its trace where the service's own log is kept; nothing personal is written there.
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "handlers": {"stderr": {"class": "logging.StreamHandler"}},
    "loggers": {
        "django.request": {"handlers": ["stderr"], "level": "ERROR", "propagate": False},
        "acquis": {"handlers": ["stderr"], "level": "WARNING"},
    },
}
