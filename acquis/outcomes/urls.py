from django.urls import path

from . import views

app_name = "outcomes"
urlpatterns = [
    path("", views.mine, name="mine"),
    path("documents/<uuid:pk>.pdf", views.document_pdf, name="document_pdf"),
    path("documents/<uuid:pk>/duplicata/", views.duplicate, name="duplicate"),
    path("documents/<uuid:pk>/revocation/", views.revoke, name="revoke"),
    path("publications/", views.publications, name="publications"),
    path("publications/<uuid:pk>/", views.publish, name="publish"),
    path("certificats/<uuid:pk>/", views.certificates, name="certificates"),
    path("certificats/<uuid:pk>/emission/", views.issue, name="issue"),
    path("retrait/", views.desk, name="desk"),
    path("retrait/<uuid:pk>/", views.hand_over, name="hand_over"),
    path("verifier/", views.verify_form, name="verify_form"),
    path("verifier/<str:code>/", views.verify, name="verify"),
    path("verifier/<str:code>/fichier/", views.check_file, name="check_file"),
]
