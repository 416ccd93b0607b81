from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from .models import Case, Sitting


@require_safe
def list_juries(request):
    return render(request, "jury/list.html", {"sittings": Sitting.objects.none()})


@require_safe
def sitting(request, pk):
    sitting = get_object_or_404(Sitting.objects.attended_by(request.user), pk=pk)
    return render(request, "jury/list.html", {"sittings": [sitting]})


@require_safe
def case(request, pk):
    get_object_or_404(Case.objects.filter(sitting__jury__members__person=request.user), pk=pk)
    return render(request, "jury/list.html", {"sittings": []})
