import hashlib
import os
import shutil
import socket
import subprocess
import sys
from pathlib import Path

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

STAGES = {
    # Where the clock of each demonstration starts; the story is told in docs/tutorial.md.
    "enrolment": "2023-01-10T09:30",
    "eportfolio": "2023-04-12T18:00",
    "evaluation": "2023-04-28T10:00",
    "jury": "2023-05-10T09:30",
    "outcomes": "2023-07-05T10:00",
}
CANDIDATES, SEED = 120, 11


class Command(BaseCommand):
    help = (
        "Serve the C2i2e of 2022-2023 with an invented cohort, at the point of the year you name."
    )
    requires_system_checks = ()

    def add_arguments(self, parser):
        parser.add_argument("--stage", choices=STAGES, default="jury")
        parser.add_argument("--port", type=int, default=8000)
        parser.add_argument("--afresh", action="store_true", help="play the cohort again")

    def handle(self, *, stage, port, afresh, **options):
        self._refuse_a_taken(port)
        home = Path(settings.BASE_DIR) / "var" / "demo" / stage
        environment = {
            **os.environ,
            "ACQUIS_HOME": str(home),
            "DATABASE_URL": f"sqlite:///{home}/acquis.sqlite3",
            "ACQUIS_ORIGIN": f"http://127.0.0.1:{port}",
            "ACQUIS_CLOCK": STAGES[stage],
        }
        told, version = home / "told", self._version()
        if afresh or not told.exists() or told.read_text() != version:
            self._play(stage, home, environment)
            told.write_text(version)
        self.stdout.write(
            f"\n  Acquis: http://127.0.0.1:{port}/demo/ says who to sign in as. Stop with Ctrl+C.\n"
        )
        self.stdout.flush()
        words = f"-m gunicorn --bind 127.0.0.1:{port} --config python:acquis.portal.serving"
        os.execve(
            sys.executable,
            [sys.executable, *words.split(), "acquis.wsgi"],
            {**environment, "ACQUIS_DEMO": "1"},
        )

    def _play(self, stage, home, environment):
        until = STAGES[stage]
        self.stdout.write(
            f"Playing the year with {CANDIDATES} invented candidates, until "
            f"{until.replace('T', ' at ')}: about a minute, once."
        )
        self.stdout.flush()
        shutil.rmtree(home, ignore_errors=True)
        home.mkdir(parents=True)
        words = f"play_demo --until {until} --candidates {CANDIDATES} --seed {SEED}"
        subprocess.run(
            [sys.executable, "-m", "acquis", *words.split()],
            env={**environment, "ACQUIS_REHEARSAL": "1"},
            check=True,
        )

    @staticmethod
    def _refuse_a_taken(port):
        with socket.socket() as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind(("127.0.0.1", port))
            except OSError as error:
                raise CommandError(
                    f"Port {port} is taken: stop what listens there, or run make demo PORT=8001."
                ) from error

    def _version(self):
        """The cohort is played again when the data it stands on has changed its shape."""
        root = Path(settings.BASE_DIR)
        sources = [
            *root.glob("acquis/*/migrations/0*.py"),
            *root.glob("programmes/c2i2e/**/*.yaml"),
            *root.glob("acquis/portal/rehearsal/*.py"),
        ]
        digest = hashlib.sha256()
        for source in sorted(sources):
            digest.update(source.read_bytes())
        return digest.hexdigest()
