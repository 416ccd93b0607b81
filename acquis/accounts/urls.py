from django.urls import path

from . import views

app_name = "accounts"
urlpatterns = [
    path("", views.devices, name="devices"),
    path("fermer/", views.end_devices, name="end_devices"),
]
