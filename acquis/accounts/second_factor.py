from allauth.account.internal.flows.login import record_authentication
from allauth.mfa.models import Authenticator
from allauth.mfa.webauthn.forms import AddWebAuthnForm, EditWebAuthnForm
from django.utils.translation import gettext_lazy as _

PROVING = (Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN)


class AddKeyForm(AddWebAuthnForm):
    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["name"].label = _("Name of the key")
        alone = self.fields["passwordless"]
        alone.label = _("Sign in with this key alone")
        alone.help_text = _(
            "Without address nor password: the key then asks for its own code, your fingerprint "
            "or your face."
        )


class RenameKeyForm(EditWebAuthnForm):
    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["name"].label = _("Name of the key")


def shown(request, user, authenticator, **_facts):
    """Setting one up took its first code, or the key itself: it is shown for this session."""
    if authenticator.type in PROVING:
        record_authentication(request, user, "mfa", id=authenticator.pk, type=authenticator.type)
