"""The files of this stage, each served to those who may read it."""

from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_safe

from acquis.base import files
from acquis.enrolment.models import LedgerLine, Proof


@require_safe
def proof_file(request, pk):
    proofs = Proof.objects.readable_by(request.user).select_related("file")
    return files.serve(get_object_or_404(proofs, pk=pk).file)


@require_safe
def line_file(request, pk):
    """The document behind an exemption."""
    lines = LedgerLine.objects.readable_by(request.user).filter(proof__isnull=False)
    return files.serve(get_object_or_404(lines.select_related("proof"), pk=pk).proof)
