from django.urls import path

from .views import candidate, cash, desk, late, papers

app_name = "enrolment"
urlpatterns = [
    path("", candidate.list_mine, name="list_mine"),
    path("bureau/", desk.desk, name="desk"),
    path("bureau/<uuid:pk>/", desk.desk_enrolment, name="desk_enrolment"),
    path("bureau/<uuid:pk>/completer/", desk.ask_completion, name="ask_completion"),
    path("bureau/<uuid:pk>/decider/", desk.decide, name="decide"),
    path("bureau/<uuid:pk>/devis/", desk.quote, name="quote"),
    path("bureau/<uuid:pk>/categorie/", desk.change_category, name="change_category"),
    path("bureau/piece/<uuid:pk>/", desk.check_proof, name="check_proof"),
    path("bureau/tardives/<uuid:pk>/", late.late_openings, name="late_openings"),
    path("bureau/tardive/<uuid:pk>/clore/", late.close_late_opening, name="close_late_opening"),
    path("caisse/", cash.cash, name="cash"),
    path("caisse/<uuid:pk>/", cash.cash_enrolment, name="cash_enrolment"),
    path("caisse/<uuid:pk>/encaisser/", cash.pay, name="pay"),
    path("caisse/<uuid:pk>/exonerer/", cash.exempt, name="exempt"),
    path("caisse/<uuid:pk>/fin-exoneration/", cash.end_exemption, name="end_exemption"),
    path("caisse/<uuid:pk>/rembourser/", cash.refund, name="refund"),
    path("piece/<uuid:pk>/", papers.proof_file, name="proof_file"),
    path("justificatif/<uuid:pk>/", papers.line_file, name="line_file"),
    path("<uuid:pk>/", candidate.mine, name="mine"),
    path("<uuid:pk>/envoyer/", candidate.send, name="send"),
    path("<uuid:pk>/retirer/", candidate.withdraw, name="withdraw"),
    path("<uuid:pk>/reprendre/", candidate.take_up, name="take_up"),
    path("<uuid:pk>/pieces/<slug:kind>/", candidate.join_proof, name="join_proof"),
    # Last: its three words would match others.
    path("<slug:institution>/<slug:programme>/<str:year>/", candidate.start, name="start"),
]
