"""Small real files for invented people: what they join and what they show."""

from django.core.files.uploadedfile import SimpleUploadedFile

PDF = (
    b"%%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n"
    b"2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n"
    b"3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 300 160]/Contents 4 0 R"
    b"/Resources<</Font<</F<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>>>>>>>endobj\n"
    b"4 0 obj<</Length %d>>stream\n%s\nendstream endobj\ntrailer<</Root 1 0 R>>\n%%%%EOF\n"
)


def pdf(name, *lines):
    """A one-page PDF with these lines; different lines give different bytes."""
    words = (
        b"BT /F 11 Tf 20 130 Td 15 TL "
        + b" ".join(
            b"(%s) '" % line.encode("latin-1", "replace").replace(b"(", b"[").replace(b")", b"]")
            for line in lines
        )
        + b" ET"
    )
    return SimpleUploadedFile(name, PDF % (len(words), words), content_type="application/pdf")
