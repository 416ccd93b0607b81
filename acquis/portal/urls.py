from django.urls import path

from . import demo, views

app_name = "portal"
urlpatterns = [
    path("", views.home, name="home"),
    path("langue/", views.language, name="language"),
    path("sante/", views.health, name="health"),
    path("demo/", demo.people, name="demo"),
    path("demo/entrer/", demo.enter, name="demo_enter"),
    path("demo/courrier/", demo.letters, name="letters"),
]
