from django.urls import path

from . import competences, demo, design, feeds, figures, statement, views

app_name = "portal"
urlpatterns = [
    path("", views.home, name="home"),
    path("langue/", views.language, name="language"),
    path("sante/", views.health, name="health"),
    path("apparence/<slug:institution>.css", views.look, name="look"),
    path("apparence/<slug:institution>/logo", views.logo, name="logo"),
    path("design/", design.page, name="design"),
    path("accessibilite/", statement.statement, name="accessibility"),
    path("accessibilite/grille/", statement.full_grid, name="accessibility_grid"),
    path("plan-du-site/", statement.site_map, name="site_map"),
    path("annee/<uuid:pk>/competences/", competences.page, name="competences"),
    path("annee/<uuid:pk>/<slug:name>/", figures.figure, name="figure"),
    path("agenda/", feeds.agenda, name="agenda"),
    path("agenda/adresse/", feeds.new_feed, name="new_feed"),
    path("agenda/fin/", feeds.end_feed, name="end_feed"),
    path("agenda/<str:key>.ics", feeds.feed, name="feed"),
    path("demo/", demo.people, name="demo"),
    path("demo/entrer/", demo.enter, name="demo_enter"),
    path("demo/courrier/", demo.letters, name="letters"),
]
