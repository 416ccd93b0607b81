from django.urls import path

from .views import portfolio

app_name = "eportfolio"
urlpatterns = [
    path("ouvrir/<uuid:enrolment>/", portfolio.start, name="start"),
    path("<uuid:pk>/", portfolio.portfolio, name="portfolio"),
    path("situation/<uuid:pk>/", portfolio.situation, name="situation"),
    path("recu/<uuid:pk>/", portfolio.receipt, name="receipt"),
]
