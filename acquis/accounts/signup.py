from allauth.account import forms
from django.db import IntegrityError, transaction


class SignupForm(forms.SignupForm):
    """allauth's form, made whole or not at all, also when two clicks arrive at once."""

    def try_save(self, request):
        try:
            with transaction.atomic():
                return super().try_save(request)
        except IntegrityError:
            # The other click has just made the account: answer as for any address that has one.
            self.account_already_exists = True
            return super().try_save(request)
