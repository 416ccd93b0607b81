from allauth.account.internal.flows.login import record_authentication
from allauth.mfa.models import Authenticator
from allauth.mfa.webauthn import forms as by_key
from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

PROVING = (Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN)


class Signed(forms.JSONField):
    """What a key answered. No browser makes a number without end or a thousand brackets."""

    widget = forms.HiddenInput

    def to_python(self, value):
        try:
            return super().to_python(value)
        except (ValueError, RecursionError) as error:
            raise ValidationError(self.error_messages["invalid"], code="invalid") from error

    def bound_data(self, data, initial):
        """It answers one question, once: a page shown again holds none."""
        return initial


class LoginKeyForm(by_key.LoginWebAuthnForm):
    credential = Signed()


class ShowKeyForm(by_key.AuthenticateWebAuthnForm):
    credential = Signed()


class ShowKeyAgainForm(by_key.ReauthenticateWebAuthnForm):
    credential = Signed()


class AddKeyForm(by_key.AddWebAuthnForm):
    credential = Signed()

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["name"].label = _("Name of the key")
        alone = self.fields["passwordless"]
        alone.label = _("Sign in with this key alone")
        alone.help_text = _(
            "Without address nor password: the key then asks for its own code, your fingerprint "
            "or your face."
        )


class RenameKeyForm(by_key.EditWebAuthnForm):
    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["name"].label = _("Name of the key")


def shown(request, user, authenticator, **_facts):
    """Setting one up took its first code, or the key itself: it is shown for this session."""
    if authenticator.type in PROVING:
        record_authentication(request, user, "mfa", id=authenticator.pk, type=authenticator.type)
