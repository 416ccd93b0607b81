import os
from pathlib import Path

from django.core.files.storage import FileSystemStorage
from django.utils.deconstruct import deconstructible


@deconstructible
class WriteOnceStorage(FileSystemStorage):
    """Local files written once, under a name that already says their content, durable on return.

    A file is complete under its final name or absent: bytes go to a neighbour first, are synced,
    and are then linked. Writing the same name again keeps the first bytes.
    """

    def _save(self, name, content):
        target = Path(self.path(name))
        target.parent.mkdir(parents=True, exist_ok=True)
        draft = target.with_name(f".{target.name}.{os.urandom(6).hex()}")
        try:
            # Evidence shows people: only the account that runs Acquis reads it.
            with open(draft, "xb", opener=_private) as file:
                for chunk in content.chunks():
                    file.write(chunk)
                file.flush()
                os.fsync(file.fileno())
            try:
                os.link(draft, target)
            except FileExistsError:
                if target.stat().st_size != draft.stat().st_size:
                    raise
                os.utime(target)  # it has just come again: nobody sweeps it away now
        finally:
            draft.unlink(missing_ok=True)
        self._sync(target.parent)
        return name

    def sweep(self, name, before):
        """Delete a file that came before this moment, and not again since, even just now."""
        target = Path(self.path(name))
        aside = target.with_name(f".{target.name}.swept")
        target.rename(aside)
        if aside.stat().st_mtime >= before.timestamp():
            os.link(aside, target)
        aside.unlink()

    def _sync(self, folder):
        """Make the new names durable too, up to the storage's root."""
        root = Path(self.location)
        while True:
            descriptor = os.open(folder, os.O_RDONLY)
            try:
                os.fsync(descriptor)
            finally:
                os.close(descriptor)
            if folder == root or root not in folder.parents:
                return
            folder = folder.parent

    def get_available_name(self, name, max_length=None):
        return name


def _private(path, flags):
    return os.open(path, flags, 0o600)
