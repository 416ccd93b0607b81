"""The invented people whom the real sign-in servers know, and what SUPANN says of them."""

PASSWORD = "mot de passe du CAS"
# What Acquis itself is known by at the OpenID Connect provider.
CLIENT, SECRET = "acquis", "un secret: du serveur + OIDC"
PEOPLE = {
    "cexemple": {
        "mail": "camille.exemple@etu.exemple.example",
        "givenName": "Camille",
        "sn": "Exemple",
        "supannEtuId": "22200001",
        "supannCodeINE": "0123456789G",
        "supannEtablissement": "{UAI}0450855K",
        "supannEtuEtape": "{UAI:0450855K}MEEF2-ORL",
        "eduPersonPrimaryAffiliation": "student",
        "eduPersonAffiliation": ["member", "student"],
        # What is never kept.
        "supannNIR": "1 99 01 45 234 001",
        "homePhone": "+33 2 00 00 00 00",
    },
    "rlongue": {"mail": "rose.longue@exemple.example", "givenName": "Rose", "sn": "Longue"},
    "smail": {"givenName": "Sans", "sn": "Courriel"},
    "hostile": {
        "mail": "hostile@exemple.example",
        "givenName": "<script>alert(1)</script>",
        "sn": "A" * 5000,
        "supannEtuId": ["\u200b222", "&xxe;", "22299999"],
    },
}
