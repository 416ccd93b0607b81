from django.urls import include, path

urlpatterns = [
    path("", include("acquis.portal.urls")),
    path("courrier/", include("acquis.base.letters.urls")),
    path("compte/", include("allauth.account.urls")),
    path("compte/second-facteur/", include("allauth.mfa.urls")),
    path("compte/etablissements/", include("acquis.base.federation.urls")),
    path("compte/appareils/", include("acquis.accounts.urls")),
    path("certifications/", include("acquis.catalogue.urls")),
    path("inscription/", include("acquis.enrolment.urls")),
    path("portfolio/", include("acquis.eportfolio.urls")),
    path("evaluation/", include("acquis.evaluation.urls")),
    path("jury/", include("acquis.jury.urls")),
    path("resultats/", include("acquis.outcomes.urls")),
]

handler400 = "acquis.portal.errors.bad_request"
handler403 = "acquis.portal.errors.forbidden"
handler404 = "acquis.portal.errors.not_found"
handler429 = "acquis.base.views.too_many_attempts"
handler500 = "acquis.portal.errors.broken"
