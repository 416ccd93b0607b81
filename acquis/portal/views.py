from django.contrib.auth.decorators import login_not_required
from django.shortcuts import render


@login_not_required
def home(request):
    return render(request, "portal/home.html")


def bad_request(request, exception=None):
    return render(request, "base/error.html", {"status": 400}, status=400)


def not_found(request, exception=None):
    return render(request, "base/error.html", {"status": 404}, status=404)


def broken(request):
    return render(request, "base/error.html", {"status": 500}, status=500)
