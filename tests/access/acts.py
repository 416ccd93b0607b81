"""What a candidate may send: each act, in the state where it is possible, with all of its form."""

from typing import NamedTuple

from django.core.files.uploadedfile import SimpleUploadedFile

from tests.factories import PDF


class Act(NamedTuple):
    facet: str
    state: str
    route: str
    fields: dict
    actor: str = "candidate"

    def body(self, things):
        """The form as filled in; a value, and a name, may be made from the thing it is about."""
        return {
            name.format(**things): self._filled(value, things)
            for name, value in self.fields.items()
        }

    @staticmethod
    def _filled(value, things):
        if callable(value):
            return value()
        return value.format(**things) if isinstance(value, str) else value


def a_file():
    return SimpleUploadedFile("seance.pdf", PDF + b"% une autre", "application/pdf")


REQUEST = {
    "category": "tours-other",
    "student_number": "12345678",
    "home_institution": "Université de Tours",
    "remark": "Merci.",
    "version": "1",
}
SITUATION = {
    "title": "Une autre séance",
    "account": "Les élèves écrivent à plusieurs.",
    "taught_on": "2022-11-08",
    "audience": "Une classe de 6e",
    "place": "Blois",
    "condition": "",
    "version": "1",
}
DESCRIPTIONS = {
    "description-{evidence.pk}": "Le déroulé, avec les consignes",
    "read-{evidence.pk}": "Déroulé de la séance",
}
SIGN_UP = {
    "first_names": "Inès",
    "birth_name": "Nouvelle",
    "usage_name": "",
    "email": "ines@exemple.example",
    "password1": "un mot de passe de seize",
}
PASSWORDS = {
    "oldpassword": "un mot de passe de seize",
    "password1": "un tout autre mot de passe",
    "password2": "un tout autre mot de passe",
}

ACTS = [
    Act("places", "any", "portal:language", {"language": "en", "next": "/"}),
    Act("places", "any", "portal:new_feed", {}),
    Act("places", "any", "account_signup", SIGN_UP, actor="anonymous"),
    Act("places", "any", "account_email", {"email": "ada@exemple.example", "action_add": ""}),
    Act("places", "any", "account_change_password", PASSWORDS),
    Act("edition", "published", "enrolment:start", {"category": "m2-orleans"}, actor="juror"),
    Act("enrolment", "draft", "enrolment:mine", REQUEST),
    Act("enrolment", "draft", "enrolment:send", {**REQUEST, "honour": "on"}),
    Act("enrolment", "draft", "enrolment:join_proof", {"file": a_file}),
    Act("enrolment", "sent", "enrolment:withdraw", {}),
    Act("enrolment", "withdrawn", "enrolment:take_up", {}),
    Act("portfolio", "absent", "eportfolio:start", {}),
    Act("portfolio", "open", "eportfolio:new_situation", SITUATION),
    Act("portfolio", "open", "eportfolio:edit_situation", SITUATION),
    Act("portfolio", "open", "eportfolio:remove_situation", {}),
    Act(
        "portfolio",
        "open",
        "eportfolio:claims",
        {"claim": ["A.1.1"], "argument-A.1.1": "Voir la fiche.", "version": "1"},
    ),
    Act(
        "portfolio",
        "open",
        "eportfolio:add_files",
        {"files": a_file, "description": "La fiche de préparation"},
    ),
    Act(
        "portfolio",
        "open",
        "eportfolio:add_link",
        {"url": "https://example.org/carnet", "description": "Le carnet"},
    ),
    Act("portfolio", "open", "eportfolio:describe", DESCRIPTIONS),
    Act("portfolio", "open", "eportfolio:remove_evidence", {}),
    Act("portfolio", "open", "eportfolio:order", {"later": "{situation.pk}"}),
    Act("portfolio", "removed", "eportfolio:restore", {"situation": "{situation.pk}"}),
    Act("portfolio", "open", "eportfolio:deposit", {"statement": "on"}),
    Act("portfolio", "deposited", "eportfolio:take_back", {}),
]
# Signing in and out, asking about a paper, and ending one's calendar write nothing that a form
# could name; moving and restoring a situation name one of the candidate's own, and nothing else.
WITHOUT_FORM = {
    "account_login",
    "account_logout",
    "account_reauthenticate",
    "account_set_password",
    "account_reset_password",
    "account_reset_password_from_key",
    "account_confirm_login_code",
    "accounts:end_devices",
    "mfa_authenticate",
    "mfa_reauthenticate",
    "mfa_activate_totp",
    "mfa_deactivate_totp",
    "mfa_generate_recovery_codes",
    "mfa_add_webauthn",
    "mfa_reauthenticate_webauthn",
    "mfa_remove_webauthn",
    "mfa_edit_webauthn",
    "mfa_login_webauthn",
    "federation:link",
    "federation:unlink",
    "federation:welcome",
    "eportfolio:order",
    "eportfolio:restore",
    "outcomes:check_file",
    "portal:end_feed",
}
