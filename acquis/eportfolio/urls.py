from django.urls import path

from .views import deposits, evidence, portfolios, situations

app_name = "eportfolio"
urlpatterns = [
    path("ouvrir/<uuid:enrolment>/", portfolios.start, name="start"),
    path("<uuid:pk>/", portfolios.portfolio, name="portfolio"),
    path("<uuid:pk>/depots/", portfolios.attempts, name="attempts"),
    path("<uuid:pk>/situation/", situations.new_situation, name="new_situation"),
    path("<uuid:pk>/ordre/", portfolios.order, name="order"),
    path("<uuid:pk>/remettre/", portfolios.restore, name="restore"),
    path("<uuid:pk>/depot/", deposits.deposit, name="deposit"),
    path("<uuid:pk>/depot/reprendre/", deposits.take_back, name="take_back"),
    path("situation/<uuid:pk>/", situations.situation, name="situation"),
    path("situation/<uuid:pk>/modifier/", situations.edit_situation, name="edit_situation"),
    path("situation/<uuid:pk>/retirer/", situations.remove_situation, name="remove_situation"),
    path("situation/<uuid:pk>/competences/", situations.claims, name="claims"),
    path("situation/<uuid:pk>/fichiers/", evidence.add_files, name="add_files"),
    path("situation/<uuid:pk>/lien/", evidence.add_link, name="add_link"),
    path("situation/<uuid:pk>/descriptions/", evidence.describe, name="describe"),
    path("preuve/<uuid:pk>/", evidence.evidence_file, name="evidence_file"),
    path("preuve/<uuid:pk>/retirer/", evidence.remove_evidence, name="remove_evidence"),
    path("recu/<uuid:pk>/", deposits.receipt, name="receipt"),
    path("recu/<uuid:pk>/pdf/", deposits.receipt_pdf, name="receipt_pdf"),
]
