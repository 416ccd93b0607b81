from django.shortcuts import render


def list_mine(request, **kwargs):
    return render(request, "enrolment/soon.html")


def mine(request, **kwargs):
    return render(request, "enrolment/soon.html")


def start(request, **kwargs):
    return render(request, "enrolment/soon.html")
