from django.urls import path

from . import views

app_name = "jury"
urlpatterns = [
    path("", views.list_juries, name="list"),
    path("seances/<uuid:pk>/", views.sitting, name="sitting"),
    path("candidats/<uuid:pk>/", views.case, name="case"),
]
