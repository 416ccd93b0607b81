from django.urls import path

from .views import assigning, reading

app_name = "evaluation"
urlpatterns = [
    path("", reading.mine, name="mine"),
    path("dossiers/<uuid:pk>/", reading.dossier, name="dossier"),
    path("dossiers/<uuid:pk>/ligne/<str:code>/", reading.save_item, name="save_item"),
    path("dossiers/<uuid:pk>/grille/", reading.save_grid, name="save_grid"),
    path("dossiers/<uuid:pk>/envoyer/", reading.send, name="send"),
    path("dossiers/<uuid:pk>/deport/", reading.recuse, name="recuse"),
    path("dossiers/<uuid:pk>/pieces/<uuid:file>/", reading.evidence_file, name="evidence_file"),
    path("affectations/", assigning.assignments, name="assignments"),
    path("affectations/depots/<uuid:pk>/", assigning.assign, name="assign"),
    path("affectations/repartition/", assigning.share_out, name="share_out"),
    path("affectations/<uuid:pk>/retirer/", assigning.withdraw, name="withdraw"),
    path("affectations/<uuid:pk>/rendre/", assigning.give_back, name="give_back"),
]
