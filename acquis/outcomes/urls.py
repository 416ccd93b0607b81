from django.urls import path

from .views import candidate, desk, office, public

app_name = "outcomes"
urlpatterns = [
    path("", candidate.mine, name="mine"),
    path("documents/<uuid:pk>.pdf", candidate.document_pdf, name="document_pdf"),
    path("documents/<uuid:pk>/duplicata/", desk.duplicate, name="duplicate"),
    path("documents/<uuid:pk>/revocation/", office.revoke, name="revoke"),
    path("publications/", office.publications, name="publications"),
    path("publications/<uuid:pk>/", office.publish, name="publish"),
    path("certificats/<uuid:pk>/", office.certificates, name="certificates"),
    path("certificats/<uuid:pk>/emission/", office.issue, name="issue"),
    path("retrait/", desk.desk, name="desk"),
    path("retrait/<uuid:pk>/", desk.hand_over, name="hand_over"),
    path("verifier/", public.verify_form, name="verify_form"),
    path("verifier/<str:code>/", public.verify, name="verify"),
    path("verifier/<str:code>/fichier/", public.check_file, name="check_file"),
]
