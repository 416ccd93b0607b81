"""The write path of a file: bytes once under their hash, hash checked, then one row.

Nothing is acknowledged earlier. A crash between the bytes and the row leaves an orphan, which
`python -m acquis sweep_files` lists; bytes are never deleted inside a request.
"""

import hashlib

from django.conf import settings
from django.core.files.storage import default_storage
from django.http import FileResponse
from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext as _

from . import clock, kinds
from .models import StoredFile
from .refusal import Refusal

CHUNK = 1024 * 1024
# Shown by a browser as themselves without running anything; all else is downloaded.
INLINE = {
    "application/pdf",
    "image/png",
    "image/jpeg",
    "image/gif",
    "image/webp",
    "text/plain",
    "video/mp4",
    "video/webm",
    "audio/mpeg",
    "audio/ogg",
    "audio/wav",
    "audio/flac",
}


def receive(upload, *, by, institution):
    """Store an uploaded file durably and return its row. Raises a Refusal that says what to do."""
    name = clean_name(upload.name)
    check(upload, name)
    kind = kinds.content_type(upload, name)
    if not kinds.agrees_with_name(kind, name):
        raise Refusal(
            _(
                "The content of “%(name)s” does not match its name. Save it again in its own "
                "format, then add it."
            )
            % {"name": name}
        )
    return keep(upload, name=name, content_type=kind, by=by, institution=institution)


def check(upload, name):
    if not upload.size:
        raise Refusal(
            _("“%(name)s” is empty (0 bytes). Check the file, then add it again.") % {"name": name}
        )
    if upload.size > settings.UPLOAD_MAX_BYTES:
        raise Refusal(
            _(
                "“%(name)s” weighs %(size)s; a file may weigh %(limit)s at most. Make it lighter, "
                "or give a link to it."
            )
            % {
                "name": name,
                "size": filesizeformat(upload.size),
                "limit": filesizeformat(settings.UPLOAD_MAX_BYTES),
            }
        )


def keep(content, *, name, content_type, by, institution):
    """Write bytes (a Django File) under their SHA-256, read them back, and make the row."""
    digest, size = _hash(content)
    key = f"{digest[:2]}/{digest}"
    content.seek(0)
    default_storage.save(key, content)
    with default_storage.open(key) as written:
        if _hash(written) != (digest, size):
            raise OSError(f"{key} does not hold the bytes that were written")
    return StoredFile.objects.create(
        institution=institution,
        sha256=digest,
        size=size,
        content_type=content_type,
        name=name,
        bytes=key,
        received_by=by,
        received_at=clock.now(),
    )


def is_whole(stored):
    """Whether the bytes are still there and still the ones received."""
    if not default_storage.exists(stored.bytes.name):
        return False
    with default_storage.open(stored.bytes.name) as file:
        return _hash(file) == (stored.sha256, stored.size)


def orphans(before):
    """Names of bytes that came before this moment and that no row knows: left by a crash."""
    folders = default_storage.listdir("")[0] if default_storage.exists("") else []
    for folder in sorted(folders):
        names = sorted(f"{folder}/{name}" for name in default_storage.listdir(folder)[1])
        known = set(StoredFile.objects.filter(bytes__in=names).values_list("bytes", flat=True))
        for name in names:
            if name not in known and default_storage.get_modified_time(name) < before:
                yield name


def serve(stored, *, name=None):
    """The bytes as a response that can run nothing: sandboxed, and downloaded unless harmless."""
    is_inline = stored.content_type in INLINE
    response = FileResponse(
        default_storage.open(stored.bytes.name),
        as_attachment=not is_inline,
        filename=name or stored.name,
        content_type=(
            "text/plain; charset=utf-8"
            if stored.content_type == "text/plain"
            else stored.content_type
            if is_inline
            else "application/octet-stream"
        ),
    )
    response["Content-Security-Policy"] = (
        "sandbox; default-src 'none'; img-src 'self'; media-src 'self'; style-src 'unsafe-inline'; "
        "frame-ancestors 'self'"
    )
    response["ETag"] = f'"{stored.sha256}"'
    return response


def clean_name(name):
    """The person's name for a file, on one line, without path; the ending survives a cut.

    What is not printable goes: controls, line ends, and marks that turn the direction of reading.
    """
    last = name.replace("\\", "/").split("/")[-1]
    shown = "".join(c for c in last if c.isprintable() or c.isspace())
    return " ".join(shown.split())[-255:].strip() or "sans-nom"


def _hash(file):
    digest, size = hashlib.sha256(), 0
    file.seek(0)
    while chunk := file.read(CHUNK):
        digest.update(chunk)
        size += len(chunk)
    return digest.hexdigest(), size
