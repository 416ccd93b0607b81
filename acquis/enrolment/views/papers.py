"""The files of this stage, each served to those who may read it."""

from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_safe

from acquis.base import files, readings
from acquis.enrolment.models import LedgerLine, Proof


@require_safe
def proof_file(request, pk):
    proofs = Proof.objects.readable_by(request.user).select_related("file", "enrolment")
    proof = get_object_or_404(proofs, pk=pk)
    readings.tell(proof.enrolment, readings.Part.REQUEST, by=request.user)
    return files.serve(proof.file)


@require_safe
def line_file(request, pk):
    """The document behind an exemption."""
    lines = LedgerLine.objects.readable_by(request.user).filter(proof__isnull=False)
    line = get_object_or_404(lines.select_related("proof", "enrolment"), pk=pk)
    readings.tell(line.enrolment, readings.Part.ACCOUNT, by=request.user)
    return files.serve(line.proof)
