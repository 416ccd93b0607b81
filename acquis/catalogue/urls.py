from django.urls import path

from . import views, wording_views

app_name = "catalogue"
urlpatterns = [
    path("", views.list_editions, name="list"),
    path("bureau/", views.staff, name="staff"),
    path("<slug:institution>/<slug:programme>/", views.programme, name="programme"),
    path("<slug:institution>/<slug:programme>/<str:year>/", views.edition, name="edition"),
    path(
        "<slug:institution>/<slug:programme>/<str:year>/referentiel/",
        views.framework,
        name="framework",
    ),
    path("<slug:institution>/<slug:programme>/<str:year>/notice/", views.notice, name="notice"),
    path(
        "<slug:institution>/<slug:programme>/<str:year>/notice.pdf",
        views.notice_pdf,
        name="notice_pdf",
    ),
    path(
        "<slug:institution>/<slug:programme>/<str:year>/calendar.ics",
        views.calendar_file,
        name="calendar_file",
    ),
    path(
        "<slug:institution>/<slug:programme>/<str:year>/calendar/<uuid:day>.ics",
        views.day_file,
        name="day_file",
    ),
    path("<slug:institution>/<slug:programme>/<str:year>/publier/", views.publish, name="publish"),
    path(
        "<slug:institution>/<slug:programme>/<str:year>/suivante/",
        views.next_year,
        name="next_year",
    ),
    path(
        "<slug:institution>/<slug:programme>/<str:year>/textes/", wording_views.texts, name="texts"
    ),
    path(
        "<slug:institution>/<slug:programme>/<str:year>/textes/<slug:part>/<slug:language>/"
        "<path:text>/",
        wording_views.text,
        name="text",
    ),
    path("<slug:institution>/<slug:programme>/<str:year>/clore/", views.close, name="close"),
]
