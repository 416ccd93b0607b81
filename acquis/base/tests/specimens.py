"""Small real files of every kind, made here."""

import io
import struct
import zipfile
import zlib

OOXML = "application/vnd.openxmlformats-officedocument."
ODF = "application/vnd.oasis.opendocument."


def archive(*names, mimetype=None, method=zipfile.ZIP_DEFLATED):
    """A zip with these members; `mimetype` comes first and plain, as OpenDocument wants it."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as file:
        if mimetype:
            file.writestr("mimetype", mimetype, zipfile.ZIP_STORED)
        for name in names:
            file.writestr(name, "<x/>" * 20, method)
    return made.getvalue()


def png():
    def chunk(kind, content):
        check = zlib.crc32(kind + content)
        return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", check)

    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", struct.pack(">IIBBBBB", 1, 1, 8, 0, 0, 0, 0))
        + chunk(b"IDAT", zlib.compress(b"\x00\xff"))
        + chunk(b"IEND", b"")
    )


def riff(kind):
    return b"RIFF" + struct.pack("<I", 24) + kind + b"fmt " + bytes(16)


def boxed(brand):
    return struct.pack(">I", 16) + b"ftyp" + brand + bytes(4) + struct.pack(">I", 8) + b"mdat"


GIF = (
    b"GIF89a\x01\x00\x01\x00\x80\x00\x00\x00\x00\x00\xff\xff\xff,"
    b"\x00\x00\x00\x00\x01\x00\x01\x00\x00\x02\x02D\x01\x00;"
)
JPEG = b"\xff\xd8\xff\xe0\x00\x10JFIF\x00\x01\x01\x00\x00\x01\x00\x01\x00\x00\xff\xd9"
PDF = b"%PDF-1.4\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n"
OLD_OFFICE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504)
PROGRAM = b"MZ\x90\x00\x03\x00\x00\x00\x04\x00\x00\x00\xff\xff\x00\x00"
HTML = b"<!DOCTYPE html>\n<title>x</title><script>alert(1)</script>"

# What people add, under honest names: name → (bytes, content type).
HONEST = {
    "preuve.pdf": (PDF, "application/pdf"),
    "PREUVE.PDF": (PDF, "application/pdf"),
    "image.png": (png(), "image/png"),
    "photo.jpg": (JPEG, "image/jpeg"),
    "photo.jpeg": (JPEG, "image/jpeg"),
    "anime.gif": (GIF, "image/gif"),
    "ancien.gif": (GIF.replace(b"GIF89a", b"GIF87a"), "image/gif"),
    "image.webp": (riff(b"WEBP"), "image/webp"),
    "photo.heic": (boxed(b"heic"), "image/heic"),
    "film.mp4": (boxed(b"isom"), "video/mp4"),
    "film.mov": (boxed(b"qt  "), "video/mp4"),
    "film.webm": (b"\x1aE\xdf\xa3\x9fB\x86\x81\x01", "video/webm"),
    "voix.mp3": (b"ID3\x03\x00\x00\x00\x00\x00\x21", "audio/mpeg"),
    "voix-nue.mp3": (b"\xff\xfb\x90\x00\x00\x00", "audio/mpeg"),
    "voix.ogg": (b"OggS\x00\x02" + bytes(20), "audio/ogg"),
    "voix.wav": (riff(b"WAVE"), "audio/wav"),
    "voix.flac": (b"fLaC\x00\x00\x00\x22", "audio/flac"),
    "cours.docx": (
        archive("[Content_Types].xml", "word/document.xml"),
        f"{OOXML}wordprocessingml.document",
    ),
    "notes.xlsx": (
        archive("_rels/.rels", "xl/workbook.xml", "[Content_Types].xml"),
        f"{OOXML}spreadsheetml.sheet",
    ),
    "diapos.pptx": (
        archive("[Content_Types].xml", "ppt/presentation.xml"),
        f"{OOXML}presentationml.presentation",
    ),
    "cours.odt": (archive("content.xml", mimetype=f"{ODF}text"), f"{ODF}text"),
    "notes.ods": (archive("content.xml", mimetype=f"{ODF}spreadsheet"), f"{ODF}spreadsheet"),
    "diapos.odp": (archive("content.xml", mimetype=f"{ODF}presentation"), f"{ODF}presentation"),
    "dessin.odg": (archive("content.xml", mimetype=f"{ODF}graphics"), "application/zip"),
    "livre.epub": (archive("x.xml", mimetype="application/epub+zip"), "application/zip"),
    "dossier.zip": (archive("a.txt", "b/c.txt"), "application/zip"),
    "exercice.h5p": (archive("h5p.json"), "application/zip"),
    "figure.ggb": (archive("geogebra.xml"), "application/zip"),
    "ancien.doc": (OLD_OFFICE, "application/msword"),
    "ancien.xls": (OLD_OFFICE, "application/msword"),
    "page.html": (HTML, "text/html"),
    "extrait.html": (b"<!-- extrait -->\n<p>Bonjour</p>", "text/html"),
    "page-latin1.html": ("<html><p>Séance d’été".encode("cp1252"), "text/html"),
    "page.xhtml": (b'<?xml version="1.0"?>\n<html xmlns="x"/>', "text/html"),
    "schema.svg": (b'<svg xmlns="http://www.w3.org/2000/svg"/>', "image/svg+xml"),
    "schema-2.svg": (b'<?xml version="1.0"?><!-- x --><svg/>', "image/svg+xml"),
    "donnees.xml": (b'<?xml version="1.0"?><notes/>', "text/xml"),
    "notes.txt": ("Séance : les élèves débattent.".encode(), "text/plain"),
    "notes-latin1.txt": ("Séance : les élèves débattent.".encode("latin-1"), "text/plain"),
    "bloc-notes.txt": ("Séance\r\n".encode("utf-16"), "text/plain"),
    "marque.csv": ("\ufeffnom;note\r\nÉlise;12\r\n".encode(), "text/plain"),
    "readme.md": (b"# Titre\n", "text/plain"),
    "long.txt": (("x" * 4095 + "é").encode(), "text/plain"),
    "programme.js": (b"console.log(1);", "text/plain"),
    "archive.7z": (b"7z\xbc\xaf\x27\x1c\x00\x04", "application/octet-stream"),
    "sans ending": (PDF, "application/pdf"),
}

# Names that the bytes contradict.
CONTRADICTORY = {
    "photo.jpg": HTML,
    "photo.png": b"<svg onload=alert(1)>",
    "image.gif": JPEG,
    "cours.pdf": PROGRAM,
    "cours-2.pdf": archive("x.txt", mimetype="application/pdf"),
    "notes.txt": archive("x.txt", mimetype="text/plain"),
    "notes-2.txt": PROGRAM,
    "page.txt": HTML,
    "page-16.txt": HTML.decode().encode("utf-16"),
    "cours.docx": archive("a.txt"),
    "cours-2.docx": archive("[Content_Types].xml", "xl/workbook.xml"),
    "cours-3.docx": archive("word/document.xml"),
    "cours-4.docx": OLD_OFFICE,
    "cours.odt": archive("content.xml", mimetype=f"{ODF}spreadsheet"),
    "cours-2.odt": b"PK\x03\x04 and then nothing of an archive",
    "dossier.zip": PDF,
    "film.mp4": PDF,
    "voix.mp3": riff(b"WAVE"),
    "image.webp": riff(b"AVI "),
    "texte.webp": b"abcdefghWEBP",
    "ancien.doc": rb"{\rtf1 Bonjour}",
}
