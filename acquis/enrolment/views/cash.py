from django.shortcuts import render


def cash(request, **kwargs):
    return render(request, "enrolment/soon.html")
