app_name = "eportfolio"
urlpatterns = []
