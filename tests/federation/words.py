"""What the stories of every protocol say and ask."""

NAMES = {"first_names": "Camille", "birth_name": "Exemple", "usage_name": ""}
WELCOME = "/compte/etablissements/bienvenue/"
BEGUN_ELSEWHERE = (
    "Cette connexion a été commencée ailleurs, ou il y a trop longtemps : recommencez."
)


def home_path(address):
    return address.removeprefix("http://127.0.0.1:8000")


def is_signed_in(client):
    return "_auth_user_id" in client.session
