"""What a file is, read from its bytes. The name only helps to tell apart what bytes cannot."""

import codecs
import re
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
    (re.compile(pattern, re.DOTALL), kind)
    for pattern, kind in [
        (rb"%PDF-", "application/pdf"),
        (rb"\x89PNG\r\n\x1a\n", "image/png"),
        (rb"\xff\xd8\xff", "image/jpeg"),
        (rb"GIF8[79]a", "image/gif"),
        (rb"RIFF.{4}WEBP", "image/webp"),
        (rb".{4}ftyp(hei|mif1)", "image/heic"),
        (rb".{4}ftyp", "video/mp4"),
        (rb"\x1aE\xdf\xa3", "video/webm"),
        (rb"ID3|\xff[\xe2\xe3\xf2\xf3\xfa\xfb]", "audio/mpeg"),
        (rb"OggS", "audio/ogg"),
        (rb"RIFF.{4}WAVE", "audio/wav"),
        (rb"fLaC", "audio/flac"),
        (rb"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "application/msword"),
    ]
]
OOXML = "application/vnd.openxmlformats-officedocument."
ODF = "application/vnd.oasis.opendocument."
UNKNOWN = "application/octet-stream"
HEAD = 4096
# The list of an archive's members is read whole by zipfile: a hostile one may be any size.
DIRECTORY = 1024 * 1024


def content_type(file, name):
    """The content type of an open, seekable file; UNKNOWN when nothing is recognised."""
    file.seek(0)
    head = file.read(HEAD)
    for signature, kind in SIGNATURES:
        if signature.match(head):
            return kind
    if head.startswith(b"PK\x03\x04"):
        return _archive(file)
    return _text(head, _ending(name))


def agrees_with_name(kind, name):
    """Whether the name claims no other kind than the bytes have. An ending of no kind, or none,
    claims nothing."""
    claimed = {each for each, endings in ENDINGS.items() if _ending(name) in endings}
    return not claimed or kind in claimed


def _ending(name):
    return PurePath(name).suffix.lower().lstrip(".")


def _archive(file):
    try:
        with zipfile.ZipFile(_Bounded(file)) as archive:
            names = set(archive.namelist())
            if "mimetype" in names and _is_plain(archive.getinfo("mimetype")):
                kind = archive.read("mimetype").decode("ascii", "replace").strip()
                return kind if kind in ENDINGS and kind.startswith(ODF) else "application/zip"
    except Exception:
        # Made by accident or by malice, an archive can make zipfile raise nearly anything.
        return "application/zip"
    for folder, kind in [
        ("word/", "wordprocessingml.document"),
        ("xl/", "spreadsheetml.sheet"),
        ("ppt/", "presentationml.presentation"),
    ]:
        if "[Content_Types].xml" in names and any(name.startswith(folder) for name in names):
            return OOXML + kind
    return "application/zip"


def _is_plain(member):
    return member.compress_type == zipfile.ZIP_STORED and member.file_size < 200


class _Bounded:
    """A file that never gives more at once than an honest archive's list of members."""

    def __init__(self, file):
        self.seek, self.tell, self.seekable = file.seek, file.tell, file.seekable
        self._read = file.read

    def read(self, size=-1):
        if size > DIRECTORY:
            raise ValueError("too large a list of members")
        return self._read(size if size >= 0 else DIRECTORY)


def _text(head, ending):
    encoding = "utf-16" if head.startswith((b"\xff\xfe", b"\xfe\xff")) else "utf-8"
    try:
        text = codecs.getincrementaldecoder(encoding)().decode(head)
    except UnicodeDecodeError:
        # An old Latin-1 text is still text.
        text = head.decode("latin-1")
    if any(character < " " and character not in "\t\n\v\f\r\x1b" for character in text):
        return UNKNOWN
    start = text.lstrip("\ufeff \t\r\n").lower()
    if ending in ENDINGS["text/html"] or start.startswith(
        ("<!doctype html", "<html", "<head", "<body", "<script")
    ):
        return "text/html"
    if start.startswith("<svg") or (start.startswith("<?xml") and "<svg" in start):
        return "image/svg+xml"
    if start.startswith("<?xml"):
        return "text/html" if "<html" in start else "text/xml"
    return "text/plain"
