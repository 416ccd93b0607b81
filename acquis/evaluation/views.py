from django.http import Http404, HttpResponse


def mine(request):
    return HttpResponse("")


def _coming(request, **kwargs):
    raise Http404


dossier = save_item = save_grid = send = recuse = evidence_file = _coming
assign = share_out = withdraw = give_back = _coming


def assignments(request):
    return HttpResponse("")
