"""What a file is, read from its bytes. The name only helps to tell apart what bytes cannot."""

import zipfile
from pathlib import PurePath

# Content type → the endings under which a person may honestly name it.
ENDINGS = {
    "application/pdf": {"pdf"},
    "image/png": {"png"},
    "image/jpeg": {"jpg", "jpeg", "jpe", "jfif"},
    "image/gif": {"gif"},
    "image/webp": {"webp"},
    "image/heic": {"heic", "heif"},
    "video/mp4": {"mp4", "m4v", "mov", "m4a", "3gp"},
    "video/webm": {"webm", "mkv"},
    "audio/mpeg": {"mp3"},
    "audio/ogg": {"ogg", "oga", "ogv", "opus"},
    "audio/wav": {"wav"},
    "audio/flac": {"flac"},
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": {"docx"},
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": {"xlsx"},
    "application/vnd.openxmlformats-officedocument.presentationml.presentation": {"pptx"},
    "application/vnd.oasis.opendocument.text": {"odt"},
    "application/vnd.oasis.opendocument.spreadsheet": {"ods"},
    "application/vnd.oasis.opendocument.presentation": {"odp"},
    "application/zip": {"zip", "elp", "elpx", "h5p", "ggb", "sb3", "flipchart", "notebook"},
    "application/msword": {"doc", "xls", "ppt"},
    "text/html": {"html", "htm", "xhtml"},
    "image/svg+xml": {"svg"},
    "text/xml": {"xml"},
    "text/plain": {"txt", "md", "csv", "tsv", "py", "json", "tex", "rtf", "srt", "vtt"},
}
SIGNATURES = [
    (0, b"%PDF-", "application/pdf"),
    (0, b"\x89PNG\r\n\x1a\n", "image/png"),
    (0, b"\xff\xd8\xff", "image/jpeg"),
    (0, b"GIF87a", "image/gif"),
    (0, b"GIF89a", "image/gif"),
    (8, b"WEBP", "image/webp"),
    (4, b"ftyphei", "image/heic"),
    (4, b"ftypmif1", "image/heic"),
    (4, b"ftyp", "video/mp4"),
    (0, b"\x1aE\xdf\xa3", "video/webm"),
    (0, b"ID3", "audio/mpeg"),
    (0, b"\xff\xfb", "audio/mpeg"),
    (0, b"\xff\xf3", "audio/mpeg"),
    (0, b"OggS", "audio/ogg"),
    (8, b"WAVE", "audio/wav"),
    (0, b"fLaC", "audio/flac"),
    (0, b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "application/msword"),
]
OOXML = "application/vnd.openxmlformats-officedocument."
UNKNOWN = "application/octet-stream"
HEAD = 4096


def content_type(file, name):
    """The content type of an open, seekable file; UNKNOWN when nothing is recognised."""
    file.seek(0)
    head = file.read(HEAD)
    for offset, signature, kind in SIGNATURES:
        if head[offset : offset + len(signature)] == signature:
            return kind
    if head.startswith(b"PK\x03\x04"):
        return _archive(file)
    return _text(head)


def agrees_with_name(kind, name):
    """Whether the ending of the name says what the bytes are. A name without ending says nothing."""
    ending = PurePath(name).suffix.lower().lstrip(".")
    if not ending:
        return True
    if kind == UNKNOWN:
        return not any(ending in endings for endings in ENDINGS.values())
    return ending in ENDINGS[kind]


def _archive(file):
    try:
        with zipfile.ZipFile(file) as archive:
            names = set(archive.namelist()[:2000])
            if "mimetype" in names and archive.getinfo("mimetype").file_size < 200:
                kind = archive.read("mimetype").decode("ascii", "replace").strip()
                return kind if kind in ENDINGS else "application/zip"
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError, RuntimeError):
        return "application/zip"
    for folder, kind in [
        ("word/", "wordprocessingml.document"),
        ("xl/", "spreadsheetml.sheet"),
        ("ppt/", "presentationml.presentation"),
    ]:
        if "[Content_Types].xml" in names and any(name.startswith(folder) for name in names):
            return OOXML + kind
    return "application/zip"


def _text(head):
    if b"\x00" in head:
        return UNKNOWN
    try:
        text = head.decode("utf-8")
    except UnicodeDecodeError as error:
        # The cut after HEAD bytes may fall inside a character; an old Latin-1 text is still text.
        text = head[: error.start].decode("utf-8") if error.start > HEAD - 4 else ""
        if not text and any(byte < 9 or 13 < byte < 32 for byte in head):
            return UNKNOWN
    start = text.lstrip("\ufeff \t\r\n").lower()
    if start.startswith(("<!doctype html", "<html", "<head", "<body", "<script")):
        return "text/html"
    if start.startswith("<svg") or (start.startswith("<?xml") and "<svg" in start):
        return "image/svg+xml"
    if start.startswith("<?xml"):
        return "text/html" if "<html" in start else "text/xml"
    return "text/plain"
