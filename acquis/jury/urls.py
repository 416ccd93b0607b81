from django.urls import path

from . import views

app_name = "jury"
urlpatterns = [
    path("", views.list_juries, name="list"),
    path("nouveau/", views.new, name="new"),
    path("<uuid:pk>/", views.jury, name="jury"),
    path("<uuid:pk>/acte/", views.edit, name="edit"),
    path("<uuid:pk>/acte/fichier/", views.act_file, name="act_file"),
    path("<uuid:pk>/membres/", views.add_member, name="add_member"),
    path("membres/<uuid:pk>/retirer/", views.remove_member, name="remove_member"),
    path("<uuid:pk>/seances/", views.new_sitting, name="new_sitting"),
    path("seances/<uuid:pk>/", views.sitting, name="sitting"),
    path("seances/<uuid:pk>/convocation/", views.convene, name="convene"),
    path("seances/<uuid:pk>/propositions/", views.refresh, name="refresh"),
    path("seances/<uuid:pk>/arrivee/", views.presence, name="presence"),
    path("seances/<uuid:pk>/depart/", views.leave, name="leave"),
    path("seances/<uuid:pk>/ouverture/", views.open_sitting, name="open"),
    path("seances/<uuid:pk>/suivre/", views.follow_all, name="follow_all"),
    path("seances/<uuid:pk>/scellement/", views.seal, name="seal"),
    path("seances/<uuid:pk>/proces-verbal/", views.minutes, name="minutes"),
    path("actes/<uuid:pk>/", views.minutes_file, name="minutes_file"),
    path("candidats/<uuid:pk>/", views.case, name="case"),
    path("candidats/<uuid:pk>/decision/", views.decide, name="decide"),
    path("candidats/<uuid:pk>/reprise/", views.reopen, name="reopen"),
    path("candidats/<uuid:pk>/retrait/", views.release, name="release"),
    path("candidats/<uuid:pk>/deport/", views.recuse, name="recuse"),
    path("candidats/<uuid:pk>/rectification/", views.rectify, name="rectify"),
    path("candidats/<uuid:pk>/preuves/<uuid:file>/", views.evidence_file, name="evidence_file"),
    path("deports/<uuid:pk>/levee/", views.override_recusal, name="override_recusal"),
]
