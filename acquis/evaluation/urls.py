from django.urls import path

from . import views

app_name = "evaluation"
urlpatterns = [
    path("", views.mine, name="mine"),
    path("dossiers/<uuid:pk>/", views.dossier, name="dossier"),
    path("dossiers/<uuid:pk>/ligne/<str:code>/", views.save_item, name="save_item"),
    path("dossiers/<uuid:pk>/grille/", views.save_grid, name="save_grid"),
    path("dossiers/<uuid:pk>/envoyer/", views.send, name="send"),
    path("dossiers/<uuid:pk>/deport/", views.recuse, name="recuse"),
    path("dossiers/<uuid:pk>/pieces/<uuid:file>/", views.evidence_file, name="evidence_file"),
    path("affectations/", views.assignments, name="assignments"),
    path("affectations/depots/<uuid:pk>/", views.assign, name="assign"),
    path("affectations/repartition/", views.share_out, name="share_out"),
    path("affectations/<uuid:pk>/retirer/", views.withdraw, name="withdraw"),
    path("affectations/<uuid:pk>/rendre/", views.give_back, name="give_back"),
]
