from django.urls import path

from .views import candidate, cash, desk

app_name = "enrolment"
urlpatterns = [
    path("", candidate.list_mine, name="list_mine"),
    path("bureau/", desk.desk, name="desk"),
    path("caisse/", cash.cash, name="cash"),
    path("<uuid:pk>/", candidate.mine, name="mine"),
    # Last: its three words would match others.
    path("<slug:institution>/<slug:programme>/<str:year>/", candidate.start, name="start"),
]
