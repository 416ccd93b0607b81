from django.urls import path

from . import views, wording_views

app_name = "letters"
urlpatterns = [
    path("", views.mine, name="mine"),
    path("envois/", views.sendings, name="sendings"),
    path("envois/<uuid:pk>/", views.sending, name="sending"),
    path("envois/<uuid:pk>/envoyer/", views.release, name="release"),
    path("envois/<uuid:pk>/annuler/", views.cancel, name="cancel"),
    path("a-suivre/", views.undelivered, name="undelivered"),
    path("textes/", wording_views.texts, name="texts"),
    path(
        "textes/<slug:institution>/<slug:letter>/<str:language>/",
        wording_views.text,
        name="text",
    ),
    path(
        "textes/<slug:institution>/<slug:letter>/<str:language>/defaut/",
        wording_views.back_to_default,
        name="back_to_default",
    ),
    path("lettres/<uuid:pk>/renvoyer/", views.send_again, name="send_again"),
]
