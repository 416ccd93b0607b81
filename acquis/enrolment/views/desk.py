from django.shortcuts import render


def desk(request, **kwargs):
    return render(request, "enrolment/soon.html")
