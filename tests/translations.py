"""Fail when a sentence lacks its French, is fuzzy, or the catalogue lags behind the code.

Run by CI: needs GNU gettext. Each stage keeps its own catalogue; English is in the code.
"""

import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from babel.messages.pofile import read_po

ROOT = Path(__file__).resolve().parent.parent


def catalogue(path):
    with path.open("rb") as file:
        return read_po(file, locale="fr")


def faults_of(app, copy):
    """Sentences of one stage that have no French, are fuzzy, or are not in its catalogue."""
    kept = copy / "acquis" / app / "locale" / "fr" / "LC_MESSAGES" / "django.po"
    kept.parent.mkdir(parents=True, exist_ok=True)
    before = {message.id for message in catalogue(kept)} if kept.exists() else set()
    subprocess.run(
        [
            sys.executable,
            "-m",
            "acquis",
            "makemessages",
            "-l",
            "fr",
            "--no-location",
            "--no-wrap",
            "-v",
            "0",
        ],
        cwd=copy / "acquis" / app,
        check=True,
        env={**os.environ, "PYTHONPATH": str(copy)},
    )
    if not kept.exists():
        return
    for message in catalogue(kept):
        if not message.id:
            continue
        if message.id not in before:
            yield f"{app}: not in the catalogue: {message.id!r}"
        elif message.fuzzy:
            yield f"{app}: fuzzy: {message.id!r}"
        elif not (all(message.string) if isinstance(message.string, tuple) else message.string):
            yield f"{app}: no French: {message.id!r}"


def main() -> int:
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder)
        shutil.copytree(ROOT / "acquis", copy / "acquis")
        apps = sorted(p.parent.name for p in (copy / "acquis").glob("*/apps.py"))
        faults = [fault for app in apps for fault in faults_of(app, copy)]
    for fault in faults:
        print(fault)
    print(f"{len(apps)} catalogues, {len(faults)} faults")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
