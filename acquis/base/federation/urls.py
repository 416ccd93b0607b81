from django.urls import path

from . import views

app_name = "federation"
urlpatterns = [
    path("", views.mine, name="mine"),
    path("bienvenue/", views.welcome, name="welcome"),
    path("lier/", views.link, name="link"),
    path("<uuid:pk>/delier/", views.unlink, name="unlink"),
    path("<slug:server>/", views.leave, name="leave"),
    path("<slug:server>/retour/", views.come_back, name="come_back"),
]
